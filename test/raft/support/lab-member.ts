import { assert, must } from "../../../src/base/assert.ts";
import { Prng } from "../../../src/base/prng.ts";
import type { StoredLog } from "../../../src/raft/core/log.ts";
import {
  NO_ENTRY,
  type Entry,
  type EntryId,
  type HardState,
  type Message,
  type Outgoing,
  type RaftId,
  type Snapshot,
} from "../../../src/raft/core/messages.ts";
import { isInConf } from "../../../src/raft/core/membership.ts";
import type { JointChange, MembershipChange } from "../../../src/raft/core/reconfiguration.ts";
import type { ReadState } from "../../../src/raft/core/reads.ts";
import { Raft } from "../../../src/raft/core/raft.ts";
import type { Write } from "../../../src/raft/core/ready.ts";
import type { RaftOptions } from "../../../src/raft/core/shared.ts";

/** A disk that holds what completed writes left on it. */
export class LabDisk {
  hardState: HardState = { term: 0, vote: undefined, commitIndex: 0 };
  snapshot: Snapshot | undefined;
  compacted: EntryId = NO_ENTRY;
  entries: Entry[] = [];

  apply({ hardState, snapshot, entries }: Write): void {
    if (snapshot) {
      this.snapshot = snapshot;
      this.compacted = { term: snapshot.term, index: snapshot.index };
      this.entries = [];
    }
    const [first] = entries;
    if (first) {
      const keep = first.index - this.compacted.index - 1;
      assert(keep >= 0 && keep <= this.entries.length, "LabDisk: a gap");
      this.entries.length = keep;
      this.entries.push(...entries);
    }
    if (hardState) this.hardState = hardState;
  }

  get lastIndex(): number {
    return this.compacted.index + this.entries.length;
  }

  storedLog(): StoredLog {
    return {
      snapshot: this.snapshot,
      compacted: this.compacted,
      entries: [...this.entries],
      commitIndex: this.hardState.commitIndex,
    };
  }
}

export const LAB_OPTIONS: Omit<RaftOptions, "id" | "prng"> = {
  electionTicks: 10,
  heartbeatTicks: 1,
  preVote: false,
  checkQuorum: true,
  maxMessageBytes: 4096,
  inflight: { maxMessages: 16, maxBytes: 1 << 20 },
  maxUncommittedBytes: 1 << 20,
  maxApplyBytes: 1 << 20,
  snapshotTimeoutTicks: 100,
};

/** One member: the core, its disk, the writes on their way there and a list as state machine. */
export class LabMember {
  readonly id: RaftId;
  readonly options: RaftOptions;
  readonly disk: LabDisk;
  raft: Raft;
  /** Handed to the disk and not yet durable. */
  writes: Write[] = [];
  /** What the state machine consumed: the whole history, snapshots included. */
  applied: string[] = [];
  appliedIds: EntryId[] = [];
  /** Answers to its reads, oldest first; whoever looks at them takes them. */
  reads: ReadState[] = [];

  constructor(id: RaftId, options: Partial<RaftOptions>, disk: LabDisk = new LabDisk()) {
    this.id = id;
    this.options = { ...LAB_OPTIONS, prng: new Prng(Number(id)), ...options, id };
    this.disk = disk;
    this.raft = this.#start();
  }

  /** Loses what is in memory; of the writes under way the first `keep` still reach the disk. */
  crash(keep: number): void {
    for (const write of this.writes.slice(0, keep)) this.disk.apply(write);
    this.writes = [];
    this.applied = [];
    this.appliedIds = [];
    this.raft = this.#start();
  }

