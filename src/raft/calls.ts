import { OperationalError } from "../base/errors.ts";
import type { Clock } from "../system/clock.ts";

/**
 * Calls under way, each with its own deadline, that end together. Many run at a time, so none hangs
 * a listener on a common signal.
 */
export class Calls {
  readonly #clock: Clock;
  readonly #running = new Set<AbortController>();
  #ended = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  get ended(): boolean {
    return this.#ended;
  }

  /** Runs `work` with a signal that aborts after `ms` or at the end of all. */
  async run<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const controller = new AbortController();
    let late: OperationalError | undefined;
    const cancel = this.#clock.after(ms, () => {
      late = new OperationalError("deadlineExceeded", `No answer within ${ms} ms`);
      controller.abort(late);
    });
    this.#running.add(controller);
    if (this.#ended) controller.abort();
    try {
      return await work(controller.signal);
    } catch (error) {
      throw late ?? error;
    } finally {
      cancel();
      this.#running.delete(controller);
    }
  }

  end(): void {
    this.#ended = true;
    for (const controller of this.#running) controller.abort();
  }
}
