import { assert, must } from "../../base/assert.ts";
import {
  entryBytes,
  NO_ENTRY,
  type Entry,
  type EntryId,
  type LogIndex,
  type Snapshot,
  type SnapshotMeta,
  type Term,
} from "./messages.ts";

/** What a log store gives back on opening. */
export interface StoredLog {
  /** The newest snapshot, without its bytes. */
  readonly snapshot: SnapshotMeta | undefined;
  /** The last entry that was compacted away. */
  readonly compacted: EntryId;
  readonly entries: readonly Entry[];
  readonly commitIndex: LogIndex;
}

export const EMPTY_LOG: StoredLog = {
  snapshot: undefined,
  compacted: NO_ENTRY,
  entries: [],
  commitIndex: 0,
};

/** What must go to disk next. */
export interface Unwritten {
  readonly entries: readonly Entry[];
  readonly snapshot: Snapshot | undefined;
}

/**
 * One member's log: kept in memory from the last compaction on, and how far it is durable.
 *
 *      compacted        applied ≤ applying ≤ commit
 *      ────┬──────────────┬─────────┬──────────┬─────────────────────── last
 *          └ first        stable (durable) ≤ handed (to the disk) ≤ last
 *
 * Entries are applied only when they are stable here: the leader may commit through others before
 * its own disk is done, and what it then shows must survive its crash.
 */
export class RaftLog {
  #compacted: EntryId;
  #entries: Entry[];
  #snapshot: SnapshotMeta | undefined;
  #stable: LogIndex;
  #handed: LogIndex;
  #commit: LogIndex;
  #applying: LogIndex;
  #applied: LogIndex;
  /** A snapshot from the leader that is not yet durable and restored. */
  #incoming: { readonly snapshot: Snapshot; handed: boolean } | undefined;

