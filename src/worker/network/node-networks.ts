import { deepEqual } from "../../base/deep-equal.ts";
import { errorCodeOf, messageOf } from "../../base/errors.ts";
import type { NetworkFinding, OverlayChange } from "../../model/generated/types.ts";
import type { Clock } from "../../system/clock.ts";
import type { Entropy } from "../../system/entropy.ts";
import type { Log } from "../../system/log.ts";
import { together } from "../../system/together.ts";
import { Wake } from "../../system/wake.ts";
import type {
  AskingContainers,
  AttachedContainer,
  EngineNetworks,
} from "../engine/engine-networks.ts";
import { isIpv6 } from "../overlay/addresses.ts";
import { proxiedPorts, type ProxiedPort } from "../overlay/balancers.ts";
import { TUNNEL_PREFIX, type NetworkPlan } from "../overlay/network-plan.ts";
import type { OverlayNames } from "../overlay/overlay-names.ts";
import { OverlayPlan, type PlanChange } from "../overlay/overlay-plan.ts";
import { wireGuardDevice } from "../overlay/wireguard-plan.ts";
import { FlowKeeper } from "./flow-keeper.ts";
import type { Kernel } from "./kernel.ts";
import { ContainerFinder } from "./container-finder.ts";
import { MeshKeeper } from "./mesh-keeper.ts";
import { NamesUnderWay } from "./names-under-way.ts";
import { checkNetwork } from "./network-check.ts";
import { dropNetwork, keepNetwork, type KeeperDeps, type Seen } from "./network-keeper.ts";
import type { Asker } from "./name-server.ts";
import type { Probe } from "./network-probe.ts";
import { PendingChanges } from "./pending-changes.ts";
import { Repairs } from "./repairs.ts";
import { RulesKeeper } from "./rules-keeper.ts";
import { Waiters } from "./waiters.ts";
import { WireGuardKeeper, type Encryption } from "./wireguard-keeper.ts";

export interface NodeNetworksDeps {
  readonly kernel: Kernel;
  readonly engine: EngineNetworks;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
  readonly nodeId: string;
  /** This node's own address as its managers see it, once they have said so. */
  readonly nodeAddress: () => string | undefined;
  /** What else follows the networks that are up, such as names; gives those where it cannot, and why. */
  readonly onNetworks: (networks: readonly NetworkPlan[]) => Promise<ReadonlyMap<string, string>>;
  /** Whether packets reach other nodes through an overlay; not known where absent. */
  readonly probe?: Probe;
  /** The published ports that IPv6 has to be led to by hand, of TCP. */
  readonly onMeshPorts?: (ports: readonly number[]) => Promise<void>;
  /** Takes the connections that begin with a PROXY header. */
  readonly proxied?: ProxiedMesh;
}

/** Where published ports are served that rules alone do not lead on. */
export interface ProxiedMesh {
  /** New connections to these ports go as said from now on; gives what could not be done. */
  open(ports: readonly ProxiedPort[]): Promise<readonly string[]>;
  /** Takes connections to no other ports than these any more. */
  closeOthers(ports: readonly ProxiedPort[]): void;
}

/** What is in force. */
export interface Applied {
  /** Of which stream of messages; see `begin`. */
  readonly stream: number;
  readonly version: number;
  /** By network, why it could not be brought up. */
  readonly failed: Readonly<Record<string, string>>;
}

/** Everything is looked at this often, whether something is said to have happened or not. */
const CHECK_MS = 15_000;
const RETRY_MS = 1_000;
/** Messages that wait for the kernel before their sender does. */
const MAX_WAITING = 256;
/** How long an asker's own rules, or a name that is being put in force, may keep an answer back. */
const HOLD_MS = 1_500;

/**
 * The networks of this node: makes kernel and engine be what the managers said, keeps them so, and
 * says how far it has come. One pass after the other, each with everything that was heard meanwhile.
 */
