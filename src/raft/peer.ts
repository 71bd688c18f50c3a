import { errorCodeOf, messageOf } from "../base/errors.ts";
import type { Prng } from "../base/prng.ts";
import type { RaftpbMessage } from "../model/generated/types.ts";
import type { Clock } from "../system/clock.ts";
import type { Log } from "../system/log.ts";
import type { Channel, Dialer } from "../system/rpc.ts";
import { RaftService } from "../wire/generated/services.ts";
import { messageToWire } from "../wire/raft.ts";
import { AppendQueue } from "./append-queue.ts";
import { Calls } from "./calls.ts";
import { splitMessage } from "./chunks.ts";
import type { Message, RaftId, SnapshotRequest } from "./core/messages.ts";
import type { Jobs } from "./jobs.ts";

/** What the transport tells raft. */
export interface PeerReports {
  unreachable(member: RaftId): void;
  snapshot(member: RaftId, outcome: "sent" | "failed"): void;
  /** A member says that this one was removed. */
  removed(): void;
}

export interface PeerDeps {
  readonly dialer: Dialer;
  readonly clock: Clock;
  readonly log: Log;
  readonly prng: Prng;
  readonly reports: PeerReports;
  readonly jobs: Jobs;
  readonly maxMessageBytes: number;
}

/** What Swarm's managers answer a member that they have removed. Source: swarmkit raft.go. */
export const MEMBER_REMOVED = "raft: member was removed from the cluster";

/** Small messages under way to one peer at a time; more are dropped: newer ones supersede them. */
const MAX_URGENT_CALLS = 16;
const MAX_QUEUED_BYTES = 64 << 20;
/** After so long a call is given up. Source: swarmkit, SendTimeout. */
const CALL_TIMEOUT_MS = 2000;
/** A snapshot may take so long, and so much more for each piece. */
const STREAM_TIMEOUT_MS = 10_000;
const CHUNK_TIMEOUT_MS = 1000;
const FIRST_RETRY_MS = 25;
/** Short: a member that comes back must be heard before somebody campaigns for nothing. */
const MAX_RETRY_MS = 250;

/**
 * The way to one member: drops rather than waits, as raft repairs every loss. Appends go one at a
 * time, so that they arrive in order; votes, heartbeats and answers overtake them, each in a call of
 * its own; a snapshot goes in pieces on its own channel.
 */
export class Peer {
  readonly #raftId: RaftId;
  readonly #address: string;
  readonly #deps: PeerDeps;
  readonly #appends: AppendQueue;
  readonly #calls: Calls;
  #channel: Channel | undefined;
  #appending = false;
  #snapshotting = false;
  #urgentCalls = 0;
  #failures = 0;
  #retryAtMs = 0;
  #reachable = true;

  constructor(raftId: RaftId, address: string, deps: PeerDeps) {
    this.#raftId = raftId;
    this.#address = address;
    this.#deps = deps;
    this.#appends = new AppendQueue({ maxBytes: MAX_QUEUED_BYTES, ...deps });
    this.#calls = new Calls(deps.clock);
  }

  get address(): string {
    return this.#address;
  }

  /** The last call went through, or none was made yet. */
  get reachable(): boolean {
    return this.#reachable;
  }

