import type { Prng } from "../../base/prng.ts";

/** A change of leader takes about a second: that long it is worth asking again and again. */
const EAGER_ATTEMPTS = 12;
const EAGER_MS = 200;
const FIRST_MS = 100;
const MAX_MS = 8_000;

/**
 * How long an agent waits before its next attempt to open a session: a random part of a limit, so
 * that agents which lost their manager together do not come back together. The limit stays small
 * for about a second and grows then. Source of the growth: swarmkit agent/agent.go.
 */
export class SessionBackoff {
  readonly #prng: Prng;
  #attempts = 0;
  #limitMs = 0;

  constructor(prng: Prng) {
    this.#prng = prng;
  }

  nextMs(): number {
    this.#attempts++;
    if (this.#attempts <= EAGER_ATTEMPTS) return this.#prng.unit() * EAGER_MS;
    this.#limitMs = Math.min(FIRST_MS + 2 * this.#limitMs, MAX_MS);
    return this.#prng.unit() * this.#limitMs;
  }

  /** A session was opened: the next loss is a new one. */
  reset(): void {
    this.#attempts = 0;
    this.#limitMs = 0;
  }
}

const FIRST_RETRY_MS = 250;
const MAX_RETRY_MS = 30_000;

/**
 * How long a task's step waits that failed for the `failureCount`th time in a row and may succeed
 * later. Doubles from a quarter of a second to half a minute.
 */
export function stepRetryMs(failureCount: number): number {
  return Math.min(FIRST_RETRY_MS * 2 ** (failureCount - 1), MAX_RETRY_MS);
}
