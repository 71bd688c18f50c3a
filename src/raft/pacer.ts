import type { Clock } from "../system/clock.ts";
import type { Log } from "../system/log.ts";

export interface PacerOptions {
  readonly clock: Clock;
  readonly log: Log;
  readonly tickMs: number;
  readonly electionTicks: number;
}

/** One beat of the timer. */
export interface Beat {
  /** Elections count this beat; heartbeats count every one. */
  readonly election: boolean;
  /** The timer was late by an election timeout or more. */
  readonly overslept: boolean;
}

/** Elections wait at most so many times as long as configured. */
const MAX_FACTOR = 8;
/** Without a stall for so long, patience halves. */
const CALM_MS = 10_000;

/**
 * The timer behind the ticks. It never catches up: a late timer gives one beat, after what had
 * arrived meanwhile. When the event loop or the disk is seen to stall, elections (not heartbeats)
 * are given more time, so that a busy machine does not lose its leader for nothing.
 */
export class Pacer {
  readonly #options: PacerOptions;
  readonly #onBeat: (beat: Beat) => void;
  #factor = 1;
  #beats = 0;
  #lastStallMs = 0;
  #cancel: () => void = () => undefined;

  constructor(options: PacerOptions, onBeat: (beat: Beat) => void) {
    this.#options = options;
    this.#onBeat = onBeat;
  }

  /** How many times longer than configured elections wait now. */
  get factor(): number {
    return this.#factor;
  }

  /** The time after which a silent leader is given up, before jitter. */
  get electionMs(): number {
    return this.#options.tickMs * this.#options.electionTicks * this.#factor;
  }

  start(): void {
    this.#schedule();
  }

  stop(): void {
    this.#cancel();
  }

  /** Something that should be quick held the loop or the disk for `durationMs`. */
  noteStall(what: "event loop" | "disk", durationMs: number): void {
    const { tickMs, electionTicks, log } = this.#options;
    const half = (tickMs * electionTicks) / 2;
    if (durationMs < half) return;
    this.#lastStallMs = this.#options.clock.monotonicMs();
    const wanted = Math.min(MAX_FACTOR, 2 ** Math.ceil(Math.log2(durationMs / half + 1)));
    if (wanted <= this.#factor) return;
    this.#factor = wanted;
    log.warn("this machine stalls: elections are given more time", {
      reason: what,
      durationMs: Math.round(durationMs),
      count: wanted,
    });
  }

  #schedule(): void {
    const { clock, tickMs } = this.#options;
    const dueMs = clock.monotonicMs() + tickMs;
    this.#cancel = clock.after(tickMs, () => this.#fire(clock.monotonicMs() - dueMs));
  }

  #fire(lateMs: number): void {
    if (lateMs < this.#options.tickMs) {
      this.#beat(false);
      return;
    }
    this.noteStall("event loop", lateMs);
    const { clock, tickMs, electionTicks } = this.#options;
    // What arrived during the stall still waits in its sockets: let it in before time passes.
    const overslept = lateMs >= tickMs * electionTicks;
    this.#cancel = clock.after(0, () => this.#beat(overslept));
  }

  #beat(overslept: boolean): void {
    this.#schedule();
    this.#calm();
    this.#beats++;
    this.#onBeat({ election: this.#beats % this.#factor === 0, overslept });
  }

  #calm(): void {
    if (this.#factor === 1) return;
    const nowMs = this.#options.clock.monotonicMs();
    if (nowMs - this.#lastStallMs < CALM_MS) return;
    this.#lastStallMs = nowMs;
    this.#factor /= 2;
    this.#options.log.info("no stall lately: elections are given less time again", {
      count: this.#factor,
    });
  }
}
