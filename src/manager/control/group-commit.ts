import { OperationalError } from "../../base/errors.ts";
import type { Action } from "../store/action.ts";
import type { Batch } from "../store/batch.ts";
import type { WriteTx } from "../store/store.ts";
import { Transaction, type Stamp } from "../store/transaction.ts";
import { encodeActions } from "./entry.ts";

/** A transaction whose turn has not come. */
export interface Waiting {
  /** Runs it; gives what to call once it is committed. */
  run(tx: WriteTx): () => void;
  reject(error: unknown): void;
}

/** No entry is larger: Docker's managers refuse more. Source: swarmkit store.MaxTransactionBytes. */
const MAX_ENTRY_BYTES = 1.5 * 1024 * 1024;

/** A group is closed at this size: encoding it must not hold the event loop for long. */
const GROUP_BYTES = 512 * 1024;

/** A group is closed at this many changes, or transactions, for the same reason. */
const GROUP_ACTIONS = 500;
const GROUP_TRANSACTIONS = 500;

/** What one entry will hold, and who waits for it. */
class Part {
  readonly actions: Action[] = [];
  readonly data: Uint8Array[] = [];
  readonly #waiting: { readonly done: () => void; readonly waiting: Waiting }[] = [];
  bytes = 0;

  add(waiting: Waiting, done: () => void): void {
    this.#waiting.push({ waiting, done });
  }

  settle(failure: unknown): void {
    for (const { waiting, done } of this.#waiting) {
      if (failure === undefined) done();
      else waiting.reject(failure);
    }
  }
}

/**
 * Transactions that run one after the other on the same state and leave together, in one entry or,
 * where that would be too large, in a few. Those that fail leave nothing behind, but even they are
 * answered only after those before them, on whose changes they may have failed.
 */
export class GroupCommit {
  readonly #batch: Batch;
  readonly #stamp: Stamp;
  readonly #parts: Part[] = [];

  constructor(batch: Batch, stamp: Stamp) {
    this.#batch = batch;
    this.#stamp = stamp;
  }

  get parts(): readonly Part[] {
    return this.#parts;
  }

  /** Runs as many as belong in one group; tells how many. */
  runAll(transactions: readonly Waiting[]): number {
    let count = 0;
    for (const transaction of transactions) {
      this.#run(transaction);
      count++;
      if (this.#isFull() || count >= GROUP_TRANSACTIONS) break;
    }
    return count;
  }

  #isFull(): boolean {
    let bytes = 0;
    let actions = 0;
    for (const part of this.#parts) {
      bytes += part.bytes;
      actions += part.actions.length;
    }
    return bytes >= GROUP_BYTES || actions >= GROUP_ACTIONS;
  }

  #run(waiting: Waiting): void {
    const mark = this.#batch.mark();
    const tx = new Transaction(this.#batch, this.#stamp);
    try {
      const done = waiting.run(tx);
      const { actions } = tx;
      const data = encode(actions);
      const part = this.#partFor(data.length);
      part.actions.push(...actions);
      part.data.push(data);
      part.bytes += data.length;
      part.add(waiting, done);
    } catch (error) {
      this.#batch.rollBack(mark);
      this.#partFor(0).add(waiting, () => waiting.reject(error));
    }
  }

  #partFor(bytes: number): Part {
    const last = this.#parts.at(-1);
    if (last && last.bytes + bytes <= MAX_ENTRY_BYTES) return last;
    const made = new Part();
    this.#parts.push(made);
    return made;
  }
}

const NO_BYTES = new Uint8Array(0);

function encode(actions: readonly Action[]): Uint8Array {
  if (actions.length === 0) return NO_BYTES;
  const data = encodeActions(actions);
  if (data.length > MAX_ENTRY_BYTES) {
    throw new OperationalError(
      "resourceExhausted",
      `The transaction is too large: ${data.length} bytes of at most ${MAX_ENTRY_BYTES}; split it`,
    );
  }
  return data;
}
