import { OperationalError } from "../base/errors.ts";
import type { LogIndex } from "./core/messages.ts";
import type { ReadState } from "./core/reads.ts";

/** Callers that may wait at a time. */
const MAX_CALLERS = 10_000;

interface Caller {
  readonly resolve: () => void;
  readonly release: () => void;
}

/** Callers that share one question. */
interface Batch {
  readonly callers: Set<Caller>;
  readonly askedAtMs: number;
}

export interface BarrierSeams {
  /** Puts the question to raft; false when nobody can be asked at the moment. */
  readonly ask: (context: Uint8Array) => boolean;
  readonly nowMs: () => number;
  /** Wants another turn. */
  readonly wake: () => void;
  /** No two processes, and no two lives of one, draw the same. */
  readonly nonce: Uint8Array;
  readonly retryMs: number;
}

/**
 * Callers here who want to read no less than what was committed when they came. All who come before
 * a turn share one question; a question that stays unanswered, as its leader was lost, is put again
 * under another context, so that a late answer is never taken for a newer one.
 */
export class ReadBarriers {
  readonly #seams: BarrierSeams;
  readonly #unasked = new Set<Caller>();
  readonly #asked = new Map<string, Batch>();
  /** Answered, and waiting to be applied. */
  #confirmed: { readonly index: LogIndex; readonly callers: Set<Caller> }[] = [];
  /** Everybody who waits, and how to disappoint them. */
  readonly #enders = new Map<Caller, () => void>();
  #counter = 0;
  #ended: Error | undefined;

  constructor(seams: BarrierSeams) {
    this.#seams = seams;
  }

  /** Resolves when everything that was committed by now is applied here. */
  async pass(signal: AbortSignal): Promise<void> {
    if (this.#ended) throw this.#ended;
    if (signal.aborted) throw cancelled(signal.reason);
    if (this.#enders.size >= MAX_CALLERS) {
      throw new OperationalError(
        "resourceExhausted",
        `${MAX_CALLERS} readers wait for raft already: try again later`,
      );
    }
    await new Promise<void>((resolve, reject) => {
      const onAbort = (): void => {
        this.#forget(caller);
        reject(this.#ended ?? cancelled(signal.reason));
      };
      const release = (): void => signal.removeEventListener("abort", onAbort);
      const caller: Caller = { resolve, release };
      signal.addEventListener("abort", onAbort, { once: true });
      this.#enders.set(caller, onAbort);
      this.#unasked.add(caller);
      this.#seams.wake();
    });
  }

  /** Puts what waits to raft; once a turn. */
  ask(): void {
    const nowMs = this.#seams.nowMs();
    for (const [key, { callers, askedAtMs }] of this.#asked) {
      if (nowMs - askedAtMs < this.#seams.retryMs) continue;
      this.#asked.delete(key);
      for (const caller of callers) this.#unasked.add(caller);
    }
    if (this.#unasked.size === 0) return;
    const context = this.#nextContext();
    if (!this.#seams.ask(context)) return;
    this.#asked.set(keyOf(context), { callers: new Set(this.#unasked), askedAtMs: nowMs });
    this.#unasked.clear();
  }

  answer(states: readonly ReadState[]): void {
    for (const { context, index } of states) {
      const key = keyOf(context);
      const batch = this.#asked.get(key);
      if (!batch) continue; // Asked again meanwhile, or of another life.
      this.#asked.delete(key);
      this.#confirmed.push({ index, callers: batch.callers });
    }
  }

  /** Everything up to `index` is applied here. */
  applied(index: LogIndex): void {
    if (this.#confirmed.length === 0) return;
    const done = this.#confirmed.filter((batch) => batch.index <= index);
    this.#confirmed = this.#confirmed.filter((batch) => batch.index > index);
    for (const { callers } of done) {
      for (const caller of callers) {
        this.#enders.delete(caller);
        caller.release();
        caller.resolve();
      }
    }
  }

  /** Nobody here will be answered any more. */
  end(reason: Error): void {
    this.#ended = reason;
    for (const [caller, end] of [...this.#enders]) {
      caller.release();
      end();
    }
  }

  #forget(caller: Caller): void {
    this.#enders.delete(caller);
    this.#unasked.delete(caller);
    for (const { callers } of this.#asked.values()) callers.delete(caller);
    for (const { callers } of this.#confirmed) callers.delete(caller);
  }

  #nextContext(): Uint8Array {
    const { nonce } = this.#seams;
    const context = new Uint8Array(nonce.length + 8);
    context.set(nonce);
    new DataView(context.buffer).setFloat64(nonce.length, ++this.#counter);
    return context;
  }
}

function keyOf(context: Uint8Array): string {
  return context.join();
}

function cancelled(reason: unknown): OperationalError {
  return new OperationalError("cancelled", "Gave up waiting to read what is committed", {
    cause: reason,
  });
}
