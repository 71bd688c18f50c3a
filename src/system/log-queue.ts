import { assert } from "../base/assert.ts";
import type { LogMessage } from "../model/generated/types.ts";
import { Wake } from "./wake.ts";

/** What may wait for a reader before writers do. */
const FULL_BYTES = 512 * 1024;
/** What a reader is given at once: well below what one message of the protocol may hold. */
const TAKE_BYTES = 256 * 1024;
/** A message costs more than its data. */
const OVERHEAD_BYTES = 64;

/** Log messages on their way to one reader. Writers wait while it is full, so nothing is dropped. */
export class LogQueue {
  readonly #waiting: LogMessage[] = [];
  readonly #readable = new Wake();
  readonly #writers = new Set<() => void>();
  #bytes = 0;
  #ended = false;

  get ended(): boolean {
    return this.#ended;
  }

  /**
   * Waits until there is room. False, at once, when nobody reads any more. Throws the signal's
   * reason when that aborts before.
   */
  async hasRoom(signal: AbortSignal): Promise<boolean> {
    while (this.#bytes >= FULL_BYTES && !this.#ended && !signal.aborted) {
      await this.#room(signal);
    }
    signal.throwIfAborted();
    return !this.#ended;
  }

  /** Adds messages, after waiting for room but for what is small and rare. */
  push(messages: readonly LogMessage[]): void {
    if (this.#ended) return;
    this.#waiting.push(...messages);
    for (const message of messages) this.#bytes += sizeOf(message);
    this.#readable.set();
  }

  /** What waits next; undefined once the queue has ended and is empty, or `signal` aborts. */
  async take(signal: AbortSignal): Promise<readonly LogMessage[] | undefined> {
    while (this.#waiting.length === 0 && !this.#ended && !signal.aborted) {
      await this.#readable.wait(signal);
    }
    if (this.#waiting.length === 0 || signal.aborted) return undefined;
    let bytes = 0;
    let count = 0;
    for (const message of this.#waiting) {
      if (count > 0 && bytes >= TAKE_BYTES) break;
      bytes += sizeOf(message);
      count++;
    }
    this.#bytes -= bytes;
    assert(this.#bytes >= 0, "a queue holds no less than nothing");
    this.#wakeWriters();
    return this.#waiting.splice(0, count);
  }

  /** Nothing more comes; what waits may still be read. */
  end(): void {
    this.#ended = true;
    this.#readable.set();
    this.#wakeWriters();
  }

  #room(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        signal.removeEventListener("abort", done);
        this.#writers.delete(done);
        resolve();
      };
      if (signal.aborted) {
        resolve();
        return;
      }
      this.#writers.add(done);
      signal.addEventListener("abort", done, { once: true });
    });
  }

  /** Those that find no room wait again, behind the others. */
  #wakeWriters(): void {
    for (const wake of [...this.#writers]) wake();
  }
}

function sizeOf({ data }: LogMessage): number {
  return data.length + OVERHEAD_BYTES;
}
