import { assert } from "../../base/assert.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { Departure } from "./departure.ts";
import { isJoint } from "./membership.ts";
import {
  payloadBytes,
  type Entry,
  type EntryType,
  type LogIndex,
  type Message,
  type ProposalRequest,
  type RaftId,
} from "./messages.ts";
import { isJointQuorum, jointIndex } from "./quorum.ts";
import { nextConfiguration, type JointChange, type MembershipChange } from "./reconfiguration.ts";
import { Lease } from "./lease.ts";
import { LeaderReads, type ReadRequest } from "./reads.ts";
import { Replicator } from "./replicator.ts";
import { isFromLeader, type Refusal, type RoleBehaviour, type Shared } from "./shared.ts";

/** Where accepted proposals are in the log, if nothing overwrites them. */
export interface Accepted {
  readonly term: number;
  readonly firstIndex: LogIndex;
}

/** Reads that may wait at a time. */
const MAX_READS = 4096;

/** Appends what is proposed, feeds the followers and says what is committed. */
export class Leader implements RoleBehaviour {
  readonly role = "leader";
  readonly holdsLease = true;
  readonly replicator: Replicator;
  /** Index of this leadership's first entry: the earlier ones are other leaders'. */
  readonly startIndex: LogIndex;
  readonly #shared: Shared;
  readonly #reads: LeaderReads;
  readonly #lease: Lease;
  /** No other membership change before this index is applied. */
  #pendingChangeIndex: LogIndex;
  #uncommittedBytes = 0;
  #transferee: RaftId | undefined;
  #departure: Departure | undefined;
  #heartbeatElapsed = 0;
  #electionElapsed = 0;

  constructor(shared: Shared) {
    this.#shared = shared;
    // Any entry of an earlier leader may be a membership change that is still to be applied.
    this.#pendingChangeIndex = shared.log.lastIndex;
    this.startIndex = shared.log.lastIndex + 1;
    this.replicator = new Replicator(shared);
    this.#reads = new LeaderReads((read, index) => this.#answerRead(read, index));
    this.#lease = new Lease(shared.options);
    // The first entry of the own term: only with it may what came before be committed.
    this.#append([{ type: "normal", data: new Uint8Array(0) }]);
  }

  get leader(): RaftId {
    return this.#shared.id;
  }

  /** Of its own proposals, until they are applied here. */
  get uncommittedBytes(): number {
    return this.#uncommittedBytes;
  }

  get transferee(): RaftId | undefined {
    return this.#transferee;
  }

  /** No vote is ever granted in a term that has a leader, so there is nothing to postpone. */
  postponeCampaign(): void {
    assert(false, "A leader granted a vote in its own term");
  }

  tick(): void {
    this.#electionElapsed++;
    this.replicator.tick();
    if (this.#electionElapsed >= this.#shared.options.electionTicks) {
      if (!this.checkQuorum()) return;
      // A successor that did not take over within an election timeout is not going to.
      this.#transferee = undefined;
      this.#leaveJointIfDue();
    }
    this.tickHeartbeat();
  }

