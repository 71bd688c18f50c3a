/** Where the store's entries go; raft's node fits. */
export interface Proposer {
  /**
   * Appends an entry and resolves with its index once it is committed and applied here. Rejects with
   * `unavailable` where this manager does not lead, with `aborted` or `cancelled` when the outcome
   * is unknown. `local` comes back to `apply`.
   */
  propose(data: Uint8Array, local: unknown, signal: AbortSignal): Promise<number>;
  /** A leader that has not applied all from before its term yet; absent where it always has. */
  readonly catchingUp?: boolean;
}

/** Who takes part in consensus: part of a snapshot, and raft's alone to make sense of. */
export interface RaftMembership {
  readonly members: readonly {
    readonly raftId: bigint;
    readonly nodeId: string;
    readonly address: string;
  }[];
  readonly removed: readonly bigint[];
}
