import type { OperationalError } from "../../src/base/errors.ts";

/** Messages that may be under way and unread in one direction of a call. */
export const WINDOW = 16;

/** The sending half of one direction: waits while the reader has no room. */
export class Sender {
  readonly #transmit: (bytes: Uint8Array) => void;
  #room = WINDOW;
  #waiting: { readonly wake: () => void; readonly fail: (error: Error) => void }[] = [];
  #error: OperationalError | undefined;
  #discards = false;

  constructor(transmit: (bytes: Uint8Array) => void) {
    this.#transmit = transmit;
  }

  async send(bytes: Uint8Array): Promise<void> {
    while (this.#room === 0 && this.#error === undefined && !this.#discards) {
      await new Promise<void>((wake, fail) => {
        this.#waiting.push({ wake, fail });
      });
    }
    if (this.#error !== undefined) throw this.#error;
    if (this.#discards) return;
    this.#room--;
    this.#transmit(bytes);
  }

  addRoom(): void {
    this.#room++;
    this.#waiting.shift()?.wake();
  }

  /** The reader is done: what is still sent goes nowhere. */
  discard(): void {
    this.#discards = true;
    for (const { wake } of this.#waiting.splice(0)) wake();
  }

  fail(error: OperationalError): void {
    this.#error ??= error;
    for (const { fail } of this.#waiting.splice(0)) fail(this.#error);
  }
}

/** The receiving half of one direction: a queue that tells the sender of every message read. */
export class Receiver {
  readonly #onRead: () => void;
  readonly #queue: Uint8Array[] = [];
  #wake: (() => void) | undefined;
  #end: { readonly error?: OperationalError } | undefined;

  constructor(onRead: () => void) {
    this.#onRead = onRead;
  }

  push(bytes: Uint8Array): void {
    if (this.#end !== undefined) return;
    this.#queue.push(bytes);
    this.#wake?.();
  }

  /** What was received before may still be read; then comes the end. */
  finish(): void {
    this.#end ??= {};
    this.#wake?.();
  }

  /** The next read fails, whatever was received before. */
  fail(error: OperationalError): void {
    if (this.#end !== undefined && this.#queue.length === 0) return;
    this.#queue.length = 0;
    this.#end = { error };
    this.#wake?.();
  }

  /** The next message, or nothing at the end. */
  async next(): Promise<Uint8Array | undefined> {
    while (this.#queue.length === 0 && this.#end === undefined) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
    const bytes = this.#queue.shift();
    if (bytes !== undefined) {
      this.#onRead();
      return bytes;
    }
    if (this.#end?.error !== undefined) throw this.#end.error;
    return undefined;
  }
}
