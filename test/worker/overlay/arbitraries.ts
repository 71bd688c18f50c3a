import fc from "fast-check";
import {
  makeOverlayChange,
  makeOverlayEndpoint,
  makeOverlayNetwork,
  makeOverlayPeer,
  makeOverlayPort,
  makeOverlayService,
} from "../../../src/model/generated/types.ts";
import type {
  OverlayChange,
  OverlayEndpoint,
  OverlayNetwork,
  OverlayPeer,
  OverlayService,
} from "../../../src/model/generated/types.ts";

/** A cluster as its managers might describe it: few objects, so that they meet often. */
const NETWORKS = ["front", "back", "mesh"];
const NODES = ["n1", "n2", "n3"];

const someOf = <T>(items: readonly T[]): fc.Arbitrary<T[]> => fc.subarray([...items]);

const network: fc.Arbitrary<OverlayNetwork> = fc
  .record({
    at: fc.nat(2),
    own: fc.integer({ min: 2, max: 3 }),
    mtu: fc.constantFrom(0, 1400),
    encrypted: fc.boolean(),
  })
  .map(({ at, own, mtu, encrypted }) =>
    makeOverlayNetwork({
      id: `net${at}`,
      name: NETWORKS[at] ?? "",
      vxlanId: 4097 + at,
      subnets: [`10.0.${at}.0/24`, `fd00:${at}::/64`],
      gateways: [`10.0.${at}.${own}/24`, `fd00:${at}::${own}/64`],
      mtu,
      encrypted,
      ingress: at === 2,
    }),
  );

const peer: fc.Arbitrary<OverlayPeer> = fc
  .record({ at: fc.nat(2), node: fc.constantFrom(...NODES), key: fc.constantFrom("", "K") })
  .map(({ at, node, key }) =>
    makeOverlayPeer({
      networkId: `net${at}`,
      nodeId: node,
      nodeAddress: `192.0.2.${node.slice(1)}`,
      gateways: [`10.0.${at}.1${node.slice(1)}/24`],
      publicKey: key === "" ? "" : `${node.padEnd(42, key)}A=`,
    }),
  );

const endpoint: fc.Arbitrary<OverlayEndpoint> = fc
  .record({
    at: fc.nat(2),
    task: fc.nat(5),
    node: fc.constantFrom(...NODES),
    address: fc.integer({ min: 100, max: 106 }),
    service: fc.constantFrom("svc0", "svc1", "svc2"),
    aliases: someOf(["db", "cache"]),
    serving: fc.boolean(),
  })
  .map(({ at, task, node, address, service, aliases, serving }) =>
    makeOverlayEndpoint({
      networkId: `net${at}`,
      taskId: `task${task}`,
      taskName: `${service}.1.task${task}`,
      serviceId: service,
      nodeId: node,
      nodeAddress: `192.0.2.${node.slice(1)}`,
      addresses: [`10.0.${at}.${address}/24`, `fd00:${at}::${address}/64`],
      aliases,
      serving,
    }),
  );

const service: fc.Arbitrary<OverlayService> = fc
  .record({
    at: fc.nat(2),
    service: fc.nat(2),
    virtual: fc.boolean(),
    published: someOf([80, 443]),
    affinitySeconds: fc.constantFrom(0, 60),
    localFirst: fc.boolean(),
  })
  .map(({ at, service: which, virtual, published, affinitySeconds, localFirst }) =>
    makeOverlayService({
      networkId: `net${at}`,
      serviceId: `svc${which}`,
      name: `web${which}`,
      virtualAddresses: virtual ? [`10.0.${at}.${50 + which}`, `fd00:${at}::${50 + which}`] : [],
      aliases: which === 0 ? ["db"] : [],
      // A manager gives no port to two services.
      ports: published.map((port) =>
        makeOverlayPort({
          protocol: which === 1 ? "udp" : "tcp",
          published: port + which,
          target: 8080,
        }),
      ),
      affinitySeconds,
      localFirst,
    }),
  );

const removed = (names: readonly string[]): fc.Arbitrary<string[]> =>
  fc
    .array(fc.tuple(fc.nat(2), fc.constantFrom(...names)), { maxLength: 3 })
    .map((keys) => keys.map(([at, name]) => `net${at}/${name}`));

export const arbitraryChange: fc.Arbitrary<OverlayChange> = fc
  .record({
    complete: fc.integer({ min: 0, max: 9 }).map((value) => value === 0),
    networks: fc.array(network, { maxLength: 3 }),
    peers: fc.array(peer, { maxLength: 3 }),
    endpoints: fc.array(endpoint, { maxLength: 5 }),
    services: fc.array(service, { maxLength: 3 }),
    removedNetworks: someOf(["net0", "net2"]).map((ids) => ids.slice(1)),
    removedPeers: removed(NODES),
    removedEndpoints: removed(["task0", "task1", "task2", "task3", "task4", "task5"]),
    removedServices: removed(["svc0", "svc1", "svc2"]),
  })
  .map((fields) => makeOverlayChange(fields));
