import { assert } from "../../../src/base/assert.ts";
import { Prng } from "../../../src/base/prng.ts";
import { membersOf } from "../../../src/raft/core/membership.ts";
import {
  LEAVE_JOINT,
  type JointChange,
  type MembershipChange,
} from "../../../src/raft/core/reconfiguration.ts";
import type { Message, RaftId } from "../../../src/raft/core/messages.ts";
import type { RaftOptions } from "../../../src/raft/core/shared.ts";
import type { SimRun } from "../../simulation/run.ts";
import { Checker } from "./checker.ts";
import { encodeChange, LabDisk, LabMember, text } from "./lab-member.ts";

/** How bad the world is; drawn from the seed. */
export interface Climate {
  readonly drop: number;
  readonly duplicate: number;
  readonly delay: number;
  readonly crash: number;
  readonly partition: number;
  readonly slowDisk: number;
  readonly compact: number;
  readonly churn: number;
  readonly transfer: number;
}

/** What a plan may leave out. */
const FAULTS = [
  ...(["drop", "duplicate", "crash", "partition", "slowDisk", "compact", "churn"] as const),
  "transfer",
] as const;
const FAULTY_STEPS = 1500;
const HEALED_STEPS = 6000;

const CALM: Climate = {
  drop: 0,
  duplicate: 0,
  delay: 2,
  crash: 0,
  partition: 0,
  slowDisk: 0,
  compact: 0.01,
  churn: 0,
  transfer: 0,
};

function drawClimate(prng: Prng): Climate {
  const maybe = (most: number): number => (prng.chance(0.3) ? 0 : prng.unit() * most);
  return {
    drop: maybe(0.3),
    duplicate: maybe(0.3),
    delay: 1 + prng.below(12),
    crash: maybe(0.01),
    partition: maybe(0.02),
    slowDisk: maybe(0.9),
    compact: maybe(0.05),
    churn: maybe(0.05),
    transfer: maybe(0.02),
  };
}

function drawOptions(prng: Prng): Partial<RaftOptions> {
  const checkQuorum = prng.chance(0.8);
  return {
    electionTicks: 5 + prng.below(10),
    preVote: prng.chance(0.5),
    checkQuorum,
    leaseReads: checkQuorum && prng.chance(0.3),
    maxMessageBytes: prng.pick([1, 64, 4096]),
    inflight: { maxMessages: prng.pick([1, 3, 64]), maxBytes: prng.pick([64, 1 << 20]) },
    maxUncommittedBytes: prng.pick([64, 1 << 20]),
    maxApplyBytes: prng.pick([1, 64, 1 << 20]),
    heldEntries: prng.pick([0, 2, 64]),
  };
}

/** A cluster under faults: every step is checked, and the seed replays it exactly. */
export class CoreSim {
  readonly #prng: Prng;
  readonly #options: Partial<RaftOptions>;
  readonly #members = new Map<RaftId, LabMember>();
  readonly #checker: Checker;
  readonly #removed = new Set<RaftId>();
  #mail: { readonly message: Message; readonly dueAt: number }[] = [];
  #side = new Map<RaftId, number>();
  #oneWay = false;
  #climate: Climate;
  #now = 0;
  #proposals = 0;
  #reads = 0;
  /** By its context: the least that a read must see. */
  readonly #mustSee = new Map<string, number>();

  constructor(seed: number) {
    this.#prng = new Prng(seed);
    this.#climate = drawClimate(this.#prng);
    this.#options = drawOptions(this.#prng);
    const size = 1 + this.#prng.below(5);
    this.#checker = new Checker({ churn: this.#climate.churn > 0 });
    const voters = Array.from({ length: size }, (_, at) => BigInt(at + 1));
    for (const id of voters) {
      const disk = new LabDisk();
      const data = text(JSON.stringify([["<bootstrap>"], [{ term: 1, index: 1 }]]));
      disk.snapshot = { term: 1, index: 1, conf: { voters }, data };
      disk.compacted = { term: 1, index: 1 };
      disk.hardState = { term: 1, vote: undefined, commitIndex: 1 };
      this.#add(id, disk);
    }
  }

