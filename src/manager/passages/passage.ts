import { OperationalError } from "../../base/errors.ts";
import type { PassageBytes } from "../../model/generated/types.ts";
import { BytePipe } from "../../system/byte-pipe.ts";
import { Wake } from "../../system/wake.ts";

/** One of the four streams that meet in a passage. */
export type End = "open" | "send" | "receive" | "answer";

export interface PassageFacts {
  readonly id: string;
  /** The manager that has opened it, and the node whose engine is at its other end. */
  readonly managerId: string;
  readonly nodeId: string;
}

/**
 * Where what a manager sends meets what a node's engine answers: two streams of each. It lasts until
 * both directions have ended; what breaks off in one takes everything along.
 */
export class Passage implements PassageFacts {
  readonly id: string;
  readonly managerId: string;
  readonly nodeId: string;
  readonly #toNode = new BytePipe();
  readonly #toManager = new BytePipe();
  readonly #begun = new Set<End>();
  readonly #ended = new Set<End>();
  readonly #takenUp = new Wake();
  /** Who must hear at once that it failed. */
  readonly #told = new Set<(failure: Error) => void>();
  readonly #onOver: () => void;
  #failure: Error | undefined;

  constructor({ id, managerId, nodeId }: PassageFacts, onOver: () => void) {
    this.id = id;
    this.managerId = managerId;
    this.nodeId = nodeId;
    this.#onOver = onOver;
  }

  /** Resolves once the node has taken it up; throws when it never will. */
  async takenUp(signal: AbortSignal): Promise<void> {
    while (!this.#begun.has("receive") && this.#failure === undefined && !signal.aborted) {
      await this.#takenUp.wait(signal);
    }
    if (this.#failure !== undefined) throw this.#failure;
    signal.throwIfAborted();
  }

  /** What has come for this end, until the other side has no more. */
  async *read(end: "open" | "receive", signal: AbortSignal): AsyncGenerator<Uint8Array> {
    this.#begin(end);
    if (end === "receive") this.#takenUp.set();
    try {
      yield* (end === "open" ? this.#toManager : this.#toNode).read(signal);
      this.#finish(end);
    } finally {
      // Whoever reads has gone away before the end.
      if (!this.#ended.has(end)) this.fail(broken(end));
    }
  }

  /** Passes on what this end says, until it has no more to say. Throws as soon as the passage fails. */
  write(
    end: "send" | "answer",
    messages: AsyncIterable<PassageBytes>,
    signal: AbortSignal,
  ): Promise<void> {
    this.#begin(end);
    // One that says nothing would not hear of it otherwise.
    return new Promise((resolve, reject) => {
      this.#told.add(reject);
      this.#pass(end, messages, signal)
        .then(resolve, reject)
        .finally(() => this.#told.delete(reject));
    });
  }

  async #pass(
    end: "send" | "answer",
    messages: AsyncIterable<PassageBytes>,
    signal: AbortSignal,
  ): Promise<void> {
    const pipe = end === "send" ? this.#toNode : this.#toManager;
    try {
      for await (const { data } of messages) if (data.length > 0) await pipe.write(data, signal);
      signal.throwIfAborted();
      pipe.end();
      this.#finish(end);
    } catch (error) {
      this.fail(broken(end));
      throw error;
    }
  }

  fail(failure: Error): void {
    if (this.#failure !== undefined || this.#isOver) return;
    this.#failure = failure;
    this.#toNode.fail(failure);
    this.#toManager.fail(failure);
    this.#takenUp.set();
    for (const tell of this.#told) tell(failure);
    this.#onOver();
  }

  get #isOver(): boolean {
    return this.#ended.size === ENDS;
  }

  #begin(end: End): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#begun.has(end)) {
      throw new OperationalError("alreadyExists", `Passage ${this.id} is in use`);
    }
    this.#begun.add(end);
  }

  #finish(end: End): void {
    this.#ended.add(end);
    if (this.#isOver) this.#onOver();
    // An answer to nothing: whoever opened it will not come back.
    else if (end === "open" && !this.#begun.has("send")) this.fail(broken(end));
  }
}

const ENDS = 4;

function broken(end: End): OperationalError {
  const who = end === "open" || end === "send" ? "The manager that asked" : "The node";
  return new OperationalError("unavailable", `${who} broke the connection off`);
}
