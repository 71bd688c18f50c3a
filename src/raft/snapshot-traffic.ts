import { assert } from "../base/assert.ts";
import type { Clock } from "../system/clock.ts";
import { StorageFailure } from "../system/storage.ts";
import type { Compaction } from "./compaction.ts";
import type {
  EntryId,
  Message,
  SnapshotMeta,
  SnapshotOrder,
  StoredPieces,
} from "./core/messages.ts";
import type { Write } from "./core/ready.ts";
import type { DiskQueue } from "./disk-queue.ts";
import type { Jobs } from "./jobs.ts";
import type { LogStore } from "./log-store.ts";
import type { Peers } from "./peers.ts";

export interface SnapshotTrafficDeps {
  readonly store: LogStore;
  readonly clock: Clock;
  readonly compaction: Compaction;
  readonly jobs: Jobs;
  readonly peers: () => Peers;
  readonly disk: () => DiskQueue;
  /** The member cannot go on. */
  readonly fail: (error: unknown) => void;
}

const NOTHING = new Uint8Array(0);
/** So long after a snapshot was sent the entries behind it are kept for its receiver. */
const HOLD_MS = 10_000;

/** After each part of a snapshot that is made, for everybody's ordinary work. */
const PART_PAUSE_MS = 1;

/**
 * Snapshots on their way: made from the state, sent to a member, taken from one. All of it beside
 * the turns, and piece by piece; none is ever whole in memory.
 */
export class SnapshotTraffic {
  readonly #deps: SnapshotTrafficDeps;
  readonly #releases = new Set<() => void>();

  constructor(deps: SnapshotTrafficDeps) {
    this.#deps = deps;
  }

  /** Keeps nothing for anybody any more. */
  stop(): void {
    for (const cancel of this.#releases) cancel();
  }

  /** Sends the newest snapshot; peers report how that went. */
  send(order: SnapshotOrder): void {
    this.#deps.jobs.start(this.#send(order));
  }

  /** Encodes and stores part by part: what waits has its turn after each. */
  make(
    meta: SnapshotMeta,
    parts: Iterable<Uint8Array>,
    compactTo: EntryId,
    signal: AbortSignal,
  ): void {
    this.#deps.jobs.start(this.#make(meta, parts, compactTo, signal));
  }

  /** Puts the data of a snapshot that is coming on the disk. */
  async stage(data: AsyncIterable<Uint8Array>): Promise<StoredPieces> {
    const writer = this.#deps.store.stage();
    try {
      for await (const piece of data) await writer.write(piece);
      return await writer.finish();
    } catch (error) {
      if (error instanceof StorageFailure) this.#deps.fail(error);
      else this.#discard(writer.stored);
      throw error;
    }
  }

  /** Removes what a snapshot left on the disk, unless `write` takes it up. */
  forget(message: Message, write?: Write): void {
    if (message.type !== "snapshotRequest") return;
    const { stored } = message.snapshot;
    if (stored && stored !== write?.snapshot?.stored) this.#discard(stored);
  }

  async #send({ from, to, term }: SnapshotOrder): Promise<void> {
    const { store, compaction, peers, fail } = this.#deps;
    const found = store.openSnapshot();
    assert(found, "A snapshot was ordered and there is none");
    const { meta, reader } = found;
    const release = compaction.hold(meta.index);
    try {
      const snapshot = { ...meta, data: NOTHING };
      await peers().sendSnapshot({ from, to, term, type: "snapshotRequest", snapshot }, reader);
      await reader.close();
      this.#releaseLater(release);
      if (reader.failure) fail(reader.failure.error);
    } catch (error) {
      fail(error);
    }
  }

  /** Its receiver has yet to restore the snapshot before it asks for the entries behind it. */
  #releaseLater(release: () => void): void {
    const cancel = this.#deps.clock.after(HOLD_MS, () => {
      this.#releases.delete(cancel);
      release();
    });
    this.#releases.add(cancel);
  }

  async #make(
    meta: SnapshotMeta,
    parts: Iterable<Uint8Array>,
    compactTo: EntryId,
    signal: AbortSignal,
  ): Promise<void> {
    const { store, clock, disk, fail } = this.#deps;
    const writer = store.stage();
    try {
      for (const part of parts) {
        await writer.write(part);
        await clock.sleep(PART_PAUSE_MS, signal);
        if (signal.aborted) return; // What is there is removed by the next start.
      }
      const snapshot = { ...meta, data: NOTHING, stored: await writer.finish() };
      disk().pushSnapshot({ snapshot, compactTo });
    } catch (error) {
      fail(error);
    }
  }

  #discard(stored: StoredPieces): void {
    if (stored.count === 0) return;
    const { jobs, store, fail } = this.#deps;
    jobs.start(store.discard(stored).catch(fail));
  }
}
