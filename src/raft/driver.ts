import { assert } from "../base/assert.ts";
import { OperationalError } from "../base/errors.ts";
import type { Clock } from "../system/clock.ts";
import type { Log } from "../system/log.ts";
import { decodeMembershipChange, type EncodedChange } from "../wire/raft-membership.ts";
import { Bell } from "./bell.ts";
import { Compaction } from "./compaction.ts";
import { coreOptions } from "./core-options.ts";
import {
  NO_ENTRY,
  type Entry,
  type LogIndex,
  type Message,
  type Outgoing,
  type RaftId,
  type SnapshotMeta,
  type StoredPieces,
} from "./core/messages.ts";
import { isInConf, membersOf, votersOf } from "./core/membership.ts";
import { Raft } from "./core/raft.ts";
import type { Ready, Write } from "./core/ready.ts";
import { DiskQueue, type OwnSnapshot } from "./disk-queue.ts";
import { Gatherer } from "./gatherer.ts";
import { Jobs } from "./jobs.ts";
import type { LogStore } from "./log-store.ts";
import type { MemberBook } from "./member-book.ts";
import { memberFromWire } from "./member-wire.ts";
import type { RaftLimits, RaftNodeOptions, RaftTiming } from "./options.ts";
import { Pacer, type Beat } from "./pacer.ts";
import type { PeerReports } from "./peer.ts";
import { Peers } from "./peers.ts";
import type { Proposals } from "./proposals.ts";
import { ReadBarriers } from "./read-barriers.ts";
import { SnapshotTraffic } from "./snapshot-traffic.ts";
import type { Membership, StateMachine } from "./state-machine.ts";
import { Tracer } from "./tracer.ts";

/** How a run ended: told to, or because the others removed this member. */
export type RunOutcome = "stopped" | "removed";

export interface DriverOptions extends RaftNodeOptions {
  readonly raftId: RaftId;
  readonly store: LogStore;
  readonly book: MemberBook;
  readonly proposals: Proposals;
  readonly timing: RaftTiming;
  readonly limits: RaftLimits;
  /** After every turn. */
  readonly onTurn: () => void;
}

/** So much later a follower is told what nobody waits for: far less than anybody's patience. */
const HOLD_MS = 20;

/** The event loop comes round soon: their callers are all there is to do. */
const FEW_ENTRIES = 16;

/** Messages that may wait for the next turn; more are dropped. */
const MAX_INBOX = 4096;

/**
 * The core's body. A turn drains what arrived, steps the core, appends all proposals at once, sends,
 * hands one write to the disk and applies what is committed. Requests leave before the write;
 * promises only when it is durable. README.md says why that is safe.
 */
export class Driver {
  readonly raft: Raft;
  readonly peers: Peers;
  readonly pacer: Pacer;
  readonly reads: ReadBarriers;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #stateMachine: StateMachine;
  readonly compaction: Compaction;
  readonly #store: LogStore;
  readonly #book: MemberBook;
  readonly #disk: DiskQueue;
  readonly #proposals: Proposals;
  readonly #onTurn: () => void;
  readonly #jobs = new Jobs();
  readonly #snapshots: SnapshotTraffic;
  readonly #bell = new Bell();
  readonly #gatherer: Gatherer;
  readonly #life = new AbortController();
  #started = false;
  #inbox: Message[] = [];
  #written: Write[] = [];
  #reports: (() => void)[] = [];
  #beat: Beat | undefined;
  #toldRemoved = false;
  #snapshotWanted = false;
  #snapshotting = false;
  /** Whom the restored state knows as members, until the core is told of it. */
  #restored: Membership | undefined;
  #leaving = false;
  #cancelLeave: () => void = () => undefined;
  #cancelHold: (() => void) | undefined;
  #fault: { readonly error: unknown } | undefined;

