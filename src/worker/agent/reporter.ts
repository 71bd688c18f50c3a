import { OperationalError, errorCodeOf } from "../../base/errors.ts";
import { makeUpdateTaskStatusRequest } from "../../model/generated/types.ts";
import type { TaskStatus } from "../../model/generated/types.ts";
import type { Clock } from "../../system/clock.ts";
import { withDeadline } from "../../system/deadline.ts";
import type { Log } from "../../system/log.ts";
import type { Channel } from "../../system/rpc.ts";
import { Wake } from "../../system/wake.ts";
import { DispatcherService } from "../../wire/generated/services.ts";

export interface ReporterDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly rpcTimeoutMs: number;
}

/** Reports that come together leave together. */
const COALESCE_MS = 5;
const MAX_PER_CALL = 100;
const BUSY_RETRY_MS = 200;

/**
 * Tells the manager how far tasks got: the newest status of each, again and again until it was
 * taken, and everything anew to every new session, for a new leader may not have heard it.
 */
export class Reporter {
  readonly #deps: ReporterDeps;
  readonly #wake = new Wake();
  readonly #statuses = new Map<string, TaskStatus>();
  readonly #untold = new Set<string>();

  constructor(deps: ReporterDeps) {
    this.#deps = deps;
  }

  /** The task got as far as `status`. */
  report(taskId: string, status: TaskStatus): void {
    const known = this.#statuses.get(taskId);
    if (known !== undefined && known.state > status.state) return;
    this.#statuses.set(taskId, status);
    this.#untold.add(taskId);
    this.#wake.set();
  }

  /** Nobody asks for the task any more. */
  forget(taskId: string): void {
    this.#statuses.delete(taskId);
    this.#untold.delete(taskId);
  }

  /** Reports to one session until `signal` aborts. Throws when the session cannot be used. */
  async run(channel: Channel, sessionId: string, signal: AbortSignal): Promise<void> {
    for (const taskId of this.#statuses.keys()) this.#untold.add(taskId);
    this.#wake.set();
    for (;;) {
      await this.#wake.wait(signal);
      await this.#deps.clock.sleep(COALESCE_MS, signal);
      while (this.#untold.size > 0 && !signal.aborted) {
        const taskIds = [...this.#untold].slice(0, MAX_PER_CALL);
        await this.#tell(channel, sessionId, taskIds, signal);
      }
      if (signal.aborted) return;
    }
  }

  async #tell(
    channel: Channel,
    sessionId: string,
    taskIds: readonly string[],
    signal: AbortSignal,
  ): Promise<void> {
    const { clock, log } = this.#deps;
    const updates = taskIds.map((taskId) => ({ taskId, status: this.#statuses.get(taskId) }));
    for (const taskId of taskIds) this.#untold.delete(taskId);
    try {
      await withDeadline(clock, this.#deps.rpcTimeoutMs, signal, (inTime) =>
        channel.unary(
          DispatcherService.UpdateTaskStatus,
          makeUpdateTaskStatusRequest({ sessionId, updates }),
          { signal: inTime },
        ),
      );
    } catch (error) {
      if (errorCodeOf(error) === "permissionDenied") {
        await this.#tellOneByOne(channel, sessionId, taskIds, signal, error);
        return;
      }
      for (const taskId of taskIds) this.#tellLater(taskId);
      if (errorCodeOf(error) !== "resourceExhausted") throw error;
      log.warn("the manager is too busy for reports", { retryInMs: BUSY_RETRY_MS });
      await clock.sleep(BUSY_RETRY_MS, signal);
    }
  }

  /** One task among them is not this node's any more: it alone is given up. */
  async #tellOneByOne(
    channel: Channel,
    sessionId: string,
    taskIds: readonly string[],
    signal: AbortSignal,
    error: unknown,
  ): Promise<void> {
    const [only, ...others] = taskIds;
    if (only !== undefined && others.length === 0) {
      this.#deps.log.warn("report refused", { taskId: only, error });
      return;
    }
    for (const [index, taskId] of taskIds.entries()) {
      if (signal.aborted) {
        for (const rest of taskIds.slice(index)) this.#tellLater(rest);
        throw new OperationalError("cancelled", "The session ended");
      }
      await this.#tell(channel, sessionId, [taskId], signal);
    }
  }

  #tellLater(taskId: string): void {
    if (this.#statuses.has(taskId)) this.#untold.add(taskId);
  }
}
