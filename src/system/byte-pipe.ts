import { Wake } from "./wake.ts";

/** What may wait for the reader before the writer does. */
const FULL_BYTES = 256 * 1024;

/** Bytes on their way from one writer to one reader, each of whom the other can hold up. */
export class BytePipe {
  readonly #waiting: Uint8Array[] = [];
  readonly #readable = new Wake();
  readonly #room = new Wake();
  #bytes = 0;
  #ended = false;
  #failure: Error | undefined;

  /** The writer has said all that it had to say. */
  get ended(): boolean {
    return this.#ended;
  }

  /** Adds `part`, and resolves when there is room for more. One at a time. */
  async write(part: Uint8Array, signal: AbortSignal): Promise<void> {
    if (this.#failure !== undefined) throw this.#failure;
    this.#waiting.push(part);
    this.#bytes += part.length;
    this.#readable.set();
    while (this.#bytes >= FULL_BYTES && this.#failure === undefined && !signal.aborted) {
      await this.#room.wait(signal);
    }
    if (this.#failure !== undefined) throw this.#failure as Error; // Set while it waited.
    signal.throwIfAborted();
  }

  /** Nothing more comes; what waits may still be read. */
  end(): void {
    this.#ended = true;
    this.#readable.set();
  }

  /** Both sides are told, and what waits is lost. */
  fail(failure: Error): void {
    this.#failure ??= failure;
    this.#waiting.splice(0);
    this.#readable.set();
    this.#room.set();
  }

  /** What was written, until its end. Once. */
  async *read(signal: AbortSignal): AsyncGenerator<Uint8Array> {
    for (;;) {
      if (this.#failure !== undefined) throw this.#failure;
      signal.throwIfAborted();
      const part = this.#waiting.shift();
      if (part !== undefined) {
        this.#bytes -= part.length;
        this.#room.set();
        yield part;
      } else if (this.#ended) {
        return;
      } else {
        await this.#readable.wait(signal);
      }
    }
  }
}
