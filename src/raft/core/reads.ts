import { must } from "../../base/assert.ts";
import type { Configuration } from "./membership.ts";
import type { LogIndex, RaftId } from "./messages.ts";
import { jointIndex } from "./quorum.ts";

/** Somebody wants to know how far to apply before reading; `from` asked over the network. */
export interface ReadRequest {
  /** Chosen by whoever asks, and only for them: nothing here rests on it. */
  readonly context: Uint8Array;
  readonly from: RaftId | undefined;
}

/** Once `index` is applied, what the state machine shows is current as of when it was asked. */
export interface ReadState {
  readonly context: Uint8Array;
  readonly index: LogIndex;
}

interface WaitingRead extends ReadRequest {
  /** The heartbeat round whose answers prove that this member led after the read came. */
  readonly round: number;
  readonly index: LogIndex;
}

const NO_CONTEXT = new Uint8Array(0);
const CONTEXT_BYTES = 8;

/**
 * The reads of one leadership. Each waits for a round of heartbeats sent after it came, answered by a
 * majority: nobody can then have been elected before. One round confirms all reads before it. A read
 * is tied to the number of its round, which nobody else chooses; with contexts chosen by callers, a
 * repeated message could confirm a read that came later. Source: Raft thesis §6.4, etcd-io/etcd#20418.
 */
export class LeaderReads {
  readonly #answer: (read: ReadRequest, index: LogIndex) => void;
  /** Came before this leadership committed anything: what is committed is not known yet. */
  #early: ReadRequest[] = [];
  #waiting: WaitingRead[] = [];
  #round = 0;
  #roundDue = false;
  readonly #answered = new Map<RaftId, number>();

  constructor(answer: (read: ReadRequest, index: LogIndex) => void) {
    this.#answer = answer;
  }

  get count(): number {
    return this.#early.length + this.#waiting.length;
  }

  /** The number of the newest round. */
  get round(): number {
    return this.#round;
  }

  /** A read waits for a round that was not sent yet. */
  get roundDue(): boolean {
    return this.#roundDue;
  }

  /** Nothing of this leadership is committed: `begin` will say when. */
  holdBack(read: ReadRequest): void {
    this.#early.push(read);
  }

  add(read: ReadRequest, commitIndex: LogIndex): void {
    this.#waiting.push({ ...read, round: this.#round + 1, index: commitIndex });
    this.#roundDue = true;
  }

  /** This leadership has committed its first entry: what came before can be asked for now. */
  begin(commitIndex: LogIndex): void {
    for (const read of this.#early.splice(0)) this.add(read, commitIndex);
  }

  /**
   * A round of heartbeats goes out now: what it carries, so that its answers can be told apart.
   * Nothing when nobody waits for them, unless it shall be `marked`.
   */
  startRound({ marked }: { readonly marked: boolean }): Uint8Array {
    this.#round++;
    this.#roundDue = false;
    if (this.#waiting.length === 0 && !marked) return NO_CONTEXT;
    const context = new Uint8Array(CONTEXT_BYTES);
    new DataView(context.buffer).setFloat64(0, this.#round);
    return context;
  }

  /** A heartbeat of this leadership was answered. */
  onAnswer(from: RaftId, context: Uint8Array): void {
    if (context.length !== CONTEXT_BYTES) return;
    const round = new DataView(context.buffer, context.byteOffset).getFloat64(0);
    if (round > (this.#answered.get(from) ?? 0)) this.#answered.set(from, round);
  }

  /** The newest round that a majority has answered; `self` needs no heartbeat. */
  confirmedRound(configuration: Configuration, self: RaftId): number {
    return jointIndex(configuration, (member) =>
      member === self ? this.#round : (this.#answered.get(member) ?? 0),
    );
  }

  /** Answers every read that a majority has confirmed. */
  release(configuration: Configuration, self: RaftId): void {
    if (this.#waiting.length === 0) return;
    const confirmed = this.confirmedRound(configuration, self);
    while (this.#waiting.length > 0) {
      const read = must(this.#waiting[0], "LeaderReads: a hole");
      if (read.round > confirmed) return;
      this.#waiting.shift();
      this.#answer(read, read.index);
    }
  }
}
