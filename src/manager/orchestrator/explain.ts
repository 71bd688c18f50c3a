import { createdBecause, stoppedBecause } from "../../model/task-cause.ts";
import { drainLimitMs } from "../../model/service-options.ts";
import { spanText } from "../../model/span.ts";
import { taskStateName, isTerminal } from "../../model/task-state.ts";
import { timestampMs } from "../../model/time.ts";
import {
  RestartPolicy_RestartCondition,
  TaskState,
  type Node,
  type Service,
  type Task,
} from "../../model/generated/types.ts";
import { explainProgress } from "./explain-service.ts";
import { nodeName, placeText, tasksInPlaceOf, type ClusterView } from "./cluster-view.ts";
import {
  endedByItself,
  endedEarly,
  mayRestart,
  restartsCounted,
  startInMs,
  waitsToStop,
} from "./restart.ts";
import { isDown, mustLeave } from "./node-fitness.ts";
import { byAge, isLive, isUnassigned, isWanted, newestOf, stateOf } from "./task-order.ts";

/**
 * Why a task is as it is, in sentences with figures: where it stands and since when, why it was
 * made, why it stops, and what comes next. Everything is read from the store, so every manager says
 * the same. `view` is a read transaction; an unknown id gives no sentence.
 *
 *     store.view((tx) => explainTask(tx, taskId, clock.wallMs()))
 */
export function explainTask(view: ClusterView, taskId: string, nowMs: number): readonly string[] {
  const task = view.tasks.get(taskId);
  if (task === undefined) return [];
  const slotTasks = tasksInPlaceOf(view, task);
  return [
    presentState(view, task, nowMs),
    ...madeBecause(task),
    ...stopsBecause(task, slotTasks),
    ...nextStep(view, task, slotTasks, nowMs),
  ];
}

/**
 * Why a service is as it is: how many of its tasks run, what the others wait for, what its update
 * does, which places it gave up and which tasks are next. As `explainTask` else.
 */
export function explainService(
  view: ClusterView,
  serviceId: string,
  nowMs: number,
): readonly string[] {
  const service = view.services.get(serviceId);
  if (service === undefined) return [];
  const tasks = view.tasks.ofService(serviceId);
  return [
    ...explainProgress(view, service, tasks, nowMs),
    ...unsettled(view, service, tasks).flatMap((task) => {
      const slotTasks = tasksInPlaceOf(view, task);
      const because = madeBecause(task);
      return [
        [presentState(view, task, nowMs), ...because].join(" "),
        ...nextStep(view, task, slotTasks, nowMs),
      ];
    }),
  ];
}

/**
 * Why a node is as it is to the orchestrators: whether it takes tasks, and when it shall be left,
 * how many are still there and what they wait for.
 */
export function explainNode(view: ClusterView, nodeId: string, nowMs: number): readonly string[] {
  const node = view.nodes.get(nodeId);
  if (node === undefined) return [];
  const there = view.tasks.onNode(nodeId).filter((task) => isLive(task));
  const name = nodeName(view, nodeId);
  if (!mustLeave(node)) return [`${name} has ${countText(there.length, "task")}.`];
  const why = isDown(node) ? "is down" : "is drained";
  if (there.length === 0) return [`${name} ${why} and has no tasks left.`];
  const staying = there.filter(isWanted);
  const stopping = there.length - staying.length;
  return [
    `${name} ${why}: ${countText(there.length, "task")} left, of which ${stopping} are stopping.`,
    ...staying.slice(0, MOST_TASKS).map((task) => reliefText(view, task, nowMs)),
  ];
}

/** What a task waits for that shall leave its node. */
function reliefText(view: ClusterView, task: Task, nowMs: number): string {
  const newer = tasksInPlaceOf(view, task).filter((other) => byAge(other, task) > 0);
  const relief = newer.find(isWanted);
  const name = placeText(view, task);
  if (relief === undefined) return `${name} is about to be replaced.`;
  const service = view.services.get(task.serviceId);
  const [first] = newer.toSorted(byAge);
  const leftMs =
    (service ? drainLimitMs(service) : 0) + timestampMs(first?.meta?.createdAt) - nowMs;
  const err = relief.status?.err ?? "";
  const state = `${taskStateName(stateOf(relief))}${err === "" ? "" : `: ${err}`}`;
  return `${name} runs on until task ${relief.id} does (${state}), for ${spanText(leftMs)} at most.`;
}

function countText(count: number, noun: string): string {
  return count === 1 ? `1 ${noun}` : `${count} ${noun}s`;
}

