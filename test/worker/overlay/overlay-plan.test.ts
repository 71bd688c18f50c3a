import test from "ava";
import fc from "fast-check";
import {
  makeOverlayChange,
  makeOverlayEndpoint,
  makeOverlayNetwork,
  makeOverlayPeer,
  makeOverlayPort,
  makeOverlayService,
  type OverlayChange,
} from "../../../src/model/generated/types.ts";
import { proxiedPorts } from "../../../src/worker/overlay/balancers.ts";
import {
  CONTAINER_TABLE,
  balancersScript,
  containerScript,
} from "../../../src/worker/overlay/container-rules.ts";
import {
  meshScript,
  meshServicesScript,
  meshTable,
} from "../../../src/worker/overlay/mesh-rules.ts";
import { OverlayPlan, type PlanChange } from "../../../src/worker/overlay/overlay-plan.ts";
import { OverlayTables } from "../../../src/worker/overlay/overlay-tables.ts";
import { entryKey, type TunnelEntry } from "../../../src/worker/overlay/tunnel-entries.ts";
import { arbitraryChange } from "./arbitraries.ts";
import { NftModel } from "../../sim/nft-model.ts";

const ME = "n1";
const MESH = meshTable(ME);
const ALL = ["net0", "net1", "net2"];

/** The whole of what a sequence of messages said, as one message. */
function wholeOf(changes: readonly OverlayChange[]): OverlayChange {
  const tables = new OverlayTables();
  for (const change of changes) tables.apply(change);
  return makeOverlayChange({
    complete: true,
    networks: [...tables.networks.values()],
    peers: [...tables.peers.values()],
    endpoints: [...tables.endpoints.values()],
    services: [...tables.services.values()],
  });
}

const sorted = (entries: Iterable<TunnelEntry>): TunnelEntry[] =>
  [...entries].sort((left, right) => (entryKey(left) < entryKey(right) ? -1 : 1));
const present = <T>(items: readonly (T | undefined)[]): T[] => items.flatMap((item) => item ?? []);

test("overlay plan: what messages add up to is what one message with everything says", (t) => {
  fc.assert(
    fc.property(fc.array(arbitraryChange, { minLength: 1, maxLength: 12 }), (changes) => {
      const step = new OverlayPlan(ME);
      const kernel = new Map<string, TunnelEntry>();
      const rules = new NftModel();
      rules.run(containerScript([]));
      for (const change of changes) {
        const before = step.wireGuard();
        const { entries, balancers, mesh, networks, wireGuard } = step.apply(change);
        if (!wireGuard) t.deepEqual(step.wireGuard(), before);
        for (const entry of entries.removed) t.true(kernel.delete(entryKey(entry)));
        for (const entry of entries.put) kernel.set(entryKey(entry), entry);
        rules.run(
          balancersScript(
            present(balancers.map(({ before }) => before)),
            present(balancers.map(({ after }) => after)),
          ),
        );
        const renewed = networks.some(({ before, after }) => before?.ingress ?? after?.ingress);
        if (renewed) rules.run(meshScript(MESH, step.meshNetwork, step.meshServices()));
        else if (step.meshNetwork) {
          rules.run(
            meshServicesScript(
              MESH,
              present(mesh.map(({ before }) => before)),
              present(mesh.map(({ after }) => after)),
            ),
          );
        }
      }

      const scratch = new OverlayPlan(ME);
      scratch.apply(wholeOf(changes));
      const fresh = new NftModel();
      fresh.run(containerScript(scratch.balancers(ALL)));
      fresh.run(meshScript(MESH, scratch.meshNetwork, scratch.meshServices()));

      t.deepEqual(sorted(kernel.values()), sorted(scratch.entries()));
      t.deepEqual(sorted(step.entries()), sorted(scratch.entries()));
      t.deepEqual(rules.listing(CONTAINER_TABLE), fresh.listing(CONTAINER_TABLE));
      t.deepEqual(rules.listing(MESH), fresh.listing(MESH));
      t.deepEqual(step.networks.size, scratch.networks.size);
      t.deepEqual(step.wireGuard(), scratch.wireGuard());
      const encrypted = [...step.networks.values()].filter(({ encryption }) => encryption);
      const tunnels = new Set(encrypted.map(({ tunnel }) => tunnel));
      for (const entry of kernel.values()) {
        if (entry.kind !== "forwarding") continue;
        t.is(entry.node.startsWith("fd73:6b65:696e:"), tunnels.has(entry.device));
      }
      for (const name of ["web0", "db", "tasks.web1", "svc1.1.task2", "cache.front"]) {
        t.deepEqual(step.names.find(ALL, name), scratch.names.find(ALL, name), name);
      }
    }),
    { numRuns: 300 },
  );
});

