import type { Clock } from "../../system/clock.ts";
import { Wake } from "../../system/wake.ts";

/** Many who wait for one loop's next step; each looks for itself whether it was the one. */
export class Waiters {
  readonly #wakes = new Set<Wake>();

  wakeAll(): void {
    for (const wake of this.#wakes) wake.set();
  }

  async wait(signal: AbortSignal): Promise<void> {
    const wake = new Wake();
    this.#wakes.add(wake);
    try {
      await wake.wait(signal);
    } finally {
      this.#wakes.delete(wake);
    }
  }

  /** As `wait`, for `ms` at most. */
  async waitFor(clock: Clock, ms: number, signal: AbortSignal): Promise<void> {
    const wake = new Wake();
    this.#wakes.add(wake);
    const cancel = clock.after(ms, () => wake.set());
    try {
      await wake.wait(signal);
    } finally {
      cancel();
      this.#wakes.delete(wake);
    }
  }
}
