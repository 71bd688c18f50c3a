import { deepEqual } from "../../base/deep-equal.ts";
import type {
  OverlayChange,
  OverlayEndpoint,
  OverlayPeer,
  OverlayService,
} from "../../model/generated/types.ts";
import { balancerOf, meshServiceOf, type Balancer, type MeshService } from "./balancers.ts";
import { Grouped } from "./grouped.ts";
import { planNetwork, type NetworkPlan } from "./network-plan.ts";
import { OverlayNames } from "./overlay-names.ts";
import { OverlayTables, serviceKey, type Difference, type Differences } from "./overlay-tables.ts";
import {
  WantedEntries,
  endpointEntries,
  peerEntries,
  type EntryChange,
  type TunnelEntry,
} from "./tunnel-entries.ts";
import { wireGuardPeers, type WireGuardPlan } from "./wireguard-plan.ts";

/** What is to be done on this node after a message. Differences come in no order between keys. */
export interface PlanChange {
  readonly networks: readonly Difference<NetworkPlan>[];
  readonly entries: EntryChange;
  readonly balancers: readonly Difference<Balancer>[];
  readonly mesh: readonly Difference<MeshService>[];
  /** What carries encrypted networks is not what it was. */
  readonly wireGuard: boolean;
}

/**
 * What this node's kernel and names have to be like for the networks that it takes part in, kept up
 * to date message by message. What one endpoint's change costs depends on the size of its service and
 * not on how many endpoints there are.
 */
export class OverlayPlan {
  readonly names: OverlayNames;
  readonly #nodeId: string;
  readonly #tables = new OverlayTables();
  readonly #networks = new Map<string, NetworkPlan>();
  readonly #entries = new WantedEntries();
  readonly #balancers = new Map<string, Balancer>();
  readonly #mesh = new Map<string, MeshService>();
  readonly #ofNetwork = new Grouped();
  readonly #ofService = new Grouped();

  constructor(nodeId: string) {
    this.#nodeId = nodeId;
    this.names = new OverlayNames(nodeId);
  }

  /** Of the last message; zero before the first. */
  get version(): number {
    return this.#tables.version;
  }

  get networks(): ReadonlyMap<string, NetworkPlan> {
    return this.#networks;
  }

