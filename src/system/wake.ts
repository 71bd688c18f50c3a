/**
 * How a producer wakes one waiting loop. A wake is remembered until the loop waits for it, and many
 * wakes before that are one: the loop looks at the state of things, never at what happened to it.
 */
export class Wake {
  #set = false;
  #resolve: (() => void) | undefined;

  /** Lets the current wait, or else the next one, return at once. */
  set(): void {
    this.#set = true;
    this.#resolve?.();
  }

  /** Resolves once `set` was called since the last wait, or when `signal` is aborted. One at a time. */
  async wait(signal: AbortSignal): Promise<void> {
    if (!this.#set && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const done = (): void => {
          signal.removeEventListener("abort", done);
          this.#resolve = undefined;
          resolve();
        };
        this.#resolve = done;
        signal.addEventListener("abort", done, { once: true });
      });
    }
    this.#set = false;
  }
}
