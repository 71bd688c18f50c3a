import type { LogIndex, RaftId, Term } from "./core/messages.ts";
import type { Role } from "./core/shared.ts";
import type { Member } from "./state-machine.ts";

export interface MemberStatus extends Member {
  readonly leader: boolean;
  /** On the leader: it was heard from lately. Elsewhere: the last message to it went through. */
  readonly reachable: boolean;
  /** It gets the log and has no vote. */
  readonly learner: boolean;
  /** On the leader: the last entry that this member is known to hold durably. */
  readonly matchIndex: LogIndex | undefined;
}

/** Where one member stands. */
export interface RaftStatus {
  readonly raftId: RaftId;
  readonly role: Role;
  readonly term: Term;
  readonly leaderId: RaftId | undefined;
  /** Leader, and every entry of earlier leaders is applied here. */
  readonly leading: boolean;
  readonly commitIndex: LogIndex;
  readonly appliedIndex: LogIndex;
  /** Ascending by raft id. */
  readonly members: readonly MemberStatus[];
  /** This member is no longer one. */
  readonly removed: boolean;
}
