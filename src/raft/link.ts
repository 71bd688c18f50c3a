import { errorCodeOf } from "../base/errors.ts";
import type { Clock } from "../system/clock.ts";
import type { Channel } from "../system/rpc.ts";
import { RaftService, RaftTransportService } from "../wire/generated/services.ts";
import { CARRY } from "../wire/raft-transport.ts";
import { messageToWire } from "../wire/raft.ts";
import { AppendQueue } from "./append-queue.ts";
import { Calls } from "./calls.ts";
import type { Message, RaftId } from "./core/messages.ts";
import type { Jobs } from "./jobs.ts";
import { Lane } from "./lane.ts";

export interface LinkOptions {
  readonly self: RaftId;
  readonly channel: Channel;
  readonly clock: Clock;
  readonly jobs: Jobs;
  readonly maxMessageBytes: number;
  /** The member has shown that it is there. */
  readonly onAnswer: () => void;
  /** Nothing goes through any more; called once. `unsent` was not even tried. */
  readonly onFailure: (error: unknown, unsent: readonly Message[]) => void;
}

/** Small messages under way to one member at a time; more are dropped: newer ones supersede them. */
const MAX_URGENT = 16;
const MAX_QUEUED_BYTES = 64 << 20;
/** After so long a call is given up. Source: swarmkit, SendTimeout. */
const CALL_TIMEOUT_MS = 2000;
/**
 * How often a connection in use must prove that it carries something: streams are not answered. A
 * call each second would be a tenth of what an idle leader costs.
 */
const PROBE_MS = 3000;
/** How often a member that did not know the streams is asked again. */
const UPGRADE_MS = 60_000;

/**
 * One connection to a member, until it fails. It begins with Swarm's calls, which every member
 * knows, and goes on with streams when the member turns out to be one of ours: one for appends, one
 * for what must not wait behind them (heartbeats, votes, answers).
 */
export class Link {
  readonly #options: LinkOptions;
  readonly #calls: Calls;
  readonly #life = new AbortController();
  readonly #appends: AppendQueue;
  #urgent: Message[] = [];
  #lanes: { readonly urgent: Lane; readonly appends: Lane } | undefined;
  #urgentCalls = 0;
  #callsAppends = false;
  #probing = false;
  #nextProbeMs = Infinity;

  constructor(options: LinkOptions) {
    this.#options = options;
    this.#calls = new Calls(options.clock);
    this.#appends = new AppendQueue({ maxBytes: MAX_QUEUED_BYTES, ...options });
  }

  /** Sends, or gives false for an append that finds no room. */
  send(message: Message): boolean {
    const { clock, jobs } = this.#options;
    if (!this.#probing && clock.monotonicMs() >= this.#nextProbeMs) jobs.start(this.#probe());
    if (message.type === "appendRequest") return this.#sendAppend(message);
    if (this.#lanes && this.#urgent.length < MAX_URGENT) {
      this.#urgent.push(message);
      this.#lanes.urgent.wake();
    } else if (!this.#lanes && this.#urgentCalls < MAX_URGENT) {
      jobs.start(this.#callUrgent(message));
    }
    return true;
  }

  close(): void {
    this.#calls.end();
    this.#life.abort();
    this.#appends.clear();
    this.#urgent = [];
    this.#options.channel.close();
  }

  #sendAppend(message: Extract<Message, { type: "appendRequest" }>): boolean {
    const hasRoom = this.#appends.push(message);
    if (this.#callsAppends || this.#calls.ended) return hasRoom;
    if (this.#lanes) this.#lanes.appends.wake();
    else this.#options.jobs.start(this.#callAppends());
    return hasRoom;
  }

  async #callUrgent(message: Message): Promise<void> {
    this.#urgentCalls++;
    await this.#call(message);
    this.#urgentCalls--;
  }

  /** One at a time, so that they arrive in order. */
  async #callAppends(): Promise<void> {
    this.#callsAppends = true;
    for (let next = this.#appends.shift(); next; next = this.#appends.shift()) {
      await this.#call(next);
      if (this.#lanes) break;
    }
    this.#callsAppends = false;
    this.#lanes?.appends.wake();
  }

  async #call(message: Message): Promise<void> {
    const { channel, clock, onAnswer } = this.#options;
    try {
      await this.#calls.run(CALL_TIMEOUT_MS, (signal) =>
        channel.unary(
          RaftService.ProcessRaftMessage,
          { message: messageToWire(message) },
          { signal },
        ),
      );
    } catch (error) {
      this.#fail(error, []);
      return;
    }
    if (this.#nextProbeMs === Infinity) this.#nextProbeMs = clock.monotonicMs();
    onAnswer();
  }

  /** Asks for a sign of life, which only our own members know how to give. */
  async #probe(): Promise<void> {
    const { channel, clock, self, onAnswer } = this.#options;
    this.#probing = true;
    try {
      await this.#calls.run(CALL_TIMEOUT_MS, (signal) =>
        channel.unary(RaftTransportService.Probe, { from: self }, { signal }),
      );
      this.#nextProbeMs = clock.monotonicMs() + PROBE_MS;
      if (!this.#calls.ended) this.#lanes ??= this.#openLanes();
      onAnswer();
    } catch (error) {
      this.#nextProbeMs = clock.monotonicMs() + UPGRADE_MS;
      if (this.#lanes || errorCodeOf(error) !== "unimplemented") this.#fail(error, []);
    }
    this.#probing = false;
  }

  #openLanes(): { readonly urgent: Lane; readonly appends: Lane } {
    const open = (next: () => readonly Message[]): Lane =>
      new Lane({
        stream: this.#options.channel.clientStream(CARRY, {
          signal: this.#life.signal,
        }),
        next,
        jobs: this.#options.jobs,
        clock: this.#options.clock,
        signal: this.#life.signal,
        onFailure: (error, unsent) => this.#fail(error, unsent),
      });
    return {
      urgent: open(() => this.#urgent.splice(0)),
      appends: open(() => {
        const next = this.#appends.shift();
        return next ? [next] : [];
      }),
    };
  }

  #fail(error: unknown, unsent: readonly Message[]): void {
    if (this.#calls.ended) return;
    const left = [...unsent, ...this.#urgent];
    this.close();
    this.#options.onFailure(error, left);
  }
}
