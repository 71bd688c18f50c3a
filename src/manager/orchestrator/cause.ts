import { NodeSpec_Availability, type Task } from "../../model/generated/types.ts";
import { isTerminal, taskStateName } from "../../model/task-state.ts";
import { nodeName, type ClusterView } from "./cluster-view.ts";
import { availabilityOf, isDown } from "./node-fitness.ts";
import { endedByItself, restartsCounted } from "./restart.ts";
import { stateOf } from "./task-order.ts";

/** Why the task cannot stay on its node: `host1 is drained`. */
export function departureCause(view: ClusterView, task: Task): string {
  const node = view.nodes.get(task.nodeId);
  const name = nodeName(view, task.nodeId);
  if (node === undefined) return `node ${name} was removed`;
  if (isDown(node)) return `${name} is down`;
  if (availabilityOf(node) === NodeSpec_Availability.DRAIN) return `${name} is drained`;
  return `${name} no longer meets what it asks for`;
}

/** Why another task must follow this one, which ended or cannot stay where it is. */
export function successionCause(view: ClusterView, task: Task, slotTasks: readonly Task[]): string {
  const on = task.nodeId === "" ? "" : ` on ${nodeName(view, task.nodeId)}`;
  if (!isTerminal(stateOf(task))) {
    return `task ${task.id} had to move: ${departureCause(view, task)}`;
  }
  const err = task.status?.err ?? "";
  const what = `task ${task.id} ended${on} as ${taskStateName(stateOf(task))}${err === "" ? "" : ` (${err})`}`;
  if (!endedByItself(task)) return what;
  const count = restartsCounted(task, slotTasks) + 1;
  const most = task.spec?.restart?.maxAttempts ?? 0;
  return `${what}: restart ${count}${most > 0 ? ` of ${most}` : ""}`;
}
