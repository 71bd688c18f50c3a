import type { RaftId } from "./core/messages.ts";

/** A manager that takes part in consensus, and where it is reached. */
export interface Member {
  readonly raftId: RaftId;
  readonly nodeId: string;
  readonly address: string;
}

/** Who takes part and who no longer does, at one index; ascending by id, so that snapshots are equal. */
export interface Membership {
  readonly members: readonly Member[];
  readonly removed: readonly RaftId[];
}

/** What consumes the log: the same on every member, one entry after the other. */
export interface StateMachine {
  /**
   * Applies a committed entry. `local` is what this process handed to `propose`, so that a proposer
   * need not decode its own entry; undefined for everybody else's, and for one whose proposer was
   * told that the outcome is unknown. Synchronous, never throws.
   */
  apply(index: number, data: Uint8Array, local: unknown): void;
  /**
   * The whole state as it is at the call, with raft's membership in it, in pieces: each is a few
   * milliseconds of work, and what is applied in between does not show in them. Equal states give
   * equal bytes.
   */
  snapshot(membership: Membership): Iterable<Uint8Array>;
  /**
   * Replaces the whole state by what `pieces` hold, however it is cut; gives back the membership that
   * `snapshot` was handed. Nothing is applied until it resolves.
   */
  restore(index: number, pieces: AsyncIterable<Uint8Array>): Promise<Membership>;
}
