import type { Clock } from "./clock.ts";

/** Each look wakes an idle process; a stall must last longer than this to be sure to be seen. */
const PROBE_MS = 250;
/** A stall counts for this long: what happened once under load will happen again. */
const MEMORY_MS = 10_000;

/**
 * Knows how long this process was lately held up: a busy machine, a long pass, a stopped process.
 * Whoever waits for others must not take its own lateness for their silence.
 */
export class StallMonitor {
  readonly #clock: Clock;
  #worst: readonly { readonly atMs: number; readonly lateMs: number }[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** The worst delay of the last ten seconds, in milliseconds. */
  lateMs(): number {
    const since = this.#clock.monotonicMs() - MEMORY_MS;
    return this.#worst.reduce(
      (worst, { atMs, lateMs }) => (atMs < since ? worst : Math.max(worst, lateMs)),
      0,
    );
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const before = this.#clock.monotonicMs();
      await this.#clock.sleep(PROBE_MS, signal);
      const now = this.#clock.monotonicMs();
      this.#note(now, Math.max(0, now - before - PROBE_MS));
    }
  }

  /** Keeps only what may still be the worst: later delays hide smaller earlier ones. */
  #note(atMs: number, lateMs: number): void {
    const since = atMs - MEMORY_MS;
    this.#worst = [
      ...this.#worst.filter((each) => each.atMs >= since && each.lateMs > lateMs),
      { atMs, lateMs },
    ];
  }
}
