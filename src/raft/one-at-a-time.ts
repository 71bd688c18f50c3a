import { OperationalError } from "../base/errors.ts";

/** More than this many callers in line are refused. */
const MAX_WAITING = 64;

/** Runs pieces of work one after the other, in the order they were asked for. */
export class OneAtATime {
  #last: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  /** Runs `work` when those before it have ended, unless `signal` aborts first. */
  async run<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (this.#waiting >= MAX_WAITING) {
      throw new OperationalError("resourceExhausted", "Too many calls wait for their turn");
    }
    this.#waiting++;
    const turn = this.#last.then(async () => {
      this.#waiting--;
      if (signal.aborted) {
        throw new OperationalError("cancelled", "Gave up before its turn", {
          cause: signal.reason,
        });
      }
      return work();
    });
    // The next one waits for the end of this, however it ends.
    this.#last = turn.catch(() => undefined);
    return turn;
  }
}
