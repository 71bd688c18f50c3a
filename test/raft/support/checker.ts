import { assert } from "../../../src/base/assert.ts";
import { membersOf } from "../../../src/raft/core/membership.ts";
import type { Accepted } from "../../../src/raft/core/leader.ts";
import type { Message, RaftId } from "../../../src/raft/core/messages.ts";
import { isJointQuorum } from "../../../src/raft/core/quorum.ts";
import type { TraceRecord } from "../../../src/raft/core/shared.ts";
import type { LabMember } from "./lab-member.ts";

/** What must hold in every run, whatever fails: the oracles of Raft. */
export class Checker {
  /** What was applied at each index, by whoever was first; everybody else must agree. */
  readonly history: string[] = ["<bootstrap>"];
  readonly #terms: number[] = [1];
  readonly #leaders = new Map<number, RaftId>();
  readonly #votes = new Map<string, RaftId>();
  readonly #entries = new Map<string, string>();
  readonly #memberships = new Map<number, string>();
  readonly #accepted = new Map<string, string>();
  readonly #checkedUpTo = new Map<RaftId, number>();
  readonly #durable = new Map<RaftId, { term: number; commit: number }>();
  readonly #all = new Map<RaftId, LabMember>();
  readonly #churn: boolean;
  #membersAt = 0;
  /** Who takes part by the newest configuration that anybody has applied. */
  members: readonly RaftId[] = [];
  digest = "";

  constructor(options: { readonly churn: boolean }) {
    this.#churn = options.churn;
  }

  tracer(member: () => LabMember): (record: TraceRecord) => void {
    return (record) => {
      if (record.kind === "role" && record.role === "leader") {
        this.#onLeader(member(), record.term);
      } else if (record.kind === "membership") {
        const conf = record.conf;
        const key = JSON.stringify(conf, (_, value: unknown) =>
          typeof value === "bigint" ? String(value) : value,
        );
        this.#once(this.#memberships, record.index, key, "membership");
      }
    };
  }

  onAccepted({ term, firstIndex }: Accepted, payloads: readonly string[]): void {
    payloads.forEach((payload, at) => this.#accepted.set(`${firstIndex + at}@${term}`, payload));
  }

  /** A promise leaves only when what it rests on is durable. */
  onSent(member: LabMember, message: Message): void {
    const { disk } = member;
    const isVote = message.type === "voteResponse" && message.granted;
    if (isVote) {
      assert(disk.hardState.term >= message.term, "a vote left before it was durable");
      this.#once(this.#votes, `${member.id}@${message.term}`, message.to, "vote");
    }
    if (message.type === "appendResponse" && !message.hint) {
      const sameTerm = message.term === disk.hardState.term;
      assert(
        !sameTerm || message.index <= disk.lastIndex,
        `${member.id} acknowledged ${message.index}, durable are ${disk.lastIndex}`,
      );
    }
  }

  onRestart(member: LabMember): void {
    this.#checkedUpTo.set(member.id, 0);
  }

  checkMember(member: LabMember): void {
    this.#all.set(member.id, member);
    const { disk, id } = member;
    const before = this.#durable.get(id) ?? { term: 0, commit: 0 };
    const after = { term: disk.hardState.term, commit: disk.hardState.commitIndex };
    assert(after.term >= before.term, `the durable term of ${id} went back`);
    assert(after.commit >= before.commit, `the durable commit index of ${id} went back`);
    this.#durable.set(id, after);
    this.#checkLog(member);
    this.#checkApplied(member);
  }

  /** Whether `member` has applied the removal of `other`, and any joint state on the way is over. */
  knowsRemoved(member: LabMember, other: RaftId): boolean {
    const { applied, raft } = member;
    if (!applied.some((what) => what.startsWith("<") && what.includes(`remove ${other}`)))
      return false;
    return !membersOf(raft.view().configuration).includes(other);
  }

  /** Log matching: same index and term, same payload and same predecessor. */
  #checkLog({ disk }: LabMember): void {
    let previous = disk.compacted.term;
    for (const entry of disk.entries.slice(-20)) {
      const at = disk.entries[entry.index - disk.compacted.index - 2];
      previous = at?.term ?? disk.compacted.term;
      const content = `${entry.type} ${new TextDecoder().decode(entry.data)} after ${previous}`;
      this.#once(this.#entries, `${entry.index}@${entry.term}`, content, "entry");
    }
  }

  /** State machine safety: one history, without gaps, the same everywhere and for ever. */
  #checkApplied(member: LabMember): void {
    const { applied, appliedIds, id } = member;
    let at = this.#checkedUpTo.get(id) ?? 0;
    if (at > applied.length) at = 0;
    for (; at < applied.length; at++) {
      const what = applied[at] ?? "";
      const term = appliedIds[at]?.term ?? 0;
      if (at === this.history.length) this.#onFirstApplied(member, what, term);
      assert(
        this.history[at] === what && this.#terms[at] === term,
        `${id} applied ${what} at ${at + 1}, others ${this.history[at]}`,
      );
    }
    this.#checkedUpTo.set(id, at);
    if (member.raft.view().appliedIndex >= this.#membersAt) {
      this.#membersAt = member.raft.view().appliedIndex;
      this.members = membersOf(member.raft.view().configuration);
    }
  }

  #onFirstApplied(member: LabMember, what: string, term: number): void {
    const index = this.history.length + 1;
    this.history.push(what);
    this.#terms.push(term);
    this.digest = `${this.digest.slice(-200)}${what}`;
    const accepted = this.#accepted.get(`${index}@${term}`);
    assert(
      accepted === undefined || accepted === what,
      `${accepted} was proposed, ${what} applied`,
    );
    if (!this.#churn) this.#checkDurable(member, index, term);
  }

  /** What is applied anywhere is durable on a majority. */
  #checkDurable(member: LabMember, index: number, term: number): void {
    const holds = (id: RaftId): boolean => {
      const disk = this.#all.get(id)?.disk;
      if (!disk) return false;
      if (index <= disk.compacted.index) return true;
      return disk.entries[index - disk.compacted.index - 1]?.term === term;
    };
    const { configuration } = member.raft.view();
    assert(
      isJointQuorum(configuration, holds),
      `entry ${index} is applied and not durable on a majority`,
    );
  }

  /** Election safety, and leader completeness: it holds all that was ever applied. */
  #onLeader(leader: LabMember, term: number): void {
    this.#once(this.#leaders, term, leader.id, "leader of term");
    const { log } = leader.raft;
    for (let index = log.firstIndex; index <= this.history.length; index++) {
      assert(
        log.termAt(index) === this.#terms[index - 1],
        `leader ${leader.id} of term ${term} lacks the applied entry ${index}`,
      );
    }
  }

  #once<K, V>(seen: Map<K, V>, key: K, value: V, what: string): void {
    const known = seen.get(key);
    assert(
      known === undefined || known === value,
      `${what} ${String(key)}: ${String(known)} and ${String(value)}`,
    );
    seen.set(key, value);
  }
}