  /** The network that carries the routing mesh, if this node knows one. */
  get meshNetwork(): NetworkPlan | undefined {
    return [...this.#networks.values()].find(({ ingress }) => ingress);
  }

  /** What carries this node's encrypted networks; undefined without any. */
  wireGuard(): WireGuardPlan | undefined {
    const encrypted = [...this.#networks.values()].filter(({ encryption }) => encryption);
    const [first] = encrypted;
    if (first?.encryption === undefined) return undefined;
    return {
      ...first.encryption,
      port: first.underlayPort,
      tunnelPort: first.tunnelPort,
      peers: wireGuardPeers(encrypted.flatMap(({ id }) => this.peersOf(id))),
    };
  }

  entries(): readonly TunnelEntry[] {
    return this.#entries.all();
  }

  /** The other nodes that carry the network. */
  peersOf(networkId: string): readonly OverlayPeer[] {
    return this.#membersOf(networkId, "peer").flatMap((key) => this.#tables.peers.get(key) ?? []);
  }

  servicesOn(networkId: string): readonly OverlayService[] {
    const keys = this.#membersOf(networkId, "service");
    return keys.flatMap((key) => this.#tables.services.get(key) ?? []);
  }

  balancers(networkIds: readonly string[]): readonly Balancer[] {
    const wanted = new Set(networkIds);
    return [...this.#balancers.values()].filter(({ networkId }) => wanted.has(networkId));
  }

  meshServices(): readonly MeshService[] {
    return [...this.#mesh.values()];
  }

  apply(change: OverlayChange): PlanChange {
    const differences = this.#tables.apply(change);
    this.#index(differences);
    const networks = differences.networks.map((each) => this.#replan(each));
    const renewed = new Set(networks.map(({ key }) => key));
    this.#claimEntries(differences, renewed);
    const services = this.#touchedServices(differences, renewed);
    this.names.apply(this.#tables, differences);
    return {
      networks,
      entries: this.#entries.takeChange(),
      balancers: services.flatMap((key) => this.#rebalance(key)),
      mesh: services.flatMap((key) => this.#remesh(key)),
      wireGuard: this.#changesWireGuard(networks, differences),
    };
  }

  #changesWireGuard(networks: readonly Difference<NetworkPlan>[], { peers }: Differences): boolean {
    return (
      networks.some(({ before, after }) => before?.encryption ?? after?.encryption) ||
      peers.some(({ before, after }) => {
        const id = (before ?? after)?.networkId ?? "";
        return this.#networks.get(id)?.encryption !== undefined;
      })
    );
  }

  #membersOf(networkId: string, wanted: string): readonly string[] {
    const members = [...this.#ofNetwork.get(networkId)].map((member) => member.split(" "));
    return members.flatMap(([kind, key = ""]) => (kind === wanted ? [key] : [])).toSorted();
  }

  #index({ peers, endpoints, services }: Differences): void {
    for (const each of peers) this.#group(`peer ${each.key}`, each, ({ networkId }) => networkId);
    for (const each of services)
      this.#group(`service ${each.key}`, each, ({ networkId }) => networkId);
    for (const each of endpoints) {
      this.#group(`endpoint ${each.key}`, each, ({ networkId }) => networkId);
      if (each.before) this.#ofService.delete(serviceKey(each.before), each.key);
      if (each.after) this.#ofService.add(serviceKey(each.after), each.key);
    }
  }

  #group<T>(
    member: string,
    { before, after }: Difference<T>,
    networkOf: (item: T) => string,
  ): void {
    if (before) this.#ofNetwork.delete(networkOf(before), member);
    if (after) this.#ofNetwork.add(networkOf(after), member);
  }

  #replan({ key, after }: Differences["networks"][number]): Difference<NetworkPlan> {
    const before = this.#networks.get(key);
    const plan = after && planNetwork(after, this.#nodeId);
    if (plan) this.#networks.set(key, plan);
    else this.#networks.delete(key);
    return { key, before, after: plan };
  }

  /** A network that changed, came or went takes everybody on it along. */
  #claimEntries({ peers, endpoints }: Differences, renewed: ReadonlySet<string>): void {
    const members = new Set([...renewed].flatMap((id) => [...this.#ofNetwork.get(id)]));
    for (const { key } of peers) members.add(`peer ${key}`);
    for (const { key } of endpoints) members.add(`endpoint ${key}`);
    for (const member of members) this.#entries.replace(member, this.#entriesOf(member));
  }

  #entriesOf(member: string): readonly TunnelEntry[] {
    const [kind = "", key = ""] = member.split(" ");
    const item = kind === "peer" ? this.#tables.peers.get(key) : this.#tables.endpoints.get(key);
    const network = item && this.#networks.get(item.networkId);
    // This node's own containers are on its bridge.
    if (!network || item.nodeId === this.#nodeId) return [];
    return "taskId" in item ? endpointEntries(network, item) : peerEntries(network, item);
  }

  #touchedServices(
    { endpoints, services }: Differences,
    renewed: ReadonlySet<string>,
  ): readonly string[] {
    const keys = new Set(services.map(({ key }) => key));
    for (const { before, after } of endpoints) {
      if (before) keys.add(serviceKey(before));
      if (after) keys.add(serviceKey(after));
    }
    for (const id of renewed) {
      for (const member of this.#ofNetwork.get(id)) {
        const [kind, key = ""] = member.split(" ");
        if (kind === "service") keys.add(key);
      }
    }
    return [...keys].toSorted();
  }

  #rebalance(key: string): readonly Difference<Balancer>[] {
    const service = this.#tables.services.get(key);
    const network = service && this.#networks.get(service.networkId);
    const after = network && balancerOf(network, service, this.#endpointsOf(key));
    return replaced(this.#balancers, key, after);
  }

  #remesh(key: string): readonly Difference<MeshService>[] {
    const service = this.#tables.services.get(key);
    const carries = service && this.#networks.get(service.networkId)?.ingress === true;
    const after = carries
      ? meshServiceOf(service, this.#endpointsOf(key), this.#nodeId)
      : undefined;
    return replaced(this.#mesh, key, after);
  }

  #endpointsOf(key: string): readonly OverlayEndpoint[] {
    return [...this.#ofService.get(key)].flatMap((each) => this.#tables.endpoints.get(each) ?? []);
  }
}

function replaced<T>(map: Map<string, T>, key: string, after: T | undefined): Difference<T>[] {
  const before = map.get(key);
  if (before === undefined && after === undefined) return [];
  if (before !== undefined && after !== undefined && deepEqual(before, after)) return [];
  if (after === undefined) map.delete(key);
  else map.set(key, after);
  return [{ key, before, after }];
}
