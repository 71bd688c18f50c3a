import { assert } from "../../../src/base/assert.ts";
import type { Commit, ReadTx, Store } from "../../../src/manager/store/store.ts";
import { StateHash } from "./state-hash.ts";

interface Moment {
  readonly hash: string;
  /** The version before it; 0 for the first. */
  readonly previous: number;
}

/** Hears every commit of the cluster once, from the manager that applies it first. */
export type CommitWitness = (commit: Commit, tx: ReadTx) => void;

/**
 * State machine safety: all managers, over all their lives, go through one history. What a version
 * leads to is the same everywhere, and nobody extends the history but by its next version.
 */
export class HistoryChecker {
  readonly #moments = new Map<number, Moment>();
  readonly #witnesses: CommitWitness[] = [];
  #last = 0;

  /** The newest version that anyone has applied. */
  get lastVersion(): number {
    return this.#last;
  }

  witness(witness: CommitWitness): void {
    this.#witnesses.push(witness);
  }

  /** Follows the store of one life of `manager`, empty or as it is at `version`. */
  follow(manager: string, store: Store, version = 0): () => void {
    const hash = store.view((tx) => StateHash.of(tx));
    let at = version;
    const known = this.#moments.get(version);
    if (known !== undefined) this.#agree(manager, version, hash.value, known);
    return store.onCommit((commit) => {
      hash.apply(commit.changes);
      this.#onCommit(manager, commit, { hash: hash.value, previous: at }, store);
      at = commit.version;
    });
  }

  #onCommit(manager: string, commit: Commit, moment: Moment, store: Store): void {
    const { version } = commit;
    assert(
      version > moment.previous,
      `${manager} applied ${version} after ${moment.previous}: history goes one way`,
    );
    const known = this.#moments.get(version);
    if (known !== undefined) {
      this.#agree(manager, version, moment.hash, known);
      return;
    }
    assert(
      version > this.#last && moment.previous === this.#last,
      `${manager} went from ${moment.previous} to ${version}, which is no part of the history up to ${this.#last}`,
    );
    this.#moments.set(version, moment);
    this.#last = version;
    store.view((tx) => {
      for (const witness of this.#witnesses) witness(commit, tx);
    });
  }

  #agree(manager: string, version: number, hash: string, known: Moment): void {
    assert(
      hash === known.hash,
      `${manager} holds another state at ${version}: ${hash}, not ${known.hash}`,
    );
  }
}
