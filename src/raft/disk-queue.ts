import type { Clock } from "../system/clock.ts";
import { Bell } from "./bell.ts";
import type { EntryId, Snapshot } from "./core/messages.ts";
import type { Write } from "./core/ready.ts";
import type { LogStore } from "./log-store.ts";

/** A snapshot made here, to be stored, after which entries up to `compactTo` may go. */
export interface OwnSnapshot {
  readonly snapshot: Snapshot;
  readonly compactTo: EntryId;
}

export interface DiskQueueEvents {
  /** Durable now, in their order. */
  written(writes: readonly Write[], tookMs: number): void;
  compacted(own: OwnSnapshot): void;
}

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

  /** A snapshot waits to be stored; another is not needed yet. */
  get snapshotting(): boolean {
    return this.#snapshot !== undefined;
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
    }
  }

  async #work(): Promise<void> {
    const writes = this.#writes;
    this.#writes = [];
    if (writes.length > 0) {
      this.#busy = true;
      const startMs = this.#clock.monotonicMs();
      await this.#store.write(writes);
      this.#busy = false;
      this.#events.written(writes, this.#clock.monotonicMs() - startMs);
    } else if (this.#snapshot) {
      const own = this.#snapshot;
      await this.#store.saveSnapshot(own.snapshot, own.compactTo);
      this.#snapshot = undefined;
      this.#events.compacted(own);
    }
  }
}
