import { setImmediate } from "node:timers/promises";
import type grpc from "@grpc/grpc-js";

/** So many messages may wait for their reader here, besides the sixteen that grpc-js lets wait. */
const MOST_WAITING = 4;

interface Reader<T> {
  readonly resolve: (result: IteratorResult<T, undefined>) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * What a client's stream brings, for one reader, which has to come back before more than a few are
 * taken. Ends when the caller has ended it; throws `signal`'s reason when it was cut short, or why a
 * message could not be decoded. Node.js's own iterator of a stream would take twice as long to hand a
 * message over, and each frame between managers comes this way.
 */
export class Incoming<T> implements AsyncIterableIterator<T, undefined> {
  readonly #call: grpc.ServerReadableStream<Buffer, Buffer>;
  readonly #decode: (bytes: Buffer) => T;
  readonly #signal: AbortSignal;
  readonly #waiting: T[] = [];
  #reader: Reader<T> | undefined;
  #begun = false;
  #end: { readonly error: unknown } | "peace" | undefined;

  constructor(
    call: grpc.ServerReadableStream<Buffer, Buffer>,
    decode: (bytes: Buffer) => T,
    signal: AbortSignal,
  ) {
    this.#call = call;
    this.#decode = decode;
    this.#signal = signal;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<T, undefined>> {
    if (!this.#begun) this.#begin();
    if (this.#waiting.length > 0) {
      const value = this.#waiting.shift() as T; // There was one.
      if (this.#waiting.length === 0 && this.#call.isPaused()) this.#call.resume();
      return Promise.resolve({ done: false, value });
    }
    return new Promise((resolve, reject) => {
      this.#reader = { resolve, reject };
      if (this.#end) this.#tellEnd();
    });
  }

  /** The reader wants no more. */
  async return(): Promise<IteratorResult<T, undefined>> {
    this.#over("peace");
    this.#call.destroy();
    return { done: true, value: undefined };
  }

  #begin(): void {
    this.#begun = true;
    const call = this.#call;
    const cut = (): void => {
      this.#over({ error: this.#signal.reason });
      // A stream whose caller has gone away would never end by itself.
      call.destroy();
    };
    let ended = false;
    // Node.js ends a stream that was broken off like one that was finished, and says a moment later
    // that it was not.
    const settle = async (): Promise<void> => {
      await setImmediate();
      this.#over(ended ? "peace" : { error: new Error("The caller's stream was broken off") });
    };
    call.on("data", (bytes: Buffer) => this.#take(bytes));
    call.once("end", () => {
      ended = true;
      void settle();
    });
    call.once("close", () => void settle());
    // For good: an error that nobody listens to would end the process.
    call.on("error", (error) => this.#over({ error }));
    this.#signal.addEventListener("abort", cut, { once: true });
    if (this.#signal.aborted) cut();
  }

  #take(bytes: Buffer): void {
    if (this.#end) return;
    let value: T;
    try {
      value = this.#decode(bytes);
    } catch (error) {
      this.#over({ error });
      this.#call.destroy();
      return;
    }
    const reader = this.#reader;
    this.#reader = undefined;
    if (reader) reader.resolve({ done: false, value });
    else if (this.#waiting.push(value) >= MOST_WAITING) this.#call.pause();
  }

  /** The first to say how it ends is believed; what waits is still read where it ended in peace. */
  #over(end: { readonly error: unknown } | "peace"): void {
    if (this.#end) return;
    this.#end = end;
    if (end !== "peace") this.#waiting.length = 0;
    if (this.#reader) this.#tellEnd();
  }

  #tellEnd(): void {
    const reader = this.#reader;
    this.#reader = undefined;
    if (!reader || !this.#end) return;
    if (this.#end === "peace") reader.resolve({ done: true, value: undefined });
    else reader.reject(this.#signal.aborted ? this.#signal.reason : this.#end.error);
  }
}