export class NodeNetworks {
  readonly #deps: NodeNetworksDeps;
  readonly #log: Log;
  readonly #keeper: KeeperDeps;
  readonly #plan: OverlayPlan;
  readonly #repairs = new Repairs();
  readonly #rules: RulesKeeper;
  readonly #mesh: MeshKeeper;
  readonly #flows: FlowKeeper;
  readonly #wireGuard: WireGuardKeeper;
  readonly #wake = new Wake();
  readonly #waiters = new Waiters();
  #queue: { readonly change: OverlayChange; readonly stream: number }[] = [];
  #stream = 0;
  #inForceOf = 0;
  /** What was heard and is not done: a pass that fails leaves it to the next. */
  #pending = new PendingChanges();
  readonly #finder: ContainerFinder;
  readonly #up = new Map<string, NetworkPlan>();
  readonly #failed = new Map<string, string>();
  #heard = false;
  #unheard = false;
  #checkAtMs = 0;
  /** Published ports that no proxy serves, and why. */
  #unproxied: readonly string[] = [];
  readonly #namesUnderWay = new NamesUnderWay();
  /** Absent until a manager's word is in force. */
  #applied: Applied | undefined;

  constructor(deps: NodeNetworksDeps) {
    this.#deps = deps;
    this.#log = deps.log.child("networks");
    const { kernel, engine, nodeId } = deps;
    this.#keeper = { kernel, engine, repairs: this.#repairs, alias: `skein ${nodeId}` };
    const { entropy } = deps;
    this.#wireGuard = new WireGuardKeeper({ ...this.#keeper, entropy, log: this.#log, nodeId });
    this.#plan = new OverlayPlan(nodeId);
    this.#rules = new RulesKeeper(kernel, this.#repairs);
    this.#flows = new FlowKeeper(kernel, this.#log);
    this.#mesh = new MeshKeeper(kernel, this.#repairs, this.#log, nodeId);
    const { clock } = deps;
    const onFound = (): void => this.#wake.set();
    this.#finder = new ContainerFinder({ engine, clock, log: this.#log, onFound });
  }

  get names(): OverlayNames {
    return this.#plan.names;
  }

  /** Containers of nobody's service that ask to be on networks. */
  get containers(): AskingContainers {
    return this.#deps.engine;
  }

