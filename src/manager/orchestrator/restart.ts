import {
  NodeSpec_Availability,
  RestartPolicy_RestartCondition,
  TaskState,
  type Node,
  type Task,
} from "../../model/generated/types.ts";
import { isTerminal } from "../../model/task-state.ts";
import { durationMs } from "../../model/time.ts";
import { isAccomplished } from "./mode.ts";
import { availabilityOf, isDown, mustLeave } from "./node-fitness.ts";
import {
  byAge,
  createdAtMs,
  hasSpecVersion,
  isLive,
  isOfIteration,
  isWanted,
  newestOf,
  reachedAtMs,
  stateOf,
} from "./task-order.ts";

/** Source of the defaults: swarmkit api/defaults/service.go. */
export const DEFAULT_RESTART_DELAY_MS = 5000;

/** How long a replacement waits for the old task to stop. Source: swarmkit defaultOldTaskTimeout. */
const OLD_TASK_TIMEOUT_MS = 60_000;

/** What the enforcer says of a task that it ended: the node changed, the task did nothing wrong. */
export const ENFORCER_MESSAGE = "task rejected by constraint enforcer";

/**
 * What to do about a task that stopped or cannot stay where it is: nothing, ask it to stop, or ask
 * it to stop and put another in its place.
 */
export type RestartDecision = "nothing" | "retire" | "replace";

/** What surrounds a task whose restart is decided. */
export interface RestartView {
  readonly task: Task;
  /** All tasks of its slot, or of its service on its node; itself among them. */
  readonly slotTasks: readonly Task[];
  /** The task's node, if it has one and that is still there. */
  readonly node: Node | undefined;
  readonly isGlobal: boolean;
}

/**
 * Whether the task must be replaced. One that ended is restarted as its policy says. One whose node
 * is down, gone or drained is moved: that is no failure and costs none of its attempts. A global
 * service's task has no other node to go to.
 * Source: swarmkit manager/orchestrator/restart.
 */
export function decideRestart({ task, slotTasks, node, isGlobal }: RestartView): RestartDecision {
  if (!isWanted(task) || isAccomplished(task)) return "nothing";
  const ended = isTerminal(stateOf(task));
  const displaced = task.nodeId !== "" && mustLeave(node);
  if (!ended && !displaced) return "nothing";
  // Another has taken its place already: an update that starts the new one first.
  const replaced = slotTasks.some((other) => isWanted(other) && byAge(other, task) > 0);
  if (replaced || !mayRestart(task, slotTasks)) return "retire";
  if (!isGlobal) return "replace";
  const usable = node !== undefined && !displaced;
  return usable && availabilityOf(node) === NodeSpec_Availability.ACTIVE ? "replace" : "retire";
}

/** Whether the policy lets another task follow this one, which ended or is displaced. */
export function mayRestart(task: Task, slotTasks: readonly Task[]): boolean {
  const policy = task.spec?.restart;
  if (isAccomplished(task)) return false;
  switch (policy?.condition ?? RestartPolicy_RestartCondition.ANY) {
    case RestartPolicy_RestartCondition.NONE:
      return false;
    case RestartPolicy_RestartCondition.ON_FAILURE:
      if (stateOf(task) === TaskState.COMPLETE) return false;
      break;
    default:
      break;
  }
  if (policy === undefined || policy.maxAttempts === 0 || !endedByItself(task)) return true;
  return restartsCounted(task, slotTasks) < policy.maxAttempts;
}

/**
 * How many restarts count against this one: each task of the same spec in the slot that ended by
 * itself was restarted once, at that moment. The reaper keeps as many of them as matter.
 */
export function restartsCounted(task: Task, slotTasks: readonly Task[]): number {
  const windowMs = durationMs(task.spec?.restart?.window, 0);
  const sinceMs = windowMs > 0 ? reachedAtMs(task) - windowMs : -Infinity;
  return slotTasks.filter(
    (other) =>
      other.id !== task.id &&
      hasSpecVersion(other, task.specVersion) &&
      isOfIteration(other, task.jobIteration) &&
      endedByItself(other) &&
      reachedAtMs(other) > sinceMs,
  ).length;
}

/**
 * The task ended before its restart delay was over: its image is nowhere, say. It is replaced when it
 * would have started, or each replacement would follow the last at once.
 */
export function endedEarly(task: Task): boolean {
  return task.desiredState === TaskState.READY && endedByItself(task);
}

/** The task finished or failed, rather than being stopped, moved or lost with its node. */
export function endedByItself(task: Task): boolean {
  const state = stateOf(task);
  if (state === TaskState.REJECTED) return task.status?.message !== ENFORCER_MESSAGE;
  return state === TaskState.COMPLETE || state === TaskState.FAILED;
}

/**
 * In how many ms a task that waits to be started (desired ready) may be, if nothing changes before.
 * It waits a while for those it replaces to stop, unless their node is down and cannot tell, and for
 * its restart delay if it follows one of the same spec that ended by itself. All of this is read
 * from the store, so that a new leader waits no longer than the old one would have.
 */
export function startInMs(
  task: Task,
  slotTasks: readonly Task[],
  findNode: (nodeId: string) => Node | undefined,
  nowMs: number,
): number {
  const older = slotTasks.filter((other) => byAge(other, task) < 0);
  const ageMs = Math.max(0, nowMs - createdAtMs(task));
  const delayMs = Math.max(0, delayOf(task, newestOf(older)) - ageMs);
  if (waitsToStop(task, slotTasks, findNode) === undefined) return delayMs;
  return Math.max(delayMs, OLD_TASK_TIMEOUT_MS - ageMs, 0);
}

/** An older task of the place that has yet to stop, on a node that can tell when it has. */
export function waitsToStop(
  task: Task,
  slotTasks: readonly Task[],
  findNode: (nodeId: string) => Node | undefined,
): Task | undefined {
  return slotTasks.find((other) => {
    if (byAge(other, task) >= 0 || isWanted(other) || !isLive(other)) return false;
    const node = findNode(other.nodeId);
    return node !== undefined && !isDown(node);
  });
}

function delayOf(task: Task, predecessor: Task | undefined): number {
  const delayMs = durationMs(task.spec?.restart?.delay, DEFAULT_RESTART_DELAY_MS);
  if (predecessor === undefined) return delayMs; // Its story is lost: rather late than a tight loop.
  const restarted =
    hasSpecVersion(predecessor, task.specVersion) &&
    isOfIteration(predecessor, task.jobIteration) &&
    endedByItself(predecessor);
  return restarted ? delayMs : 0;
}
