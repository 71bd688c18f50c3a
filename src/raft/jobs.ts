/** Work that was started and not awaited on the spot; whoever owns it awaits all of it at the end. */
export class Jobs {
  readonly #running = new Set<Promise<void>>();

  /** `work` must not reject: it handles its own failures. */
  start(work: Promise<void>): void {
    this.#running.add(work);
    const forget = (): void => {
      this.#running.delete(work);
    };
    work.then(forget, forget);
  }

  /** Resolves when everything that was started has ended. */
  async settled(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }
}
