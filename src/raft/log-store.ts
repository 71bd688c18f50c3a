import { assert, must } from "../base/assert.ts";
import { OperationalError } from "../base/errors.ts";
import type { Storage, StorageChange } from "../system/storage.ts";
import { JoinResponseCodec } from "../wire/generated/codecs.ts";
import type { StoredLog } from "./core/log.ts";
import {
  NO_ENTRY,
  type Entry,
  type EntryId,
  type HardState,
  type LogIndex,
  type Snapshot,
  type SnapshotMeta,
  type StoredPieces,
} from "./core/messages.ts";
import type { Write } from "./core/ready.ts";
import { KEYS, logKey } from "./log-keys.ts";
import { NOTHING_YET, recover, type Identity } from "./log-recovery.ts";
import {
  packEntries,
  packEntryId,
  packFormat,
  packHardState,
  packSnapshotMeta,
  packStored,
  seal,
} from "./records.ts";
import { SnapshotStore, type SnapshotReader, type SnapshotWriter } from "./snapshot-store.ts";
import { TermRuns } from "./term-runs.ts";

/** What a member had to begin with. */
export interface Beginning {
  readonly identity: Identity;
  readonly hardState?: HardState;
  readonly entries?: readonly Entry[];
}

/**
 * One member's log, hard state and newest snapshot on disk, written ahead of every promise. One
 * write at a time: the driver's queue sees to it. Damage is refused with `dataLoss`, never skipped.
 */
export class LogStore {
  readonly #storage: Storage;
  #identity: Identity | undefined;
  #hardState: HardState = NOTHING_YET;
  /** Of no importance by itself: goes to disk with the next write. */
  #deferred: HardState | undefined;
  #compacted: EntryId = NO_ENTRY;
  #newest: StoredSnapshot | undefined;
  #pieces: SnapshotStore;
  /** First indexes of the stored batches, ascending. */
  #batches: LogIndex[] = [];
  readonly #terms = new TermRuns();
  #entries: readonly Entry[] = [];

  private constructor(storage: Storage) {
    this.#storage = storage;
    this.#pieces = new SnapshotStore(storage, undefined);
  }

  /** Reads and checks everything, and makes it durable. */
  static async open(storage: Storage): Promise<LogStore> {
    const store = new LogStore(storage);
    const found = await recover(storage);
    if (!found) return store;
    // What was written before, and maybe failed to be synced, is read back all the same: the leader would be
    // told that it is here, and the next loss of power would take it.
    if (found.hardState !== NOTHING_YET) {
      await storage.batch([put(KEYS.hardState, packHardState(found.hardState))], { sync: true });
    }
    store.#identity = found.identity;
    store.#hardState = found.hardState;
    store.#compacted = found.compacted;
    const { snapshot: meta, stored } = found;
    store.#newest = meta && stored && { meta, stored };
    store.#pieces = new SnapshotStore(storage, found.stored);
    store.#batches = [...found.batches];
    store.#entries = found.entries;
    store.#terms.reset(found.compacted);
    store.#terms.append(found.entries);
    return store;
  }

  /** Absent until `initialise`. */
  get identity(): Identity | undefined {
    return this.#identity;
  }

  get hardState(): HardState {
    return this.#hardState;
  }

  /** What was found on opening; to be taken once, as the entries are not kept. */
  takeLog(): StoredLog {
    const log = this.peekLog();
    this.#entries = [];
    return log;
  }

  /** The same, to be looked at. */
  peekLog(): StoredLog {
    return {
      snapshot: this.#newest?.meta,
      compacted: this.#compacted,
      entries: this.#entries,
      commitIndex: this.#hardState.commitIndex,
    };
  }

  /** Adds entries before the log is taken: what no leader ever sent. */
  async append(entries: readonly Entry[], hardState: HardState): Promise<void> {
    const { changes } = this.#changesOf({ hardState, entries, snapshot: undefined });
    await this.#storage.batch(changes, { sync: true });
    this.#entries = [...this.#entries, ...entries];
    this.#hardState = hardState;
  }

