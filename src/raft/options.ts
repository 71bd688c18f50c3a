import type { Clock } from "../system/clock.ts";
import type { Entropy } from "../system/entropy.ts";
import type { Log } from "../system/log.ts";
import type { Dialer } from "../system/rpc.ts";
import type { Storage } from "../system/storage.ts";
import type { CompactionLimits } from "./compaction.ts";
import type { StateMachine } from "./state-machine.ts";

/** How often, and how patient. Every member of a cluster should use the same. */
export interface RaftTiming {
  readonly tickMs: number;
  readonly heartbeatTicks: number;
  /** A follower campaigns after so many ticks without a leader, up to twice as many at random. */
  readonly electionTicks: number;
  /** Ask before campaigning. Every member must know the question: Docker's managers do not. */
  readonly preVote: boolean;
}

/**
 * Among ourselves: a leader that dies is replaced in about half a second. More heartbeats would find
 * it hardly sooner and cost an idle manager most of what it costs.
 */
export const FAST_TIMING: RaftTiming = {
  tickMs: 50,
  heartbeatTicks: 2,
  electionTicks: 6,
  preVote: true,
};

/** In a cluster with Docker's managers. Source: swarmkit manager/state/raft/raft.go. */
export const DOCKER_TIMING: RaftTiming = {
  tickMs: 1000,
  heartbeatTicks: 1,
  electionTicks: 10,
  preVote: false,
};

export interface RaftLimits extends CompactionLimits {
  /** Bytes of proposals that may wait to be committed. */
  readonly maxProposalBytes: number;
  /** Bytes of one proposal: it must fit in one call, and gRPC's limit is 4 MiB. */
  readonly maxEntryBytes: number;
  /** Bytes of entries in one message to a follower. */
  readonly maxMessageBytes: number;
  /** Messages to one follower that may be unacknowledged, and their bytes. */
  readonly maxInflightMessages: number;
  readonly maxInflightBytes: number;
}

/** Source of `snapshotInterval` and `keptEntries`: swarmkit DefaultRaftConfig. */
export const DEFAULT_LIMITS: RaftLimits = {
  maxProposalBytes: 32 << 20,
  maxEntryBytes: 3 << 20,
  maxMessageBytes: 256 << 10,
  maxInflightMessages: 256,
  maxInflightBytes: 64 << 20,
  snapshotInterval: 10_000,
  snapshotBytes: 64 << 20,
  keptEntries: 500,
  keptBytes: 16 << 20,
};

/** What a member needs of the world. */
export interface RaftNodeOptions {
  /** Raft's own: nobody else may write under keys that begin with "raft/". The caller closes it. */
  readonly storage: Storage;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
  readonly dialer: Dialer;
  readonly stateMachine: StateMachine;
  readonly timing?: RaftTiming;
  readonly limits?: Partial<RaftLimits>;
  /** Managers there may be beside those that this member knows of, `host:port` each. */
  readonly managers?: () => readonly string[];
}
