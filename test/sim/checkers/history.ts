import { assert } from "../../../src/base/assert.ts";
import type { Commit, ReadTx, Store } from "../../../src/manager/store/store.ts";
import { StateHash } from "./state-hash.ts";

interface Moment {
  readonly version: number;
  readonly hash: string;
}

const BEGINNING: Moment = { version: 0, hash: "" };

/** Hears every commit of the cluster once, from the manager that applies it first. */
export type CommitWitness = (commit: Commit, tx: ReadTx) => void;

/**
 * State machine safety: all managers, over all their lives, go through one history. What a version
 * leads to is the same everywhere, and nobody extends the history but by its next version.
 */
export class HistoryChecker {
  /** Ascending by version. */
  readonly #moments: Moment[] = [];
  readonly #witnesses: CommitWitness[] = [];

  /** The newest version that anyone has applied. */
  get lastVersion(): number {
    return this.#last.version;
  }

  witness(witness: CommitWitness): void {
    this.#witnesses.push(witness);
  }

  /** Follows the store of one life of `manager`, empty or as it is at `version`. */
  follow(manager: string, store: Store, version = 0): () => void {
    const hash = store.view((tx) => StateHash.of(tx));
    let at = version;
    this.#begin(manager, { version, hash: hash.value });
    return store.onCommit((commit) => {
      hash.apply(commit.changes);
      this.#onCommit(manager, commit, { hash: hash.value, previous: at }, store);
      at = commit.version;
    });
  }

  /** Where a manager takes up: a moment of the history, or one that it alone has reached so far. */
  #begin(manager: string, moment: Moment): void {
    if (moment.version === 0) return;
    const known = this.#before(moment.version);
    if (moment.version <= this.#last.version || known.hash === moment.hash) {
      agree(manager, moment, known);
    } else {
      this.#moments.push(moment);
    }
  }

  get #last(): Moment {
    return this.#moments.at(-1) ?? BEGINNING;
  }

  #onCommit(
    manager: string,
    commit: Commit,
    { hash, previous }: { readonly hash: string; readonly previous: number },
    store: Store,
  ): void {
    const moment: Moment = { version: commit.version, hash };
    assert(
      moment.version > previous,
      `${manager} applied ${moment.version} after ${previous}: history goes one way`,
    );
    const known = this.#before(moment.version);
    if (known.version === moment.version || moment.version <= this.#last.version) {
      agree(manager, moment, known);
      return;
    }
    // A snapshot may be of an index at which nothing changed.
    if (known.hash === hash) return;
    assert(
      this.#before(previous) === this.#last,
      `${manager} went from ${previous} to ${moment.version}, and the history is at ${this.#last.version}`,
    );
    this.#moments.push(moment);
    store.view((tx) => {
      for (const witness of this.#witnesses) witness(commit, tx);
    });
  }

  /** What the history says of `version`: of itself, or of the last version before it. */
  #before(version: number): Moment {
    let [low, high] = [0, this.#moments.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#moments[middle]!.version <= version) low = middle + 1;
      else high = middle;
    }
    return this.#moments[low - 1] ?? BEGINNING;
  }
}

function agree(manager: string, moment: Moment, known: Moment): void {
  assert(
    moment.hash === known.hash,
    `${manager} holds another state at ${moment.version}: ${moment.hash}, not ${known.hash}`,
  );
}
