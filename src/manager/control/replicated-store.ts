import { OperationalError } from "../../base/errors.ts";
import { timestampOf } from "../../model/time.ts";
import type { Clock } from "../../system/clock.ts";
import { newRaftId, type Entropy } from "../../system/entropy.ts";
import type { Log } from "../../system/log.ts";
import type { Action } from "../store/action.ts";
import { StoreState } from "../store/store-state.ts";
import type { Change, Commit, ReadTx, Store, WriteTx } from "../store/store.ts";
import { decodeActions, joinEntry } from "./entry.ts";
import { GroupCommit, type Waiting } from "./group-commit.ts";
import type { Proposer, RaftMembership } from "./raft-seam.ts";
import { decodeSnapshot } from "./snapshot-reader.ts";
import { encodeSnapshot } from "./snapshot.ts";

/** How many transactions may wait; more would only wait longer. */
const MAX_WAITING = 20_000;

/** One entry of this manager's own on its way through raft. */
class LocalEntry {
  readonly actions: readonly Action[];
  /** The index of the last entry that its transactions saw. */
  readonly base: number;
  /** Set when applied: an entry that does not fit is refused by every manager alike. */
  refusal: unknown;

  constructor(actions: readonly Action[], base: number) {
    this.actions = actions;
    this.base = base;
  }
}

/**
 * The store of one manager: the state machine that raft feeds, and the transactions that become its
 * entries. While one entry is on its way, transactions wait; then all that wait run in order on the
 * newest state and leave together, so that many writers cost as little as one.
 */
export class ReplicatedStore implements Store {
  readonly #clock: Clock;
  readonly #entropy: Entropy;
  readonly #log: Log;
  readonly #state = new StoreState();
  readonly #listeners = new Set<(commit: Commit) => void>();
  #appliedIndex = 0;
  #raft: { readonly proposer: Proposer; readonly signal: AbortSignal } | undefined;
  #waiting: Waiting[] = [];
  #draining: Promise<void> | undefined;

  constructor(deps: { readonly clock: Clock; readonly entropy: Entropy; readonly log: Log }) {
    this.#clock = deps.clock;
    this.#entropy = deps.entropy;
    this.#log = deps.log;
  }

  /** Lets transactions commit through `proposer` until `signal` aborts; before, they are refused. */
  connect(proposer: Proposer, signal: AbortSignal): void {
    this.#raft = { proposer, signal };
  }

  /** The index of the last entry that changed anything here, which is the store's version. */
  get appliedIndex(): number {
    return this.#appliedIndex;
  }

  view<T>(read: (tx: ReadTx) => T): T {
    return read(this.#state.view);
  }

  update<T>(change: (tx: WriteTx) => T): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length >= MAX_WAITING) {
        const text = `${MAX_WAITING} transactions wait to be committed; try again later`;
        reject(new OperationalError("resourceExhausted", text));
        return;
      }
      this.#waiting.push({
        run: (tx) => {
          const result = change(tx);
          return () => resolve(result);
        },
        reject,
      });
      this.#draining ??= this.#drain();
    });
  }

  onCommit(listener: (commit: Commit) => void): () => void {
    const own = (commit: Commit): void => listener(commit);
    this.#listeners.add(own);
    return () => this.#listeners.delete(own);
  }

  /** Raft's: applies a committed entry; `local` is what this store gave with its proposal. */
  apply(index: number, data: Uint8Array, local: unknown): void {
    const entry = local instanceof LocalEntry ? local : undefined;
    const exact = entry?.base === this.#appliedIndex;
    this.#appliedIndex = index;
    try {
      const changes = exact
        ? this.#state.commit(entry.actions)
        : this.#state.apply(entry?.actions ?? decodeActions(data));
      this.#publish(index, changes);
    } catch (error) {
      if (!(error instanceof OperationalError)) throw error;
      // Refused on every manager alike, as it depends on nothing but the entries before.
      if (entry) entry.refusal = error;
      this.#log.warn("an entry does not fit the store and changes nothing", { index, error });
    }
  }

  /** Raft's: the whole state as it is at the call, and `membership` with it, part by part. */
  snapshot(membership: RaftMembership): Iterable<Uint8Array> {
    return encodeSnapshot(this.#state.toSnapshot(), membership);
  }

  /** Raft's: becomes what `pieces` hold, all at once, and gives back the membership in it. */
  async restore(index: number, pieces: AsyncIterable<Uint8Array>): Promise<RaftMembership> {
    const { membership, store } = await decodeSnapshot(pieces);
    const changes = await this.#inSteps(this.#state.restoreInSteps(store));
    this.#appliedIndex = index;
    this.#publish(index, changes);
    const members = membership?.members ?? [];
    return {
      members: members.map(({ raftId, nodeId, addr }) => ({ raftId, nodeId, address: addr })),
      removed: membership?.removed ?? [],
    };
  }

  /** Lets others have their turn after each step. */
  async #inSteps<T>(steps: Generator<undefined, T>): Promise<T> {
    const { signal } = new AbortController();
    for (;;) {
      const { done, value } = steps.next();
      if (done === true) return value;
      await this.#clock.sleep(0, signal);
    }
  }

  #publish(version: number, changes: readonly Change[]): void {
    if (changes.length === 0) return;
    const commit: Commit = { version, changes };
    for (const listener of [...this.#listeners]) listener(commit);
  }

  /** Runs what waits, one group after the other, until nothing does. */
  async #drain(): Promise<void> {
    while (this.#waiting.length > 0) {
      // Callers of the same moment belong in the same group.
      await Promise.resolve();
      if (this.#isCatchingUp()) {
        const refused = this.#waiting;
        this.#waiting = [];
        for (const waiting of refused) waiting.reject(catchingUp());
        continue;
      }
      const stamp = { version: this.#appliedIndex, at: timestampOf(this.#clock.wallMs()) };
      const group = new GroupCommit(this.#state.beginBatch(), stamp);
      const count = group.runAll(this.#waiting);
      this.#waiting = this.#waiting.slice(count);
      await this.#propose(group);
    }
    this.#draining = undefined;
  }

  /**
   * A new leader may hold entries of an earlier term that it has not applied. A transaction that ran
   * now would not see them, and would overwrite what they changed.
   */
  #isCatchingUp(): boolean {
    return this.#raft?.proposer.catchingUp === true;
  }

  async #propose(group: GroupCommit): Promise<void> {
    let base = this.#appliedIndex;
    let failure: unknown;
    for (const part of group.parts) {
      if (failure === undefined && part.actions.length > 0) {
        try {
          base = await this.#proposeOne(part.actions, part.data, base);
        } catch (error) {
          failure = error;
        }
      }
      part.settle(failure);
    }
  }

  async #proposeOne(
    actions: readonly Action[],
    data: readonly Uint8Array[],
    base: number,
  ): Promise<number> {
    if (this.#raft === undefined) {
      throw new OperationalError("unavailable", "This manager has not joined its peers yet");
    }
    if (base !== this.#appliedIndex) {
      // Only after leadership was lost and won again between two parts.
      throw new OperationalError("aborted", "The store changed meanwhile; try again");
    }
    const { proposer, signal } = this.#raft;
    const entry = new LocalEntry(actions, base);
    const index = await proposer.propose(joinEntry(newRaftId(this.#entropy), data), entry, signal);
    if (entry.refusal !== undefined) {
      throw new OperationalError("aborted", "The store changed meanwhile; try again", {
        cause: entry.refusal,
      });
    }
    return index;
  }
}

function catchingUp(): OperationalError {
  return new OperationalError(
    "unavailable",
    "This manager has only just become the leader and is catching up; try again",
  );
}
