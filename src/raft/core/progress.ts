import { assert } from "../../base/assert.ts";
import { Inflights, type InflightLimits } from "./inflights.ts";
import type { LogIndex } from "./messages.ts";

/**
 * How a follower is being fed.
 *
 *              acknowledged                      next entry compacted
 *      probe ───────────────▶ replicate     any ─────────────────────▶ snapshot
 *        ▲                        │                                        │
 *        └── rejected, unreachable ┘◀────── sent, failed or acknowledged ──┘
 */
export type ProgressMode = "probe" | "replicate" | "snapshot";

/**
 * What the leader knows of one member. Invariant: match < next.
 * Source: etcd raft tracker/progress.go.
 */
export class Progress {
  #match: LogIndex = 0;
  #next: LogIndex;
  #mode: ProgressMode = "probe";
  /** The snapshot that is under way, 0 when none is. */
  #pendingSnapshot: LogIndex = 0;
  #snapshotTicks = 0;
  /** The highest commit index that was sent and may have arrived. */
  #sentCommit: LogIndex = 0;
  #paused = false;
  readonly #inflights: Inflights;
  /** Heard from since the last check of the quorum. */
  recentlyActive: boolean;

  constructor(next: LogIndex, limits: InflightLimits, options: { recentlyActive: boolean }) {
    this.#next = next;
    this.#inflights = new Inflights(limits);
    this.recentlyActive = options.recentlyActive;
  }

  get match(): LogIndex {
    return this.#match;
  }

  get next(): LogIndex {
    return this.#next;
  }

  get mode(): ProgressMode {
    return this.#mode;
  }

  get inflightCount(): number {
    return this.#inflights.count;
  }

  /** Nothing may be sent until a response or the next heartbeat. */
  get paused(): boolean {
    return this.#mode === "snapshot" || this.#paused;
  }

  /** Entries may be sent; otherwise at most an empty append, which keeps a lossy link from wedging. */
  get mayCarryEntries(): boolean {
    return this.#mode !== "replicate" || !this.#inflights.full;
  }

  /** An empty append could raise what this member knows to be committed. */
  wouldLearnCommit(commitIndex: LogIndex): boolean {
    return commitIndex > this.#sentCommit && this.#sentCommit < this.#next - 1;
  }

  becomeProbe(): void {
    const afterSnapshot = this.#mode === "snapshot" ? this.#pendingSnapshot + 1 : 0;
    this.#enter("probe");
    this.#setNext(Math.max(this.#match + 1, afterSnapshot));
  }

  becomeReplicate(): void {
    this.#enter("replicate");
    this.#setNext(this.#match + 1);
  }

  becomeSnapshot(index: LogIndex): void {
    this.#enter("snapshot");
    this.#pendingSnapshot = index;
    this.#next = Math.max(index, this.#match) + 1;
    this.#sentCommit = index;
  }

  /** The snapshot went out (or did not): probe, but only after a sign of life. */
  snapshotDone(outcome: "sent" | "failed"): void {
    if (this.#mode !== "snapshot") return;
    // A lost snapshot proves nothing; forget it before probing starts behind it.
    if (outcome === "failed") this.#pendingSnapshot = 0;
    this.becomeProbe();
    this.#paused = true;
  }

  /** One tick of a snapshot under way: gives up after `limit` if its fate was never reported. */
  tickSnapshot(limit: number): void {
    if (this.#mode !== "snapshot") return;
    this.#snapshotTicks++;
    if (this.#snapshotTicks >= limit) this.snapshotDone("failed");
  }

  /** An append was sent. */
  sent(entryCount: number, bytes: number, commitIndex: LogIndex): void {
    assert(this.#mode !== "snapshot", "Progress.sent: paused for a snapshot");
    if (entryCount > 0) {
      if (this.#mode === "replicate") {
        this.#next += entryCount;
        this.#inflights.add(this.#next - 1, bytes);
        this.#paused = this.#inflights.full;
      } else {
        this.#paused = true;
      }
    } else if (this.#mode === "replicate" && this.#inflights.full) {
      this.#paused = true;
    }
    this.#sentCommit = Math.max(this.#sentCommit, commitIndex);
  }

  /** The member holds everything up to `index`. False when that is no news. */
  acknowledge(index: LogIndex): boolean {
    if (this.#mode === "replicate") this.#inflights.freeUpTo(index);
    if (index <= this.#match) return false;
    this.#match = index;
    this.#next = Math.max(this.#next, index + 1);
    this.#paused = false;
    return true;
  }

  /**
   * The member refused an append right after `rejected`; its log may match up to `hint`. False when
   * the refusal is older than what is already known.
   */
  reject(rejected: LogIndex, hint: LogIndex): boolean {
    if (this.#mode === "replicate") {
      if (rejected <= this.#match) return false;
      this.#setNext(this.#match + 1);
      return true;
    }
    if (this.#next - 1 !== rejected) return false;
    this.#setNext(Math.max(Math.min(rejected, hint + 1), this.#match + 1));
    this.#paused = false;
    return true;
  }

  /** A heartbeat was answered: one more append may be tried. */
  unpause(): void {
    this.#paused = false;
  }

  #enter(mode: ProgressMode): void {
    this.#mode = mode;
    this.#paused = false;
    this.#pendingSnapshot = 0;
    this.#snapshotTicks = 0;
    this.#inflights.reset();
  }

  /** Going back means that what was sent may not have arrived, commit indexes included. */
  #setNext(next: LogIndex): void {
    assert(next > this.#match, "Progress: next must be beyond match");
    this.#next = next;
    this.#sentCommit = Math.min(this.#sentCommit, next - 1);
  }
}
