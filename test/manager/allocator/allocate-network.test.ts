import test from "ava";
import {
  makeCluster,
  makeDriver,
  makeIPAMConfig,
  makeIPAMOptions,
  type Network,
} from "../../../src/model/generated/types.ts";
import { VXLAN_IDS_OPTION } from "../../../src/model/overlay-options.ts";
import { allocateNetwork } from "../../../src/manager/allocator/allocate-network.ts";
import { wantedNetwork } from "./scene.ts";

const CLUSTER = makeCluster({ id: "c1", defaultAddressPool: ["10.20.0.0/22"], subnetSize: 24 });

function given(network: Network, others: readonly Network[] = [], cluster = CLUSTER): Network {
  const result = allocateNetwork(network, others, cluster);
  if (!result.ok) throw new Error(result.error);
  return result.value;
}

function refusal(network: Network, others: readonly Network[] = []): string {
  const result = allocateNetwork(network, others, CLUSTER);
  return result.ok ? "" : result.error;
}

function subnetsOf({ ipam }: Network): readonly string[] {
  return ipam?.configs.map(({ subnet, gateway }) => `${subnet} ${gateway}`) ?? [];
}

test("networks get the cluster's subnets and VXLAN ids one after the other, as engines read them", (t) => {
  const a = given(wantedNetwork("a"));
  const b = given(wantedNetwork("b"), [a]);

  t.deepEqual(subnetsOf(a), ["10.20.0.0/24 10.20.0.1"]);
  t.deepEqual(subnetsOf(b), ["10.20.1.0/24 10.20.1.1"]);
  t.is(a.ipam?.driver?.name, "default");
  t.deepEqual(a.driverState, { name: "overlay", options: { [VXLAN_IDS_OPTION]: "4096" } });
  t.is(b.driverState?.options[VXLAN_IDS_OPTION], "4097");
});

test("without pools of the cluster's own, subnets are Swarm's", (t) => {
  const a = given(wantedNetwork("a"), [], makeCluster({ id: "c" }));
  t.deepEqual(subnetsOf(a), ["10.0.0.0/24 10.0.0.1"]);
});

test("a subnet that somebody chose is stepped over", (t) => {
  const chosen = given(wantedNetwork("chosen", ["10.20.0.128/25"]));
  const wide = given(wantedNetwork("wide", ["10.20.2.0/23"]), [chosen]);
  t.deepEqual(subnetsOf(given(wantedNetwork("a"), [chosen, wide])), ["10.20.1.0/24 10.20.1.1"]);
});

test("a pool that is used up is said, with what to do", (t) => {
  const all = ["10.20.0.0/24", "10.20.1.0/24", "10.20.2.0/23"].map((subnet, at) =>
    given(wantedNetwork(`n${at}`, [subnet])),
  );
  t.is(
    refusal(wantedNetwork("late"), all),
    "no subnet is free in the cluster's address pools (10.20.0.0/22): remove networks, or say which subnet to use",
  );
});

test("a network of both families has a subnet of each, IPv6 from the cluster's own local addresses", (t) => {
  const dual = given(wantedNetwork("dual", [], { ipv6Enabled: true }));
  const [v4, v6] = subnetsOf(dual);
  t.is(v4, "10.20.0.0/24 10.20.0.1");
  t.regex(v6 ?? "", /^fd[0-9a-f]{2}:[0-9a-f:]+::\/64 fd[0-9a-f:]+::1$/);
  const other = given(wantedNetwork("other", [], { ipv6Enabled: true }), [dual]);
  t.not(subnetsOf(other)[1], v6);
  t.is(dual.driverState?.options[VXLAN_IDS_OPTION], "4096", "one id for each IPv4 subnet");
  const asked = given(wantedNetwork("asked", ["2001:db8:1::/64"], { ipv6Enabled: true }));
  t.deepEqual(subnetsOf(asked), ["10.20.0.0/24 10.20.0.1", "2001:db8:1::/64 2001:db8:1::1"]);
});

test("what is asked for is given or refused, by name", (t) => {
  const a = given(wantedNetwork("a", ["10.50.0.0/16"]));
  const config = { subnet: "10.60.0.0/24", gateway: "10.60.0.254", range: "10.60.0.64/26" };
  const configs = [makeIPAMConfig(config)];
  const own = given(wantedNetwork("own", [], { ipam: makeIPAMOptions({ configs }) }));
  t.like(own.ipam?.configs[0], config);

  const asks = (fields: Partial<(typeof configs)[0]>): string => {
    const ipam = makeIPAMOptions({ configs: [makeIPAMConfig(fields)] });
    return refusal(wantedNetwork("bad", [], { ipam }), [a]);
  };
  t.is(asks({ subnet: "10.1.2" }), "ipam configuration: invalid subnet 10.1.2");
  t.is(
    asks({ subnet: "10.50.7.0/24" }),
    "ipam configuration: subnet 10.50.7.0/24 overlaps with 10.50.0.0/16 of a",
  );
  t.regex(asks({ subnet: "10.1.2.0/30" }), /too small/);
  t.regex(
    asks({ subnet: "10.1.2.0/24", gateway: "10.1.3.1" }),
    /address 10.1.3.1 is not in subnet/,
  );
  t.regex(asks({ subnet: "10.1.2.0/24", range: "10.1.3.0/26" }), /range 10.1.3.0\/26 is not in/);
  const driverConfig = makeDriver({ options: { [VXLAN_IDS_OPTION]: "4096" } });
  t.is(
    refusal(wantedNetwork("b", [], { driverConfig }), [a]),
    "VXLAN id 4096 is in use by network a",
  );
});

test("networks of the engines' own have neither subnets nor ids", (t) => {
  const host = given(wantedNetwork("host", [], { driverConfig: makeDriver({ name: "host" }) }));
  t.deepEqual(subnetsOf(host), []);
  t.deepEqual(host.driverState, { name: "host", options: {} });
});