  /** What this node finds when it looks at one of its networks. Changes nothing. */
  check(networkId: string, signal: AbortSignal): Promise<readonly NetworkFinding[]> {
    const { kernel, probe } = this.#deps;
    const failure = (id: string): string | undefined =>
      this.#applied?.failed[id] ?? (this.#up.has(id) ? undefined : "it is not up yet");
    const deps = { kernel, probe, plan: this.#plan, rules: this.#rules, failure };
    return checkNetwork(deps, networkId, signal);
  }

  /** What this node encrypts with, or why it cannot. */
  encryption(signal: AbortSignal): Promise<Encryption> {
    return this.#wireGuard.encryption(signal);
  }

  /** How often what was left in order was found otherwise, by kind. */
  get repaired(): Readonly<Record<string, number>> {
    return this.#repairs.counts;
  }

  get applied(): Applied | undefined {
    return this.#applied;
  }

  /** A manager begins anew: versions of different managers do not compare. Gives the stream's number. */
  begin(): number {
    return ++this.#stream;
  }

  /** Takes a manager's message; waits while too many are not in force. */
  async accept(change: OverlayChange, signal: AbortSignal): Promise<void> {
    while (this.#queue.length >= MAX_WAITING && !signal.aborted) await this.#waiters.wait(signal);
    signal.throwIfAborted();
    // What comes before everything is of no use.
    if (change.complete) this.#queue = [];
    this.#queue.push({ change, stream: this.#stream });
    this.#unheard = false;
    this.#namesUnderWay.heard(change, this.#plan.names);
    this.#wake.set();
  }

  /** Waits until something else is in force than `told`; gives that. */
  async news(told: Applied | undefined, signal: AbortSignal): Promise<Applied> {
    for (;;) {
      signal.throwIfAborted();
      if (this.#applied !== undefined && this.#applied !== told) return this.#applied;
      await this.#waiters.wait(signal);
    }
  }

  /** The manager of the moment says nothing of networks, as Docker's own do not. */
  unheard(): void {
    this.#unheard = true;
    this.#waiters.wakeAll();
  }

  /** Waits until these networks are up here; not for a manager that says nothing of them. */
  async ready(networkIds: readonly string[], signal: AbortSignal): Promise<void> {
    while (!this.#unheard && !networkIds.every((id) => this.#up.has(id)) && !signal.aborted) {
      await this.#waiters.wait(signal);
    }
    signal.throwIfAborted();
  }

  /** A container has begun to run: waits until it can use its networks, for a while. */
  async started(containerId: string, signal: AbortSignal): Promise<void> {
    this.#finder.look(containerId);
    await this.#hold(() => this.#rules.isInForce(containerId), signal);
  }

  /** Whoever asks from an address on a network, once the rules of that container are in force. */
  async asker(networkId: string, address: string, signal: AbortSignal): Promise<Asker> {
    const find = (): AttachedContainer | undefined => this.#rules.containerAt(networkId, address);
    if (find() === undefined) this.#finder.lookForAll();
    await this.#hold(() => find() !== undefined, signal);
    const container = find();
    return {
      networkIds:
        container?.places.map((place) => place.networkId) ??
        this.names.networksOf(networkId, address),
      nameservers: container?.nameservers ?? [],
    };
  }

  /** Waits, for a while, until a name may be said to have these addresses, or, without any, to be unknown. */
  async mayTell(addresses: readonly string[] | undefined, signal: AbortSignal): Promise<void> {
    await this.#hold(() => this.#namesUnderWay.mayTell(addresses), signal);
  }

  /** Works until `signal` aborts. Networks and containers stay as they are. */
  async run(signal: AbortSignal): Promise<void> {
    await together(signal, [
      (inner) => this.#finder.run(inner),
      (inner) => this.#passAfterPass(inner),
      (inner) => this.#flows.run(inner),
    ]);
  }

  /** Takes away everything that this node has made: it has left its cluster. */
  async clear(signal: AbortSignal): Promise<void> {
    for (const { networkId, bridge } of await this.#keeper.engine.list(signal)) {
      const tunnel = bridge.replace(/^skb/, TUNNEL_PREFIX);
      await dropNetwork(this.#keeper, networkId, tunnel, bridge, signal);
    }
    const nothing = new OverlayPlan(this.#deps.nodeId);
    await this.#keeper.kernel.removeLink(wireGuardDevice(this.#deps.nodeId), signal);
    await this.#keepWireGuard(nothing, signal);
    this.#mesh.invalidate();
    await this.#mesh.apply(nothing, [], signal);
  }

  async #hold(done: () => boolean, signal: AbortSignal): Promise<void> {
    const { clock } = this.#deps;
    const untilMs = clock.monotonicMs() + HOLD_MS;
    while (!done() && !signal.aborted) {
      const leftMs = untilMs - clock.monotonicMs();
      if (leftMs <= 0) return;
      await this.#waiters.waitFor(clock, leftMs, signal);
    }
  }

  async #passAfterPass(signal: AbortSignal): Promise<void> {
    const { clock } = this.#deps;
    while (!signal.aborted) {
      let again = RETRY_MS;
      try {
        const complete = await this.#pass(signal);
        if (complete) again = this.#untilCheckMs();
      } catch (error) {
        if (signal.aborted) return;
        this.#checkAtMs = 0;
        this.#log.warn("networks are not as they should be", {
          retryInMs: again,
          reason: messageOf(error),
        });
      }
      this.#waiters.wakeAll();
      const cancel = clock.after(again, () => this.#wake.set());
      await this.#wake.wait(signal);
      cancel();
    }
  }

  /** Passes that look at less come between two checks, and keep the second from nobody. */
  #untilCheckMs(): number {
    if (!this.#heard) return CHECK_MS;
    return Math.max(1, this.#checkAtMs - this.#deps.clock.monotonicMs());
  }

  /** Whether everything is as it should be. What was heard comes first, and looking around last. */
  async #pass(signal: AbortSignal): Promise<boolean> {
    this.#takeQueue();
    const pending = this.#pending;
    this.#finder.take(this.#rules);
    if (!this.#heard) return true; // What was left is in use until a manager says otherwise.
    await this.#keepNetworks(pending, false, signal);
    await this.#applyMesh(pending.mesh, signal);
    await this.#rules.apply(this.#plan, pending.balancers, signal);
    this.#pending = new PendingChanges();
    await this.#deps.onMeshPorts?.(this.#portsWithoutIpv6());
    const unserved = await this.#deps.onNetworks([...this.#up.values()]);
    this.#namesUnderWay.allInForce();
    // Rules that an earlier life of this daemon has left may lead to tasks that are to stop.
    if (this.#finder.foundAll) this.#conclude(unserved);
    this.#waiters.wakeAll();
    // Rules lead nobody to tasks that are gone any more: what is under way follows.
    this.#flows.follow(pending, (networkId) => this.#rules.on(networkId));
    await this.#lookAround(signal);
    return Object.keys(this.#applied?.failed ?? {}).length === 0;
  }

  /** A port that changes from rules to a proxy or back is served all the time: rules come first. */
  async #applyMesh(changes: PlanChange["mesh"], signal: AbortSignal): Promise<void> {
    const { proxied } = this.#deps;
    const ports = this.#plan.meshNetwork ? proxiedPorts(this.#plan.meshServices()) : [];
    const failures = (await proxied?.open(ports)) ?? [];
    for (const reason of failures.filter((each) => !this.#unproxied.includes(each)))
      this.#log.warn("a published port leads nowhere", { reason });
    this.#unproxied = failures;
    await this.#mesh.apply(this.#plan, changes, signal);
    proxied?.closeOthers(ports);
  }

  /** Piece by piece, and not while something was heard: dead tasks are not to wait for it. */
  async #lookAround(signal: AbortSignal): Promise<void> {
    const { clock } = this.#deps;
    const isIdle = (): boolean => this.#queue.length === 0;
    if (isIdle()) await this.#mesh.remember(signal);
    await this.#rules.remember(isIdle, signal);
    if (clock.monotonicMs() < this.#checkAtMs || !isIdle()) return;
    await this.#keepNetworks(new PendingChanges(), true, signal);
    if (isIdle()) await this.#mesh.check(this.#plan, signal);
    if (!(await this.#rules.check(this.#plan, isIdle, signal))) return;
    this.#checkAtMs = clock.monotonicMs() + CHECK_MS;
  }

  /** Tasks with IPv6 addresses of their own are led to by rules. */
  #portsWithoutIpv6(): readonly number[] {
    const network = this.#plan.meshNetwork;
    if (network === undefined || network.gateways.some(isIpv6)) return [];
    const led = this.#plan.meshServices().filter(({ proxyProtocol }) => proxyProtocol === 0);
    const ports = led.flatMap((service) => service.ports);
    return ports.filter(({ protocol }) => protocol === "tcp").map(({ published }) => published);
  }

  #takeQueue(): void {
    const pending = this.#pending;
    for (const { change, stream } of this.#queue.splice(0)) {
      this.#inForceOf = stream;
      this.#heard = true;
      const planned = this.#plan.apply(change);
      this.#namesUnderWay.planned(planned);
      pending.add(planned);
    }
    this.#namesUnderWay.allPlanned();
    this.#waiters.wakeAll();
  }

  /** Those that changed, or all of them now and then; of the others, the entries that changed. */
  async #keepNetworks(
    pending: PendingChanges,
    checking: boolean,
    signal: AbortSignal,
  ): Promise<void> {
    const isDue = ({ id }: NetworkPlan): boolean =>
      checking || pending.networks.has(id) || !this.#up.has(id);
    let due = [...this.#plan.networks.values()].filter(isDue);
    const gone = [...this.#up.keys()].filter((id) => !this.#plan.networks.has(id));
    for (const id of gone) this.#up.delete(id);
    const isMoved = due.length > 0 || gone.length > 0 || pending.wireGuard;
    if (checking || isMoved || this.#failed.size > 0) {
      const { seen, isCut } = await this.#keepWireGuard(this.#plan, signal);
      await this.#dropStrays(seen, signal);
      if (isCut)
        due = [...this.#plan.networks.values()].filter((each) => each.encryption ?? isDue(each));
      for (const plan of due) await this.#keep(plan, seen, pending.networks.has(plan.id), signal);
    }
    const renewed = new Set(due.map(({ id }) => id));
    const rest = [...this.#up.values()].filter(({ id }) => !renewed.has(id));
    const change = pending.entries(new Set(rest.map(({ tunnel }) => tunnel)));
    if (change.put.length === 0 && change.removed.length === 0) return;
    try {
      await this.#keeper.kernel.changeEntries(change, signal);
    } catch {
      signal.throwIfAborted();
      // A tunnel is not as it was left: look at all of them.
      const seen = await this.#look(signal);
      for (const plan of rest) await this.#keep(plan, seen, false, signal);
    }
  }

  /** What there is then, and whether the tunnels of encrypted networks have to be made anew. */
  async #keepWireGuard(
    plan: OverlayPlan,
    signal: AbortSignal,
  ): Promise<{ seen: Seen; isCut: boolean }> {
    const seen = await this.#look(signal);
    const isCut = await this.#wireGuard.keep(plan.wireGuard(), seen, signal);
    const after = isCut ? await this.#look(signal) : seen;
    return { seen: { ...after, unencrypted: this.#wireGuard.failure }, isCut };
  }

  async #keep(plan: NetworkPlan, seen: Seen, changed: boolean, signal: AbortSignal): Promise<void> {
    const wanted = this.#plan.entries().filter(({ device }) => device === plan.tunnel);
    const wasUp = this.#up.has(plan.id) && !changed;
    try {
      await keepNetwork(this.#keeper, plan, wanted, seen, wasUp, signal);
      if (!this.#up.has(plan.id)) this.#log.info("network is up", { network: plan.name });
      this.#up.set(plan.id, plan);
      this.#failed.delete(plan.id);
    } catch (error) {
      signal.throwIfAborted();
      const reason = messageOf(error);
      if (this.#failed.get(plan.id) !== reason) {
        this.#log.warn("network is not up", { network: plan.name, reason });
      }
      this.#up.delete(plan.id);
      this.#failed.set(plan.id, reason);
    }
  }

  async #look(signal: AbortSignal): Promise<Seen> {
    const { kernel, engine, nodeAddress } = this.#deps;
    const local = nodeAddress();
    return {
      links: await kernel.links(signal),
      held: await engine.list(signal),
      underlayMtu: await kernel.underlayMtu(local, signal),
      local,
      unencrypted: this.#wireGuard.failure,
    };
  }

  /** What this node has made for networks that it is not on any more. */
  async #dropStrays({ held, links }: Seen, signal: AbortSignal): Promise<void> {
    const { networks } = this.#plan;
    for (const id of [...this.#failed.keys()]) if (!networks.has(id)) this.#failed.delete(id);
    const wanted = new Set(
      [...networks.values()].flatMap(({ tunnel, encryption }) => [tunnel, encryption?.device]),
    );
    for (const { name, alias } of links) {
      if (alias !== this.#keeper.alias || wanted.has(name)) continue;
      await this.#keeper.kernel.removeLink(name, signal);
    }
    for (const { networkId, bridge } of held) {
      if (networks.has(networkId)) continue;
      const tunnel = bridge.replace(/^skb/, TUNNEL_PREFIX);
      try {
        await dropNetwork(this.#keeper, networkId, tunnel, bridge, signal);
      } catch (error) {
        signal.throwIfAborted();
        // Containers that are on it are about to go.
        const reason = messageOf(error);
        this.#failed.set(networkId, reason);
        if (errorCodeOf(error) !== "permissionDenied")
          this.#log.warn("network is not gone", { networkId, reason });
      }
    }
  }

  #conclude(unserved: ReadonlyMap<string, string>): void {
    const { networks, version } = this.#plan;
    const failed = new Map(
      [...unserved, ...this.#failed, ...this.#rules.failures()].filter(([id]) => networks.has(id)),
    );
    const mesh = this.#plan.meshNetwork;
    const meshFailure = this.#mesh.failure ?? this.#unproxied[0];
    if (mesh && meshFailure !== undefined) failed.set(mesh.id, meshFailure);
    const applied = { stream: this.#inForceOf, version, failed: Object.fromEntries(failed) };
    if (!deepEqual(applied, this.#applied)) this.#applied = applied;
  }
}
