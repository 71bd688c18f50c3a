import type { Clock } from "../system/clock.ts";
import type { Log } from "../system/log.ts";
import { Wake } from "../system/wake.ts";
import type { LogIndex, RaftId } from "./core/messages.ts";
import { majorityOf } from "./core/quorum.ts";
import type { RaftNode } from "./node.ts";
import type { MemberStatus, RaftStatus } from "./status.ts";

export interface LearnerPromotionDeps {
  readonly raft: Pick<RaftNode, "status" | "observe" | "promoteLearner">;
  readonly clock: Clock;
  readonly log: Log;
  /** Why a node gets no vote, though it was admitted: it may have been demoted meanwhile. */
  readonly refusal?: (nodeId: string) => string | undefined;
}

/** One round of catching up. A voter that is this far behind does not hold up the others. */
const ROUND_MS = 100;
/** So many rounds in a row, or it was luck. */
const ROUNDS = 2;
/** What could not be done is tried again, and said, this often at most. */
const RETRY_MS = 5000;

/** How far a learner has come in its rounds. */
interface Course {
  /** What was committed when the round began. */
  readonly goal: LogIndex;
  readonly roundsWon: number;
}

/**
 * While this member leads: gives learners their vote once they have caught up, which is when they
 * hold, one round after the other, what was committed when the round began. Before that a vote of
 * theirs would only make the majority larger. Source: Raft thesis §4.2.1.
 */
export async function runLearnerPromotion(
  deps: LearnerPromotionDeps,
  signal: AbortSignal,
): Promise<void> {
  const { raft, clock } = deps;
  const wake = new Wake();
  const stopObserving = raft.observe(() => wake.set());
  let courses: ReadonlyMap<RaftId, Course> = new Map();
  try {
    while (!signal.aborted) {
      const status = raft.status();
      const learners = status.members.filter(({ learner }) => learner);
      if (learners.length === 0) {
        await wake.wait(signal);
        continue;
      }
      const entitled = learners.filter(({ nodeId }) => deps.refusal?.(nodeId) === undefined);
      courses = new Map(
        entitled.map((learner) => [
          learner.raftId,
          nextRound(courses.get(learner.raftId), learner, status.commitIndex),
        ]),
      );
      const ready = entitled.find(({ raftId }) => (courses.get(raftId)?.roundsWon ?? 0) >= ROUNDS);
      const tried = ready && (await promote(deps, status, ready, signal));
      await clock.sleep(tried === false ? RETRY_MS : ROUND_MS, signal);
    }
  } finally {
    stopObserving();
  }
}

function nextRound(
  course: Course | undefined,
  { matchIndex = 0, reachable }: MemberStatus,
  commitIndex: LogIndex,
): Course {
  const won = course !== undefined && reachable && matchIndex >= course.goal;
  return { goal: commitIndex, roundsWon: won ? course.roundsWon + 1 : 0 };
}

/** One change at a time; false when it has to wait. */
async function promote(
  { raft, log }: LearnerPromotionDeps,
  status: RaftStatus,
  { raftId, nodeId, address }: MemberStatus,
  signal: AbortSignal,
): Promise<boolean> {
  const fields = { nodeId, peer: String(raftId), address };
  const reason = whyNotPromote(status, raftId);
  if (reason !== undefined) {
    log.warn("manager gets no vote yet", { ...fields, reason });
    return false;
  }
  try {
    await raft.promoteLearner(raftId, signal);
    log.info("manager has caught up and votes from now on", fields);
    return true;
  } catch (error) {
    if (!signal.aborted) log.warn("manager gets no vote yet", { ...fields, error });
    return false;
  }
}

/** One more voter makes the majority larger: it must be there. */
function whyNotPromote({ members }: RaftStatus, raftId: RaftId): string | undefined {
  const voters = members.filter((member) => !member.learner || member.raftId === raftId);
  const unreachable = voters.filter(({ reachable }) => !reachable);
  const needed = majorityOf(voters.length);
  if (voters.length - unreachable.length >= needed) return undefined;
  const missing = unreachable.map(({ nodeId }) => nodeId).join(", ");
  return `of then ${voters.length} managers ${needed} are needed, and these cannot be reached: ${missing}`;
}
