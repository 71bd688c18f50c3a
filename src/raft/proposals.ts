import { OperationalError } from "../base/errors.ts";
import type { Accepted } from "./core/leader.ts";
import type { JointChange, MembershipChange } from "./core/reconfiguration.ts";
import type { Entry, LogIndex, Term } from "./core/messages.ts";
import { Request } from "./request.ts";

/** What speaks against a membership change as things are now. */
export type WhyNot = () => OperationalError | undefined;

/**
 * What callers here want appended: first in a queue, then, once in the log, under its entry id.
 * Everybody is answered: when the entry is applied, when another took its place, when leadership
 * is lost, when the caller gives up.
 */
export class Proposals {
  readonly #maxBytes: number;
  #payloads: Request[] = [];
  #changes: Request[] = [];
  readonly #doubts = new WeakMap<Request, WhyNot>();
  readonly #appended = new Map<LogIndex, { readonly term: Term; readonly request: Request }>();
  #bytes = 0;
  /** Made since the last beat, and in the one before. */
  #young: Request[] = [];
  #older: Request[] = [];

  /** At most `maxBytes` of data may wait, in the queue and in the log; a single proposal always may. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** How many wait, in the queue or for their entry. */
  get count(): number {
    return this.#payloads.length + this.#changes.length + this.#appended.size;
  }

  propose(data: Uint8Array, local: unknown, signal: AbortSignal): Promise<LogIndex> {
    if (this.#bytes > 0 && this.#bytes + data.length > this.#maxBytes) {
      const waiting = `${this.#bytes} bytes of at most ${this.#maxBytes}`;
      return Promise.reject(
        new OperationalError(
          "resourceExhausted",
          `Too many proposals wait to be committed: ${waiting}; try again later`,
        ),
      );
    }
    const request = new Request(data, { local }, signal);
    this.#payloads.push(request);
    this.#young.push(request);
    this.#bytes += data.length;
    return request.outcome;
  }

  /** What speaks against it is looked at again when its turn comes: others were made before it. */
  change(
    change: MembershipChange | JointChange,
    data: Uint8Array,
    signal: AbortSignal,
    whyNot: WhyNot = (): undefined => undefined,
  ): Promise<LogIndex> {
    const request = new Request(data, { change }, signal);
    this.#changes.push(request);
    this.#doubts.set(request, whyNot);
    this.#young.push(request);
    return request.outcome;
  }

  /**
   * Lets those who have waited since the last beat give up. Most are answered sooner: only the slow
   * ones pay for a listener.
   */
  beat(): void {
    for (const request of this.#older) request.listen();
    this.#older = this.#young;
    this.#young = [];
  }

  /** What waits to be appended, in order. */
  queuedPayloads(): readonly Request[] {
    if (this.#payloads.some(({ settled }) => settled)) {
      for (const { settled, data } of this.#payloads) if (settled) this.#bytes -= data.length;
      this.#payloads = this.#payloads.filter(({ settled }) => !settled);
    }
    return this.#payloads;
  }

  /** The membership change whose turn it is: one at a time. */
  queuedChange(): Request | undefined {
    for (;;) {
      this.#changes = this.#changes.filter(({ settled }) => !settled);
      const [request] = this.#changes;
      const refusal = request && this.#doubts.get(request)?.();
      if (refusal === undefined) return request;
      this.refuseChange(refusal);
    }
  }

  /** All queued payloads are in the log, from `firstIndex` to the index that is given back. */
  payloadsAppended({ term, firstIndex }: Accepted): LogIndex {
    this.#payloads.forEach((request, at) => this.#await(firstIndex + at, term, request));
    const { length } = this.#payloads;
    this.#payloads = [];
    return firstIndex + length - 1;
  }

  changeAppended({ term, firstIndex }: Accepted): void {
    const request = this.#changes.shift();
    if (request) this.#await(firstIndex, term, request);
  }

  /** Refuses the change whose turn it is. */
  refuseChange(error: OperationalError): void {
    this.#changes.shift()?.refuse(error);
  }

  /**
   * Takes the request that waits for this entry; undefined when nobody does, or no longer. Answer it
   * once the entry is applied.
   */
  take({ index, term }: Entry): Request | undefined {
    const waiting = this.#appended.get(index);
    if (!waiting) return undefined;
    this.#appended.delete(index);
    this.#bytes -= waiting.request.change ? 0 : waiting.request.data.length;
    if (waiting.term === term) return waiting.request.settled ? undefined : waiting.request;
    waiting.request.refuse(replaced(index));
    return undefined;
  }

  /** Nobody here can commit anything now: answers all who wait. */
  failAll(queued: OperationalError, why: string): void {
    for (const request of [...this.#payloads, ...this.#changes]) request.refuse(queued);
    for (const { request } of this.#appended.values()) request.refuse(unknownOutcome(why));
    this.#payloads = [];
    this.#changes = [];
    this.#appended.clear();
    this.#bytes = 0;
  }

  #await(index: LogIndex, term: Term, request: Request): void {
    request.appended = true;
    this.#appended.set(index, { term, request });
  }
}

function replaced(index: LogIndex): OperationalError {
  return new OperationalError(
    "aborted",
    `Entry ${index} was replaced by a new leader's: nothing was committed; propose it again`,
  );
}

function unknownOutcome(why: string): OperationalError {
  return new OperationalError(
    "aborted",
    `${why}: the outcome of this proposal is unknown, it may still be committed`,
  );
}
