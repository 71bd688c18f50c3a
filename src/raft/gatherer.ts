import type { Clock } from "../system/clock.ts";
import type { LogIndex } from "./core/messages.ts";

/** So many proposals are a batch worth sending, whatever is under way. */
const ENOUGH = 256;
const MOMENT_MS = 2;

/**
 * Lets a few proposals wait for more until those before them are committed: on a near network that is
 * about to happen. They wait no longer than a moment, which costs little on a far one. Each batch is the
 * same work for every member, however few are in it.
 */
export class Gatherer {
  readonly #clock: Clock;
  readonly #wake: () => void;
  #last = { index: 0, atMs: -Infinity };
  #cancel: (() => void) | undefined;

  /** `wake` is called when a moment is over. */
  constructor(clock: Clock, wake: () => void) {
    this.#clock = clock;
    this.#wake = wake;
  }

  /** A batch was appended, up to `index`. */
  appended(index: LogIndex): void {
    this.#last = { index, atMs: this.#clock.monotonicMs() };
  }

  /** Whether so many proposals had better wait. */
  waits(count: number, commitIndex: LogIndex): boolean {
    if (count >= ENOUGH || commitIndex >= this.#last.index) return false;
    const leftMs = this.#last.atMs + MOMENT_MS - this.#clock.monotonicMs();
    if (leftMs <= 0) return false;
    this.#cancel ??= this.#clock.after(leftMs, () => {
      this.#cancel = undefined;
      this.#wake();
    });
    return true;
  }

  stop(): void {
    this.#cancel?.();
  }
}
