import type { ReadState } from "./reads.ts";
import type { Entry, EntryId, HardState, Message, Outgoing, Snapshot, Term } from "./messages.ts";

/**
 * What must become durable, in the order in which writes were handed out. Afterwards: restore the
 * state machine from `snapshot` if there is one, give the write back to `written`, send `promises`.
 */
export interface Write {
  readonly hardState: HardState | undefined;
  /** Replace everything stored from the first one's index on. */
  readonly entries: readonly Entry[];
  /** Replaces everything stored; entries of the same write come after it. */
  readonly snapshot: Snapshot | undefined;
  /** False when a crash may lose it without harm: only the commit index moved. */
  readonly mustSync: boolean;
  /** Messages to peers that rest on this write and on those before it. */
  readonly promises: readonly Message[];
  /** For the core: promises to itself, its own votes, which count only when they are durable. */
  readonly ownVotes: readonly Message[];
  /** For the core: in which term it was handed out, and where the log then ended. */
  readonly term: Term;
  readonly last: EntryId;
}

/** What the steps since last time oblige the driver to do. */
export interface Ready {
  /** Leave at once, before or while `write` goes to disk. */
  readonly messages: readonly Outgoing[];
  readonly write: Write | undefined;
  /** To be applied, in order; then tell `applied`. */
  readonly committed: readonly Entry[];
  /** Answers to `readIndex`, each to be waited for until its index is applied. */
  readonly reads: readonly ReadState[];
}
