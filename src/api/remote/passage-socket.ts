import { Duplex } from "node:stream";
import type { ByteStreams } from "./open-passage.ts";

/** One message's worth: what carries it interleaves it with others. */
const MAX_PART_BYTES = 64 * 1024;

/**
 * A passage as a socket, which HTTP can be spoken over: it reads no faster than it is read from, a
 * write is done when there is room for the next, and each half ends by itself.
 */
export class PassageSocket extends Duplex {
  readonly #streams: ByteStreams;
  readonly #received: AsyncIterator<Uint8Array>;
  readonly #giveUp: () => void;
  #isReading = false;

  constructor(streams: ByteStreams, giveUp: () => void) {
    super({ allowHalfOpen: true });
    this.#streams = streams;
    this.#received = streams.received[Symbol.asyncIterator]();
    this.#giveUp = giveUp;
  }

  override _read(): void {
    if (this.#isReading) return;
    this.#isReading = true;
    this.#received.next().then(
      (next) => {
        this.#isReading = false;
        this.push(next.done === true ? null : next.value);
      },
      (error: unknown) => this.destroy(error as Error), // What is thrown is an error throughout.
    );
  }

  override _write(chunk: Buffer, _encoding: string, done: (error?: Error | null) => void): void {
    this.#send(chunk).then(
      () => done(),
      (error: unknown) => done(error as Error),
    );
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#streams.finish().then(
      () => done(),
      (error: unknown) => done(error as Error),
    );
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#giveUp();
    done(error);
  }

  async #send(chunk: Buffer): Promise<void> {
    for (let at = 0; at < chunk.length; at += MAX_PART_BYTES) {
      await this.#streams.send(chunk.subarray(at, at + MAX_PART_BYTES));
    }
  }
}
