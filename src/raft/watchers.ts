import { OperationalError } from "../base/errors.ts";

/** Those who want to know: of every change, or of one condition. */
export class Watchers<T> {
  readonly #listeners = new Set<(value: T) => void>();
  readonly #waiting = new Set<() => void>();
  #ended: Error | undefined;
  #shown = "";

  observe(listener: (value: T) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Looks at every awaited condition, and tells the listeners when `essence` is not as last time. */
  notify(essence: string, value: () => T): void {
    for (const look of [...this.#waiting]) look();
    if (essence === this.#shown) return;
    this.#shown = essence;
    if (this.#listeners.size === 0) return;
    const now = value();
    for (const listener of [...this.#listeners]) listener(now);
  }

  /** Resolves when `condition` holds after some turn; rejects when `signal` aborts or at the end. */
  async until(condition: () => boolean, signal: AbortSignal): Promise<void> {
    if (condition()) return;
    await new Promise<void>((resolve, reject) => {
      const look = (): void => {
        const problem = signal.aborted ? cancelled(signal.reason) : this.#ended;
        if (problem === undefined && !condition()) return;
        this.#waiting.delete(look);
        signal.removeEventListener("abort", look);
        if (problem === undefined) resolve();
        else reject(problem);
      };
      this.#waiting.add(look);
      signal.addEventListener("abort", look, { once: true });
      look();
    });
  }

  /** Nothing will change any more. */
  end(reason: Error): void {
    this.#ended = reason;
    for (const look of [...this.#waiting]) look();
  }
}

function cancelled(reason: unknown): OperationalError {
  return new OperationalError("cancelled", "Gave up waiting for raft", { cause: reason });
}
