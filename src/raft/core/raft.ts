import { assert } from "../../base/assert.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { Candidate } from "./candidate.ts";
import { Follower } from "./follower.ts";
import { inspect, type Inspection } from "./inspection.ts";
import { Leader, type Accepted } from "./leader.ts";
import type { RaftLog } from "./log.ts";
import { confStateOf, type Configuration } from "./membership.ts";
import {
  isOlder,
  payloadBytes,
  type ConfState,
  type Entry,
  type EntryType,
  type HardState,
  type LogIndex,
  type Message,
  type PreVoteRequest,
  type RaftId,
  type SnapshotMeta,
  type Term,
  type VoteRequest,
} from "./messages.ts";
import type { Progress } from "./progress.ts";
import type { Ready, Write } from "./ready.ts";
import { nextConfiguration, type JointChange, type MembershipChange } from "./reconfiguration.ts";
import {
  isFromLeader,
  Shared,
  type CampaignReason,
  type RaftOptions,
  type Refusal,
  type Role,
  type RoleBehaviour,
  type StoredState,
} from "./shared.ts";

/** What is worth showing of one member. */
export interface RaftView {
  readonly role: Role;
  readonly term: Term;
  readonly leader: RaftId | undefined;
  readonly commitIndex: LogIndex;
  readonly appliedIndex: LogIndex;
  readonly lastIndex: LogIndex;
  readonly configuration: Configuration;
}

/**
 * One member's consensus as a state machine: messages and ticks in, obligations out. It reads no
 * clock, draws only from its seeded generator and touches no disk. See ../README.md for the contract.
 *
 * Sources: Ongaro's thesis for the algorithm, etcd-io/raft for the flow control and the messages.
 */
export class Raft {
  readonly #options: RaftOptions;
  readonly #shared: Shared;
  #role: RoleBehaviour;
  #handedHardState: HardState;

