import { must } from "../../../src/base/assert.ts";
import type { JointChange, MembershipChange } from "../../../src/raft/core/reconfiguration.ts";
import type { Message, RaftId } from "../../../src/raft/core/messages.ts";
import type { RaftOptions, TraceRecord } from "../../../src/raft/core/shared.ts";
import { encodeChange, LabDisk, LabMember, text } from "./lab-member.ts";

/** A cluster without a clock: messages move when a test says so. */
export class Lab {
  readonly members = new Map<RaftId, LabMember>();
  readonly #options: Partial<RaftOptions>;
  readonly #trace: ((id: RaftId, record: TraceRecord) => void) | undefined;
  /** In the order they were sent. */
  mail: Message[] = [];
  /** Messages for which it is false are lost. */
  passes: (message: Message) => boolean = () => true;
  /** Every message that was delivered. */
  readonly log: Message[] = [];

  /** `size` members who all know each other already. */
  constructor(
    size: number,
    options: Partial<RaftOptions> = {},
    trace?: (id: RaftId, record: TraceRecord) => void,
  ) {
    this.#options = options;
    this.#trace = trace;
    const voters = Array.from({ length: size }, (_, at) => BigInt(at + 1));
    for (const id of voters) {
      const disk = new LabDisk();
      // As after a bootstrap by membership changes that everybody has applied.
      const data = text(JSON.stringify([["<bootstrap>"], [{ term: 1, index: 1 }]]));
      disk.snapshot = { term: 1, index: 1, conf: { voters }, data };
      disk.compacted = { term: 1, index: 1 };
      disk.hardState = { term: 1, vote: undefined, commitIndex: 1 };
      this.members.set(id, new LabMember(id, this.#optionsOf(id), disk));
    }
  }

  /** A member that knows nobody yet. */
  join(id: RaftId, options: Partial<RaftOptions> = {}): LabMember {
    const member = new LabMember(id, { ...this.#optionsOf(id), ...options });
    this.members.set(id, member);
    return member;
  }

  #optionsOf(id: RaftId): Partial<RaftOptions> {
    return { ...this.#options, trace: (record) => this.#trace?.(id, record) };
  }

  member(id: number): LabMember {
    return must(this.members.get(BigInt(id)), `no member ${id}`);
  }

  /** Collects messages; writes complete at once. */
  collect(id: number): void {
    const member = this.member(id);
    for (;;) {
      this.mail.push(...member.turn());
      while (member.writes.length > 0) this.mail.push(...member.completeWrite());
      if (!member.raft.hasReady) return;
    }
  }

  /** Delivers everything until nobody has anything to say. */
  settle(): void {
    for (let round = 0; round < 10_000; round++) {
      for (const id of this.members.keys()) this.collect(Number(id));
      if (this.mail.length === 0) return;
      this.deliver();
    }
    throw new Error("the cluster does not settle");
  }

  /** Delivers what is in the mail now. */
  deliver(): void {
    const { mail } = this;
    this.mail = [];
    for (const message of mail) {
      if (!this.passes(message)) continue;
      this.log.push(message);
      const to = this.members.get(message.to);
      to?.raft.step(message);
      if (to) this.#reportSnapshot(message);
    }
  }

  #reportSnapshot(message: Message): void {
    if (message.type !== "snapshotRequest") return;
    this.members.get(message.from)?.raft.reportSnapshot(message.to, "sent");
  }

  /** Makes `id` the leader. */
  elect(id: number): LabMember {
    const member = this.member(id);
    member.raft.campaign();
    this.settle();
    if (member.raft.view().role !== "leader") throw new Error(`${id} was not elected`);
    return member;
  }

  tick(id: number, count: number): void {
    for (let tick = 0; tick < count; tick++) this.member(id).raft.tick();
  }

  propose(id: number, ...payloads: string[]): ReturnType<LabMember["raft"]["propose"]> {
    return this.member(id).raft.propose(payloads.map(text));
  }

  change(
    id: number,
    change: MembershipChange | JointChange,
  ): ReturnType<LabMember["raft"]["proposeChange"]> {
    const type = "kind" in change ? "confChange" : "confChangeV2";
    return this.member(id).raft.proposeChange(change, type, encodeChange(change));
  }

  /** Loses every message from or to `id`. */
  isolate(...ids: number[]): void {
    const cut = new Set(ids.map(BigInt));
    this.passes = ({ from, to }) => cut.has(from) === cut.has(to);
  }

  heal(): void {
    this.passes = () => true;
  }
}
