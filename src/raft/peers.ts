import type { Prng } from "../base/prng.ts";
import type { Clock } from "../system/clock.ts";
import type { Log } from "../system/log.ts";
import type { Dialer } from "../system/rpc.ts";
import { RaftService } from "../wire/generated/services.ts";
import { Calls } from "./calls.ts";
import type { Message, RaftId, SnapshotRequest } from "./core/messages.ts";
import { Jobs } from "./jobs.ts";
import { Peer, type PeerReports } from "./peer.ts";
import { isKnownAsRemoved } from "./removal-inquiry.ts";
import type { SnapshotData } from "./snapshot-store.ts";
import type { Member } from "./state-machine.ts";

export interface PeersOptions {
  readonly self: RaftId;
  readonly dialer: Dialer;
  readonly clock: Clock;
  readonly log: Log;
  readonly prng: Prng;
  readonly reports: PeerReports;
  readonly maxMessageBytes: number;
}

/** A removed peer is still sent to for so long: it may not know yet. Source: swarmkit raft.go. */
const FAREWELL_MS = 8000;
const RESOLVE_TIMEOUT_MS = 1000;
const INQUIRY_TIMEOUT_MS = 2000;

/** The ways to all other members, following the membership. */
export class Peers {
  readonly #options: PeersOptions;
  readonly #peers = new Map<RaftId, Peer>();
  readonly #leaving = new Map<RaftId, () => void>();
  readonly #resolving = new Set<RaftId>();
  readonly #jobs = new Jobs();
  readonly #life = new AbortController();
  readonly #calls: Calls;

  constructor(options: PeersOptions) {
    this.#options = options;
    this.#calls = new Calls(options.clock);
  }

  isReachable(member: RaftId): boolean {
    return this.#peers.get(member)?.reachable ?? true;
  }

  /** Reaches exactly these members from now on, where they say they are. */
  follow(members: Iterable<Member>): void {
    const current = new Set<RaftId>();
    for (const { raftId, address } of members) {
      if (raftId === this.#options.self) continue;
      current.add(raftId);
      this.#reach(raftId, address);
    }
    for (const raftId of this.#peers.keys()) if (!current.has(raftId)) this.#retire(raftId);
  }

  /** Sends, or drops. */
  send(message: Message): void {
    const peer = this.#peers.get(message.to);
    if (peer) peer.send(message);
    else if (!this.#resolving.has(message.to)) this.#jobs.start(this.#resolve(message.to));
  }

  /** Sends a snapshot and reports what became of it; resolves when that is known. */
  async sendSnapshot(message: SnapshotRequest, data: SnapshotData): Promise<void> {
    const peer = this.#peers.get(message.to);
    if (peer) await peer.sendSnapshot(message, data);
    else this.#options.reports.snapshot(message.to, "failed");
  }

  /** Asks the other members, and whoever is `elsewhere`, whether this one was removed; reports a yes. */
  async inquire(elsewhere: readonly string[]): Promise<void> {
    const known = [...this.#peers.values()].map(({ address }) => address);
    const answers = await Promise.all(
      [...new Set([...known, ...elsewhere])].map((address) => this.#isRemovedAt(address)),
    );
    if (answers.includes(true)) this.#options.reports.removed();
  }

  async #isRemovedAt(address: string): Promise<boolean> {
    const { dialer, self } = this.#options;
    const channel = dialer.certified(address);
    try {
      return await this.#calls.run(INQUIRY_TIMEOUT_MS, (signal) =>
        isKnownAsRemoved(channel, self, signal),
      );
    } finally {
      channel.close();
    }
  }

  /** Ends everything that is under way. */
  async close(): Promise<void> {
    this.#life.abort();
    this.#calls.end();
    for (const cancel of this.#leaving.values()) cancel();
    for (const peer of this.#peers.values()) peer.close();
    await this.#jobs.settled();
  }

  #reach(raftId: RaftId, address: string): void {
    this.#leaving.get(raftId)?.();
    this.#leaving.delete(raftId);
    const old = this.#peers.get(raftId);
    if (old?.address === address) return;
    old?.close();
    const { jobs, deps } = { jobs: this.#jobs, deps: this.#options };
    this.#peers.set(raftId, new Peer(raftId, address, { ...deps, jobs }));
  }

  #retire(raftId: RaftId): void {
    if (this.#leaving.has(raftId)) return;
    const close = (): void => {
      this.#leaving.delete(raftId);
      this.#peers.get(raftId)?.close();
      this.#peers.delete(raftId);
    };
    this.#leaving.set(raftId, this.#options.clock.after(FAREWELL_MS, close));
  }

  /**
   * Asks the known members where `raftId` is: a member that has just joined hears from a leader that
   * was not there when it was introduced, and must answer it to learn the rest.
   */
  async #resolve(raftId: RaftId): Promise<void> {
    this.#resolving.add(raftId);
    const { clock, dialer, log } = this.#options;
    for (const { address } of [...this.#peers.values()]) {
      const channel = dialer.certified(address);
      try {
        const { addr } = await this.#calls.run(RESOLVE_TIMEOUT_MS, (signal) =>
          channel.unary(RaftService.ResolveAddress, { raftId }, { signal }),
        );
        if (addr !== "" && !this.#peers.has(raftId)) this.#reach(raftId, addr);
        break;
      } catch (error) {
        log.debug("member does not know a peer's address", {
          peer: String(raftId),
          address,
          error,
        });
      } finally {
        channel.close();
      }
    }
    // Whoever was not found is asked for again, but not with every message.
    await clock.sleep(RESOLVE_TIMEOUT_MS, this.#life.signal);
    this.#resolving.delete(raftId);
  }
}