  send(message: Message): void {
    if (message.type === "snapshotRequest") {
      this.#sendSnapshot(message);
    } else if (!isVote(message) && this.#deps.clock.monotonicMs() < this.#retryAtMs) {
      this.#deps.reports.unreachable(this.#raftId);
    } else if (message.type === "appendRequest") {
      if (!this.#appends.push(message)) this.#deps.reports.unreachable(this.#raftId);
      if (!this.#appending) this.#deps.jobs.start(this.#sendAppends());
    } else if (this.#urgentCalls < MAX_URGENT_CALLS) {
      this.#deps.jobs.start(this.#sendUrgent(message));
    }
  }

  close(): void {
    this.#calls.end();
    this.#appends.clear();
    this.#channel?.close();
    this.#channel = undefined;
  }

  async #sendUrgent(message: Message): Promise<void> {
    this.#urgentCalls++;
    await this.#call(messageToWire(message));
    this.#urgentCalls--;
  }

  async #sendAppends(): Promise<void> {
    this.#appending = true;
    for (let next = this.#appends.shift(); next; next = this.#appends.shift()) {
      if (!(await this.#call(messageToWire(next)))) this.#appends.clear();
    }
    this.#appending = false;
  }

  /** One call on the common channel; false when it failed, which is reported. */
  async #call(message: RaftpbMessage): Promise<boolean> {
    const channel = (this.#channel ??= this.#deps.dialer.certified(this.#address));
    try {
      await this.#calls.run(CALL_TIMEOUT_MS, (signal) =>
        channel.unary(RaftService.ProcessRaftMessage, { message }, { signal }),
      );
    } catch (error) {
      this.#onFailure(error, channel);
      return false;
    }
    this.#onSuccess();
    return true;
  }

  #sendSnapshot(message: SnapshotRequest): void {
    if (this.#snapshotting) this.#deps.reports.snapshot(this.#raftId, "failed");
    else this.#deps.jobs.start(this.#streamSnapshot(message));
  }

  async #streamSnapshot(message: SnapshotRequest): Promise<void> {
    const { clock, dialer, reports, log } = this.#deps;
    this.#snapshotting = true;
    const channel = dialer.certified(this.#address);
    const startMs = clock.monotonicMs();
    try {
      await this.#stream(channel, messageToWire(message));
      log.info("snapshot sent", {
        peer: String(this.#raftId),
        index: message.snapshot.index,
        durationMs: Math.round(clock.monotonicMs() - startMs),
      });
      reports.snapshot(this.#raftId, "sent");
    } catch (error) {
      // The outcome is always reported: its receiver is fed nothing until then.
      reports.snapshot(this.#raftId, "failed");
      if (!this.#calls.ended) {
        log.warn("snapshot not sent", { peer: String(this.#raftId), error });
      }
    } finally {
      channel.close();
      this.#snapshotting = false;
    }
  }

  async #stream(channel: Channel, message: RaftpbMessage): Promise<void> {
    const pieces = [...splitMessage(message)];
    const limitMs = STREAM_TIMEOUT_MS + pieces.length * CHUNK_TIMEOUT_MS;
    await this.#calls.run(limitMs, async (signal) => {
      const stream = channel.clientStream(RaftService.StreamRaftMessage, { signal });
      for (const piece of pieces) await stream.send({ message: piece });
      await stream.finish();
    });
  }

  #onSuccess(): void {
    if (!this.#reachable) {
      this.#deps.log.info("peer is reachable again", this.#fields);
    }
    this.#reachable = true;
    this.#failures = 0;
    this.#retryAtMs = 0;
  }

  #onFailure(error: unknown, channel: Channel): void {
    if (this.#calls.ended) return;
    const { clock, log, prng, reports } = this.#deps;
    if (errorCodeOf(error) === "notFound" && messageOf(error).includes(MEMBER_REMOVED)) {
      reports.removed();
    }
    reports.unreachable(this.#raftId);
    // Calls that shared a broken channel fail together: count them once.
    if (channel !== this.#channel) return;
    this.#channel = undefined;
    channel.close();
    this.#appends.clear();
    const retryInMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures);
    this.#retryAtMs = clock.monotonicMs() + retryInMs * (0.5 + prng.unit() / 2);
    this.#failures++;
    if (this.#reachable) log.warn("peer is unreachable", { ...this.#fields, error });
    this.#reachable = false;
  }

  get #fields(): { readonly peer: string; readonly address: string } {
    return { peer: String(this.#raftId), address: this.#address };
  }
}

/** Few and decisive: tried at once, whatever failed before. */
function isVote({ type }: Message): boolean {
  return type.endsWith("oteRequest") || type.endsWith("oteResponse") || type === "timeoutNow";
}
