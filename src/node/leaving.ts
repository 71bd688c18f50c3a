import { OperationalError } from "../base/errors.ts";
import { makeLeaveRequest, makeRaftMember } from "../model/generated/types.ts";
import type { RaftStatus } from "../raft/status.ts";
import type { Clock } from "../system/clock.ts";
import { withDeadline } from "../system/deadline.ts";
import type { Log } from "../system/log.ts";
import { RaftMembershipService } from "../wire/generated/services.ts";
import type { Engine } from "../worker/engine/engine.ts";
import type { Member } from "./member.ts";

interface Deps {
  readonly clock: Clock;
  readonly log: Log;
}

const LEAVE_MS = 5_000;
const LEAVE_RETRY_MS = 100;
const CLEAR_MS = 60_000;

/** A manager does not leave by mistake. The texts are Docker's. Source: moby daemon/cluster/swarm.go. */
export function refuseHastyLeave({ members }: RaftStatus): never {
  const intro =
    "You are attempting to leave the swarm on a node that is participating as a manager. ";
  if (members.length <= 1) {
    throw new OperationalError(
      "unavailable",
      `${intro}Removing the last manager erases all current state of the swarm. Use \`--force\` to ignore this message. `,
    );
  }
  const reachable = members.filter((member) => member.reachable).length;
  const unreachable = members.length - reachable;
  const quorumLost =
    reachable - 2 <= unreachable
      ? `Removing this node leaves ${reachable - 1} managers out of ${members.length}. Without a Raft ` +
        "quorum your swarm will be inaccessible. "
      : "";
  throw new OperationalError(
    "unavailable",
    `${intro}${quorumLost}The only way to restore a swarm that has lost consensus is to reinitialize it ` +
      "with `--force-new-cluster`. Use `--force` to suppress this message.",
  );
}

/**
 * Takes this manager out of consensus before it goes, so that the others need no majority of one
 * that will never come back. Left to the operator where the others cannot agree to it.
 */
export async function leaveRaft(
  member: Member,
  { clock, log }: Deps,
  signal: AbortSignal,
): Promise<void> {
  const { manager, state } = member;
  const status = manager?.status();
  if (!manager || !status || status.members.length <= 1) return;
  const node = makeRaftMember({ raftId: status.raftId, nodeId: state.nodeId });
  const request = makeLeaveRequest({ node });
  try {
    await withDeadline(clock, LEAVE_MS, signal, async (inTime) => {
      if (status.leading) await manager.handOver();
      for (;;) {
        try {
          await manager.forAgent().unary(RaftMembershipService.Leave, request, { signal: inTime });
          return;
        } catch (error) {
          if (manager.status().removed) return; // Only the answer was lost.
          if (inTime.aborted) throw error;
          // A new leader is still to be found, or to hear from the others.
          await clock.sleep(LEAVE_RETRY_MS, inTime);
        }
      }
    });
  } catch (error) {
    log.warn("left without the other managers' agreement: remove this node there", { error });
  }
}

/** Stops and removes every task of this node: it is no longer this cluster's. */
export async function clearTasks(
  engine: Engine,
  { clock, log }: Deps,
  signal: AbortSignal,
): Promise<void> {
  try {
    await withDeadline(clock, CLEAR_MS, signal, async (inTime) => {
      const held = await engine.list(inTime);
      await Promise.all(held.map(({ taskId }) => engine.remove(taskId, inTime)));
    });
  } catch (error) {
    log.warn("some tasks of this node could not be removed from its engine", { error });
  }
}
