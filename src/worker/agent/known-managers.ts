import type { Prng } from "../../base/prng.ts";
import type { WeightedPeer } from "../../model/generated/types.ts";

/** What one call that worked, or failed, says for or against a manager. Source: swarmkit remotes. */
const OBSERVATION = 10;
/** How much the newest observation counts against all before it. */
const SMOOTHING = 0.5;
const MAX_WEIGHT = 256;
/** So that the worst manager is asked now and then. */
const BIAS = 0.001;

/** The managers an agent can turn to, and how well each of them did lately. */
export class KnownManagers {
  readonly #weights = new Map<string, number>();

  constructor(addresses: Iterable<string>) {
    for (const address of addresses) this.#weights.set(address, 0);
  }

  get addresses(): readonly string[] {
    return [...this.#weights.keys()].toSorted();
  }

  /** Takes the cluster's own list; true when the addresses changed. An empty list says nothing. */
  replace(managers: readonly WeightedPeer[]): boolean {
    const before = this.addresses;
    const told = new Map<string, number>();
    for (const { peer, weight } of managers) {
      if (peer !== undefined && peer.addr !== "") told.set(peer.addr, weight);
    }
    if (told.size === 0) return false;
    for (const address of before) if (!told.has(address)) this.#weights.delete(address);
    for (const [address, weight] of told) {
      // What was learnt of a manager here counts more than what it is told to be.
      if (!this.#weights.has(address)) this.#weights.set(address, clamp(weight));
    }
    const now = this.addresses;
    return now.length !== before.length || now.some((address, at) => address !== before[at]);
  }

  /** Notes how a call to a manager went. */
  observe(address: string, went: "well" | "badly"): void {
    const known = this.#weights.get(address);
    if (known === undefined) return;
    const observed = went === "well" ? OBSERVATION : -OBSERVATION;
    this.#weights.set(address, clamp(known * (1 - SMOOTHING) + observed * SMOOTHING));
  }

  /**
   * A manager drawn in proportion to how well it did, but not the one just tried where there is
   * another. Undefined when none is known.
   */
  pick(prng: Prng, justTried: string | undefined): string | undefined {
    const all = this.addresses;
    const others = all.filter((address) => address !== justTried);
    const candidates = others.length > 0 ? others : all;
    const weightOf = (address: string): number => this.#weights.get(address) ?? 0;
    const least = Math.min(...candidates.map(weightOf));
    const shares = candidates.map((address) => weightOf(address) - least + BIAS);
    let drawn = prng.unit() * shares.reduce((sum, share) => sum + share, 0);
    for (const [index, share] of shares.entries()) {
      drawn -= share;
      if (drawn < 0) return candidates[index];
    }
    return candidates.at(-1);
  }
}

function clamp(weight: number): number {
  return Math.max(-MAX_WEIGHT, Math.min(MAX_WEIGHT, weight));
}
