/** A member's identity in consensus: 64 bits, never reused. */
export type RaftId = bigint;
/** Logical time of leadership; never goes back. */
export type Term = number;
/** Position in the log, from 1. */
export type LogIndex = number;

/** Term and index together: the only way to compare positions of different logs. */
export interface EntryId {
  readonly term: Term;
  readonly index: LogIndex;
}

/** Before the first entry. */
export const NO_ENTRY: EntryId = { term: 0, index: 0 };

/** Whether a log that ends in `a` is less up to date than one that ends in `b`. Source: Raft thesis §3.6.1. */
export function isOlder(a: EntryId, b: EntryId): boolean {
  return a.term < b.term || (a.term === b.term && a.index < b.index);
}

/** What an entry's data is for: the state machine, or the membership in one of two encodings. */
export type EntryType = "normal" | "confChange" | "confChangeV2";

/** One command in the log; its data is opaque here. Empty data of type `normal` is a new leader's mark. */
export interface Entry extends EntryId {
  readonly type: EntryType;
  readonly data: Uint8Array;
}

/** What must be durable before any message that relies on it. */
export interface HardState {
  readonly term: Term;
  /** Whom this member voted for in `term`. */
  readonly vote: RaftId | undefined;
  readonly commitIndex: LogIndex;
}

/** Who takes part, as kept in snapshots; absent is empty. See `Configuration`. */
export interface ConfState {
  readonly voters: readonly RaftId[];
  readonly learners?: readonly RaftId[];
  readonly outgoing?: readonly RaftId[];
  readonly learnersNext?: readonly RaftId[];
  readonly autoLeave?: boolean;
}

/** A snapshot without its bytes: what it covers and who the members were. */
export interface SnapshotMeta extends EntryId {
  readonly conf: ConfState;
}

/** The bytes of a snapshot that are on the disk already, in pieces. */
export interface StoredPieces {
  /** Where, among other snapshots. */
  readonly place: number;
  readonly count: number;
  readonly bytes: number;
}

/** The state machine's whole state after `index`. */
export interface Snapshot extends SnapshotMeta {
  /** Empty where the bytes are on the disk. */
  readonly data: Uint8Array;
  /** Put in by the driver; opaque here. */
  readonly stored?: StoredPieces | undefined;
}

/** What every message carries. */
export interface Envelope {
  readonly from: RaftId;
  readonly to: RaftId;
  /** The sender's term, but for pre-votes: see `PreVoteRequest`. */
  readonly term: Term;
}

/** Entries for a follower's log, to go right after `previous`; without entries, a probe. */
export interface AppendRequest extends Envelope {
  readonly type: "appendRequest";
  readonly previous: EntryId;
  readonly entries: readonly Entry[];
  readonly commitIndex: LogIndex;
}

export interface AppendResponse extends Envelope {
  readonly type: "appendResponse";
  /** Accepted: the last index known to match. Rejected: the request's previous index. */
  readonly index: LogIndex;
  /** Present when rejected: the follower's last entry that may match. */
  readonly hint?: EntryId | undefined;
}

/** A snapshot for a follower whose next entry is compacted. */
export interface SnapshotRequest extends Envelope {
  readonly type: "snapshotRequest";
  readonly snapshot: Snapshot;
}

export interface HeartbeatRequest extends Envelope {
  readonly type: "heartbeatRequest";
  /** Never more than the follower is known to hold. */
  readonly commitIndex: LogIndex;
  /** Comes back in the response, so that the leader knows which heartbeat was answered. */
  readonly context: Uint8Array;
}

export interface HeartbeatResponse extends Envelope {
  readonly type: "heartbeatResponse";
  readonly context: Uint8Array;
}

export interface VoteRequest extends Envelope {
  readonly type: "voteRequest";
  readonly last: EntryId;
  /** The leader asked for this election: neither lease nor pre-vote stands in its way. */
  readonly transfer: boolean;
}

export interface VoteResponse extends Envelope {
  readonly type: "voteResponse";
  readonly granted: boolean;
}

/** Asks whether an election could be won. Its term is the one that the election would have. */
export interface PreVoteRequest extends Envelope {
  readonly type: "preVoteRequest";
  readonly last: EntryId;
}

/** Granted: carries the request's term. Rejected: the answerer's own. */
export interface PreVoteResponse extends Envelope {
  readonly type: "preVoteResponse";
  readonly granted: boolean;
}

/** The leader's word to its chosen successor: campaign now. */
export interface TimeoutNow extends Envelope {
  readonly type: "timeoutNow";
}

/** Asks the leader to hand leadership to `from`. */
export interface TransferRequest extends Envelope {
  readonly type: "transferRequest";
}

/** Payloads that a follower passes on to its leader. Its term says nothing. Source: etcd raft.go. */
export interface ProposalRequest extends Envelope {
  readonly type: "proposalRequest";
  readonly payloads: readonly Uint8Array[];
}

/** Asks the leader how far to apply before reading. Source: Raft thesis §6.4. */
export interface ReadIndexRequest extends Envelope {
  readonly type: "readIndexRequest";
  /** Comes back in the response. */
  readonly context: Uint8Array;
}

export interface ReadIndexResponse extends Envelope {
  readonly type: "readIndexResponse";
  readonly context: Uint8Array;
  readonly index: LogIndex;
}

/** Everything that travels between members; one for each of etcd's wire messages. Source: raft.proto. */
export type Message =
  | AppendRequest
  | AppendResponse
  | SnapshotRequest
  | HeartbeatRequest
  | HeartbeatResponse
  | VoteRequest
  | VoteResponse
  | PreVoteRequest
  | PreVoteResponse
  | TimeoutNow
  | TransferRequest
  | ProposalRequest
  | ReadIndexRequest
  | ReadIndexResponse;

/**
 * What the core sends: a message, or the request to send a follower the newest stored snapshot,
 * whose bytes the driver adds from its disk.
 */
export type Outgoing = Exclude<Message, SnapshotRequest> | SnapshotOrder;

export interface SnapshotOrder extends Envelope {
  readonly type: "snapshotOrder";
  readonly snapshot: SnapshotMeta;
}

/** Bytes of an entry that limits count: its data, and about what its header costs on the wire. */
export function entryBytes(entry: Entry): number {
  return entry.data.length + 16;
}

/** Bytes of data that `entries` hold; empty ones are free and never refused. */
export function payloadBytes(entries: readonly { readonly data: Uint8Array }[]): number {
  return entries.reduce((sum, entry) => sum + entry.data.length, 0);
}
