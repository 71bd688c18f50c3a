/** Lets a limited number of jobs run at once; the others wait in the order they came. */
export class Gate {
  readonly #waiting = new Set<() => void>();
  #free: number;

  constructor(maxAtOnce: number) {
    this.#free = maxAtOnce;
  }

  /** Runs `job` when its turn has come. Throws the signal's reason when that aborts before. */
  async run<T>(job: () => Promise<T>, signal: AbortSignal): Promise<T> {
    await this.#enter(signal);
    try {
      return await job();
    } finally {
      this.#leave();
    }
  }

  async #enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#free > 0) {
      this.#free--;
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const enter = (): void => {
        signal.removeEventListener("abort", giveUp);
        resolve();
      };
      const giveUp = (): void => {
        this.#waiting.delete(enter);
        reject(signal.reason as Error); // Reasons are errors throughout.
      };
      this.#waiting.add(enter);
      signal.addEventListener("abort", giveUp, { once: true });
    });
  }

  /** Whoever waits longest takes the place over; nobody can slip in between. */
  #leave(): void {
    for (const enter of this.#waiting) {
      this.#waiting.delete(enter);
      enter();
      return;
    }
    this.#free++;
  }
}
