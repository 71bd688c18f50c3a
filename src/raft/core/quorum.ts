import type { Configuration } from "./membership.ts";
import type { LogIndex, RaftId } from "./messages.ts";

/** One set of voters, or two that must both agree. */
export type Voters = Pick<Configuration, "voters" | "outgoing">;

/** How an election stands. */
export type Tally = "won" | "lost" | "pending";

/** The least number of `voterCount` voters of which any two sets share one. */
export function majorityOf(voterCount: number): number {
  return Math.floor(voterCount / 2) + 1;
}

/**
 * The highest index that a majority of `voters` is known to hold; 0 without voters.
 *
 * `matchOf` gives 0 for a voter that has said nothing. The result is a candidate for the commit
 * index, not yet the commit index: the entry there must also be of the current term.
 * Source: Raft thesis §3.6.2.
 */
export function majorityIndex(
  voters: ReadonlySet<RaftId>,
  matchOf: (voter: RaftId) => LogIndex,
): LogIndex {
  const descending = Array.from(voters, matchOf).sort((a, b) => b - a);
  return descending[majorityOf(voters.size) - 1] ?? 0;
}

/** Whether the votes given so far decide an election. Without voters nobody can win. */
export function tallyVotes(
  voters: ReadonlySet<RaftId>,
  votes: ReadonlyMap<RaftId, boolean>,
): Tally {
  let granted = 0;
  let missing = 0;
  for (const voter of voters) {
    const vote = votes.get(voter);
    if (vote === undefined) missing++;
    else if (vote) granted++;
  }
  const needed = majorityOf(voters.size);
  if (granted >= needed) return "won";
  return granted + missing >= needed && voters.size > 0 ? "pending" : "lost";
}

/** Whether the voters for which `holds` is true are a majority. */
export function isQuorum(voters: ReadonlySet<RaftId>, holds: (voter: RaftId) => boolean): boolean {
  let count = 0;
  for (const voter of voters) if (holds(voter)) count++;
  return count >= majorityOf(voters.size);
}

/** The highest index that both sets of voters are known to hold. Source: Raft thesis §4.3. */
export function jointIndex(
  { voters, outgoing }: Voters,
  matchOf: (voter: RaftId) => LogIndex,
): LogIndex {
  const index = majorityIndex(voters, matchOf);
  return outgoing.size === 0 ? index : Math.min(index, majorityIndex(outgoing, matchOf));
}

/** An election must be won in both sets; it is lost as soon as it is lost in one. */
export function tallyJointVotes(
  { voters, outgoing }: Voters,
  votes: ReadonlyMap<RaftId, boolean>,
): Tally {
  const tally = tallyVotes(voters, votes);
  if (outgoing.size === 0) return tally;
  const other = tallyVotes(outgoing, votes);
  if (tally === other) return tally;
  return tally === "lost" || other === "lost" ? "lost" : "pending";
}

/** Whether `holds` is true for a majority of each set. */
export function isJointQuorum(
  { voters, outgoing }: Voters,
  holds: (voter: RaftId) => boolean,
): boolean {
  return isQuorum(voters, holds) && (outgoing.size === 0 || isQuorum(outgoing, holds));
}
