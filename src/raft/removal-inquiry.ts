import { errorCodeOf, messageOf } from "../base/errors.ts";
import { RaftpbMessageType, makeRaftpbMessage } from "../model/generated/types.ts";
import type { Clock } from "../system/clock.ts";
import type { Channel } from "../system/rpc.ts";
import { RaftService } from "../wire/generated/services.ts";
import type { RaftId } from "./core/messages.ts";

/** What Swarm's managers answer a member that they have removed. Source: swarmkit raft.go. */
export const MEMBER_REMOVED = "raft: member was removed from the cluster";

/** After so long without a leader a member asks whether it still is one, again and again. */
const QUIET_MS = 3000;
const LOOK_MS = 1000;

/** Whether a manager has said, by this refusal, that its caller's member was removed for ever. */
export function saysRemoved(error: unknown): boolean {
  return errorCodeOf(error) === "notFound" && messageOf(error).includes(MEMBER_REMOVED);
}

/**
 * Asks a manager whether it knows member `raftId` as removed. Only its explicit word counts: one that
 * does not answer, or that has not heard of the member yet, has not said so.
 *
 * The question is a message of a type that no member takes from another, Docker's no more than ours,
 * as both look at who sends before they look at what it is.
 */
export async function isKnownAsRemoved(
  channel: Channel,
  raftId: RaftId,
  signal: AbortSignal,
): Promise<boolean> {
  const message = makeRaftpbMessage({ type: RaftpbMessageType.MsgUnreachable, from: raftId });
  try {
    await channel.unary(RaftService.ProcessRaftMessage, { message }, { signal });
    return false;
  } catch (error) {
    return saysRemoved(error);
  }
}

/**
 * Calls `ask` while this member hears from no leader. A member that was away while it was removed may
 * have nobody to talk to: a learner, or one whose log does not reach to its own admission, never
 * campaigns, and those who have removed it never call.
 */
export async function runRemovalInquiry(
  clock: Clock,
  hearsLeader: (withinMs: number) => boolean,
  ask: () => Promise<void>,
  signal: AbortSignal,
): Promise<void> {
  let heardMs = clock.monotonicMs();
  while (!signal.aborted) {
    await clock.sleep(LOOK_MS, signal);
    const nowMs = clock.monotonicMs();
    if (hearsLeader(QUIET_MS)) heardMs = nowMs;
    if (signal.aborted || nowMs - heardMs < QUIET_MS) continue;
    await ask();
    heardMs = clock.monotonicMs();
  }
}
