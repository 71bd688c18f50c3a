import type { Prng } from "../base/prng.ts";
import type { RaftpbMessage } from "../model/generated/types.ts";
import type { Clock } from "../system/clock.ts";
import type { Log } from "../system/log.ts";
import type { Channel, Dialer } from "../system/rpc.ts";
import { RaftService } from "../wire/generated/services.ts";
import { messageToWire } from "../wire/raft.ts";
import { Calls } from "./calls.ts";
import { splitMessage } from "./chunks.ts";
import type { Message, RaftId, SnapshotRequest } from "./core/messages.ts";
import type { Jobs } from "./jobs.ts";
import { Link } from "./link.ts";
import { saysRemoved } from "./removal-inquiry.ts";
import type { SnapshotData } from "./snapshot-store.ts";
import { Walk } from "./walk.ts";

/** What the transport tells raft. */
export interface PeerReports {
  unreachable(member: RaftId): void;
  snapshot(member: RaftId, outcome: "sent" | "failed"): void;
  /** A member says that this one was removed. */
  removed(): void;
}

export interface PeerDeps {
  readonly self: RaftId;
  readonly dialer: Dialer;
  readonly clock: Clock;
  readonly log: Log;
  readonly prng: Prng;
  readonly reports: PeerReports;
  readonly jobs: Jobs;
  readonly maxMessageBytes: number;
}

/** A snapshot may take so long, and so much more for each piece. */
const STREAM_TIMEOUT_MS = 10_000;
const PIECE_TIMEOUT_MS = 500;
const FIRST_RETRY_MS = 25;
/** Short: a member that comes back must be heard before somebody campaigns for nothing. */
const MAX_RETRY_MS = 250;

/**
 * The way to one member: drops rather than waits, as raft repairs every loss. Messages share a link,
 * which is made anew after a failure; a snapshot goes in pieces on a connection of its own.
 */
export class Peer {
  readonly #raftId: RaftId;
  readonly #address: string;
  readonly #deps: PeerDeps;
  readonly #calls: Calls;
  #link: Link | undefined;
  #snapshotting = false;
  #failures = 0;
  #retryAtMs = 0;
  #reachable = true;

  constructor(raftId: RaftId, address: string, deps: PeerDeps) {
    this.#raftId = raftId;
    this.#address = address;
    this.#deps = deps;
    this.#calls = new Calls(deps.clock);
  }

  get address(): string {
    return this.#address;
  }

  /** It answered last, or was not asked yet. */
  get reachable(): boolean {
    return this.#reachable;
  }

  send(message: Message): void {
    if (!isVote(message) && this.#deps.clock.monotonicMs() < this.#retryAtMs) {
      this.#deps.reports.unreachable(this.#raftId);
    } else {
      this.#link ??= this.#dial();
      if (!this.#link.send(message)) this.#deps.reports.unreachable(this.#raftId);
    }
  }

  close(): void {
    this.#calls.end();
    this.#link?.close();
    this.#link = undefined;
  }

  #dial(): Link {
    return new Link({
      ...this.#deps,
      channel: this.#deps.dialer.certified(this.#address),
      onAnswer: () => this.#onAnswer(),
      onFailure: (error, unsent) => this.#onFailure(error, unsent),
    });
  }

  /** Sends a snapshot with its data, piece by piece; the outcome is reported. */
  async sendSnapshot(message: SnapshotRequest, data: SnapshotData): Promise<void> {
    const { clock, dialer, reports, log } = this.#deps;
    if (this.#snapshotting) {
      reports.snapshot(this.#raftId, "failed");
      return;
    }
    this.#snapshotting = true;
    const channel = dialer.certified(this.#address);
    const startMs = clock.monotonicMs();
    try {
      await this.#stream(channel, messageToWire(message), data);
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

  async #stream(channel: Channel, message: RaftpbMessage, data: SnapshotData): Promise<void> {
    const limitMs = STREAM_TIMEOUT_MS + data.stored.count * PIECE_TIMEOUT_MS;
    await this.#calls.run(limitMs, async (signal) => {
      const stream = channel.clientStream(RaftService.StreamRaftMessage, { signal });
      const walk = new Walk(this.#deps.clock);
      for await (const piece of splitMessage(message, data)) {
        await stream.send({ message: piece });
        await walk.rest(piece.snapshot?.data.length ?? 0, signal);
      }
      await stream.finish();
    });
  }

  #onAnswer(): void {
    if (!this.#reachable) {
      this.#deps.log.info("peer is reachable again", this.#fields);
    }
    this.#reachable = true;
    this.#failures = 0;
    this.#retryAtMs = 0;
  }

  #onFailure(error: unknown, unsent: readonly Message[]): void {
    const { clock, log, prng, reports } = this.#deps;
    this.#link = undefined;
    if (saysRemoved(error)) reports.removed();
    reports.unreachable(this.#raftId);
    const retryInMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** this.#failures);
    this.#retryAtMs = clock.monotonicMs() + retryInMs * (0.5 + prng.unit() / 2);
    this.#failures++;
    if (this.#reachable) log.warn("peer is unreachable", { ...this.#fields, error });
    this.#reachable = false;
    // A stream may have been broken for long before it was used: the member may well be there.
    for (const message of unsent) if (isVote(message)) this.send(message);
  }

  get #fields(): { readonly peer: string; readonly address: string } {
    return { peer: String(this.#raftId), address: this.#address };
  }
}

/** Few and decisive: tried at once, whatever failed before. */
function isVote({ type }: Message): boolean {
  return type.endsWith("oteRequest") || type.endsWith("oteResponse") || type === "timeoutNow";
}
