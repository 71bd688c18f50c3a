import { OperationalError } from "../../src/base/errors.ts";
import type { Prng } from "../../src/base/prng.ts";
import type {
  AskingContainer,
  AttachedContainer,
  EngineNetwork,
  EngineNetworks,
} from "../../src/worker/engine/engine-networks.ts";
import type {
  Kernel,
  Link,
  Place,
  TunnelWish,
  WireGuard,
  WireGuardState,
  WireGuardWish,
} from "../../src/worker/network/kernel.ts";
import {
  entryKey,
  type EntryChange,
  type TunnelEntry,
} from "../../src/worker/overlay/tunnel-entries.ts";
import { NftModel } from "./nft-model.ts";
import type { SimProcess } from "./process.ts";

const slotOf = (entry: TunnelEntry): string => `${entry.kind} ${entryKey(entry)}`;

/** A machine's kernel and its engine's networks, in memory: what is there outlives the daemon. */
export class SimHostNetworks {
  readonly links = new Map<string, Link>();
  readonly entries = new Map<string, Map<string, TunnelEntry>>();
  /** By interface. */
  readonly wireGuards = new Map<string, WireGuardState>();
  /** Whether rules may say how soon connections are forgotten. */
  forgetsSoon = true;
  /** Why this machine has no WireGuard. */
  wireGuardLack: string | undefined;
  readonly host = new NftModel();
  readonly containers = new Map<string, { container: AttachedContainer; rules: NftModel }>();
  readonly networks = new Map<string, EngineNetwork>();
  readonly meshBridges = new Set<string>();
  /** Whose flows of UDP were forgotten, and where. */
  readonly forgotten: string[] = [];
  asking: readonly AskingContainer[] = [];
  /** How many calls changed something. */
  changeCount = 0;
  /** How long the engine takes to say what one container is like. */
  inspectMs = 0;
  /** How likely a call fails. */
  failureRate = 0;
  readonly #prng: Prng;
  readonly #listeners = new Set<(containerId: string) => void>();

  constructor(prng: Prng) {
    this.#prng = prng;
  }

  /** An interface goes, and the tunnels that are bound to it. */
  removeLink(name: string): void {
    const bound = [...this.links.values()].filter(({ over }) => over === name);
    for (const gone of [name, ...bound.map((link) => link.name)]) {
      this.links.delete(gone);
      this.entries.delete(gone);
      this.wireGuards.delete(gone);
    }
  }

  /** A container begins to run on networks; the same id again is the same container anew. */
  startContainer(container: AttachedContainer): void {
    this.containers.set(container.containerId, { container, rules: new NftModel() });
    for (const tell of this.#listeners) tell(container.containerId);
  }

  stopContainer(containerId: string): void {
    this.containers.delete(containerId);
    for (const tell of this.#listeners) tell(containerId);
  }

  onContainer(listener: (containerId: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** One call into the kernel or the engine. */
  async perform<T>(process: SimProcess, work: () => T): Promise<T> {
    await process.clock.sleep(this.#prng.unit() * 5, new AbortController().signal);
    if (this.#prng.chance(this.failureRate)) throw new OperationalError("unavailable", "a fault");
    return work();
  }
}

export class SimKernel implements Kernel {
  readonly wireGuard: WireGuard;
  readonly #host: SimHostNetworks;
  readonly #process: SimProcess;

  constructor(host: SimHostNetworks, process: SimProcess) {
    this.#host = host;
    this.#process = process;
    this.wireGuard = new SimWireGuard(host, process);
  }

  lack(): Promise<string | undefined> {
    return this.#do(() => undefined);
  }

  links(): Promise<readonly Link[]> {
    return this.#do(() => [...this.#host.links.values()]);
  }

  forgetsSoon(): Promise<boolean> {
    return this.#do(() => this.#host.forgetsSoon);
  }

  underlayMtu(): Promise<number> {
    return this.#do(() => 1500);
  }

  putTunnel({ name, vxlanId, port, bridge, mtu, local, over, alias }: TunnelWish): Promise<void> {
    return this.#change(() => {
      for (const needed of [bridge, over])
        if (needed !== undefined && !this.#host.links.has(needed))
          throw new OperationalError("unavailable", `no ${needed}`);
      const taken = [...this.#host.links.values()].some(
        (each) => each.vxlanId === vxlanId && each.name !== name,
      );
      if (taken) throw new OperationalError("unavailable", "VXLAN id in use");
      this.#host.links.set(name, {
        name,
        kind: "vxlan",
        mtu,
        mac: "",
        master: bridge,
        up: true,
        alias,
        vxlanId,
        port,
        local,
        over,
      });
      this.#host.entries.set(name, new Map());
    });
  }

  removeLink(name: string): Promise<void> {
    return this.#change(() => this.#host.removeLink(name));
  }

  tuneBridge(name: string, mac: string | undefined): Promise<void> {
    return this.#change(() => {
      const link = this.#host.links.get(name);
      if (!link) throw new OperationalError("unavailable", `no ${name}`);
      this.#host.links.set(name, { ...link, mac: mac ?? "" });
    });
  }

  entries(device: string): Promise<readonly TunnelEntry[]> {
    return this.#do(() => [...(this.#host.entries.get(device)?.values() ?? [])]);
  }

  changeEntries({ put, removed }: EntryChange): Promise<void> {
    return this.#change(() => {
      for (const entry of removed) this.#host.entries.get(entry.device)?.delete(slotOf(entry));
      for (const entry of put) {
        const table = this.#host.entries.get(entry.device);
        if (!table) throw new OperationalError("unavailable", `no ${entry.device}`);
        table.set(slotOf(entry), entry);
      }
    });
  }

  runRules(place: Place, lines: readonly string[]): Promise<void> {
    return this.#change(() => {
      try {
        this.#rules(place).run(lines);
      } catch (error) {
        if (error instanceof OperationalError) throw error;
        throw new OperationalError("unavailable", String(error), { cause: error });
      }
    });
  }

  fingerprint(place: Place, table: string): Promise<string | undefined> {
    return this.#do(() => {
      const listing = this.#rules(place).listing(table);
      return listing === undefined ? undefined : JSON.stringify(listing);
    });
  }

  forgetFlows(place: Place, addresses: readonly string[]): Promise<void> {
    const where = place === "host" ? place : `container ${place.pid}`;
    return this.#do(() => void this.#host.forgotten.push(`${where}: ${addresses.join(" ")}`));
  }

  admitMesh(bridge: string): Promise<void> {
    return this.#do(() => void this.#host.meshBridges.add(bridge));
  }

  withdrawMesh(bridge: string): Promise<void> {
    return this.#do(() => void this.#host.meshBridges.delete(bridge));
  }

  #rules(place: Place): NftModel {
    if (place === "host") return this.#host.host;
    const found = [...this.#host.containers.values()].find(
      ({ container }) => container.pid === place.pid,
    );
    if (found) return found.rules;
    throw new OperationalError("notFound", "No such process");
  }

  #do<T>(work: () => T): Promise<T> {
    return this.#host.perform(this.#process, work);
  }

  #change(work: () => void): Promise<void> {
    return this.#host.perform(this.#process, () => {
      this.#host.changeCount++;
      work();
    });
  }
}