  #start(): Raft {
    const { hardState, snapshot } = this.disk;
    if (snapshot) this.#restore(snapshot);
    return new Raft(this.options, { hardState, log: this.disk.storedLog() });
  }

  /** Takes what is ready: messages that may leave now; writes queue, committed entries apply. */
  turn(): Message[] {
    const { messages, write, committed, reads } = this.raft.ready();
    this.reads.push(...reads);
    if (write) this.writes.push(write);
    for (const entry of committed) this.#apply(entry);
    const last = committed.at(-1);
    if (last) this.raft.applied(last.index, committed);
    return messages.map((message) => this.#fill(message));
  }

  /** Makes the oldest write durable: messages that may leave now. */
  completeWrite(): readonly Message[] {
    const write = must(this.writes.shift(), "no write under way");
    this.disk.apply(write);
    if (write.snapshot) this.#restore(write.snapshot);
    this.raft.written(write);
    return write.promises;
  }

  /** Snapshots at the applied index and drops all but `keep` entries before it. */
  compact(keep: number): void {
    if (this.raft.restoring) return;
    const index = this.raft.view().appliedIndex;
    const term = must(this.raft.log.termAt(index), "applied entry is gone");
    const snapshot: Snapshot = { index, term, conf: this.raft.conf, data: this.#encode() };
    const compactTo = Math.max(this.disk.compacted.index, index - keep);
    if (compactTo === 0) return;
    this.disk.snapshot = snapshot;
    this.disk.hardState = {
      ...this.disk.hardState,
      commitIndex: Math.max(index, this.disk.hardState.commitIndex),
    };
    const dropped = compactTo - this.disk.compacted.index;
    const compactTerm = must(this.raft.log.termAt(compactTo), "entry to compact to is gone");
    this.disk.entries.splice(0, dropped);
    this.disk.compacted = { index: compactTo, term: compactTerm };
    this.raft.compact(snapshot, compactTo);
  }

  #apply(entry: Entry): void {
    assert(entry.index === this.appliedIds.length + 1, `applied ${entry.index} out of order`);
    this.appliedIds.push({ term: entry.term, index: entry.index });
    this.applied.push(describe(entry));
    if (entry.type !== "normal") {
      this.raft.applyMembershipChange(entry.index, decodeChange(entry.data));
    }
  }

  #fill(message: Outgoing): Message {
    if (message.type !== "snapshotOrder") return message;
    // Older than the receiver's admission: it would be refused. The driver makes another, too.
    const { snapshot: stored } = this.disk;
    if (!stored || !isInConf(stored.conf, message.to)) this.compact(0);
    const snapshot = must(this.disk.snapshot, "ordered a snapshot that does not exist");
    return { ...message, type: "snapshotRequest", snapshot };
  }

  #encode(): Uint8Array {
    return text(JSON.stringify([this.applied, this.appliedIds]));
  }

  #restore(snapshot: Snapshot): void {
    const [applied, ids] = JSON.parse(new TextDecoder().decode(snapshot.data)) as [
      string[],
      EntryId[],
    ];
    this.applied = applied;
    this.appliedIds = ids;
  }
}

export function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

/** As text: `addVoter 3`, or `joint auto: addVoter 3, remove 1`. */
export function encodeChange(change: MembershipChange | JointChange): Uint8Array {
  const one = ({ kind, raftId }: MembershipChange): string => `${kind} ${raftId}`;
  if ("kind" in change) return text(one(change));
  return text(`joint ${change.transition}: ${change.changes.map(one).join(", ")}`);
}

/** Empty is what a leader appends to end a joint state. */
export function decodeChange(data: Uint8Array): MembershipChange | JointChange {
  const written = new TextDecoder().decode(data);
  if (written === "") return { transition: "auto", changes: [] };
  const one = (part: string): MembershipChange => {
    const [kind, raftId] = part.split(" ");
    return { kind: kind as MembershipChange["kind"], raftId: BigInt(raftId ?? "0") };
  };
  const joint = /^joint (\w+): (.*)$/.exec(written);
  if (!joint) return one(written);
  const changes =
    joint[2] === "" ? [] : must(joint[2], "joint change without a list").split(", ").map(one);
  return { transition: joint[1] as JointChange["transition"], changes };
}

function describe(entry: Entry): string {
  const data = new TextDecoder().decode(entry.data);
  return entry.type === "normal" ? data : `<${data}>`;
}