  /** What happened, for comparing two runs of one seed. */
  get digest(): string {
    return `${this.#checker.history.length} ${this.#checker.digest}`;
  }

  readsAnswered = 0;

  get appliedCount(): number {
    return this.#checker.history.length;
  }

  /** A run of the profile `raft-core`. */
  play(run: SimRun): void {
    run.kinds = FAULTS.filter((kind) => this.#climate[kind] > 0);
    const calm = Object.fromEntries(
      FAULTS.filter((kind) => !run.allows(0, kind)).map((k) => [k, 0]),
    );
    this.#climate = { ...this.#climate, ...calm };
    let steps = 0;
    while (steps < FAULTY_STEPS && run.nextStep() !== undefined) steps++;
    this.run(steps, HEALED_STEPS);
    run.count("members", this.#members.size);
    run.count("applied", this.appliedCount);
    run.fingerprint = this.digest;
  }

  run(faultySteps: number, healedSteps: number): void {
    for (let step = 0; step < faultySteps; step++) this.#step();
    this.#heal();
    const payload = "last";
    for (let step = 0; step < healedSteps; step++) {
      this.#step();
      if (step % 100 === 99) this.#proposeAtLeader(payload);
      if (this.#converged(payload)) return;
    }
    throw new Error(`no convergence after ${healedSteps} healthy steps: ${this.#describe()}`);
  }

  #step(): void {
    this.#now++;
    this.#cause();
    this.#deliver();
    // Leases trust that clocks run alike.
    const allTick = this.#prng.chance(0.1);
    for (const member of this.#members.values()) {
      const ticks = this.#options.leaseReads === true ? allTick : this.#prng.chance(0.1);
      if (ticks) member.raft.tick();
      if (this.#prng.chance(0.1)) member.raft.feedHeld();
      this.#work(member);
      this.#checker.checkMember(member);
      this.#checkReads(member);
    }
  }

  /** Faults and requests of this step. */
  #cause(): void {
    const { crash, partition, compact, churn, transfer } = this.#climate;
    const prng = this.#prng;
    const ids = [...this.#members.keys()];
    const member = this.#must(prng.pick(ids));
    if (prng.chance(crash)) {
      member.crash(prng.below(member.writes.length + 1));
      this.#checker.onRestart(member);
    }
    if (prng.chance(partition)) this.#split();
    if (prng.chance(compact)) member.compact(prng.below(10));
    if (prng.chance(churn)) this.#change(member);
    if (prng.chance(transfer)) member.raft.transferLeadership(prng.pick(ids));
    if (prng.chance(0.3)) this.#propose(member, `p${this.#proposals++}`);
    if (prng.chance(0.2)) this.#read(member);
  }

  /** Whatever anybody has applied before it, it must see. */
  #read(member: LabMember): void {
    const context = `r${this.#reads++}`;
    this.#mustSee.set(context, this.#checker.history.length);
    member.raft.readIndex(text(context));
  }

  #checkReads(member: LabMember): void {
    for (const { context, index } of member.reads.splice(0)) {
      const name = new TextDecoder().decode(context);
      const least = this.#mustSee.get(name) ?? 0;
      assert(index >= least, `read ${name} at ${member.id} got ${index}, and ${least} was applied`);
      this.readsAnswered++;
    }
  }

  #propose(member: LabMember, payload: string): void {
    const size = this.#prng.pick([1, 1, 2, 5]);
    const payloads = Array.from({ length: size }, (_, at) => `${payload}.${at}`);
    const outcome = member.raft.propose(payloads.map(text));
    if (outcome.ok) this.#checker.onAccepted(outcome.value, payloads);
  }

  #proposeAtLeader(payload: string): void {
    for (const member of this.#members.values()) member.raft.propose([text(payload)]);
  }

