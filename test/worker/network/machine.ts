import {
  makeOverlayChange,
  makeOverlayEndpoint,
  makeOverlayNetwork,
  makeOverlayPeer,
  makeOverlayPort,
  makeOverlayService,
} from "../../../src/model/generated/types.ts";
import type { OverlayChange } from "../../../src/model/generated/types.ts";
import type { ProxiedPort } from "../../../src/worker/overlay/balancers.ts";
import { NodeNetworks } from "../../../src/worker/network/node-networks.ts";
import { CONTAINER_TABLE, containerScript } from "../../../src/worker/overlay/container-rules.ts";
import { meshScript, meshTable } from "../../../src/worker/overlay/mesh-rules.ts";
import { wireGuardScript, wireGuardTable } from "../../../src/worker/overlay/wireguard-plan.ts";
import { OverlayPlan } from "../../../src/worker/overlay/overlay-plan.ts";
import { SimEngineNetworks, SimHostNetworks, SimKernel } from "../../sim/kernel.ts";
import { NftModel } from "../../sim/nft-model.ts";
import { Simulation } from "../../sim/simulation.ts";

export const ME = "n1";

/** One machine whose daemon may be started again and again. */
export class Machine {
  readonly sim: Simulation;
  readonly host: SimHostNetworks;
  networks: NodeNetworks;
  /** The published ports with a proxy, and what was done to them. */
  readonly proxied = new Map<number, ProxiedPort>();
  readonly proxyLog: string[] = [];
  proxyFailures: readonly string[] = [];
  #life = new AbortController();
  #running: Promise<void>;
  #sent: OverlayChange[] = [];

