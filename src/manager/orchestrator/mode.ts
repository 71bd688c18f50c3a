import { TaskState, type Service, type Task } from "../../model/generated/types.ts";
import { stateOf } from "./task-order.ts";

/** The service's tasks run to their end, each so often, rather than for ever. */
export function isJob({ spec }: Service): boolean {
  return spec?.replicatedJob !== undefined || spec?.globalJob !== undefined;
}

/** The service has a task on every node that fits, rather than so many replicas. */
export function isPerNode({ spec }: Service): boolean {
  return spec?.global !== undefined || spec?.globalJob !== undefined;
}

/** The task belongs to a run of a job. */
export function isJobTask({ jobIteration }: Task): boolean {
  return jobIteration !== undefined;
}

/** The task did what its job wanted of it; it is kept, as the proof. */
export function isAccomplished(task: Task): boolean {
  return isJobTask(task) && stateOf(task) === TaskState.COMPLETE;
}

/** What a task is wanted to reach when nothing holds it back. */
export function finalState(task: Task): TaskState {
  return isJobTask(task) ? TaskState.COMPLETE : TaskState.RUNNING;
}
