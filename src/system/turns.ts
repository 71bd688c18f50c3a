/** Has pieces of work done one after the other, in the order of the calls, however each ends. */
export class Turns {
  #last: Promise<void> | undefined;

  /** Begins once those before have ended; at once where there are none. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last === undefined ? work() : this.#last.then(work);
    const settled = (): void => {
      if (this.#last === mine) this.#last = undefined;
    };
    const mine = done.then(settled, settled);
    this.#last = mine;
    return done;
  }

  /** Resolves when everything that was asked for before has ended. */
  async over(): Promise<void> {
    await this.#last;
  }
}