/** How many single tasks an explanation of their service speaks of. */
const MOST_TASKS = 10;

/** The tasks that a person asks about: the newest of each place, where it does not simply run. */
function unsettled(view: ClusterView, service: Service, tasks: readonly Task[]): readonly Task[] {
  const isJob = (service.spec?.replicatedJob ?? service.spec?.globalJob) !== undefined;
  const done = isJob ? TaskState.COMPLETE : TaskState.RUNNING;
  return tasks
    .filter((task) => stateOf(task) !== done && stateOf(task) !== TaskState.RUNNING)
    .filter((task) => newestOf(tasksInPlaceOf(view, task)) === task)
    .filter(({ desiredState }) => desiredState < TaskState.REMOVE)
    .slice(0, MOST_TASKS);
}

function presentState(view: ClusterView, task: Task, nowMs: number): string {
  const { status } = task;
  const state = stateOf(task);
  const sinceMs = Math.max(0, nowMs - timestampMs(status?.appliedAt ?? status?.timestamp));
  const name = `Task ${placeText(view, task)} (${task.id})`;
  const err = status?.err ?? "";
  const why = err === "" ? "" : `: ${err}`;
  if (isUnassigned(task) && isWanted(task)) {
    const created = Math.max(0, nowMs - timestampMs(task.meta?.createdAt));
    const reason = err === "" ? ": the scheduler has not looked at it yet" : why;
    return `${name} has waited for a node for ${spanText(created)}${reason}.`;
  }
  const on = task.nodeId === "" ? "" : ` on ${nodeName(view, task.nodeId)}`;
  const code = status?.container?.exitCode ?? 0;
  const exit =
    isTerminal(state) && code !== 0 && !err.includes(String(code)) ? ` (exit ${code})` : "";
  return `${name} is ${taskStateName(state)}${on} since ${spanText(sinceMs)}${exit}${why}.`;
}

function madeBecause(task: Task): readonly string[] {
  const because = createdBecause(task);
  return because === undefined ? [] : [`It was made because ${because}.`];
}

function stopsBecause(task: Task, slotTasks: readonly Task[]): readonly string[] {
  if (isWanted(task)) return [];
  const because = stoppedBecause(task);
  const successor = slotTasks.filter((other) => byAge(other, task) > 0).toSorted(byAge)[0];
  const followed = successor === undefined ? "" : ` Task ${successor.id} took its place.`;
  if (because !== undefined) return [`It was asked to stop because ${because}.${followed}`];
  return followed === "" ? [] : [followed.trim()];
}

/** What happens next, and when, if nothing changes before. */
function nextStep(
  view: ClusterView,
  task: Task,
  slotTasks: readonly Task[],
  nowMs: number,
): readonly string[] {
  if (task.desiredState === TaskState.READY) return [startText(view, task, slotTasks, nowMs)];
  if (isUnassigned(task) && isWanted(task)) {
    return ["It is placed as soon as a change of a node or of another task makes room for it."];
  }
  const isLast = newestOf(slotTasks) === task;
  if (!isTerminal(stateOf(task)) || !isLast) return [];
  if (!endedByItself(task) || mayRestart(task, slotTasks)) return [];
  return [retiredText(task, slotTasks)];
}

function startText(
  view: ClusterView,
  task: Task,
  slotTasks: readonly Task[],
  nowMs: number,
): string {
  const findNode = (id: string): Node | undefined => view.nodes.get(id);
  const inMs = startInMs(task, slotTasks, findNode, nowMs);
  if (endedEarly(task))
    return `Another is tried in ${spanText(inMs)}, when the restart delay is over.`;
  const stopping = waitsToStop(task, slotTasks, findNode);
  if (stopping === undefined) {
    return `It starts in ${spanText(inMs)}, when its restart delay is over.`;
  }
  return `It starts when task ${stopping.id} has stopped, in ${spanText(inMs)} at the latest.`;
}

function retiredText(task: Task, slotTasks: readonly Task[]): string {
  const policy = task.spec?.restart;
  if (policy?.condition === RestartPolicy_RestartCondition.NONE) {
    return "It is not restarted: its restart condition is none.";
  }
  if (stateOf(task) === TaskState.COMPLETE) {
    return "It is not restarted: it completed, and its restart condition is on-failure.";
  }
  const used = restartsCounted(task, slotTasks);
  const window = policy?.window ? " within its window" : "";
  return `It is not restarted: all ${policy?.maxAttempts ?? 0} attempts are used (${used} restarts counted${window}).`;
}
