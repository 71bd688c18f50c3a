import type { Clock } from "../system/clock.ts";

/** 16 MiB a second leave room on the leader, and on a follower's disk, for what others wait for. */
const BYTES_PER_MS = 16 << 10;
/** Then at a run, or a cluster that has more to say than that would never have its follower back. */
const PATIENCE_MS = 10_000;
/** A turn alone would leave the processor to whoever catches up. */
const BREATH_MS = 1;

/**
 * The pace at which a follower is brought along that nobody waits for: what it gets is committed
 * without it, and its leader has other work.
 */
export class Walk {
  readonly #clock: Clock;
  readonly #hurryMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#hurryMs = clock.monotonicMs() + PATIENCE_MS;
  }

  /** Waits until more may follow so many bytes, or `signal` aborts. */
  rest(bytes: number, signal: AbortSignal): Promise<void> {
    const hurries = this.#clock.monotonicMs() >= this.#hurryMs;
    return this.#clock.sleep(hurries ? BREATH_MS : bytes / BYTES_PER_MS, signal);
  }
}
