import type { Clock } from "../system/clock.ts";
import { Bell } from "./bell.ts";
import type { EntryId, Snapshot, SnapshotMeta } from "./core/messages.ts";
import type { Write } from "./core/ready.ts";
import type { LogStore } from "./log-store.ts";

/** A snapshot made here, to be stored, after which entries up to `compactTo` may go. */
export interface OwnSnapshot {
  readonly snapshot: Snapshot;
  readonly compactTo: EntryId;
}

export interface DiskQueueEvents {
  /** A leader's snapshot is durable and replaced everything: its state is to be restored first. */
  replaced(snapshot: SnapshotMeta): Promise<void>;
  /** Durable now, in their order. */
  written(writes: readonly Write[], tookMs: number): void;
  /** Stored, or superseded before it could be. */
  compacted(own: OwnSnapshot, isNewest: boolean): void;
}

/** So long a commit index alone waits for the next write: under load there always is one. */
const DEFER_MS = 1000;

/**
 * Puts the core's writes on disk in their order, one batch at a time: what comes while a batch is
 * on its way leaves together in the next. Two syncs of one log never overlap.
 */
export class DiskQueue {
  readonly #store: LogStore;
  readonly #clock: Clock;
  readonly #events: DiskQueueEvents;
  readonly #bell = new Bell();
  #writes: Write[] = [];
  #snapshot: OwnSnapshot | undefined;
  #busy = false;
  #deferUntilMs = 0;
  /** Writes what was put off, if no other write took it along. */
  #cancelFlush: (() => void) | undefined;
  #flushDue = false;

  constructor(store: LogStore, clock: Clock, events: DiskQueueEvents) {
    this.#store = store;
    this.#clock = clock;
    this.#events = events;
  }

  /** Something is on its way: proposals that wait for it leave together. */
  get busy(): boolean {
    return this.#busy || this.#writes.length > 0;
  }

  push(write: Write): void {
    this.#writes.push(write);
    this.#bell.ring();
  }

  pushSnapshot(own: OwnSnapshot): void {
    this.#snapshot = own;
    this.#bell.ring();
  }

  /** Works until `signal` aborts; rejects when the disk fails, after which nothing can be promised. */
  async run(signal: AbortSignal): Promise<void> {
    const wake = (): void => this.#bell.ring();
    signal.addEventListener("abort", wake, { once: true });
    try {
      while (!signal.aborted) {
        await this.#work();
        if (!this.busy && !this.#snapshot) await this.#bell.wait();
      }
    } finally {
      signal.removeEventListener("abort", wake);
      this.#cancelFlush?.();
    }
  }

  async #work(): Promise<void> {
    const writes = this.#writes;
    this.#writes = [];
    if (writes.length > 0) {
      const startMs = this.#clock.monotonicMs();
      if (startMs < this.#deferUntilMs && !writes.some(({ mustSync }) => mustSync)) {
        this.#store.defer(writes);
        this.#flushLater();
        this.#events.written(writes, 0);
        return;
      }
      this.#busy = true;
      const snapshot = await this.#store.write(writes);
      const doneMs = this.#clock.monotonicMs();
      this.#deferUntilMs = doneMs + DEFER_MS;
      if (snapshot) await this.#events.replaced(snapshot);
      this.#busy = false;
      this.#events.written(writes, doneMs - startMs);
    } else if (this.#snapshot) {
      const own = this.#snapshot;
      const isNewest = await this.#store.saveSnapshot(own.snapshot, own.compactTo);
      this.#snapshot = undefined;
      this.#events.compacted(own, isNewest);
    } else if (this.#flushDue) {
      this.#flushDue = false;
      this.#busy = true;
      await this.#store.write([]);
      this.#busy = false;
    }
  }

  #flushLater(): void {
    this.#cancelFlush ??= this.#clock.after(DEFER_MS, () => {
      this.#cancelFlush = undefined;
      this.#flushDue = true;
      this.#bell.ring();
    });
  }
}
