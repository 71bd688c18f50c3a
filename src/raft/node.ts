import { assert } from "../base/assert.ts";
import { OperationalError } from "../base/errors.ts";
import type { RaftMember } from "../model/generated/types.ts";
import type { Clock } from "../system/clock.ts";
import { childOf } from "../system/deadline.ts";
import type { Route } from "../system/rpc.ts";
import { encodeMembershipChange } from "../wire/raft-membership.ts";
import { isVoter } from "./core/membership.ts";
import type { Inspection } from "./core/inspection.ts";
import type { JointChange, MembershipChange } from "./core/reconfiguration.ts";
import type { LogIndex, Message, RaftId, StoredPieces } from "./core/messages.ts";
import type { CompactionLimits } from "./compaction.ts";
import { Driver, type RunOutcome } from "./driver.ts";
import { forceNewCluster } from "./force-new-cluster.ts";
import { LogStore, type Beginning } from "./log-store.ts";
import { MemberBook } from "./member-book.ts";
import { memberFromWire, memberToWire } from "./member-wire.ts";
import { DEFAULT_LIMITS, FAST_TIMING, type RaftNodeOptions } from "./options.ts";
import { Proposals, type WhyNot } from "./proposals.ts";
import { raftRoutes } from "./raft-service.ts";
import { runRemovalInquiry } from "./removal-inquiry.ts";
import { explainUnsafeRemoval } from "./removal.ts";
import type { Member, Membership } from "./state-machine.ts";
import type { RaftStatus } from "./status.ts";
import { Watchers } from "./watchers.ts";

/** One member of the cluster: what the rest of a manager sees of raft. */
export class RaftNode {
  readonly #clock: Clock;
  readonly #book: MemberBook;
  readonly #proposals: Proposals;
  readonly #driver: Driver;
  readonly #managers: () => readonly string[];
  readonly #maxEntryBytes: number;
  readonly #watchers = new Watchers<RaftStatus>();
  readonly #heardAtMs = new Map<RaftId, number>();

