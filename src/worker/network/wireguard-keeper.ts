import { deepEqual } from "../../base/deep-equal.ts";
import { OperationalError, messageOf } from "../../base/errors.ts";
import type { Entropy } from "../../system/entropy.ts";
import type { Log } from "../../system/log.ts";
import { isIpv6 } from "../overlay/addresses.ts";
import {
  INSIDE_PREFIX_LENGTH,
  wireGuardDevice,
  wireGuardScript,
  wireGuardTable,
  type WireGuardPlan,
} from "../overlay/wireguard-plan.ts";
import type { Kernel, Link, WireGuardState, WireGuardWish } from "./kernel.ts";
import type { Repairs } from "./repairs.ts";
import { newPrivateKey, publicKeyOf } from "./wireguard-key.ts";

/** What it puts around each packet. Source: the WireGuard paper, section 5.4.6. */
const OVERHEAD_BYTES = { ipv4: 60, ipv6: 80 };

export interface WireGuardDeps {
  readonly kernel: Kernel;
  readonly repairs: Repairs;
  readonly entropy: Entropy;
  readonly log: Log;
  readonly nodeId: string;
  readonly alias: string;
}

/** What there is on this machine, as of the beginning of a pass. */
export interface Underlay {
  readonly links: readonly Link[];
  readonly underlayMtu: number;
  /** This node's own address. */
  readonly local: string | undefined;
}

/** Whether a node can encrypt: the key that others know it by, or why there is none. */
export type Encryption = { readonly publicKey: string } | { readonly lack: string };

/** The largest packet that WireGuard takes for the way from this address. */
export function wireGuardMtu({ underlayMtu, local }: Omit<Underlay, "links">): number {
  const six = local !== undefined && isIpv6(local);
  return underlayMtu - (six ? OVERHEAD_BYTES.ipv6 : OVERHEAD_BYTES.ipv4);
}

/**
 * What carries a node's encrypted networks: an interface of WireGuard with every other node on one of
 * them, and the rules that keep their tunnels in it. The private key is in this process and in the
 * interface and nowhere else: a daemon that starts again finds it there, and a machine that does gets
 * a new one, of which managers tell the others.
 */
export class WireGuardKeeper {
  readonly #deps: WireGuardDeps;
  readonly #device: string;
  readonly #table: string;
  #probe: Promise<string | undefined> | undefined;
  #key: string | undefined;
  /** As it was configured last. */
  #configured: WireGuardWish | undefined;
  #ruled: WireGuardPlan | undefined;
  #rulesInForce = false;
  #fingerprint: string | undefined;
  #failure: string | undefined;

  constructor(deps: WireGuardDeps) {
    this.#deps = deps;
    this.#device = wireGuardDevice(deps.nodeId);
    this.#table = wireGuardTable(deps.nodeId);
  }

  /** Why encrypted networks cannot be carried. */
  get failure(): string | undefined {
    return this.#failure;
  }

  async encryption(signal: AbortSignal): Promise<Encryption> {
    const lack = await this.#lack(signal);
    if (lack !== undefined) return { lack };
    return { publicKey: publicKeyOf(await this.#privateKey(signal)) };
  }

  /** Makes it be as planned; whether the interface is another one now, so that no tunnel is in it. */
  async keep(
    plan: WireGuardPlan | undefined,
    underlay: Underlay,
    signal: AbortSignal,
  ): Promise<boolean> {
    try {
      await this.#keepRules(plan, signal);
      const isNew = plan !== undefined && (await this.#keepDevice(plan, underlay, signal));
      this.#failure = undefined;
      return isNew;
    } catch (error) {
      signal.throwIfAborted();
      this.#configured = undefined;
      this.#failure = messageOf(error);
      return false;
    }
  }

  async #keepDevice(
    plan: WireGuardPlan,
    underlay: Underlay,
    signal: AbortSignal,
  ): Promise<boolean> {
    const { kernel, repairs, alias } = this.#deps;
    const lack = await this.#lack(signal);
    if (lack !== undefined) throw new OperationalError("unimplemented", lack);
    const { device, inside, port, peers } = plan;
    const privateKey = await this.#privateKey(signal);
    const address = `${inside}/${INSIDE_PREFIX_LENGTH}`;
    const wish = { device, privateKey, port, address, alias, peers, mtu: wireGuardMtu(underlay) };
    const wasUp = this.#configured !== undefined;
    const wasSo = deepEqual(this.#configured, wish);
    const link = underlay.links.find(({ name }) => name === device);
    const state = link && (await kernel.wireGuard.look(device, signal));
    const isNew = link === undefined || state === undefined;
    if (isNew) await kernel.wireGuard.create(device, alias, signal);
    else if (link.up && link.mtu === wish.mtu && wasSo && isAsWished(wish, state)) return false;
    await kernel.wireGuard.configure(wish, signal);
    this.#configured = wish;
    if (wasUp && (isNew || wasSo)) repairs.add("encryption");
    return isNew;
  }

  async #keepRules(plan: WireGuardPlan | undefined, signal: AbortSignal): Promise<void> {
    const { kernel, repairs } = this.#deps;
    const wasInForce = this.#rulesInForce && sameRules(plan, this.#ruled);
    const now = await kernel.fingerprint("host", this.#table, signal);
    if (plan === undefined && now === undefined) {
      this.#rulesInForce = false;
      return;
    }
    if (wasInForce && now === this.#fingerprint) return;
    if (wasInForce) repairs.add("encryption");
    this.#rulesInForce = false;
    await kernel.runRules("host", wireGuardScript(this.#table, plan), signal);
    this.#fingerprint = await kernel.fingerprint("host", this.#table, signal);
    this.#ruled = plan;
    this.#rulesInForce = true;
  }

  /** Asked once: what a machine lacks it gets while the daemon does not run. */
  async #lack(signal: AbortSignal): Promise<string | undefined> {
    this.#probe ??= this.#look(signal);
    try {
      return await this.#probe;
    } catch (error) {
      this.#probe = undefined;
      throw error;
    }
  }

  async #look(signal: AbortSignal): Promise<string | undefined> {
    const reason = await this.#deps.kernel.wireGuard.lack(signal);
    if (reason !== undefined) this.#deps.log.info("this node cannot encrypt networks", { reason });
    return reason;
  }

  async #privateKey(signal: AbortSignal): Promise<string> {
    if (this.#key === undefined) {
      const left = await this.#deps.kernel.wireGuard.look(this.#device, signal);
      const usable = left !== undefined && left.privateKey !== "(none)";
      this.#key ??= usable ? left.privateKey : newPrivateKey(this.#deps.entropy);
    }
    return this.#key;
  }
}

function sameRules(left: WireGuardPlan | undefined, right: WireGuardPlan | undefined): boolean {
  return left?.device === right?.device && left?.tunnelPort === right?.tunnelPort;
}

function isAsWished(wish: WireGuardWish, state: WireGuardState): boolean {
  const peers = new Map(wish.peers.map(({ publicKey, inside }) => [publicKey, `${inside}/128`]));
  return (
    state.privateKey === wish.privateKey &&
    state.port === wish.port &&
    state.addresses.includes(wish.address) &&
    deepEqual([...state.peers].sort(), [...peers].sort())
  );
}
