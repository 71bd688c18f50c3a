import { assert } from "../../src/base/assert.ts";
import type { Clock } from "../../src/system/clock.ts";
import type { SimProcess } from "./process.ts";

const FINEST_MS = 0.001;

/** One process's idea of time: virtual, and wrong by as much as the scenario wants. */
export class SimClock implements Clock {
  readonly #process: SimProcess;
  #rate = 1;
  /** Where the clock was set last: true time and what it showed. */
  #set = { trueMs: 0, shownMs: 0 };
  #wallOffsetMs = 0;

  constructor(process: SimProcess) {
    this.#process = process;
    this.#set = { trueMs: process.sim.nowMs, shownMs: process.sim.nowMs };
  }

  /** Makes the clock run `rate` times as fast as true time from now on. */
  skew(rate: number): void {
    assert(rate > 0, `SimClock.skew: rate out of range: ${rate}`);
    this.#set = { trueMs: this.#process.sim.nowMs, shownMs: this.monotonicMs() };
    this.#rate = rate;
  }

  /** Moves the wall clock, and only that, by `ms`. */
  stepWall(ms: number): void {
    this.#wallOffsetMs += ms;
  }

  monotonicMs(): number {
    return this.#set.shownMs + (this.#process.sim.nowMs - this.#set.trueMs) * this.#rate;
  }

  wallMs(): number {
    const { sim } = this.#process;
    return sim.wallMs - sim.nowMs + this.monotonicMs() + this.#wallOffsetMs;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      if (signal.aborted) {
        resolve();
        return;
      }
      const done = (): void => {
        cancel();
        signal.removeEventListener("abort", done);
        resolve();
      };
      const cancel = this.after(ms, done);
      signal.addEventListener("abort", done, { once: true });
    });
  }

  after(ms: number, wake: () => void): () => void {
    assert(!Number.isNaN(ms), "SimClock.after: not a number");
    let done = false;
    const once = (): void => {
      if (done) return;
      done = true;
      wake();
    };
    // Finer than that, a clock that runs at a rate of its own would round it to nothing, for ever.
    const waitMs = ms > 0 ? Math.max(ms, FINEST_MS) : 0;
    const cancel = this.#process.sim.schedule(waitMs / this.#rate, () => this.#process.post(once));
    return () => {
      done = true;
      cancel();
    };
  }
}