class SimWireGuard implements WireGuard {
  readonly #host: SimHostNetworks;
  readonly #process: SimProcess;

  constructor(host: SimHostNetworks, process: SimProcess) {
    this.#host = host;
    this.#process = process;
  }

  lack(): Promise<string | undefined> {
    return this.#host.perform(this.#process, () => this.#host.wireGuardLack);
  }

  look(device: string): Promise<WireGuardState | undefined> {
    return this.#host.perform(this.#process, () => this.#host.wireGuards.get(device));
  }

  create(name: string, alias: string): Promise<void> {
    return this.#host.perform(this.#process, () => {
      this.#host.changeCount++;
      this.#host.removeLink(name);
      this.#host.links.set(name, { name, kind: "other", mtu: 1420, mac: "", up: false, alias });
      const empty = { privateKey: "(none)", port: 0, addresses: [], peers: new Map() };
      this.#host.wireGuards.set(name, empty);
    });
  }

  configure({ device, mtu, alias, ...wish }: WireGuardWish): Promise<void> {
    return this.#host.perform(this.#process, () => {
      this.#host.changeCount++;
      const link = this.#host.links.get(device);
      if (!link) throw new OperationalError("unavailable", `no ${device}`);
      this.#host.links.set(device, { ...link, mtu, alias, up: true });
      const { privateKey, port, address, peers } = wish;
      const allowed = peers.map(({ publicKey, inside }) => [publicKey, `${inside}/128`] as const);
      const state = { privateKey, port, addresses: [address], peers: new Map(allowed) };
      this.#host.wireGuards.set(device, state);
    });
  }
}

export class SimEngineNetworks implements EngineNetworks {
  readonly #host: SimHostNetworks;
  readonly #process: SimProcess;

  constructor(host: SimHostNetworks, process: SimProcess) {
    this.#host = host;
    this.#process = process;
  }

  list(): Promise<readonly EngineNetwork[]> {
    return this.#host.perform(this.#process, () => [...this.#host.networks.values()]);
  }

  create(network: EngineNetwork): Promise<void> {
    return this.#host.perform(this.#process, () => {
      const { networkId, bridge: name, mtu } = network;
      this.#host.networks.set(networkId, network);
      this.#host.links.set(name, { name, kind: "bridge", mtu, mac: "random", up: true, alias: "" });
    });
  }

  remove(networkId: string): Promise<void> {
    return this.#host.perform(this.#process, () => {
      const network = this.#host.networks.get(networkId);
      const busy = [...this.#host.containers.values()].some(({ container }) =>
        container.places.some((place) => place.networkId === networkId),
      );
      if (busy) throw new OperationalError("permissionDenied", "network has active endpoints");
      this.#host.networks.delete(networkId);
      if (network) this.#host.links.delete(network.bridge);
    });
  }

  containers(): Promise<readonly AttachedContainer[]> {
    return this.#host.perform(this.#process, () =>
      [...this.#host.containers.values()].map(({ container }) => container),
    );
  }

  async container(containerId: string): Promise<AttachedContainer | undefined> {
    await this.#process.clock.sleep(this.#host.inspectMs, new AbortController().signal);
    return this.#host.perform(
      this.#process,
      () => this.#host.containers.get(containerId)?.container,
    );
  }

  asking(): Promise<readonly AskingContainer[]> {
    return this.#host.perform(this.#process, () => this.#host.asking);
  }

  async followAsking(_onChange: () => void, signal: AbortSignal): Promise<void> {
    await this.#process.clock.sleep(1e9, signal);
  }

  async follow(onChange: (containerId: string) => void, signal: AbortSignal): Promise<void> {
    const release = this.#host.onContainer((id) => this.#process.post(() => onChange(id)));
    await this.#process.clock.sleep(1e9, signal);
    release();
  }
}
