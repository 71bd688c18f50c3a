import { TaskState, type Task } from "../../model/generated/types.ts";
import { isTerminal } from "../../model/task-state.ts";
import { timestampMs } from "../../model/time.ts";

/** How far the task got. */
export function stateOf(task: Task): TaskState {
  return task.status?.state ?? TaskState.NEW;
}

/** The task is still meant to run, now or later. */
export function isWanted({ desiredState }: Task): boolean {
  return desiredState <= TaskState.COMPLETE;
}

/** No agent has heard of the task, so none will ever report that it stopped. */
export function isUnassigned(task: Task): boolean {
  return stateOf(task) < TaskState.ASSIGNED;
}

/** The task runs or may run somewhere. */
export function isLive(task: Task): boolean {
  return !isUnassigned(task) && !isTerminal(stateOf(task));
}

export function createdAtMs({ meta }: Task): number {
  return timestampMs(meta?.createdAt);
}

/**
 * When the task got to its present state, by the manager's clock where one noted it: agents' clocks
 * may differ.
 */
export function reachedAtMs({ status }: Task): number {
  return timestampMs(status?.appliedAt ?? status?.timestamp);
}

/** Orders tasks by age, oldest first; ids break ties, so that all managers agree. */
export function byAge(left: Task, right: Task): number {
  const age = createdAtMs(left) - createdAtMs(right);
  if (age !== 0) return age;
  return left.id < right.id ? -1 : left.id > right.id ? 1 : 0;
}

export function newestOf(tasks: readonly Task[]): Task | undefined {
  return tasks.reduce<Task | undefined>(
    (newest, task) => (newest === undefined || byAge(newest, task) < 0 ? task : newest),
    undefined,
  );
}

/** The task was made from the service's newest spec. */
export function hasSpecVersion(task: Task, version: Task["specVersion"]): boolean {
  return (task.specVersion?.index ?? 0) === (version?.index ?? 0);
}

/** The task belongs to that run of its job; to a service that is none, all of its tasks do. */
export function isOfIteration(task: Task, iteration: Task["jobIteration"]): boolean {
  return (task.jobIteration?.index ?? 0) === (iteration?.index ?? 0);
}
