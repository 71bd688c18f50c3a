import {
  TaskState,
  UpdateStatus_UpdateState,
  type Service,
  type Task,
} from "../../model/generated/types.ts";
import { isTerminal } from "../../model/task-state.ts";
import { spanText } from "../../model/span.ts";
import { timestampMs } from "../../model/time.ts";
import { nodeName, type ClusterView } from "./cluster-view.ts";
import { isDirty } from "./dirty.ts";
import { mustLeave } from "./node-fitness.ts";
import { hasSpecVersion, isOfIteration, isUnassigned, isWanted, stateOf } from "./task-order.ts";

/** How far a service is, and what holds it up, task for task counted. */
export function explainProgress(
  view: ClusterView,
  service: Service,
  tasks: readonly Task[],
  nowMs: number,
): readonly string[] {
  const isJob = service.jobStatus !== undefined;
  return [
    isJob ? jobText(service, tasks) : runningText(service, tasks),
    ...updateText(view, service, tasks, nowMs),
    ...waitingText(tasks),
    ...leavingText(view, tasks),
  ];
}

function nameOf(service: Service): string {
  return service.spec?.annotations?.name ?? service.id;
}

function runningText(service: Service, tasks: readonly Task[]): string {
  const wanted = tasks.filter(isWanted);
  const running = wanted.filter((task) => stateOf(task) === TaskState.RUNNING).length;
  const replicas = service.spec?.replicated?.replicas;
  if (replicas === undefined) {
    return `${nameOf(service)} runs on ${running} of the ${wanted.length} nodes that it belongs on.`;
  }
  return `${nameOf(service)} runs ${running} of ${replicas} replicas.`;
}

function jobText(service: Service, tasks: readonly Task[]): string {
  const current = tasks.filter((task) => isOfIteration(task, service.jobStatus?.jobIteration));
  const count = (meets: (task: Task) => boolean): number => current.filter(meets).length;
  const completed = count((task) => stateOf(task) === TaskState.COMPLETE);
  const running = count((task) => isWanted(task) && !isTerminal(stateOf(task)));
  const failed = count(
    (task) => stateOf(task) === TaskState.FAILED || stateOf(task) === TaskState.REJECTED,
  );
  const total = service.spec?.replicatedJob?.totalCompletions;
  const of = total === undefined ? "" : ` of ${total}`;
  const iteration = service.jobStatus?.jobIteration?.index ?? 0;
  return `${nameOf(service)} has completed ${completed}${of} tasks in run ${iteration + 1}; ${running} are under way and ${failed} attempts failed.`;
}

function updateText(
  view: ClusterView,
  service: Service,
  tasks: readonly Task[],
  nowMs: number,
): readonly string[] {
  const { updateStatus: status } = service;
  if (status === undefined) return [];
  const { UPDATING, ROLLBACK_STARTED } = UpdateStatus_UpdateState;
  const goesOn = status.state === UPDATING || status.state === ROLLBACK_STARTED;
  if (!goesOn) return [`Its last update says: ${status.message}.`];
  const wanted = tasks.filter(isWanted);
  const done = wanted.filter(
    (task) =>
      stateOf(task) === TaskState.RUNNING &&
      (hasSpecVersion(task, service.specVersion) ||
        !isDirty(service, task, view.nodes.get(task.nodeId))),
  ).length;
  const total = service.spec?.replicated?.replicas ?? wanted.length;
  const sinceMs = nowMs - timestampMs(status.startedAt);
  return [`${status.message}, for ${spanText(sinceMs)}: ${done} of ${total} tasks are as asked.`];
}

/** What tasks wait for, the commonest reason first. */
function waitingText(tasks: readonly Task[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const task of tasks) {
    if (!isWanted(task) || !isUnassigned(task)) continue;
    const reason = task.status?.err ?? "";
    if (reason !== "") counts.set(reason, (counts.get(reason) ?? 0) + 1);
  }
  return [...counts]
    .toSorted((left, right) => right[1] - left[1])
    .map(([reason, count]) =>
      count === 1 ? `1 task waits: ${reason}.` : `${count} tasks wait: ${reason}.`,
    );
}

function leavingText(view: ClusterView, tasks: readonly Task[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const task of tasks) {
    if (!isWanted(task) || isUnassigned(task) || !mustLeave(view.nodes.get(task.nodeId))) continue;
    if (stateOf(task) !== TaskState.RUNNING) continue;
    counts.set(task.nodeId, (counts.get(task.nodeId) ?? 0) + 1);
  }
  return [...counts].map(
    ([nodeId, count]) =>
      `${nodeName(view, nodeId)} is being left: ${count} tasks run there until others have taken their place.`,
  );
}
