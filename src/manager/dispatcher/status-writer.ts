import { deepEqual } from "../../base/deep-equal.ts";
import { OperationalError } from "../../base/errors.ts";
import type { Task, TaskStatus } from "../../model/generated/types.ts";
import { timestampOf } from "../../model/time.ts";
import type { Clock } from "../../system/clock.ts";
import type { Log } from "../../system/log.ts";
import { Wake } from "../../system/wake.ts";
import type { Store, WriteTx } from "../store/store.ts";

export interface StatusWriterDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** The manager that writes, for `appliedBy`. */
  readonly managerId: string;
  readonly flushMs: number;
  readonly maxPending: number;
  readonly maxPerWrite: number;
}

const RETRY_MS = 500;

/**
 * Carries what agents report into the store: the newest report of each task, many tasks at a time.
 * Reports wait while a write is on its way, so that a busy store makes the writes larger, not more.
 */
export class StatusWriter {
  readonly #deps: StatusWriterDeps;
  readonly #wake = new Wake();
  #pending = new Map<string, TaskStatus>();

  constructor(deps: StatusWriterDeps) {
    this.#deps = deps;
  }

  /** Takes a report in. Throws `resourceExhausted` when too many wait: the agent tries again. */
  add(taskId: string, status: TaskStatus): void {
    const waiting = this.#pending.get(taskId);
    if (waiting !== undefined && waiting.state > status.state) return;
    if (waiting === undefined && this.#pending.size >= this.#deps.maxPending) {
      throw new OperationalError(
        "resourceExhausted",
        `Too many task states wait to be written: ${this.#pending.size}; report again`,
      );
    }
    this.#pending.set(taskId, status);
    this.#wake.set();
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock, log, flushMs } = this.#deps;
    for (;;) {
      await this.#wake.wait(signal);
      await clock.sleep(flushMs, signal);
      if (signal.aborted) return;
      const batch = [...this.#pending];
      this.#pending = new Map();
      try {
        await this.#writeAll(batch);
      } catch (error) {
        if (signal.aborted) return;
        log.warn("task states not written", { count: batch.length, retryInMs: RETRY_MS, error });
        this.#putBack(batch);
        await clock.sleep(RETRY_MS, signal);
      }
    }
  }

  /**
   * Two transactions at a time: one on its way to the other managers, one that waits to follow it.
   * More at once would only make the store hold the event loop for longer.
   */
  async #writeAll(batch: readonly (readonly [string, TaskStatus])[]): Promise<void> {
    const { maxPerWrite } = this.#deps;
    let from = 0;
    const writeNext = async (): Promise<void> => {
      while (from < batch.length) {
        const part = batch.slice(from, from + maxPerWrite);
        from += maxPerWrite;
        await this.#write(part);
      }
    };
    const outcomes = await Promise.allSettled([writeNext(), writeNext()]);
    for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
  }

  async #write(part: readonly (readonly [string, TaskStatus])[]): Promise<void> {
    const { store, clock, managerId } = this.#deps;
    await store.update((tx) => {
      const appliedAt = timestampOf(clock.wallMs());
      for (const [taskId, status] of part) {
        applyStatus(tx, taskId, { ...status, appliedBy: managerId, appliedAt });
      }
    });
  }

  #putBack(batch: readonly (readonly [string, TaskStatus])[]): void {
    const newer = this.#pending;
    this.#pending = new Map(batch);
    for (const [taskId, status] of newer) {
      const older = this.#pending.get(taskId);
      if (older === undefined || older.state <= status.state) this.#pending.set(taskId, status);
    }
    this.#wake.set();
  }
}

/** A task that is gone, a state that goes back and a report that says nothing new change nothing. */
function applyStatus(tx: WriteTx, taskId: string, status: TaskStatus): void {
  const task = tx.tasks.get(taskId);
  if (task === undefined || !advances(task, status)) return;
  tx.update("task", { ...task, status });
}

function advances(task: Task, status: TaskStatus): boolean {
  const known = task.status;
  if (known === undefined) return true;
  if (status.state < known.state) return false;
  const { appliedAt, appliedBy } = known;
  return !deepEqual(known, { ...status, appliedAt, appliedBy });
}