  #change(member: LabMember): void {
    const change = this.#drawChange();
    const changes = "kind" in change ? [change] : change.changes;
    if (changes.some(({ raftId }) => this.#removed.has(raftId))) return; // Ids are never used again.
    const type = "kind" in change ? "confChange" : "confChangeV2";
    const outcome = member.raft.proposeChange(change, type, encodeChange(change));
    if (!outcome.ok) return;
    for (const { kind, raftId } of changes) {
      if (kind === "remove") this.#removed.add(raftId);
      else if (!this.#members.has(raftId)) this.#add(raftId, new LabDisk());
    }
  }

  #drawChange(): MembershipChange | JointChange {
    const prng = this.#prng;
    const one = (raftId: number): MembershipChange => {
      const kind = prng.pick(["addVoter", "addVoter", "addLearner", "remove"] as const);
      return { kind, raftId: BigInt(raftId) };
    };
    if (prng.chance(0.5)) return one(1 + prng.below(7));
    if (prng.chance(0.3)) return LEAVE_JOINT;
    const ids = prng.shuffle([1, 2, 3, 4, 5, 6, 7]).slice(0, prng.below(4));
    const transition = prng.pick(["auto", "implicit", "explicit"] as const);
    return { transition, changes: ids.map(one) };
  }

  #add(id: RaftId, disk: LabDisk): void {
    const options = {
      ...this.#options,
      prng: new Prng(this.#prng.uint32()),
      trace: this.#checker.tracer(() => this.#must(id)),
    };
    this.#members.set(id, new LabMember(id, options, disk));
  }

  #work(member: LabMember): void {
    if (this.#prng.chance(0.2)) return; // Lazy: several steps before the next ready.
    this.#post(member, member.turn());
    if (this.#prng.chance(this.#climate.slowDisk)) return;
    while (member.writes.length > 0) this.#post(member, member.completeWrite());
  }

  #post(member: LabMember, messages: readonly Message[]): void {
    const { drop, duplicate, delay } = this.#climate;
    for (const message of messages) {
      this.#checker.onSent(member, message);
      const copies = this.#prng.chance(duplicate) ? 2 : 1;
      for (let copy = 0; copy < copies; copy++) {
        if (this.#prng.chance(drop)) continue;
        this.#mail.push({ message, dueAt: this.#now + this.#prng.below(delay) });
      }
      // The transport says what it believes; now and then it says nothing.
      if (message.type === "snapshotRequest" && this.#prng.chance(0.8)) {
        member.raft.reportSnapshot(message.to, this.#prng.chance(0.5) ? "sent" : "failed");
      }
    }
  }

  #deliver(): void {
    const due = this.#mail.filter(({ dueAt }) => dueAt <= this.#now);
    this.#mail = this.#mail.filter(({ dueAt }) => dueAt > this.#now);
    for (const { message } of due) {
      const to = this.#members.get(message.to);
      if (!to || this.#isCut(message)) continue;
      // As the driver does: those who know that the sender was removed do not listen.
      if (this.#checker.knowsRemoved(to, message.from)) continue;
      to.raft.step(message);
    }
  }

  #isCut({ from, to }: Message): boolean {
    const a = this.#side.get(from) ?? 0;
    const b = this.#side.get(to) ?? 0;
    return this.#oneWay ? a < b : a !== b;
  }

  #split(): void {
    this.#oneWay = this.#prng.chance(0.3);
    const heal = this.#prng.chance(0.4);
    this.#side = new Map();
    for (const id of this.#members.keys()) this.#side.set(id, heal ? 0 : this.#prng.below(2));
  }

  #heal(): void {
    this.#climate = CALM;
    this.#side = new Map();
    this.#oneWay = false;
  }

  /** All members of the newest membership have applied everything, the payload too. */
  #converged(payload: string): boolean {
    const { history, members } = this.#checker;
    if (!history.includes(payload)) return false;
    return members.every((id) => this.#must(id).applied.length === history.length);
  }

  #must(id: RaftId): LabMember {
    const member = this.#members.get(id);
    assert(member, `no member ${id}`);
    return member;
  }

  #describe(): string {
    return [...this.#members.values()]
      .map(({ id, raft }) => {
        const { role, term, leader, commitIndex, lastIndex, configuration } = raft.view();
        return `${id}: ${role} term=${term} leader=${leader ?? 0n} commit=${commitIndex}/${lastIndex} {${membersOf(configuration).join()}}`;
      })
      .join("; ");
  }
}
