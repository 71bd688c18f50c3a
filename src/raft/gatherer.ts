import type { Clock } from "../system/clock.ts";
import type { LogIndex } from "./core/messages.ts";

/** So many proposals are a batch worth sending, whatever is under way. */
const ENOUGH = 256;
const MOMENT_MS = 2;
/** However many still come, one after the other. */
const LONGEST_MS = 8;
/** For so long, and up to twice as long, it is remembered how many callers there were at once. */
const MEMORY_MS = 50;

/**
 * Lets a few proposals wait for more: until those before them are committed, and then until as many
 * are here as there were callers at once lately, for whoever was answered mostly comes back with more.
 * They wait no longer than a moment, which costs little on a far network. Each batch is the same work
 * for every member, however few are in it.
 */
export class Gatherer {
  readonly #clock: Clock;
  readonly #wake: () => void;
  readonly #crowd: Crowd;
  #last = { index: 0, atMs: -Infinity };
  #waiting = NOBODY;
  #cancel: (() => void) | undefined;

  /** `wake` is called when a moment is over. */
  constructor(clock: Clock, wake: () => void) {
    this.#clock = clock;
    this.#wake = wake;
    this.#crowd = new Crowd();
  }

  /** A batch was appended, up to `index`. */
  appended(index: LogIndex): void {
    this.#last = { index, atMs: this.#clock.monotonicMs() };
    this.#waiting = NOBODY;
  }

  /** Whether so many proposals had better wait. */
  waits(count: number, commitIndex: LogIndex): boolean {
    const nowMs = this.#clock.monotonicMs();
    this.#waiting = this.#waiting.with(count, nowMs);
    const uncommitted = Math.max(this.#last.index - commitIndex, 0);
    const crowd = this.#crowd.seen(count + uncommitted, nowMs);
    if (count >= ENOUGH || (uncommitted === 0 && count >= crowd)) return false;
    const untilMs = uncommitted > 0 ? this.#last.atMs + MOMENT_MS : this.#waiting.untilMs;
    const leftMs = untilMs - nowMs;
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

/** Proposals that are not appended yet. */
class Waiting {
  readonly #count: number;
  readonly #firstMs: number;
  readonly untilMs: number;

  constructor(count: number, firstMs: number, lastMs: number) {
    this.#count = count;
    this.#firstMs = firstMs;
    this.untilMs = Math.min(lastMs + MOMENT_MS, firstMs + LONGEST_MS);
  }

  with(count: number, nowMs: number): Waiting {
    if (count <= this.#count) return this;
    return new Waiting(count, this.#count === 0 ? nowMs : this.#firstMs, nowMs);
  }
}

const NOBODY = new Waiting(0, 0, -Infinity);

/** The most callers that there were at once lately. */
class Crowd {
  #sinceMs = -Infinity;
  #now = 0;
  #before = 0;

  /** So many are there now; gives the most of them lately. */
  seen(count: number, nowMs: number): number {
    const ageMs = nowMs - this.#sinceMs;
    if (ageMs >= MEMORY_MS) {
      this.#before = ageMs < 2 * MEMORY_MS ? this.#now : 0;
      this.#now = 0;
      this.#sinceMs = nowMs;
    }
    this.#now = Math.max(this.#now, count);
    return Math.max(this.#now, this.#before);
  }
}
