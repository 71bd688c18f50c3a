import type { Clock } from "../../system/clock.ts";

/**
 * Lets a limited number of works begin at once. A work that takes long gives its permit back after
 * `holdMs`: it is then waiting for a registry, a health check or a container that stops slowly, and
 * must not keep the others from beginning.
 */
export class Permits {
  readonly #clock: Clock;
  readonly #holdMs: number;
  #free: number;
  readonly #queue: (() => void)[] = [];

  constructor(
    clock: Clock,
    { count, holdMs }: { readonly count: number; readonly holdMs: number },
  ) {
    this.#clock = clock;
    this.#free = count;
    this.#holdMs = holdMs;
  }

  /** Runs `work` once there is a permit. Throws the signal's reason when it is aborted before. */
  async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    await this.#acquire(signal);
    let held = true;
    const giveBack = (): void => {
      if (!held) return;
      held = false;
      this.#release();
    };
    const cancel = this.#clock.after(this.#holdMs, giveBack);
    try {
      return await work();
    } finally {
      cancel();
      giveBack();
    }
  }

  async #acquire(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const begin = (): void => {
        signal.removeEventListener("abort", giveUp);
        resolve();
      };
      const giveUp = (): void => {
        this.#queue.splice(this.#queue.indexOf(begin), 1);
        reject(signal.reason as Error); // Whatever the signal was aborted with.
      };
      this.#queue.push(begin);
      signal.addEventListener("abort", giveUp, { once: true });
    });
  }

  #release(): void {
    const next = this.#queue.shift();
    if (next === undefined) this.#free++;
    else next();
  }
}