  /** Marks the store as this member's, with what it begins with, in one durable write. */
  async initialise({ identity, hardState, entries }: Beginning): Promise<void> {
    if (this.#identity) {
      throw new OperationalError(
        "alreadyExists",
        `The raft log already belongs to member ${this.#identity.raftId}: restart it, or clear the state directory to begin anew`,
      );
    }
    const { raftId, introduced } = identity;
    const value = JoinResponseCodec.encode({ raftId, members: introduced, removedMembers: [] });
    const { changes } = this.#changesOf({
      hardState: hardState ?? NOTHING_YET,
      entries: entries ?? [],
      snapshot: undefined,
    });
    await this.#storage.batch(
      [put(KEYS.identity, seal(value)), put(KEYS.format, packFormat()), ...changes],
      { sync: true },
    );
    this.#identity = identity;
    this.#entries = entries ?? [];
    this.#hardState = hardState ?? NOTHING_YET;
  }

  /**
   * Stores what several writes leave behind, as one batch; durable if any of them must be. Gives the
   * leader's snapshot among them that replaced everything, whose state is to be restored.
   */
  async write(writes: readonly Write[]): Promise<SnapshotMeta | undefined> {
    const merged = mergeWrites(writes);
    const hardState = merged.hardState ?? this.#deferred;
    const { changes, newest } = this.#changesOf({ ...merged, hardState });
    for (const { snapshot } of writes) {
      if (snapshot?.stored && snapshot !== merged.snapshot) {
        changes.push(...this.#pieces.removal(snapshot.stored));
      }
    }
    if (changes.length > 0) {
      await this.#storage.batch(changes, { sync: writes.some(({ mustSync }) => mustSync) });
    }
    this.#deferred = undefined;
    if (hardState) this.#hardState = hardState;
    if (newest) this.#newest = newest;
    return newest?.meta;
  }

  /** Leaves writes that a crash may lose to the next one that it may not. */
  defer(writes: readonly Write[]): void {
    assert(!writes.some(({ mustSync }) => mustSync), "LogStore.defer: this must not be lost");
    this.#deferred = mergeWrites(writes).hardState ?? this.#deferred;
  }

  /** Takes the bytes of a snapshot that comes or is made, before it is known what becomes of it. */
  stage(): SnapshotWriter {
    return this.#pieces.begin();
  }

  /** Forgets a staged snapshot that was not stored. */
  async discard(stored: StoredPieces): Promise<void> {
    await this.#pieces.discard(stored);
  }

  /** Stores a snapshot made here and drops entries up to `compactTo`; false when the leader's came first. */
  async saveSnapshot(snapshot: Snapshot, compactTo: EntryId): Promise<boolean> {
    if (snapshot.index <= (this.#newest?.meta.index ?? 0)) {
      if (snapshot.stored) await this.discard(snapshot.stored);
      return false;
    }
    const hardState = this.#commitAtLeast(snapshot.index);
    const gone = this.#batchesBefore(compactTo.index + 1);
    const { stored, changes } = this.#snapshotChanges(snapshot);
    await this.#storage.batch(
      [
        ...changes,
        put(KEYS.compacted, packEntryId(compactTo)),
        put(KEYS.hardState, packHardState(hardState)),
        ...gone.map((first): StorageChange => ({ type: "del", key: logKey(first) })),
      ],
      { sync: true },
    );
    this.#hardState = hardState;
    this.#newest = { meta: metaOf(snapshot), stored };
    this.#compacted = compactTo;
    this.#batches = this.#batches.slice(gone.length);
    this.#terms.compact(compactTo.index);
    return true;
  }

  /** The newest snapshot, to be read piece by piece, and closed; undefined when there is none. */
  openSnapshot(): { readonly meta: SnapshotMeta; readonly reader: SnapshotReader } | undefined {
    if (!this.#newest) return undefined;
    const { meta, stored } = this.#newest;
    return { meta, reader: this.#pieces.read(stored) };
  }

  #commitAtLeast(index: LogIndex): HardState {
    const { commitIndex } = this.#hardState;
    return { ...this.#hardState, commitIndex: Math.max(commitIndex, index) };
  }

  /** Batches all of whose entries are before `index`: those followed by one that starts by then. */
  #batchesBefore(index: LogIndex): readonly LogIndex[] {
    const count = this.#batches.findIndex((_, at) => (this.#batches[at + 1] ?? Infinity) > index);
    return this.#batches.slice(0, Math.max(0, count));
  }

  #changesOf({ hardState, entries, snapshot }: Merged): {
    readonly changes: StorageChange[];
    readonly newest: StoredSnapshot | undefined;
  } {
    const changes: StorageChange[] = [];
    let newest: StoredSnapshot | undefined;
    if (snapshot) {
      const placed = this.#snapshotChanges(snapshot);
      newest = { meta: metaOf(snapshot), stored: placed.stored };
      changes.push(...placed.changes, put(KEYS.compacted, packEntryId(snapshot)));
      changes.push(...this.#dropBatchesFrom(0));
      this.#compacted = { term: snapshot.term, index: snapshot.index };
      this.#terms.reset(this.#compacted);
    }
    const [first] = entries;
    if (first) {
      changes.push(...this.#dropBatchesFrom(first.index));
      const previousTerm = this.#terms.termAt(first.index - 1);
      changes.push(put(logKey(first.index), packEntries(previousTerm, entries)));
      this.#batches.push(first.index);
      this.#terms.append(entries);
    }
    if (hardState) changes.push(put(KEYS.hardState, packHardState(hardState)));
    return { changes, newest };
  }

  /** What puts a snapshot in the place of the one before. */
  #snapshotChanges(snapshot: Snapshot): {
    readonly stored: StoredPieces;
    readonly changes: readonly StorageChange[];
  } {
    const old = this.#newest?.stored;
    const staged = snapshot.stored && { stored: snapshot.stored, changes: [] };
    const { stored, changes } = staged ?? this.#pieces.inline(snapshot.data);
    return {
      stored,
      changes: [
        ...(old ? this.#pieces.removal(old) : []),
        ...changes,
        put(KEYS.snapshotMeta, packSnapshotMeta(snapshot)),
        put(KEYS.snapshotPlace, packStored(snapshot.index, stored)),
        put(KEYS.format, packFormat()),
      ],
    };
  }

  #dropBatchesFrom(index: LogIndex): StorageChange[] {
    if ((this.#batches.at(-1) ?? -1) < index) return [];
    const kept = this.#batches.filter((first) => first < index);
    const dropped = this.#batches.slice(kept.length);
    this.#batches = kept;
    return dropped.map((first) => ({ type: "del", key: logKey(first) }));
  }
}

interface StoredSnapshot {
  readonly meta: SnapshotMeta;
  readonly stored: StoredPieces;
}

interface Merged {
  readonly hardState: HardState | undefined;
  readonly entries: readonly Entry[];
  readonly snapshot: Snapshot | undefined;
}

/** What a sequence of writes leaves behind. */
export function mergeWrites(writes: readonly Write[]): Merged {
  let hardState: HardState | undefined;
  let snapshot: Snapshot | undefined;
  let entries: readonly Entry[] = [];
  for (const write of writes) {
    if (write.hardState) hardState = write.hardState;
    if (write.snapshot) {
      snapshot = write.snapshot;
      entries = [];
    }
    const [next] = write.entries;
    if (next) entries = overwrite(entries, next.index, write.entries);
  }
  return { hardState, entries, snapshot };
}

/** `fresh` replaces everything in `entries` from `index` on. */
function overwrite(
  entries: readonly Entry[],
  index: LogIndex,
  fresh: readonly Entry[],
): readonly Entry[] {
  const [first] = entries;
  if (!first || index <= first.index) return fresh;
  const last = must(entries.at(-1), "entries without a last one");
  assert(index <= last.index + 1, "mergeWrites: a gap between writes");
  return [...entries.slice(0, index - first.index), ...fresh];
}

function metaOf({ term, index, conf }: Snapshot): SnapshotMeta {
  return { term, index, conf };
}

function put(key: string, value: Uint8Array): StorageChange {
  return { type: "put", key, value };
}