  /** Time for heartbeats only: a patient leader still lets its followers hear it. */
  tickHeartbeat(): void {
    this.#lease.tick();
    this.#heartbeatElapsed++;
    if (this.#heartbeatElapsed >= this.#shared.options.heartbeatTicks) this.sendHeartbeats();
  }

  /** Steps down unless a majority was heard since the last check. False when it stepped down. */
  checkQuorum(): boolean {
    this.#electionElapsed = 0;
    if (!this.#shared.options.checkQuorum) return true;
    const { configuration } = this.#shared;
    if (this.replicator.checkQuorum((heard) => isJointQuorum(configuration, heard))) return true;
    this.#shared.options.trace?.({ kind: "quorumLost", term: this.#shared.term });
    this.#shared.becomeFollower(this.#shared.term, undefined);
    return false;
  }

  /**
   * Time went by unseen: what was heard before it proves nothing now. Whoever is there answers within
   * half an election timeout, or this member steps down.
   */
  doubt(): void {
    const { electionTicks } = this.#shared.options;
    this.#lease.forget();
    this.replicator.forgetWhoWasHeard();
    this.#electionElapsed = Math.floor(electionTicks / 2);
    this.sendHeartbeats();
  }

  sendHeartbeats(): void {
    this.#heartbeatElapsed = 0;
    const context = this.#reads.startRound({ marked: this.#lease.enabled });
    this.#lease.onRound(this.#reads.round);
    this.replicator.sendHeartbeats(
      (_follower, match) => this.#departure?.contextFor(match) ?? context,
    );
  }

  /**
   * Sends what is due. Nothing is held back from who is to lead next, nor of a membership change:
   * whoever it removes is not spoken to any more once it is applied.
   */
  flush(): void {
    const isChanging = this.#pendingChangeIndex > this.#shared.log.appliedIndex;
    const isHandingOver = this.#transferee !== undefined || this.#departure !== undefined;
    this.replicator.flush({ mayHold: !isChanging && !isHandingOver });
  }

  /** Reads wait for a round of heartbeats. */
  get hasDueReads(): boolean {
    return this.#reads.roundDue;
  }

  /** Sends one round of heartbeats for all reads of this turn. */
  flushReads(): void {
    if (!this.#reads.roundDue) return;
    this.sendHeartbeats();
    this.#releaseReads(); // Alone it needs no answers.
  }

  /** Takes a read: it is answered once it is certain that this member leads after it came. */
  read(read: ReadRequest): Result<void, Refusal> {
    if (!this.#shared.isVoter) return err({ code: "notMember" });
    if (this.#reads.count >= MAX_READS) return err({ code: "busy" });
    const { commitIndex } = this.#shared.log;
    // Until an entry of the own term is committed, others may have committed more. A single voter,
    // too: after a crash its commit index may be behind what it has shown. Source: etcd-io/etcd#7331.
    if (commitIndex < this.startIndex) this.#reads.holdBack(read);
    else if (this.#lease.holds) this.#answerRead(read, commitIndex);
    else this.#reads.add(read, commitIndex);
    return ok(undefined);
  }

  step(message: Message): void {
    assert(!isFromLeader(message), `Two leaders in term ${message.term}: ${message.from} and this`);
    switch (message.type) {
      case "appendResponse":
        if (this.replicator.onAppendResponse(message)) this.#onProgress(message.from);
        break;
      case "heartbeatResponse":
        this.replicator.onHeartbeatResponse(message);
        this.#reads.onAnswer(message.from, message.context);
        this.#releaseReads();
        this.#departure?.onHeartbeatResponse(message);
        this.#departIfPossible();
        break;
      case "transferRequest":
        this.transfer(message.from);
        break;
      case "proposalRequest":
        this.#onForwarded(message);
        break;
      case "readIndexRequest":
        this.read({ context: message.context, from: message.from });
        break;
      case "voteResponse":
      case "preVoteResponse":
      case "timeoutNow":
      case "voteRequest":
      case "preVoteRequest":
      case "readIndexResponse":
        break; // Answers to the election that is won, or none of a leader's business.
    }
  }

  /** Appends payloads for the state machine, all of them or none. */
  propose(payloads: readonly Uint8Array[]): Result<Accepted, Refusal> {
    const refusal = this.#refuse();
    if (refusal) return err(refusal);
    const drafts = payloads.map((data) => ({ type: "normal" as const, data }));
    const bytes = payloadBytes(drafts);
    const { maxUncommittedBytes } = this.#shared.options;
    // An empty tail takes one proposal of any size: the limit must not make it impossible.
    if (bytes > 0 && this.#uncommittedBytes > 0) {
      if (this.#uncommittedBytes + bytes > maxUncommittedBytes) return err({ code: "busy" });
    }
    return ok(this.#append(drafts));
  }

  /** A refusal is not told: a message might be lost as well, and whoever waits must know that. */
  #onForwarded({ from, payloads }: ProposalRequest): void {
    if (this.#shared.options.forwardProposals !== true) return;
    if (this.replicator.followers.has(from)) this.propose(payloads);
  }

  /** Appends a membership change: one at a time, and only what can be applied. */
  proposeChange(
    change: MembershipChange | JointChange,
    type: EntryType,
    data: Uint8Array,
  ): Result<Accepted, Refusal> {
    const refusal = this.#refuse();
    if (refusal) return err(refusal);
    if (this.#pendingChangeIndex > this.#shared.log.appliedIndex) {
      return err({ code: "changePending" });
    }
    const next = nextConfiguration(this.#shared.configuration, change);
    if (!next.ok) return err({ code: "invalidChange", reason: next.error });
    const accepted = this.#append([{ type, data }]);
    this.#pendingChangeIndex = accepted.firstIndex;
    return ok(accepted);
  }

  /** Hands leadership to `successor` as soon as its log is complete. */
  transfer(successor: RaftId): void {
    if (successor === this.#transferee || successor === this.#shared.id) return;
    if (!this.#shared.configuration.voters.has(successor)) return;
    this.#transferee = successor;
    this.#electionElapsed = 0; // The transfer has one election timeout, from now.
    this.replicator.markAll();
    this.#finishTransfer();
  }

  /** This member's own disk holds more. */
  onStable(): void {
    this.#commit();
  }

  /** The membership changed by an applied entry. */
  onMembership(): void {
    const { configuration, isVoter, log } = this.#shared;
    // A member heard of only now has not had the time to answer.
    this.replicator.followMembership({ recentlyActive: true });
    // Fewer voters may mean that more is committed.
    this.#commit();
    if (this.#transferee !== undefined && !configuration.voters.has(this.#transferee)) {
      this.#transferee = undefined;
    }
    if (isVoter) this.#departure = undefined;
    else this.#departure ??= new Departure(log.commitIndex);
    this.#releaseReads();
    if (this.#departure) this.sendHeartbeats();
  }

  /** Entries of so many bytes were applied. */
  onApplied(bytes: number): void {
    // Entries of earlier terms were never counted: stop at zero.
    this.#uncommittedBytes = Math.max(0, this.#uncommittedBytes - bytes);
    this.#leaveJointIfDue();
  }

  /**
   * Ends a joint state that ends by itself: whichever leader has applied it, as the one that began it
   * may be gone. Source: etcd-io/etcd#12136.
   */
  #leaveJointIfDue(): void {
    const { configuration, log } = this.#shared;
    if (!configuration.autoLeave || !isJoint(configuration)) return;
    // A transfer forbids it, and no change may be pending: it is looked at again after either.
    if (this.#refuse() || this.#pendingChangeIndex > log.appliedIndex) return;
    const leave = this.#append([{ type: "confChangeV2", data: new Uint8Array(0) }]);
    this.#pendingChangeIndex = leave.firstIndex;
  }

  #onProgress(from: RaftId): void {
    this.#commit();
    if (from === this.#transferee) this.#finishTransfer();
  }

  #commit(): void {
    const { configuration, log, term } = this.#shared;
    const index = jointIndex(configuration, (voter) => this.replicator.matchOf(voter));
    // Counting is allowed for entries of the own term only. Source: Raft thesis §3.6.2, figure 3.7.
    if (index <= log.commitIndex || log.termAt(index) !== term) return;
    log.commitTo(index);
    this.replicator.markAll();
    this.#reads.begin(index);
  }

  #releaseReads(): void {
    const { configuration, id } = this.#shared;
    this.#lease.onConfirmed(this.#reads.confirmedRound(configuration, id));
    this.#reads.release(configuration, id);
  }

  #answerRead({ context, from }: ReadRequest, index: LogIndex): void {
    const shared = this.#shared;
    if (from === undefined) {
      shared.reads.push({ context, index });
      return;
    }
    shared.request({ ...shared.envelope(from), type: "readIndexResponse", context, index });
    this.replicator.feedHeld(from); // It cannot read before it has them.
  }

  #finishTransfer(): void {
    const to = this.#transferee;
    if (to === undefined) return;
    if (this.replicator.matchOf(to) !== this.#shared.log.lastIndex) return;
    // Its election disregards every lease, whenever this message arrives.
    this.#lease.revoke();
    this.#shared.request({ ...this.#shared.envelope(to), type: "timeoutNow" });
  }

  /** A removed leader stays until the others can do without it. */
  #departIfPossible(): void {
    const { configuration } = this.#shared;
    if (!this.#departure?.isComplete(configuration)) return;
    const successor = this.#departure.successor(configuration, (member) =>
      this.replicator.matchOf(member),
    );
    this.#shared.request({ ...this.#shared.envelope(successor), type: "timeoutNow" });
    this.#shared.becomeFollower(this.#shared.term, undefined);
  }

  #refuse(): Refusal | undefined {
    if (!this.#shared.isVoter) return { code: "notMember" };
    if (this.#transferee !== undefined) return { code: "transferring" };
    return undefined;
  }

  #append(drafts: readonly { readonly type: EntryType; readonly data: Uint8Array }[]): Accepted {
    const { log, term } = this.#shared;
    const firstIndex = log.lastIndex + 1;
    log.append(
      drafts.map(({ type, data }, at): Entry => ({ term, index: firstIndex + at, type, data })),
    );
    this.#uncommittedBytes += payloadBytes(drafts);
    this.replicator.markAll();
    return { term, firstIndex };
  }
}