  constructor(stored: StoredLog) {
    this.#compacted = stored.compacted;
    this.#entries = [...stored.entries];
    this.#snapshot = stored.snapshot;
    const last = this.#compacted.index + this.#entries.length;
    this.#stable = last;
    this.#handed = last;
    this.#applied = stored.snapshot?.index ?? 0;
    this.#applying = this.#applied;
    // A snapshot holds only what was committed, even if the hard state did not reach the disk.
    this.#commit = Math.max(stored.commitIndex, this.#applied);
    assert(this.#commit <= last, `Log: commit index ${this.#commit} is beyond the last ${last}`);
    assert(this.#applied >= this.#compacted.index, "Log: entries are missing after the snapshot");
  }

  get firstIndex(): LogIndex {
    return this.#compacted.index + 1;
  }

  get lastIndex(): LogIndex {
    return this.#compacted.index + this.#entries.length;
  }

  get last(): EntryId {
    const { term, index } = this.#entries.at(-1) ?? this.#compacted;
    return { term, index };
  }

  get stableIndex(): LogIndex {
    return this.#stable;
  }

  get commitIndex(): LogIndex {
    return this.#commit;
  }

  get appliedIndex(): LogIndex {
    return this.#applied;
  }

  /** The newest snapshot that is durable here. */
  get snapshot(): SnapshotMeta | undefined {
    return this.#snapshot;
  }

  /** A snapshot has arrived and is not yet restored. */
  get restoring(): boolean {
    return this.#incoming !== undefined;
  }

  /** The term of the entry at `index`; undefined when it is compacted or does not exist. */
  termAt(index: LogIndex): Term | undefined {
    if (index === this.#compacted.index) return this.#compacted.term;
    return this.#entries[index - this.firstIndex]?.term;
  }

  holds(id: EntryId): boolean {
    return this.termAt(id.index) === id.term;
  }

  /** Entries from `from` on, at most `maxBytes` of them but always one if there is one. */
  slice(from: LogIndex, maxBytes: number): readonly Entry[] {
    assert(from >= this.firstIndex, `Log.slice: ${from} is compacted`);
    return limitBytes(this.#entries, from - this.firstIndex, this.#entries.length, maxBytes);
  }

  /** Appends a leader's own entries. */
  append(entries: readonly Entry[]): void {
    for (const entry of entries) {
      assert(entry.index === this.lastIndex + 1, "Log.append: a gap in the log");
      this.#entries.push(entry);
    }
  }

  /**
   * Takes a leader's entries if the log holds `previous`: returns the last index known to match, or
   * undefined. Only a conflict truncates: a late duplicate must not shorten the log.
   * Source: Raft thesis §3.5.
   */
  takeAppend(previous: EntryId, entries: readonly Entry[]): LogIndex | undefined {
    if (!this.holds(previous)) return undefined;
    const conflict = entries.findIndex((entry) => !this.holds(entry));
    if (conflict >= 0) {
      const from = previous.index + 1 + conflict;
      this.#truncateFrom(from);
      this.append(entries.slice(conflict));
    }
    return previous.index + entries.length;
  }

  /** Raises the commit index; it never goes back. */
  commitTo(index: LogIndex): void {
    if (index <= this.#commit) return;
    assert(
      index <= this.lastIndex,
      `Commit index ${index} is beyond the last entry ${this.lastIndex}: this member's log lost entries that it had acknowledged; remove the member and let it join anew`,
    );
    this.#commit = index;
  }

  /**
   * The last entry at or before `index` whose term is at most `term`: the next place where two logs
   * may agree. Term 0 stands for a compacted entry, which may match anything.
   */
  lastPossibleMatch(index: LogIndex, term: Term): EntryId {
    for (let at = index; at > 0; at--) {
      const ours = this.termAt(at);
      if (ours === undefined) return { index: at, term: 0 };
      if (ours <= term) return { index: at, term: ours };
    }
    return NO_ENTRY;
  }

  /** What was not yet handed to the disk; handing it is noted. */
  takeUnwritten(): Unwritten {
    const entries = this.#entries.slice(this.#handed - this.#compacted.index);
    this.#handed = this.lastIndex;
    const snapshot = this.#incoming?.handed === false ? this.#incoming.snapshot : undefined;
    if (this.#incoming) this.#incoming.handed = true;
    return { entries, snapshot };
  }

  get hasUnwritten(): boolean {
    return this.#handed < this.lastIndex || this.#incoming?.handed === false;
  }

  /** Everything up to `id` that was handed to the disk is durable, if `id` still is in the log. */
  stableTo(id: EntryId): void {
    if (id.index <= this.#stable || id.index > this.#handed || !this.holds(id)) return;
    this.#stable = id.index;
  }

  /** Committed and durable entries that were not yet handed out; handing them out is noted. */
  takeCommitted(maxBytes: number): readonly Entry[] {
    if (!this.hasCommitted) return [];
    const from = this.#applying - this.#compacted.index;
    const until = Math.min(this.#commit, this.#stable) - this.#compacted.index;
    const entries = limitBytes(this.#entries, from, until, maxBytes);
    this.#applying += entries.length;
    return entries;
  }

  /** Nothing is handed out while a snapshot waits to be restored. */
  get hasCommitted(): boolean {
    return !this.restoring && Math.min(this.#commit, this.#stable) > this.#applying;
  }

  /** Everything up to `index` is applied. */
  appliedTo(index: LogIndex): void {
    assert(index <= this.#applying && index >= this.#applied, "Log.appliedTo: out of order");
    this.#applied = index;
  }

  /** Whether a change of the membership is among the committed entries after `index`. */
  hasMembershipChangeAfter(index: LogIndex): boolean {
    const from = Math.max(0, index - this.#compacted.index);
    const until = this.#commit - this.#compacted.index;
    for (let at = from; at < until; at++) {
      if (must(this.#entries[at], "Log: a hole").type !== "normal") return true;
    }
    return false;
  }

  /** Replaces the whole log by a leader's snapshot, which still has to become durable. */
  restore(snapshot: Snapshot): void {
    assert(
      snapshot.index > this.#commit,
      "Log.restore: the snapshot is older than the commit index",
    );
    const { index, term } = snapshot;
    this.#compacted = { index, term };
    this.#entries = [];
    this.#stable = index;
    this.#handed = index;
    this.#commit = index;
    this.#incoming = { snapshot, handed: false };
  }

  /** The leader's snapshot at `index` is durable and restored. */
  restored(snapshot: SnapshotMeta): void {
    const { index, term, conf } = snapshot;
    if (this.#incoming?.snapshot.index === index) this.#incoming = undefined;
    this.#applied = Math.max(this.#applied, index);
    this.#applying = Math.max(this.#applying, index);
    this.#snapshot = { index, term, conf };
  }

  /** A snapshot made here is durable; entries up to `compactTo` may go. */
  compact(snapshot: SnapshotMeta, compactTo: LogIndex): void {
    assert(
      snapshot.index <= this.#applied,
      "Log.compact: the snapshot is ahead of what is applied",
    );
    assert(compactTo <= snapshot.index, "Log.compact: entries after the snapshot are needed");
    if (snapshot.index > (this.#snapshot?.index ?? 0)) this.#snapshot = snapshot;
    if (compactTo <= this.#compacted.index) return;
    const term = must(this.termAt(compactTo), "Log.compact: no such entry");
    this.#entries = this.#entries.slice(compactTo - this.#compacted.index);
    this.#compacted = { index: compactTo, term };
  }

  #truncateFrom(index: LogIndex): void {
    assert(
      index > this.#commit,
      `Log: entry ${index} is committed and conflicts with the leader's`,
    );
    this.#entries.length = index - this.firstIndex;
    this.#stable = Math.min(this.#stable, index - 1);
    this.#handed = Math.min(this.#handed, index - 1);
  }
}

function limitBytes(
  entries: readonly Entry[],
  from: number,
  until: number,
  maxBytes: number,
): readonly Entry[] {
  let end = from;
  let bytes = 0;
  while (end < until) {
    bytes += entryBytes(must(entries[end], "Log: a hole"));
    if (end > from && bytes > maxBytes) break;
    end++;
  }
  return entries.slice(from, end);
}
