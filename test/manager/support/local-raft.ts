import type { OperationalError } from "../../../src/base/errors.ts";
import type { Proposer } from "../../../src/manager/control/raft-seam.ts";
import type { ReplicatedStore } from "../../../src/manager/control/replicated-store.ts";

/**
 * A log without raft: what the first store proposes is applied by all of them at once, in order.
 * While `hold` is set, proposals wait for `release`; `fail` refuses the next ones.
 */
export class LocalRaft implements Proposer {
  readonly entries: Uint8Array[] = [];
  readonly #stores: readonly ReplicatedStore[];
  #index: number;
  #held: (() => void)[] = [];
  hold = false;
  /** False while a new leader has entries to apply. */
  leading = true;
  /** How long a commit takes: what a benchmark changes. */
  commit: () => Promise<void> = () => Promise.resolve();
  fail: OperationalError | undefined;

  constructor(stores: readonly ReplicatedStore[], firstIndex = 10) {
    this.#stores = stores;
    this.#index = firstIndex;
    stores[0]?.connect(this, new AbortController().signal);
  }

  async propose(data: Uint8Array, local: unknown): Promise<number> {
    await this.commit();
    if (this.hold) await new Promise<void>((resolve) => this.#held.push(resolve));
    if (this.fail) throw this.fail;
    return this.append(data, local);
  }

  get catchingUp(): boolean {
    return !this.leading;
  }

  /** How many proposals wait. */
  get heldCount(): number {
    return this.#held.length;
  }

  release(): void {
    const held = this.#held;
    this.#held = [];
    for (const resolve of held) resolve();
  }

  /** Commits an entry, as if any member had proposed it. */
  append(data: Uint8Array, local?: unknown): number {
    const index = ++this.#index;
    this.entries.push(data);
    this.#stores.forEach((store, at) => store.apply(index, data, at === 0 ? local : undefined));
    return index;
  }
}
