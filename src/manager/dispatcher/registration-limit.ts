import type { Clock } from "../../system/clock.ts";

/** Keeps an agent that cannot hold a session from filling the log with its registrations. */
export class RegistrationLimit {
  readonly #clock: Clock;
  readonly #maxCount: number;
  readonly #windowMs: number;
  readonly #timesOf = new Map<string, number[]>();

  constructor(clock: Clock, { maxCount, windowMs }: { maxCount: number; windowMs: number }) {
    this.#clock = clock;
    this.#maxCount = maxCount;
    this.#windowMs = windowMs;
  }

  /** Whether the node may register now; counts as a registration if so. */
  admits(nodeId: string): boolean {
    const nowMs = this.#clock.monotonicMs();
    const recent = (this.#timesOf.get(nodeId) ?? []).filter((ms) => nowMs - ms < this.#windowMs);
    this.#timesOf.set(nodeId, recent);
    if (recent.length >= this.#maxCount) return false;
    recent.push(nowMs);
    return true;
  }

  forget(nodeId: string): void {
    this.#timesOf.delete(nodeId);
  }
}
