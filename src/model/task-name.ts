import type { Task } from "./generated/types.ts";

/**
 * The task's name, which its container carries: `service.slot.taskid`, with the node's id instead
 * of the slot where there is none. Source: swarmkit api/naming.
 */
export function taskName(task: Task): string {
  const own = task.annotations?.name ?? "";
  if (own !== "") return own;
  const place = task.slot > 0 ? String(task.slot) : task.nodeId;
  return `${task.serviceAnnotations?.name ?? ""}.${place}.${task.id}`;
}
