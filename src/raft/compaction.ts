import type { Entry, LogIndex } from "./core/messages.ts";
import { entryBytes } from "./core/messages.ts";

/** When a snapshot is made, and how much of the log stays behind it. */
export interface CompactionLimits {
  /** Entries applied between two snapshots; 0 leaves it to their bytes. */
  readonly snapshotInterval: number;
  /** Bytes of entries applied between two snapshots, at most. */
  readonly snapshotBytes: number;
  /** Entries kept behind a snapshot for followers that are slow, and their bytes, at most. */
  readonly keptEntries: number;
  readonly keptBytes: number;
}

/** A snapshot that is larger is made only when as much was appended: writing it is not free. */
const LARGE_SNAPSHOT_BYTES = 1 << 20;
/** For a follower that gets a snapshot, more is kept: it would only need the next one. */
const HELD_BYTES_FACTOR = 4;
const MAX_MARKS = 4096;

/** How many bytes had been applied up to an index. */
interface Mark {
  readonly index: LogIndex;
  readonly bytes: number;
}

/** Decides when the log is compacted and how far, by counts and by bytes. */
export class Compaction {
  limits: CompactionLimits;
  #appliedBytes = 0;
  /** Applied when the newest snapshot was begun, and its own size. */
  #begun = 0;
  #snapshotBytes = 0;
  /** Ascending; not every index has one. */
  #marks: Mark[] = [];
  readonly #held = new Set<{ readonly index: LogIndex }>();

  constructor(limits: CompactionLimits) {
    this.limits = limits;
  }

  applied(entries: readonly Entry[]): void {
    const last = entries.at(-1);
    if (!last) return;
    for (const entry of entries) this.#appliedBytes += entryBytes(entry);
    this.#marks.push({ index: last.index, bytes: this.#appliedBytes });
    if (this.#marks.length > MAX_MARKS) this.#marks = this.#marks.filter((_, at) => at % 2 === 1);
  }

  isDue(newestSnapshot: LogIndex, applied: LogIndex): boolean {
    const { snapshotInterval, snapshotBytes } = this.limits;
    const bytes = this.#appliedBytes - this.#begun;
    if (applied <= newestSnapshot) return false;
    if (bytes >= Math.max(snapshotBytes, this.#snapshotBytes)) return true;
    const isCountDue = snapshotInterval > 0 && applied >= newestSnapshot + snapshotInterval;
    return (
      isCountDue && (this.#snapshotBytes < LARGE_SNAPSHOT_BYTES || bytes >= this.#snapshotBytes)
    );
  }

  /** A snapshot at what is applied now is begun. */
  begin(): void {
    this.#begun = this.#appliedBytes;
  }

  /** The newest snapshot has so many bytes. */
  stored(bytes: number): void {
    this.#snapshotBytes = bytes;
  }

  /** The last entry that may go when a snapshot at `applied` is stored. */
  dropUpTo(applied: LogIndex): LogIndex {
    const { keptEntries, keptBytes } = this.limits;
    const kept = Math.max(applied - keptEntries, this.#indexBehind(keptBytes));
    const held = Math.min(...[...this.#held].map(({ index }) => index));
    return Math.min(applied, Math.max(Math.min(kept, held), this.#indexBehind(this.#heldBytes)));
  }

  /** Keeps what comes after `index` within bounds, until the function it gives is called. */
  hold(index: LogIndex): () => void {
    const held = { index };
    this.#held.add(held);
    return () => this.#held.delete(held);
  }

  get #heldBytes(): number {
    return HELD_BYTES_FACTOR * this.limits.keptBytes;
  }

  /** The last index with at least so many bytes applied after it; 0 when there is none. */
  #indexBehind(bytes: number): LogIndex {
    const from = this.#appliedBytes - bytes;
    return this.#marks.findLast((mark) => mark.bytes <= from)?.index ?? 0;
  }
}
