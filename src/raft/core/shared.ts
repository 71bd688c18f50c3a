import type { Prng } from "../../base/prng.ts";
import type { InflightLimits } from "./inflights.ts";
import { RaftLog, type StoredLog } from "./log.ts";
import {
  configurationOf,
  confStateOf,
  isVoter,
  NO_MEMBERS,
  type Configuration,
} from "./membership.ts";
import type { ReadState } from "./reads.ts";
import type {
  AppendRequest,
  ConfState,
  Envelope,
  HardState,
  HeartbeatRequest,
  LogIndex,
  Message,
  Outgoing,
  RaftId,
  SnapshotRequest,
  Term,
} from "./messages.ts";

export type Role = "follower" | "preCandidate" | "candidate" | "leader";

export interface RaftOptions {
  readonly id: RaftId;
  /** A follower campaigns after this many ticks without a leader, up to twice as many at random. */
  readonly electionTicks: number;
  readonly heartbeatTicks: number;
  /** Ask before campaigning, so that a member cut off does not disturb on its return. */
  readonly preVote: boolean;
  /** A leader that hears no majority steps down; followers that hear a leader ignore candidates. */
  readonly checkQuorum: boolean;
  readonly maxMessageBytes: number;
  readonly inflight: InflightLimits;
  /**
   * Fewer entries than this are not worth a message to a follower without which there is a majority,
   * nor is a commit index worth one: they wait for more, or for `feedHeld`, unless more than a quarter
   * as many are under way. By default nothing does.
   */
  readonly heldEntries?: number;
  /** Bytes of proposals that may wait to be committed. One proposal is accepted whatever its size. */
  readonly maxUncommittedBytes: number;
  /** Bytes of entries handed out to be applied at a time. */
  readonly maxApplyBytes: number;
  /** After so many ticks a snapshot whose fate nobody reported counts as lost. */
  readonly snapshotTimeoutTicks: number;
  /**
   * Followers pass proposals on, and a leader takes them. Off by default: what is passed on may be
   * lost, or appended twice, and nobody is told.
   */
  readonly forwardProposals?: boolean;
  /** Answer reads without asking the others while they have promised to elect nobody: see lease.ts. */
  readonly leaseReads?: boolean;
  /** Jitter of the election timeout. */
  readonly prng: Prng;
  /** Told what happens, for logs, checkers and transcripts. */
  readonly trace?: (record: TraceRecord) => void;
}

/** What happened in the core that a person or a checker may want to know. */
export type TraceRecord =
  | {
      readonly kind: "role";
      readonly role: Role;
      readonly term: Term;
      readonly leader: RaftId | undefined;
    }
  | { readonly kind: "vote"; readonly term: Term; readonly candidate: RaftId }
  | { readonly kind: "leaseKept"; readonly term: Term; readonly candidate: RaftId }
  | { readonly kind: "quorumLost"; readonly term: Term }
  | { readonly kind: "snapshotSent"; readonly to: RaftId; readonly index: LogIndex }
  | { readonly kind: "snapshotReceived"; readonly from: RaftId; readonly index: LogIndex }
  | { readonly kind: "changeRefused"; readonly index: LogIndex; readonly reason: string }
  | { readonly kind: "membership"; readonly index: LogIndex; readonly conf: ConfState };

/** Why a proposal or a read was not taken. Nothing was appended. */
export type Refusal =
  | { readonly code: "notLeader" | "notMember" | "transferring" | "busy" | "changePending" }
  | { readonly code: "invalidChange"; readonly reason: string };

/** Why an election is held: its timeout, or the leader's own wish. */
export type CampaignReason = "timeout" | "transfer";

/** What a role does with its part of the work; made anew at each change of role, which resets all. */
export interface RoleBehaviour {
  readonly role: Role;
  readonly leader: RaftId | undefined;
  /** Heard from a leader so lately (or being one) that no other can be needed. */
  readonly holdsLease: boolean;
  tick(): void;
  /** A message of the current term that is not a request for a vote. */
  step(message: Message): void;
  /** A vote was granted: postpone our own campaign. */
  postponeCampaign(): void;
}

/** What the core is restarted from; all empty for a member that is about to join. */
export interface StoredState {
  readonly hardState: HardState;
  readonly log: StoredLog;
}

/** What every role works on: the member's term, vote, log and membership, and its outbox. */
export class Shared {
  readonly options: RaftOptions;
  readonly log: RaftLog;
  term: Term;
  vote: RaftId | undefined;
  configuration: Configuration;
  /** Index of the entry or snapshot that gave `configuration`. */
  configurationIndex: LogIndex;
  /** May leave at once. */
  requests: Outgoing[] = [];
  /** May leave once everything before them is durable: they promise something. */
  promises: Message[] = [];
  /** Reads of this member that may be made once their index is applied. */
  reads: ReadState[] = [];
  readonly #transitions: Transitions;

  constructor(options: RaftOptions, stored: StoredState, transitions: Transitions) {
    this.options = options;
    this.log = new RaftLog(stored.log);
    this.term = stored.hardState.term;
    this.vote = stored.hardState.vote;
    const conf = stored.log.snapshot?.conf;
    this.configuration = conf ? configurationOf(conf) : NO_MEMBERS;
    this.configurationIndex = stored.log.snapshot?.index ?? 0;
    this.#transitions = transitions;
  }

  get id(): RaftId {
    return this.options.id;
  }

  get isVoter(): boolean {
    return isVoter(this.configuration, this.id);
  }

  /** Who sends, to whom, in which term. */
  envelope(to: RaftId): Envelope {
    return { from: this.id, to, term: this.term };
  }

  /** Sends what promises nothing. */
  request(message: Outgoing): void {
    this.requests.push(message);
  }

  /** Sends what rests on this member's memory: once that is durable. */
  promise(message: Message): void {
    this.promises.push(message);
  }

  /** A number of ticks in [electionTicks, 2 × electionTicks): anew for each role. */
  drawElectionTimeout(): number {
    const { prng, electionTicks } = this.options;
    return electionTicks + prng.below(electionTicks);
  }

  becomeFollower(term: Term, leader: RaftId | undefined): RoleBehaviour {
    return this.#transitions.becomeFollower(term, leader);
  }

  campaign(reason: CampaignReason): void {
    this.#transitions.campaign(reason);
  }

  becomeLeader(): void {
    this.#transitions.becomeLeader();
  }

  /** Holds the election after a pre-vote was won. */
  elect(reason: CampaignReason): void {
    this.#transitions.elect(reason);
  }

  /** Announces the membership that an applied entry or a snapshot gave. */
  adopt(configuration: Configuration, index: LogIndex): void {
    this.configuration = configuration;
    this.configurationIndex = index;
    this.options.trace?.({ kind: "membership", index, conf: confStateOf(configuration) });
  }
}

/** The changes of role, which only the whole can make. */
export interface Transitions {
  becomeFollower(term: Term, leader: RaftId | undefined): RoleBehaviour;
  campaign(reason: CampaignReason): void;
  elect(reason: CampaignReason): void;
  becomeLeader(): void;
}

/** What only the leader of a term sends. */
export type LeaderMessage = AppendRequest | HeartbeatRequest | SnapshotRequest;

export function isFromLeader(message: Message): message is LeaderMessage {
  return (
    message.type === "appendRequest" ||
    message.type === "heartbeatRequest" ||
    message.type === "snapshotRequest"
  );
}
