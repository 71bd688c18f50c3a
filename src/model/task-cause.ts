import { makeAnnotations, type Task } from "./generated/types.ts";

// Why a leader made a task, or asked it to stop: labels of the task itself (not of its service), so
// that they outlive every report of an agent and every leader, and are seen with any tool.
export const CREATED_BECAUSE = "skein.created-because";
export const STOPPED_BECAUSE = "skein.stopped-because";

/** Why the task exists beyond its service wanting it; undefined for a service's first tasks. */
export function createdBecause({ annotations }: Task): string | undefined {
  return annotations?.labels[CREATED_BECAUSE];
}

/** Why the task was asked to stop, where somebody noted it. */
export function stoppedBecause({ annotations }: Task): string | undefined {
  return annotations?.labels[STOPPED_BECAUSE];
}

/** The task with the reason noted; as it is where there is none to note. */
export function withCause(
  task: Task,
  label: typeof CREATED_BECAUSE | typeof STOPPED_BECAUSE,
  because: string | undefined,
): Task {
  if (because === undefined) return task;
  const annotations = task.annotations ?? makeAnnotations();
  const labels = { ...annotations.labels, [label]: because };
  return { ...task, annotations: { ...annotations, labels } };
}