  constructor(options: RaftOptions, stored: StoredState) {
    const { electionTicks, heartbeatTicks, id } = options;
    assert(id !== 0n, "A raft id is not 0");
    assert(
      heartbeatTicks > 0 && electionTicks > heartbeatTicks,
      "Election ticks must exceed heartbeat ticks",
    );
    assert(!options.leaseReads || options.checkQuorum, "Lease reads need check quorum");
    this.#options = options;
    this.#shared = new Shared(options, stored, {
      becomeFollower: (term, leader) => this.#becomeFollower(term, leader),
      campaign: (reason) => this.#campaign(reason),
      elect: (reason) => this.#elect(reason),
      becomeLeader: () => this.#becomeLeader(),
    });
    this.#handedHardState = this.#hardState();
    this.#role = new Follower(this.#shared, undefined, { restarted: true });
  }

  get id(): RaftId {
    return this.#options.id;
  }

  view(): RaftView {
    const { term, log, configuration } = this.#shared;
    return {
      role: this.#role.role,
      term,
      leader: this.#role.leader,
      commitIndex: log.commitIndex,
      appliedIndex: log.appliedIndex,
      lastIndex: log.lastIndex,
      configuration,
    };
  }

  /** All there is to know, for whoever looks for a fault. */
  inspect(): Inspection {
    return inspect(this.#shared, this.#role);
  }

  /** Leader, and everything from before its leadership is applied: what it shows is current. */
  get leading(): boolean {
    const role = this.#role;
    return role instanceof Leader && this.#shared.log.appliedIndex >= role.startIndex;
  }

  /** The leader's view of its followers; empty on others. */
  get followers(): ReadonlyMap<RaftId, Progress> {
    return this.#role instanceof Leader ? this.#role.replicator.followers : new Map();
  }

  get transferee(): RaftId | undefined {
    return this.#role instanceof Leader ? this.#role.transferee : undefined;
  }

  get log(): Pick<RaftLog, "termAt" | "firstIndex" | "lastIndex" | "stableIndex" | "snapshot"> {
    return this.#shared.log;
  }

  /** A leader's snapshot is on its way to the disk: none can be made here. */
  get restoring(): boolean {
    return this.#shared.log.restoring;
  }

  /** The membership to store with a snapshot at the applied index. */
  get conf(): ConfState {
    return confStateOf(this.#shared.configuration);
  }

  /** One unit of logical time. */
  tick(): void {
    this.#role.tick();
  }

  /** One unit of time for heartbeats that does not count for elections. */
  tickHeartbeat(): void {
    if (this.#role instanceof Leader) this.#role.tickHeartbeat();
  }

  /** The driver slept through many ticks: a leader makes sure soon that it still is one. */
  overslept(): void {
    if (this.#role instanceof Leader) this.#role.doubt();
  }

  /** Holds an election now, if this member may. */
  campaign(): void {
    this.#campaign("timeout");
  }

  /** Advances by one message from a peer: late, repeated or out of order. */
  step(message: Message): void {
    if (message.to !== this.id || message.from === this.id) return;
    if (message.type === "proposalRequest") {
      if (this.#role instanceof Leader) this.#role.step(message);
      return;
    }
    if (message.term <= 0) return;
    if (message.term > this.#shared.term) {
      if (!this.#enterTermOf(message)) return;
    } else if (message.term < this.#shared.term) {
      this.#answerLate(message);
      return;
    }
    this.#dispatch(message);
  }

  propose(payloads: readonly Uint8Array[]): Result<Accepted, Refusal> {
    if (!(this.#role instanceof Leader)) return err({ code: "notLeader" });
    return this.#role.propose(payloads);
  }

  /** Proposes a change of the membership; `data` is its encoding, which `applyMembershipChange` follows. */
  proposeChange(
    change: MembershipChange | JointChange,
    type: EntryType,
    data: Uint8Array,
  ): Result<Accepted, Refusal> {
    if (!(this.#role instanceof Leader)) return err({ code: "notLeader" });
    return this.#role.proposeChange(change, type, data);
  }

  /**
   * Passes payloads on to the leader, if that is allowed. They may be lost, or appended more than
   * once: only the state machine can tell what became of them.
   */
  forward(payloads: readonly Uint8Array[]): Result<void, Refusal> {
    if (this.#role instanceof Leader) {
      const outcome = this.#role.propose(payloads);
      return outcome.ok ? ok(undefined) : outcome;
    }
    const { leader } = this.#role;
    if (leader === undefined || this.#options.forwardProposals !== true) {
      return err({ code: "notLeader" });
    }
    const { id: from } = this;
    this.#shared.request({ from, to: leader, term: 0, type: "proposalRequest", payloads });
    return ok(undefined);
  }

  /**
   * Drops what this follower has promised its leader: it votes for the next candidate whose log will
   * do. For whoever knows that the leader is gone. False with lease reads, which rest on the promise.
   */
  forgetLeader(): boolean {
    if (this.#options.leaseReads === true || !(this.#role instanceof Follower)) return false;
    this.#role.forgetLeader();
    return true;
  }

  /**
   * Asks how far to apply before a linearizable read; the answer comes in `Ready.reads` with the same
   * `context`, or never, when a message or the leadership is lost: ask again with another.
   */
  readIndex(context: Uint8Array): Result<void, Refusal> {
    if (this.#role instanceof Leader) return this.#role.read({ context, from: undefined });
    const { leader } = this.#role;
    if (leader === undefined) return err({ code: "notLeader" });
    this.#shared.request({ ...this.#shared.envelope(leader), type: "readIndexRequest", context });
    return ok(undefined);
  }

  /** Hands leadership to `successor`. Watch the role: it may fail silently. */
  transferLeadership(successor: RaftId): void {
    if (this.#role instanceof Leader) this.#role.transfer(successor);
  }

  reportUnreachable(member: RaftId): void {
    if (this.#role instanceof Leader) this.#role.replicator.reportUnreachable(member);
  }

  /** Every ordered snapshot must be reported, or its receiver waits for the timeout. */
  reportSnapshot(member: RaftId, outcome: "sent" | "failed"): void {
    if (this.#role instanceof Leader) this.#role.replicator.reportSnapshot(member, outcome);
  }

  /** Followers are told something a moment later, as nobody waits for it: call `feedHeld` then. */
  get holdsBack(): boolean {
    return this.#role instanceof Leader && this.#role.replicator.holdsBack;
  }

  /** The moment is over. */
  feedHeld(): void {
    if (this.#role instanceof Leader) this.#role.replicator.feedHeld();
  }

  /** Whether `ready` has anything to say. */
  get hasReady(): boolean {
    const { requests, promises, reads, log } = this.#shared;
    return (
      (this.#role instanceof Leader && (this.#role.replicator.hasDue || this.#role.hasDueReads)) ||
      requests.length > 0 ||
      reads.length > 0 ||
      promises.length > 0 ||
      log.hasUnwritten ||
      log.hasCommitted ||
      !sameHardState(this.#hardState(), this.#handedHardState)
    );
  }

  /** Whether there are entries to be applied. */
  get hasCommitted(): boolean {
    return this.#shared.log.hasCommitted;
  }

  ready(): Ready {
    if (this.#role instanceof Leader) {
      this.#role.flush();
      this.#role.flushReads();
    }
    const shared = this.#shared;
    const { requests: messages, reads } = shared;
    shared.requests = [];
    shared.reads = [];
    return {
      reads,
      messages,
      write: this.#takeWrite(),
      committed: shared.log.takeCommitted(this.#options.maxApplyBytes),
    };
  }

  /** `write` is durable, and its snapshot, if any, is restored. Give writes back in their order. */
  written(write: Write): void {
    const { log } = this.#shared;
    if (write.snapshot) log.restored(write.snapshot);
    // Of an earlier term: what it wrote may have been overwritten by writes still on their way and
    // put back in this term. The next write speaks for it. Source: etcd raft, rawnode.go (ABA).
    if (write.term === this.#shared.term) {
      log.stableTo(write.last);
      if (this.#role instanceof Leader) this.#role.onStable();
    }
    for (const vote of write.ownVotes) if (this.#isCurrent(vote)) this.#role.step(vote);
  }

  /** Everything up to `index` is applied. */
  applied(index: LogIndex, entries: readonly Entry[]): void {
    this.#shared.log.appliedTo(index);
    if (this.#role instanceof Leader) this.#role.onApplied(payloadBytes(entries));
  }

  /**
   * The state machine applied a membership change at `index`. Without effect, and false, when a
   * snapshot that is ahead of it has already decided the membership, or when it cannot be: no leader
   * of ours appends such a change, and what another appended must not stop every member at once.
   */
  applyMembershipChange(index: LogIndex, change: MembershipChange | JointChange): boolean {
    const shared = this.#shared;
    if (index <= shared.configurationIndex) return false;
    const next = nextConfiguration(shared.configuration, change);
    if (!next.ok) {
      this.#options.trace?.({ kind: "changeRefused", index, reason: next.error });
      return false;
    }
    shared.adopt(next.value, index);
    if (this.#role instanceof Leader) this.#role.onMembership();
    return true;
  }

  /** A snapshot made here is durable; entries up to `compactTo` are dropped. */
  compact(snapshot: SnapshotMeta, compactTo: LogIndex): void {
    this.#shared.log.compact(snapshot, compactTo);
  }

  #hardState(): HardState {
    const { term, vote, log } = this.#shared;
    return { term, vote, commitIndex: log.commitIndex };
  }

  #takeWrite(): Write | undefined {
    const shared = this.#shared;
    const { entries, snapshot } = shared.log.takeUnwritten();
    const hardState = this.#hardState();
    const handed = this.#handedHardState;
    const changed = !sameHardState(hardState, handed);
    const promises = shared.promises;
    if (!changed && entries.length === 0 && !snapshot && promises.length === 0) return undefined;
    shared.promises = [];
    this.#handedHardState = hardState;
    const votedAnew = hardState.term !== handed.term || hardState.vote !== handed.vote;
    return {
      hardState: changed ? hardState : undefined,
      entries,
      snapshot,
      // A member that forgets who was removed may wait for ever for the vote of one who has gone.
      mustSync:
        entries.length > 0 ||
        snapshot !== undefined ||
        votedAnew ||
        shared.log.hasMembershipChangeAfter(handed.commitIndex),
      promises: promises.filter(({ to }) => to !== this.id),
      ownVotes: promises.filter(({ to }) => to === this.id),
      term: shared.term,
      last: shared.log.last,
    };
  }

  #isCurrent(vote: Message): boolean {
    // A pre-vote's term is the one after.
    return vote.term === this.#shared.term + (vote.type === "preVoteResponse" ? 1 : 0);
  }

  /** Takes on a higher term. False when the message is to be ignored. */
  #enterTermOf(message: Message): boolean {
    const { type, term, from } = message;
    if (type === "voteRequest" || type === "preVoteRequest") {
      const forced = type === "voteRequest" && message.transfer;
      if (!forced && this.#options.checkQuorum && this.#role.holdsLease) {
        // A leader is alive: not even its term may be disturbed. Source: Raft thesis §6.4.
        this.#options.trace?.({ kind: "leaseKept", term: this.#shared.term, candidate: from });
        return false;
      }
    }
    // A pre-vote is a question: neither asking nor granting it starts a term.
    if (type === "preVoteRequest" || (type === "preVoteResponse" && message.granted)) return true;
    this.#becomeFollower(term, isFromLeader(message) ? from : undefined);
    return true;
  }

  /** Answers a message of an earlier term, where silence could last for ever. */
  #answerLate(message: Message): void {
    const shared = this.#shared;
    const from = message.from;
    if (message.type === "appendRequest" || message.type === "heartbeatRequest") {
      // Our votes are ignored under its followers' lease and its messages here; and without
      // knowing the membership we cannot even campaign. Unless it learns the term, we are stuck.
      shared.promise({ ...shared.envelope(from), type: "appendResponse", index: 0 });
    } else if (message.type === "preVoteRequest") {
      // Its asker may wait for this answer in a mixed cluster.
      shared.promise({ ...shared.envelope(from), type: "preVoteResponse", granted: false });
    }
  }

  #dispatch(message: Message): void {
    if (message.type === "voteRequest" || message.type === "preVoteRequest") {
      this.#onVoteRequest(message);
    } else {
      this.#role.step(message);
    }
  }

  #onVoteRequest(request: VoteRequest | PreVoteRequest): void {
    const shared = this.#shared;
    const isPreVote = request.type === "preVoteRequest";
    const free =
      shared.vote === request.from ||
      (shared.vote === undefined && this.#role.leader === undefined) ||
      (isPreVote && request.term > shared.term);
    // Whether this member is a voter is not asked: it may have been promoted without knowing yet.
    const granted = free && !isOlder(request.last, shared.log.last);
    const type = isPreVote ? "preVoteResponse" : "voteResponse";
    const term = granted ? request.term : shared.term;
    if (granted && !isPreVote) {
      this.#role.postponeCampaign();
      shared.vote = request.from;
      this.#options.trace?.({ kind: "vote", term, candidate: request.from });
    }
    shared.promise({ from: this.id, to: request.from, term, type, granted });
    if (isPreVote && isOlder(request.last, shared.log.last)) this.#standInstead();
  }

  /**
   * Whoever asks has no leader and lacks entries that this member has: it might never win. If this one
   * has heard no leader for as long, it campaigns itself rather than wait for its own timeout.
   */
  #standInstead(): void {
    const { role, holdsLease } = this.#role;
    if (this.#options.checkQuorum && role === "follower" && !holdsLease) this.#campaign("timeout");
  }

  #campaign(reason: CampaignReason): void {
    const { log, isVoter } = this.#shared;
    if (this.#role instanceof Leader || !isVoter || log.restoring) return;
    // A committed change that is not applied could leave two disjoint majorities.
    if (log.hasMembershipChangeAfter(log.appliedIndex)) return;
    if (this.#options.preVote && reason === "timeout") this.#solicit("preCandidate", reason);
    else this.#elect(reason);
  }

  #elect(reason: CampaignReason): void {
    this.#shared.term++;
    this.#shared.vote = this.id;
    this.#solicit("candidate", reason);
  }

  #solicit(role: "preCandidate" | "candidate", reason: CampaignReason): void {
    const candidate = new Candidate(this.#shared, role, reason);
    this.#enter(candidate);
    candidate.solicit();
  }

  #becomeFollower(term: Term, leader: RaftId | undefined): RoleBehaviour {
    assert(term >= this.#shared.term, "The term went back");
    if (term > this.#shared.term) {
      this.#shared.term = term;
      this.#shared.vote = undefined;
    }
    return this.#enter(new Follower(this.#shared, leader));
  }

  #becomeLeader(): void {
    assert(this.#role.role === "candidate", "Only a candidate is elected");
    this.#enter(new Leader(this.#shared));
  }

  #enter(role: RoleBehaviour): RoleBehaviour {
    this.#role = role;
    this.#options.trace?.({
      kind: "role",
      role: role.role,
      term: this.#shared.term,
      leader: role.leader,
    });
    return role;
  }
}

function sameHardState(a: HardState, b: HardState): boolean {
  return a.term === b.term && a.vote === b.vote && a.commitIndex === b.commitIndex;
}