test("overlay plan: nothing is left of networks that are gone", (t) => {
  fc.assert(
    fc.property(fc.array(arbitraryChange, { maxLength: 10 }), (changes) => {
      const plan = new OverlayPlan(ME);
      const kernel = new Map<string, TunnelEntry>();
      const rules = new NftModel();
      rules.run(containerScript([]));
      const empty = rules.listing(CONTAINER_TABLE);
      const nothing = makeOverlayChange({ complete: true });
      for (const change of [...changes, nothing]) {
        const { entries, balancers } = plan.apply(change);
        for (const entry of entries.removed) kernel.delete(entryKey(entry));
        for (const entry of entries.put) kernel.set(entryKey(entry), entry);
        rules.run(
          balancersScript(
            present(balancers.map(({ before }) => before)),
            present(balancers.map(({ after }) => after)),
          ),
        );
      }

      t.deepEqual([...kernel], []);
      t.deepEqual(plan.entries(), []);
      t.deepEqual(plan.balancers(ALL), []);
      t.deepEqual(plan.meshServices(), []);
      t.is(plan.names.size, 0);
      t.is(plan.wireGuard(), undefined);
      t.deepEqual(rules.listing(CONTAINER_TABLE), empty);
    }),
    { numRuns: 200 },
  );
});

const NETWORK = makeOverlayNetwork({
  id: "net",
  name: "backend",
  vxlanId: 4100,
  subnets: ["10.0.1.0/24"],
  gateways: ["10.0.1.2"],
});

const endpointAt = (
  number: number,
  node: string,
  serving = true,
): ReturnType<typeof makeOverlayEndpoint> =>
  makeOverlayEndpoint({
    networkId: "net",
    taskId: `t${number}`,
    taskName: `web.${number}.t${number}`,
    serviceId: "svc",
    nodeId: node,
    nodeAddress: `192.0.2.${node.slice(1)}`,
    addresses: [`10.0.1.${number}/24`],
    serving,
  });

const WEB = makeOverlayService({
  networkId: "net",
  serviceId: "svc",
  name: "web",
  virtualAddresses: ["10.0.1.3"],
});

function planWith(...changes: Partial<OverlayChange>[]): { plan: OverlayPlan; last: PlanChange } {
  const plan = new OverlayPlan(ME);
  let last = plan.apply(
    makeOverlayChange({ complete: true, networks: [NETWORK], services: [WEB] }),
  );
  for (const change of changes) last = plan.apply(makeOverlayChange(change));
  return { plan, last };
}

test("overlay plan: an endpoint of another node is reached by its node, by a hardware address that all work out alike", (t) => {
  const { last } = planWith({ endpoints: [endpointAt(5, "n2"), endpointAt(6, "n1")] });

  t.deepEqual(last.entries, {
    put: [
      { kind: "forwarding", device: "skv4100", mac: "02:42:0a:00:01:05", node: "192.0.2.2" },
      { kind: "neighbour", device: "skv4100", address: "10.0.1.5", mac: "02:42:0a:00:01:05" },
    ],
    removed: [],
  });
});

test("overlay plan: other nodes' own addresses are reached like those of tasks", (t) => {
  const peer = makeOverlayPeer({
    networkId: "net",
    nodeId: "n2",
    nodeAddress: "192.0.2.2",
    gateways: ["10.0.1.7/24"],
  });
  const { plan } = planWith({ peers: [peer] });

  t.deepEqual(
    plan.entries().map((entry) => entryKey(entry)),
    ["skv4100 02:42:0a:00:01:07", "skv4100 10.0.1.7"],
  );
});

test("overlay plan: an address that passes from one task to the next is kept, whichever is heard of first", (t) => {
  const next = { ...endpointAt(5, "n3"), taskId: "t9" };
  const { last, plan } = planWith(
    { endpoints: [endpointAt(5, "n2")] },
    { endpoints: [next] },
    { removedEndpoints: ["net/t5"] },
  );

  t.deepEqual(last.entries, { put: [], removed: [] });
  t.true(plan.entries().some((entry) => entry.kind === "forwarding" && entry.node === "192.0.2.3"));
});

test("overlay plan: one endpoint among many changes only what is its own", (t) => {
  const many = Array.from({ length: 200 }, (_, at) => ({
    ...endpointAt(5 + at, "n2"),
    serviceId: `other${at}`,
  }));
  const { last } = planWith({ endpoints: many }, { endpoints: [endpointAt(5, "n3")] });

  t.is(last.entries.put.length, 1);
  t.deepEqual(
    last.balancers.map(({ key }) => key),
    ["net/svc"],
  );
});

