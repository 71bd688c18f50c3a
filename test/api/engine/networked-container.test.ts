import test from "ava";
import { networksNamed, onClusterNetworks } from "../../../src/api/engine/networked-container.ts";
import {
  makeAnnotations,
  makeNetwork,
  makeNetworkSpec,
  type Network,
} from "../../../src/model/generated/types.ts";

const network = (name: string, spec: { attachable?: boolean; internal?: boolean } = {}): Network =>
  makeNetwork({
    id: `id-of-${name}`,
    spec: makeNetworkSpec({ annotations: makeAnnotations({ name }), attachable: true, ...spec }),
  });

test("networksNamed: networks are named by mode and by endpoint; a mode that names none is none", (t) => {
  for (const mode of ["", "default", "bridge", "host", "none", "nat", "container:web"]) {
    t.deepEqual(networksNamed({ HostConfig: { NetworkMode: mode } }), []);
  }
  t.deepEqual(networksNamed({}), []);
  t.deepEqual(networksNamed({ HostConfig: null, NetworkingConfig: 7 }), []);
  t.deepEqual(
    networksNamed({
      HostConfig: { NetworkMode: "back" },
      NetworkingConfig: { EndpointsConfig: { back: {}, front: null } },
    }),
    ["back", "front"],
  );
});

test("onClusterNetworks: the engine gets its bridge, and the agent the network's name and aliases", (t) => {
  const body = {
    Image: "busybox",
    Labels: { tier: "tool" },
    HostConfig: { NetworkMode: "back", Memory: 7 },
    NetworkingConfig: { EndpointsConfig: { back: { Aliases: ["db", "sql"] } } },
  };

  t.deepEqual(onClusterNetworks(body, new Map([["back", network("back")]])), {
    Image: "busybox",
    Labels: { tier: "tool", "skein.network": "back:db:sql" },
    HostConfig: { NetworkMode: "bridge", Memory: 7 },
    NetworkingConfig: { EndpointsConfig: {} },
  });
});

test("onClusterNetworks: networks of the engine's own stay with it, and what the label asked for stays", (t) => {
  const body = {
    Labels: { "skein.network": "other" },
    HostConfig: { NetworkMode: "back" },
    NetworkingConfig: { EndpointsConfig: { back: {}, mine: { Aliases: ["x"] }, front: {} } },
  };
  const networks = new Map([
    ["back", network("back")],
    ["front", network("front")],
  ]);

  t.deepEqual(onClusterNetworks(body, networks), {
    Labels: { "skein.network": "other,back,front" },
    HostConfig: { NetworkMode: "mine" },
    NetworkingConfig: { EndpointsConfig: { mine: { Aliases: ["x"] } } },
  });
});

test("onClusterNetworks: what cannot be joined is refused, and why", (t) => {
  const body = (endpoint: object = {}): Record<string, unknown> => ({
    HostConfig: { NetworkMode: "back" },
    NetworkingConfig: { EndpointsConfig: { back: endpoint } },
  });
  const refusal = (spec: object, endpoint?: object): string | undefined =>
    t.throws(() => onClusterNetworks(body(endpoint), new Map([["back", network("back", spec)]])))
      ?.message;

  t.regex(
    refusal({ attachable: false }) ?? "",
    /^Could not attach to network back: .*--attachable$/,
  );
  t.regex(refusal({ internal: true }) ?? "", /network back is internal/);
  t.regex(refusal({}, { IPAMConfig: { IPv4Address: "10.0.0.9" } }) ?? "", /leave out --ip/);
});