  constructor(options: DriverOptions) {
    const { clock, store, raftId, entropy, timing, limits, dialer } = options;
    const log = options.log.child("raft", { raftId: String(raftId) });
    this.#clock = clock;
    this.#log = log;
    this.#stateMachine = options.stateMachine;
    this.compaction = new Compaction(limits);
    this.#store = store;
    this.#book = options.book;
    this.#proposals = options.proposals;
    this.#onTurn = options.onTurn;
    const tracer = new Tracer(log);
    this.raft = new Raft(
      coreOptions(raftId, timing, limits, entropy.prng(), (record) => tracer.note(record)),
      { hardState: store.hardState, log: store.takeLog() },
    );
    this.pacer = new Pacer({ clock, log, ...timing }, (beat) => {
      this.#beat = beat;
      this.wake();
    });
    this.#gatherer = new Gatherer(clock, () => this.wake());
    this.#disk = new DiskQueue(store, clock, {
      replaced: (snapshot) => this.#restore(snapshot),
      written: (writes, tookMs) => this.#onWritten(writes, tookMs),
      compacted: (own, isNewest) => this.#onCompacted(own, isNewest),
    });
    this.#snapshots = new SnapshotTraffic({
      ...{ store, clock, compaction: this.compaction, jobs: this.#jobs },
      peers: () => this.peers,
      disk: () => this.#disk,
      fail: (error) => this.#fail(error),
    });
    this.reads = new ReadBarriers({
      ask: (context) => this.raft.readIndex(context).ok,
      nowMs: () => clock.monotonicMs(),
      wake: () => this.wake(),
      nonce: entropy.bytes(8),
      retryMs: timing.tickMs * timing.electionTicks,
    });
    const { maxMessageBytes } = limits;
    const reports = this.#peerReports();
    const prng = entropy.prng();
    this.peers = new Peers({ self: raftId, dialer, clock, log, prng, reports, maxMessageBytes });
  }

  /** Between the start of `run` and its end. */
  get running(): boolean {
    return this.#started && !this.#life.signal.aborted;
  }

  /** The others have removed this member, by the log or by word of mouth. */
  get removed(): boolean {
    return this.#toldRemoved || this.#book.isRemoved(this.raft.id);
  }

  /** Asks for a turn. */
  wake(): void {
    this.#bell.ring();
  }

  /** Takes a message from a peer; false when it is dropped, because too many wait. */
  take(message: Message): boolean {
    if (this.#inbox.length >= MAX_INBOX || !this.running) {
      this.#snapshots.forget(message);
      return false;
    }
    this.#inbox.push(message);
    this.wake();
    return true;
  }

  /** Puts the data of a snapshot that is coming on the disk. */
  stage(data: AsyncIterable<Uint8Array>): Promise<StoredPieces> {
    return this.#snapshots.stage(data);
  }

  /**
   * Turns until `signal` aborts or this member is removed. Rejects when the disk fails or an
   * invariant breaks: nothing can be promised any more, and the process should end.
   */
  async run(signal: AbortSignal): Promise<RunOutcome> {
    assert(!this.#started, "Driver.run: already run");
    this.#started = true;
    const stop = (): void => this.#life.abort();
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop, { once: true });
    this.pacer.start();
    this.wake();
    try {
      await Promise.all([
        this.#guard(this.#turns()),
        this.#guard(this.#disk.run(this.#life.signal)),
      ]);
    } finally {
      signal.removeEventListener("abort", stop);
      this.pacer.stop();
      this.#cancelLeave();
      this.#gatherer.stop();
      this.#cancelHold?.();
      this.#snapshots.stop();
      await this.peers.close();
      await this.#jobs.settled();
    }
    if (this.#fault) throw this.#fault.error;
    return this.#leaving ? "removed" : "stopped";
  }

  /** The first fault ends everything. */
  async #guard(work: Promise<void>): Promise<void> {
    try {
      await work;
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error: unknown): void {
    if (!this.#fault) this.#log.error("raft cannot go on", { error });
    this.#fault ??= { error };
    this.#life.abort();
  }

  async #turns(): Promise<void> {
    const { signal } = this.#life;
    const wake = (): void => this.wake();
    signal.addEventListener("abort", wake, { once: true });
    try {
      while (!signal.aborted) {
        await this.#bell.wait();
        if (signal.aborted) return;
        const ready = this.#turn();
        await this.#letOut(ready);
        if (signal.aborted) return;
        this.#finishTurn(ready);
        if (!this.raft.hasReady) continue;
        this.wake();
        // There is more to apply: let messages and timers in between.
        if (this.raft.hasCommitted) await this.#clock.sleep(0, signal);
      }
    } finally {
      signal.removeEventListener("abort", wake);
    }
  }

  /** Up to where requests and the write have left. */
  #turn(): Ready {
    for (const report of take(this.#reports)) report();
    const inbox = take(this.#inbox);
    for (const message of inbox) this.raft.step(message);
    for (const write of take(this.#written)) this.#finishWrite(write);
    // After the messages: what has arrived must not count as silence.
    this.#tick();
    this.#appendRequests();
    this.reads.ask();
    const ready = this.raft.ready();
    const { messages, write } = ready;
    for (const message of inbox) this.#snapshots.forget(message, write);
    for (const message of messages) this.#send(message);
    if (this.raft.holdsBack) this.#cancelHold ??= this.#clock.after(HOLD_MS, () => this.#feed());
    return ready;
  }

  #feed(): void {
    this.#cancelHold = undefined;
    this.raft.feedHeld();
    this.wake();
  }

  /**
   * Lets a leader's frames out, then the write, each by giving the event loop a turn: others wait for
   * them, and none of what this member does next. With many callers that turn is a long one.
   */
  async #letOut({ messages, write, committed }: Ready): Promise<void> {
    const { signal } = this.#life;
    if (!write) return;
    const carriesIt = messages.some(({ type }) => type === "appendRequest");
    if (carriesIt && write.entries.length <= FEW_ENTRIES) await this.#clock.sleep(0, signal);
    this.#disk.push(write);
    if (write.mustSync && committed.length > 0) await this.#clock.sleep(0, signal);
  }

  #finishTurn({ committed, reads }: Ready): void {
    this.#applyAll(committed);
    this.reads.answer(reads);
    this.reads.applied(this.raft.view().appliedIndex);
    this.#settle();
  }

  #tick(): void {
    const beat = this.#beat;
    this.#beat = undefined;
    if (!beat) return;
    this.#proposals.beat();
    if (beat.overslept) this.raft.overslept();
    if (beat.election) this.raft.tick();
    else this.raft.tickHeartbeat();
  }

  /**
   * Appends what callers want appended. While a write is on its way more are let come: they share
   * one entry message and one sync. What is refused for now (a transfer, say) stays queued.
   */
  #appendRequests(): void {
    const { role, commitIndex } = this.raft.view();
    if (this.#disk.busy || role !== "leader") return;
    const payloads = this.#proposals.queuedPayloads();
    if (payloads.length > 0 && !this.#gatherer.waits(payloads.length, commitIndex)) {
      const outcome = this.raft.propose(payloads.map(({ data }) => data));
      if (outcome.ok) this.#gatherer.appended(this.#proposals.payloadsAppended(outcome.value));
    }
    const request = this.#proposals.queuedChange();
    if (!request?.change) return;
    const type = "kind" in request.change ? "confChange" : "confChangeV2";
    const outcome = this.raft.proposeChange(request.change, type, request.data);
    if (outcome.ok) this.#proposals.changeAppended(outcome.value);
    else if (outcome.error.code === "invalidChange") {
      const text = `Cannot change the membership: ${outcome.error.reason}`;
      this.#proposals.refuseChange(new OperationalError("failedPrecondition", text));
    }
  }

  #send(message: Outgoing): void {
    if (message.type !== "snapshotOrder") {
      this.peers.send(message);
    } else if (isInConf(message.snapshot.conf, message.to)) {
      this.#snapshots.send(message);
    } else {
      // Older than its receiver's admission, which would refuse it: make another, try again soon.
      this.#snapshotWanted = true;
      this.#reports.push(() => this.raft.reportSnapshot(message.to, "failed"));
    }
  }

  /** The leader's snapshot is durable: its state replaces this one's, which applies nothing until then. */
  async #restore({ index }: SnapshotMeta): Promise<void> {
    const found = this.#store.openSnapshot();
    assert(found, "A snapshot was stored and is gone");
    try {
      this.#restored = await this.#stateMachine.restore(index, found.reader);
    } finally {
      await found.reader.close();
    }
    this.#log.info("state restored from a snapshot", { index });
  }

  #finishWrite(write: Write): void {
    const restored = this.#restored;
    this.#restored = undefined;
    if (restored) {
      this.#book.restore(restored);
      this.peers.follow(this.#book.members.values());
    }
    this.raft.written(write);
    for (const promise of write.promises) this.peers.send(promise);
  }

  #applyAll(entries: readonly Entry[]): void {
    for (const entry of entries) this.#apply(entry);
    const last = entries.at(-1);
    if (!last) return;
    this.raft.applied(last.index, entries);
    this.compaction.applied(entries);
  }

  #apply(entry: Entry): void {
    const request = this.#proposals.take(entry);
    if (entry.type === "normal") {
      // Empty data is a new leader's mark, and nothing to the state machine.
      if (entry.data.length > 0) this.#stateMachine.apply(entry.index, entry.data, request?.local);
    } else {
      this.#applyChange(entry.index, { type: entry.type, data: entry.data });
    }
    request?.answer(entry.index);
  }

  #applyChange(index: LogIndex, encoded: EncodedChange): void {
    const { change, members } = decodeMembershipChange(encoded);
    if (!this.raft.applyMembershipChange(index, change)) return;
    const takingPart = new Set(membersOf(this.raft.view().configuration));
    const takesPart = (raftId: RaftId): boolean => takingPart.has(raftId);
    this.#book.apply(change, members.map(memberFromWire), takesPart);
    this.peers.follow(this.#book.members.values());
    this.wake(); // The next change may have waited for this one.
    this.#log.info("membership changed", {
      index,
      peer: "kind" in change ? String(change.raftId) : undefined,
      reason: "kind" in change ? change.kind : change.transition,
      address: members[0]?.addr,
    });
  }

  /** What follows from where the turn has led. */
  #settle(): void {
    const { role, configuration } = this.raft.view();
    if (role !== "leader" && this.#proposals.count > 0) this.#failProposals();
    // Nobody else could lead, or be asked.
    const [voter, ...otherVoters] = votersOf(configuration);
    const alone = voter === this.raft.id && otherVoters.length === 0;
    if (role === "follower" && alone) this.raft.campaign();
    if (this.removed && role !== "leader") this.#leave();
    this.#snapshotIfDue();
    this.#onTurn();
  }

  #failProposals(): void {
    const text = "This manager no longer leads the swarm: nothing was appended; ask the new leader";
    this.#proposals.failAll(new OperationalError("unavailable", text), "Leadership was lost");
  }

  /** Ends the run soon: others may still need this member's answers to learn of its removal. */
  #leave(): void {
    if (this.#leaving) return;
    this.#leaving = true;
    this.#log.info("this member was removed from the swarm");
    const lingerMs = 2 * this.pacer.electionMs;
    this.#cancelLeave = this.#clock.after(lingerMs, () => this.#life.abort());
  }

  #snapshotIfDue(): void {
    const { raft } = this;
    const { appliedIndex: index } = raft.view();
    const newest = raft.log.snapshot?.index ?? 0;
    if (!this.compaction.isDue(newest, index) && !(this.#snapshotWanted && index > newest)) return;
    if (raft.restoring || this.#snapshotting) return;
    this.#snapshotWanted = false;
    const term = raft.log.termAt(index);
    assert(term !== undefined, "The applied entry is gone");
    const compactIndex = Math.max(raft.log.firstIndex - 1, this.compaction.dropUpTo(index));
    const compactTerm = raft.log.termAt(compactIndex);
    const compactTo =
      compactTerm === undefined ? NO_ENTRY : { term: compactTerm, index: compactIndex };
    const parts = this.#stateMachine.snapshot(this.#book.membership());
    this.#snapshotting = true;
    this.compaction.begin();
    const meta = { term, index, conf: raft.conf };
    this.#snapshots.make(meta, parts, compactTo, this.#life.signal);
  }

  #onWritten(writes: readonly Write[], tookMs: number): void {
    this.#written.push(...writes);
    this.pacer.noteStall("disk", tookMs);
    this.wake();
  }

  #onCompacted({ snapshot, compactTo }: OwnSnapshot, isNewest: boolean): void {
    this.#snapshotting = false;
    if (!isNewest) return;
    const { term, index, conf, stored } = snapshot;
    this.raft.compact({ term, index, conf }, compactTo.index);
    this.compaction.stored(stored?.bytes ?? 0);
    this.#log.info("log compacted", { index, count: stored?.bytes });
  }

  /** In the next turn: a report may come while messages are being sent. */
  #peerReports(): PeerReports {
    const later = (report: () => void): void => {
      this.#reports.push(report);
      this.wake();
    };
    return {
      unreachable: (member) => later(() => this.raft.reportUnreachable(member)),
      snapshot: (member, outcome) => later(() => this.raft.reportSnapshot(member, outcome)),
      removed: () => later(() => (this.#toldRemoved = true)),
    };
  }
}

/** Empties `list` and gives what was in it. */
function take<T>(list: T[]): T[] {
  return list.splice(0);
}