test("overlay plan: only serving tasks stand behind a virtual address", (t) => {
  const { plan } = planWith({ endpoints: [endpointAt(5, "n2"), endpointAt(6, "n1", false)] });

  t.deepEqual(
    plan.balancers(["net"]).map(({ addresses, backends }) => [addresses, backends]),
    [[["10.0.1.3"], ["10.0.1.5"]]],
  );
});

test("overlay plan: nothing has a name on the ingress network, which is a way and no place", (t) => {
  const { plan } = planWith(
    { networks: [{ ...NETWORK, ingress: true }], services: [WEB] },
    { endpoints: [endpointAt(5, "n2"), endpointAt(6, "n1")] },
  );

  for (const name of ["web", "tasks.web", "web.net"])
    t.is(plan.names.find(["net"], name), undefined);
  t.deepEqual(plan.names.reverse(["net"], "10.0.1.5"), []);

  plan.apply(makeOverlayChange({ networks: [NETWORK] }));

  t.truthy(plan.names.find(["net"], "web"));
  t.not(plan.names.reverse(["net"], "10.0.1.5").length, 0);
});

test("overlay plan: a service that serves locally first keeps to its own tasks while it has some", (t) => {
  const ingress = { ...NETWORK, ingress: true };
  const service = {
    ...WEB,
    localFirst: true,
    ports: [makeOverlayPort({ protocol: "tcp", published: 80, target: 8080 })],
  };
  const { plan } = planWith(
    { networks: [ingress], services: [service] },
    { endpoints: [endpointAt(5, "n2"), endpointAt(6, "n1")] },
  );

  t.like(plan.meshServices()[0], { backends: ["10.0.1.6"], keepsClient: true });

  plan.apply(makeOverlayChange({ removedEndpoints: ["net/t6"] }));

  t.like(plan.meshServices()[0], { backends: ["10.0.1.5"], keepsClient: false });
});

test("overlay plan: connections to published ports are forgotten 3 s after their end, in each family that has rules", (t) => {
  const families = (subnets: readonly string[]): readonly string[] => {
    const gateways = subnets.map((subnet) =>
      subnet.replace(/\.0\/|\/(?=\d+$)/, (at) => (at === "/" ? "1/" : ".1/")),
    );
    const { plan } = planWith({ networks: [{ ...NETWORK, ingress: true, subnets, gateways }] });
    const script = meshScript(MESH, plan.meshNetwork, []).join("\n");
    t.regex(script, /policy = { syn_sent : 3, close : 3, time_wait : 3 }/);
    return [...script.matchAll(/l3proto (\w+)/g)].map(([, family = ""]) => family);
  };
  t.deepEqual(families(["10.0.0.0/24"]), ["ip"]);
  t.deepEqual(families(["10.0.0.0/24", "fd00:1::/64"]), ["ip", "ip6"]);
});

test("overlay plan: TCP ports that begin with a PROXY header are no rule's; others of the service are", (t) => {
  const ports = [
    makeOverlayPort({ protocol: "tcp", published: 443, target: 8443 }),
    makeOverlayPort({ protocol: "udp", published: 443, target: 8443 }),
  ];
  const networks = [{ ...NETWORK, ingress: true }];
  const services = [{ ...WEB, ports, proxyProtocol: 2, affinitySeconds: 60 }];
  const { plan } = planWith({ networks, services });
  t.deepEqual(proxiedPorts(plan.meshServices()), [], "nobody serves");
  plan.apply(makeOverlayChange({ endpoints: [endpointAt(5, "n2"), endpointAt(6, "n3", false)] }));

  t.deepEqual(proxiedPorts(plan.meshServices()), [
    ...[{ published: 443, target: 8443, version: 2, backends: ["10.0.1.5"], affinitySeconds: 60 }],
  ]);
  const script = meshScript(MESH, plan.meshNetwork, plan.meshServices()).join("\n");
  t.regex(script, /port_udp_443/);
  t.notRegex(script, /port_tcp_443/);
});

test("overlay plan: a message that says again what is known changes nothing", (t) => {
  const known = {
    complete: true,
    networks: [NETWORK],
    services: [WEB],
    endpoints: [endpointAt(5, "n2")],
  };
  const { last } = planWith(known, known);

  t.deepEqual(last, {
    networks: [],
    entries: { put: [], removed: [] },
    balancers: [],
    mesh: [],
    wireGuard: false,
  });
});
