import type { RaftId } from "./core/messages.ts";
import { majorityOf } from "./core/quorum.ts";

/** What must be known of a member to judge a removal. */
interface MemberState {
  readonly raftId: RaftId;
  readonly nodeId: string;
  readonly reachable: boolean;
  readonly learner: boolean;
}

/**
 * Why removing `raftId` could leave the swarm without a working majority; undefined when it is safe.
 * Source: swarmkit manager/state/raft/membership, CanRemoveMember.
 */
export function explainUnsafeRemoval(
  members: readonly MemberState[],
  raftId: RaftId,
): string | undefined {
  const voters = members.filter(({ learner }) => !learner);
  const remaining = voters.filter((member) => member.raftId !== raftId);
  if (remaining.length === voters.length) return undefined; // It has no vote: nothing changes.
  if (remaining.length === 0) return "it is the only manager";
  const unreachable = remaining.filter((member) => !member.reachable);
  const reachable = remaining.length - unreachable.length;
  const needed = majorityOf(remaining.length);
  if (reachable >= needed) return undefined;
  const missing = unreachable.map(({ nodeId }) => nodeId).join(", ");
  return `of the ${remaining.length} managers that would remain ${reachable} can be reached, and ${needed} are needed; not reachable: ${missing}`;
}