  private constructor(options: RaftNodeOptions, store: LogStore, raftId: RaftId, book: MemberBook) {
    const timing = options.timing ?? FAST_TIMING;
    const limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#clock = options.clock;
    this.#book = book;
    this.#managers = options.managers ?? ((): readonly string[] => []);
    this.#maxEntryBytes = limits.maxEntryBytes;
    this.#proposals = new Proposals(limits.maxProposalBytes);
    this.#driver = new Driver({
      ...options,
      raftId,
      store,
      book,
      proposals: this.#proposals,
      timing,
      limits,
      onTurn: () => this.#watchers.notify(this.#essence(), () => this.status()),
    });
  }

  /** Makes the first member of a new cluster. Refused when the store is in use. */
  static async bootstrap(options: RaftNodeOptions, self: Member): Promise<RaftNode> {
    const change: MembershipChange = { kind: "addVoter", raftId: self.raftId };
    const { data } = encodeMembershipChange(change, [memberToWire(self)]);
    return RaftNode.#begin(options, {
      identity: { raftId: self.raftId, introduced: [memberToWire(self)] },
      hardState: { term: 1, vote: undefined, commitIndex: 1 },
      entries: [{ term: 1, index: 1, type: "confChange", data }],
    });
  }

  /** Makes a member that a leader has admitted, with the others as that leader named them. */
  static async join(
    options: RaftNodeOptions,
    admission: { readonly raftId: RaftId; readonly members: readonly RaftMember[] },
  ): Promise<RaftNode> {
    const { raftId, members } = admission;
    return RaftNode.#begin(options, { identity: { raftId, introduced: members } });
  }

  /** Takes up a member where it left off. Refused when the store was never initialised. */
  static async restart(options: RaftNodeOptions): Promise<RaftNode> {
    return RaftNode.#resume(options, await LogStore.open(options.storage));
  }

  /**
   * Restarts a member as the only one of its cluster, when the others are lost for ever; they must
   * never run again. Refused unless this member was one of them.
   */
  static async forceNewCluster(
    options: RaftNodeOptions,
    self: Omit<Member, "raftId">,
  ): Promise<RaftNode> {
    const store = await LogStore.open(options.storage);
    if (!store.identity) throw neverInitialised();
    await forceNewCluster(store, { ...self, raftId: store.identity.raftId });
    return RaftNode.#resume(options, store);
  }

  static async #begin(options: RaftNodeOptions, beginning: Beginning): Promise<RaftNode> {
    const store = await LogStore.open(options.storage);
    await store.initialise(beginning);
    return RaftNode.#resume(options, store);
  }

  static async #resume(options: RaftNodeOptions, store: LogStore): Promise<RaftNode> {
    if (!store.identity) throw neverInitialised();
    const { raftId, introduced } = store.identity;
    const book = new MemberBook();
    const snapshot = store.openSnapshot();
    if (snapshot) {
      const { meta, reader } = snapshot;
      try {
        book.restore(await options.stateMachine.restore(meta.index, reader));
      } finally {
        await reader.close();
      }
    }
    const node = new RaftNode(options, store, raftId, book);
    const known = snapshot ? book.members.values() : introduced.map(memberFromWire);
    node.#driver.peers.follow(known);
    return node;
  }

  get raftId(): RaftId {
    return this.#driver.raft.id;
  }

  /**
   * Takes part in consensus until `signal` aborts or this member is removed. Rejects when the disk
   * fails: nothing can be promised any more, and the process should end.
   */
  async run(signal: AbortSignal): Promise<RunOutcome> {
    const { controller, release } = childOf(signal);
    try {
      const [outcome] = await Promise.all([
        this.#driver.run(signal).finally(() => controller.abort()),
        runRemovalInquiry(
          this.#clock,
          (withinMs) => this.#hearsLeader(withinMs),
          () => this.#driver.peers.inquire(this.#managers()),
          controller.signal,
        ),
      ]);
      return outcome;
    } finally {
      release();
      const stopped = new OperationalError("unavailable", "This manager's raft member has stopped");
      this.#proposals.failAll(stopped, "The raft member has stopped");
      this.#driver.reads.end(stopped);
      this.#watchers.end(stopped);
      this.#watchers.notify(this.#essence(), () => this.status());
    }
  }

  status(): RaftStatus {
    const { role, term, leader, commitIndex, appliedIndex, configuration } =
      this.#driver.raft.view();
    return {
      raftId: this.raftId,
      role,
      term,
      leaderId: leader,
      leading: this.leading,
      commitIndex,
      appliedIndex,
      members: this.#book.membership().members.map((member) => ({
        ...member,
        leader: member.raftId === leader,
        reachable: this.#isReachable(member.raftId),
        learner: !isVoter(configuration, member.raftId),
        matchIndex: this.#matchIndexOf(member.raftId),
      })),
      removed: this.#driver.removed,
    };
  }

  /** All that raft knows, for whoever looks for a fault; what it holds may change with any version. */
  inspect(): Inspection {
    return this.#driver.raft.inspect();
  }

  /** Who takes part and who was removed, as applied here. */
  membership(): Membership {
    return this.#book.membership();
  }

  /**
   * Calls `listener` after every change of role, leader, leading or membership, synchronously: it may
   * only mark something or wake somebody. Gives the function that ends it.
   */
  observe(listener: (status: RaftStatus) => void): () => void {
    return this.#watchers.observe(listener);
  }

  /**
   * Appends `data` and resolves with its index once it is applied here. Only on the leader. Throws
   * `unavailable` when nothing was appended because this is not the leader, `aborted` when leadership
   * was lost while it waited (the outcome is then unknown), `cancelled` within two ticks of an abort
   * of `signal` (the message says whether it may still be committed), `resourceExhausted` when it is
   * too large or too much waits already.
   */
  async propose(data: Uint8Array, local: unknown, signal: AbortSignal): Promise<LogIndex> {
    assert(data.length > 0, "RaftNode.propose: empty data is the mark of a new leader");
    this.checkLeader();
    if (data.length > this.#maxEntryBytes) {
      throw new OperationalError(
        "resourceExhausted",
        `A change of ${data.length} bytes is too large for the raft log, which takes ${this.#maxEntryBytes} at a time`,
      );
    }
    const outcome = this.#proposals.propose(data, local, signal);
    this.#driver.wake();
    return outcome;
  }

  /** Admits a member with a vote; resolves once that is applied here. Only on the leader. */
  async addMember(member: Member, signal: AbortSignal): Promise<void> {
    const change = { kind: "addVoter", raftId: member.raftId } as const;
    await this.#change(change, [member], signal, () => this.#whyNotNew([member]));
  }

  /**
   * Admits a member that gets the log and has no vote, or takes a member's vote away; resolves once
   * that is applied here. Only on the leader.
   */
  async addLearner(member: Member, signal: AbortSignal): Promise<void> {
    const change = { kind: "addLearner", raftId: member.raftId } as const;
    await this.#change(change, [member], signal, () => this.#whyNotNew([member]));
  }

  /** Gives a learner its vote: one that has caught up, or it may cost the others their majority. */
  async promoteLearner(raftId: RaftId, signal: AbortSignal): Promise<void> {
    const member = this.#book.members.get(raftId);
    // Its removal may be under way: whoever was removed would get a vote that it never casts.
    const whyNot = (): OperationalError | undefined =>
      this.#book.members.has(raftId)
        ? undefined
        : new OperationalError("notFound", `Cannot promote member ${raftId}: there is none`);
    await this.#change({ kind: "addVoter", raftId }, member ? [member] : [], signal, whyNot);
  }

  /**
   * Changes several members at once, by joint consensus: the old and the new voters both decide until
   * it is done. Resolves once the joint state is applied here. `members` names whoever is new. Not in
   * a swarm with Docker's managers, which cannot read it. Only on the leader.
   */
  async reconfigure(
    change: JointChange,
    members: readonly Member[],
    signal: AbortSignal,
  ): Promise<void> {
    await this.#change(change, members, signal, () => this.#whyNotNew(members));
  }

  #whyNotNew(members: readonly Member[]): OperationalError | undefined {
    const gone = members.find(({ raftId }) => this.#book.isRemoved(raftId));
    if (gone === undefined) return undefined;
    return new OperationalError(
      "failedPrecondition",
      `Cannot add member ${gone.raftId}: it was removed, and an id is never used again`,
    );
  }

  /** Changes a member's address. Only on the leader. */
  async updateMember(member: Member, signal: AbortSignal): Promise<void> {
    await this.#change({ kind: "update", raftId: member.raftId }, [member], signal);
  }

  /**
   * Removes a member for ever, unless the rest would be without a majority. Only on the leader,
   * which may remove itself: better transfer leadership first.
   */
  async removeMember(raftId: RaftId, signal: AbortSignal): Promise<void> {
    await this.#change({ kind: "remove", raftId }, [], signal, () => {
      const unsafe = explainUnsafeRemoval(this.status().members, raftId);
      if (unsafe === undefined) return undefined;
      return new OperationalError(
        "failedPrecondition",
        `Cannot remove member ${raftId}: ${unsafe}`,
      );
    });
  }

  /**
   * Hands leadership to `to`, or to the follower that is furthest; resolves once this member no
   * longer leads. Throws `unavailable` when the other did not take over within an election timeout.
   */
  async transferLeadership(signal: AbortSignal, to?: RaftId): Promise<void> {
    this.checkLeader();
    const { raft } = this.#driver;
    const successor = to ?? this.#bestFollower();
    if (successor === undefined || !raft.view().configuration.voters.has(successor)) {
      throw new OperationalError(
        "failedPrecondition",
        "Cannot transfer leadership: there is no other manager that could take it",
      );
    }
    raft.transferLeadership(successor);
    this.#driver.wake();
    await this.#watchers.until(() => raft.transferee === undefined, signal);
    if (raft.view().role === "leader") {
      throw new OperationalError(
        "unavailable",
        `Member ${successor} did not take over leadership in time`,
      );
    }
  }

  /** Resolves once what was committed when it was called is applied here. */
  async caughtUp(signal: AbortSignal): Promise<void> {
    const { commitIndex } = this.#driver.raft.view();
    await this.#watchers.until(() => this.#driver.raft.view().appliedIndex >= commitIndex, signal);
  }

  /**
   * A linearizable read barrier: once it resolves, the state machine here shows everything that was
   * committed when it was called, on whichever member. It waits for a leader as long as `signal` lets
   * it. Throws `cancelled`, or `unavailable` when this member stops. Source: Raft thesis §6.4.
   */
  readIndex(signal: AbortSignal): Promise<void> {
    return this.#driver.reads.pass(signal);
  }

  /** Holds an election now, if this member may. */
  campaign(): void {
    this.#driver.raft.campaign();
    this.#driver.wake();
  }

  /** Changes when the log is compacted, from now on. */
  tuneCompaction(limits: Partial<CompactionLimits>): void {
    const { compaction } = this.#driver;
    compaction.limits = { ...compaction.limits, ...limits };
  }

  /** Takes a message from a peer; dropped when too many wait. */
  step(message: Message): void {
    this.#heardAtMs.set(message.from, this.#clock.monotonicMs());
    this.#driver.take(message);
  }

  /** Puts the data of a snapshot that is coming on the disk. */
  stage(data: AsyncIterable<Uint8Array>): Promise<StoredPieces> {
    return this.#driver.stage(data);
  }

  /** Whether `raftId` was a member and must be told that it no longer is. */
  isRemoved(raftId: RaftId): boolean {
    return this.#book.isRemoved(raftId);
  }

  /** Whether it leads, as `status` says at more cost. */
  get leading(): boolean {
    return this.#driver.running && this.#driver.raft.leading;
  }

  /** It leads, but has not applied all from before its term yet. */
  get catchingUp(): boolean {
    return this.#driver.raft.view().role === "leader" && !this.leading;
  }

  /** Who leads, as far as is known here. */
  get leader(): Member | undefined {
    const { leader } = this.#driver.raft.view();
    return leader === undefined ? undefined : this.#book.members.get(leader);
  }

  memberOf(raftId: RaftId): Member | undefined {
    return this.#book.members.get(raftId);
  }

  /** What the other members call. */
  routes(): readonly Route[] {
    return raftRoutes(this);
  }

  async #change(
    change: MembershipChange | JointChange,
    members: readonly Member[],
    signal: AbortSignal,
    whyNot: WhyNot = (): undefined => undefined,
  ): Promise<void> {
    this.checkLeader();
    const refusal = whyNot();
    if (refusal !== undefined) throw refusal;
    const { data } = encodeMembershipChange(change, members.map(memberToWire));
    const outcome = this.#proposals.change(change, data, signal, whyNot);
    this.#driver.wake();
    await outcome;
  }

  /** Throws `unavailable`, naming the leader if it is known, unless this member is the leader. */
  checkLeader(): void {
    const { role, leader } = this.#driver.raft.view();
    if (role === "leader" && this.#driver.running) return;
    const where = leader === undefined ? undefined : this.#book.members.get(leader);
    throw new OperationalError(
      "unavailable",
      where
        ? `This manager does not lead the swarm: ask the leader, node ${where.nodeId} at ${where.address}`
        : "The swarm has no leader at the moment, as seen from this manager",
    );
  }

  #bestFollower(): RaftId | undefined {
    const { voters } = this.#driver.raft.view().configuration;
    const candidates = [...this.#driver.raft.followers]
      .filter(([raftId]) => voters.has(raftId) && this.#isReachable(raftId))
      .sort(([, a], [, b]) => b.match - a.match);
    return candidates[0]?.[0];
  }

  #matchIndexOf(raftId: RaftId): LogIndex | undefined {
    const { raft } = this.#driver;
    if (raft.view().role !== "leader") return undefined;
    return raftId === this.raftId ? raft.log.stableIndex : raft.followers.get(raftId)?.match;
  }

  #isReachable(raftId: RaftId): boolean {
    if (raftId === this.raftId) return true;
    if (this.#driver.raft.view().role !== "leader") return this.#driver.peers.isReachable(raftId);
    const heardAtMs = this.#heardAtMs.get(raftId);
    const patienceMs = 2 * this.#driver.pacer.electionMs;
    return heardAtMs !== undefined && this.#clock.monotonicMs() - heardAtMs < patienceMs;
  }

  #hearsLeader(withinMs: number): boolean {
    const { role, leader } = this.#driver.raft.view();
    if (role === "leader") return true;
    const heardAtMs = leader === undefined ? undefined : this.#heardAtMs.get(leader);
    return heardAtMs !== undefined && this.#clock.monotonicMs() - heardAtMs < withinMs;
  }

  /** What listeners are told of when it changes. */
  #essence(): string {
    const { role, leader } = this.#driver.raft.view();
    const { raft, running, removed } = this.#driver;
    const parts = [role, leader, raft.leading, running, removed, this.#book.version];
    return parts.map(String).join();
  }
}

function neverInitialised(): OperationalError {
  return new OperationalError(
    "failedPrecondition",
    "The raft log was never initialised: begin a new swarm or join one",
  );
}