  constructor(seed = 1) {
    this.sim = new Simulation(seed);
    this.host = new SimHostNetworks(this.sim.fork("host"));
    [this.networks, this.#running] = this.#start();
  }

  #start(): [NodeNetworks, Promise<void>] {
    const process = this.sim.process("w1");
    const networks = new NodeNetworks({
      kernel: new SimKernel(this.host, process),
      engine: new SimEngineNetworks(this.host, process),
      clock: process.clock,
      entropy: process.entropy,
      log: process.log,
      nodeId: ME,
      nodeAddress: () => "192.0.2.1",
      onNetworks: async () => new Map(),
      proxied: {
        open: async (ports) => {
          for (const port of ports) {
            this.proxied.set(port.published, port);
            this.proxyLog.push(`open ${port.published} ${this.#isLedByRules(port)}`);
          }
          return this.proxyFailures;
        },
        closeOthers: (ports) => {
          const wanted = new Set(ports.map(({ published }) => published));
          for (const [published, port] of this.proxied) {
            if (wanted.has(published)) continue;
            this.proxied.delete(published);
            this.proxyLog.push(`close ${published} ${this.#isLedByRules(port)}`);
          }
        },
      },
    });
    return [networks, networks.run(this.#life.signal)];
  }

  #isLedByRules({ published }: ProxiedPort): string {
    const rules = JSON.stringify(this.host.host.listing(meshTable(ME)) ?? "");
    return rules.includes(`port_tcp_${published}`) ? "led by rules" : "not led by rules";
  }

  async say(change: Partial<OverlayChange>): Promise<void> {
    const message = makeOverlayChange({ version: this.#sent.length + 1, ...change });
    this.#sent.push(message);
    await this.networks.accept(message, this.#life.signal);
  }

  /** The daemon ends, a new one starts, and a manager tells it everything. */
  async restart(): Promise<void> {
    await this.stop();
    this.#life = new AbortController();
    [this.networks, this.#running] = this.#start();
    const { networks, peers, endpoints, services } = wholeOf(this.#sent);
    await this.say({ complete: true, networks, peers, endpoints, services });
  }

  async stop(): Promise<void> {
    this.#life.abort();
    await this.sim.advance(1_000);
    await this.#running;
  }

  /** What is there, and what should be after all that was said. */
  compare(): { actual: unknown; wanted: unknown } {
    const plan = new OverlayPlan(ME);
    plan.apply(wholeOf(this.#sent));
    const mesh = new NftModel();
    const brief = this.host.forgetsSoon;
    mesh.run(meshScript(meshTable(ME), plan.meshNetwork, plan.meshServices(), { brief }));
    const guard = new NftModel();
    const wireGuard = plan.wireGuard();
    guard.run(wireGuardScript(wireGuardTable(ME), wireGuard));
    const { links, entries, networks, host, containers, wireGuards } = this.host;
    return {
      actual: {
        links: [...links.values()]
          .map(({ name, mac, master, over }) => [name, mac, master, over])
          .sort(),
        wireGuards: [...wireGuards].map(([name, { port, addresses, peers }]) => {
          return { name, port, addresses, peers: [...peers].sort() };
        }),
        guard: host.listing(wireGuardTable(ME)),
        entries: [...entries.values()]
          .flatMap((each) => [...each.values()].map((entry) => JSON.stringify(entry)))
          .sort(),
        networks: [...networks.keys()].sort(),
        mesh: host.listing(meshTable(ME)),
        containers: [...containers.values()].map(({ rules }) => rules.listing(CONTAINER_TABLE)),
      },
      wanted: {
        links: [
          ...(wireGuard ? [[wireGuard.device, "", undefined, undefined]] : []),
          ...[...plan.networks.values()].flatMap(({ bridge, tunnel, bridgeMac, encryption }) => [
            [bridge, bridgeMac, undefined, undefined],
            [tunnel, "", bridge, encryption?.device],
          ]),
        ].sort(),
        wireGuards: [wireGuard ?? []].flat().map(({ device, inside, port, peers }) => ({
          ...{ name: device, port, addresses: [`${inside}/64`] },
          peers: peers.map((each) => [each.publicKey, `${each.inside}/128`]).sort(),
        })),
        guard: guard.listing(wireGuardTable(ME)),
        entries: plan
          .entries()
          .map((entry) => JSON.stringify(entry))
          .sort(),
        networks: [...plan.networks.keys()].sort(),
        mesh: mesh.listing(meshTable(ME)),
        containers: [...containers.values()].map(({ container }) => {
          const rules = new NftModel();
          rules.run(
            containerScript(plan.balancers(container.places.map(({ networkId }) => networkId))),
          );
          return rules.listing(CONTAINER_TABLE);
        }),
      },
    };
  }
}

function wholeOf(changes: readonly OverlayChange[]): OverlayChange {
  const networks = new Map(NOTHING.networks.map((each) => [each.id, each]));
  const peers = new Map(NOTHING.peers.map((each) => [`${each.networkId}/${each.nodeId}`, each]));
  const endpoints = new Map(
    NOTHING.endpoints.map((each) => [`${each.networkId}/${each.taskId}`, each]),
  );
  const services = new Map(
    NOTHING.services.map((each) => [`${each.networkId}/${each.serviceId}`, each]),
  );
  for (const change of changes) {
    if (change.complete) for (const table of [networks, peers, endpoints, services]) table.clear();
    for (const each of change.networks) networks.set(each.id, each);
    for (const each of change.peers) peers.set(`${each.networkId}/${each.nodeId}`, each);
    for (const each of change.endpoints) endpoints.set(`${each.networkId}/${each.taskId}`, each);
    for (const each of change.services) services.set(`${each.networkId}/${each.serviceId}`, each);
    for (const key of change.removedNetworks) networks.delete(key);
    for (const key of change.removedPeers) peers.delete(key);
    for (const key of change.removedEndpoints) endpoints.delete(key);
    for (const key of change.removedServices) services.delete(key);
  }
  return makeOverlayChange({
    complete: true,
    networks: [...networks.values()],
    peers: [...peers.values()],
    endpoints: [...endpoints.values()],
    services: [...services.values()],
  });
}

const NOTHING = makeOverlayChange();
export const network = (at: number, ingress = false): ReturnType<typeof makeOverlayNetwork> =>
  makeOverlayNetwork({
    id: `net${at}`,
    name: `network${at}`,
    vxlanId: 4097 + at,
    subnets: [`10.0.${at}.0/24`],
    gateways: [`10.0.${at}.2/24`],
    ingress,
  });
export const endpoint = (
  at: number,
  task: number,
  node = "n2",
  serving = true,
): ReturnType<typeof makeOverlayEndpoint> =>
  makeOverlayEndpoint({
    networkId: `net${at}`,
    taskId: `task${task}`,
    taskName: `web.${task}.task${task}`,
    serviceId: "svc",
    nodeId: node,
    nodeAddress: `192.0.2.${node.slice(1)}`,
    addresses: [`10.0.${at}.${10 + task}/24`],
    serving,
  });
export const service = (at: number): ReturnType<typeof makeOverlayService> =>
  makeOverlayService({
    networkId: `net${at}`,
    serviceId: "svc",
    name: "web",
    virtualAddresses: [`10.0.${at}.3`],
    ports: [makeOverlayPort({ protocol: "tcp", published: 80, target: 8080 })],
  });
export const keyOf = (letter: string): string => `${letter.repeat(42)}A=`;
export const peer = (
  at: number,
  node: string,
  publicKey = "",
): ReturnType<typeof makeOverlayPeer> =>
  makeOverlayPeer({
    networkId: `net${at}`,
    nodeId: node,
    nodeAddress: `192.0.2.${node.slice(1)}`,
    gateways: [`10.0.${at}.25${node.slice(1)}/24`],
    publicKey,
  });
export const encrypted = (at: number): ReturnType<typeof makeOverlayNetwork> => ({
  ...network(at),
  encrypted: true,
});
export const container = (
  id: string,
  pid: number,
  at: number,
): Parameters<SimHostNetworks["startContainer"]>[0] => ({
  containerId: id,
  pid,
  nameservers: [],
  places: [{ networkId: `net${at}`, addresses: [`10.0.${at}.${pid}`] }],
});
