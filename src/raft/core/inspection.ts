import { Leader } from "./leader.ts";
import { confStateOf } from "./membership.ts";
import type { ConfState, LogIndex, RaftId, Term } from "./messages.ts";
import type { ProgressMode } from "./progress.ts";
import type { Role, RoleBehaviour, Shared } from "./shared.ts";

/** How one follower is being fed. */
export interface FollowerInspection {
  readonly raftId: RaftId;
  readonly mode: ProgressMode;
  readonly matchIndex: LogIndex;
  readonly nextIndex: LogIndex;
  readonly inflightMessages: number;
  /** Nothing is sent until it answers. */
  readonly paused: boolean;
  readonly recentlyActive: boolean;
  /** It gets the log and has no vote. */
  readonly learner: boolean;
}

/** Everything that a person who looks for a fault wants to know of one member's core. */
export interface Inspection {
  readonly raftId: RaftId;
  readonly role: Role;
  readonly term: Term;
  readonly vote: RaftId | undefined;
  readonly leaderId: RaftId | undefined;
  /** Nobody else is voted for while this lasts. */
  readonly holdsLease: boolean;
  readonly log: {
    readonly firstIndex: LogIndex;
    readonly lastIndex: LogIndex;
    readonly lastTerm: Term;
    /** Durable here. */
    readonly stableIndex: LogIndex;
    readonly commitIndex: LogIndex;
    readonly appliedIndex: LogIndex;
    readonly snapshotIndex: LogIndex;
    /** A leader's snapshot is on its way to the disk. */
    readonly restoring: boolean;
  };
  readonly membership: ConfState;
  /** The entry or snapshot that gave the membership. */
  readonly membershipIndex: LogIndex;
  /** Of a leader. */
  readonly leadership:
    | {
        /** Its first entry: reads and proof of commit begin there. */
        readonly startIndex: LogIndex;
        readonly transferee: RaftId | undefined;
        readonly uncommittedBytes: number;
        readonly followers: readonly FollowerInspection[];
      }
    | undefined;
}

export function inspect(shared: Shared, role: RoleBehaviour): Inspection {
  const { id, term, vote, log, configuration, configurationIndex } = shared;
  return {
    raftId: id,
    role: role.role,
    term,
    vote,
    leaderId: role.leader,
    holdsLease: role.holdsLease,
    log: {
      firstIndex: log.firstIndex,
      lastIndex: log.lastIndex,
      lastTerm: log.last.term,
      stableIndex: log.stableIndex,
      commitIndex: log.commitIndex,
      appliedIndex: log.appliedIndex,
      snapshotIndex: log.snapshot?.index ?? 0,
      restoring: log.restoring,
    },
    membership: confStateOf(configuration),
    membershipIndex: configurationIndex,
    leadership: role instanceof Leader ? inspectLeader(shared, role) : undefined,
  };
}

function inspectLeader({ configuration }: Shared, leader: Leader): Inspection["leadership"] {
  const { startIndex, transferee, uncommittedBytes, replicator } = leader;
  const followers = [...replicator.followers].map(([raftId, progress]) => ({
    raftId,
    mode: progress.mode,
    matchIndex: progress.match,
    nextIndex: progress.next,
    inflightMessages: progress.inflightCount,
    paused: progress.paused,
    recentlyActive: progress.recentlyActive,
    learner: configuration.learners.has(raftId),
  }));
  return { startIndex, transferee, uncommittedBytes, followers };
}
