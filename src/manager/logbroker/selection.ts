import { OperationalError } from "../../base/errors.ts";
import { TaskState } from "../../model/generated/types.ts";
import type { LogSelector, Task } from "../../model/generated/types.ts";
import { isTerminal } from "../../model/task-state.ts";
import type { ReadTx } from "../store/store.ts";

/** Refuses a selector that selects nothing, or what does not exist. */
export function checkSelector(selector: LogSelector | undefined, tx: ReadTx): LogSelector {
  const { serviceIds = [], nodeIds = [], taskIds = [] } = selector ?? {};
  if (selector === undefined || serviceIds.length + nodeIds.length + taskIds.length === 0) {
    throw new OperationalError(
      "invalidArgument",
      "log selector must not be empty: name services, nodes or tasks",
    );
  }
  const missing = (kind: string, id: string): OperationalError =>
    new OperationalError("notFound", `${kind} ${id} not found`);
  for (const id of serviceIds) if (!tx.services.get(id)) throw missing("service", id);
  for (const id of nodeIds) if (!tx.nodes.get(id)) throw missing("node", id);
  for (const id of taskIds) if (!tx.tasks.get(id)) throw missing("task", id);
  return selector;
}

/** Whether the task's logs are asked for. */
export function selects({ serviceIds, nodeIds, taskIds }: LogSelector, task: Task): boolean {
  return (
    serviceIds.includes(task.serviceId) ||
    nodeIds.includes(task.nodeId) ||
    taskIds.includes(task.id)
  );
}

/** Every task whose logs are asked for. */
export function selectedTasks(selector: LogSelector, tx: ReadTx): readonly Task[] {
  const found = [
    ...selector.serviceIds.flatMap((id) => tx.tasks.ofService(id)),
    ...selector.nodeIds.flatMap((id) => tx.tasks.onNode(id)),
    ...selector.taskIds.flatMap((id) => tx.tasks.get(id) ?? []),
  ];
  return [...new Map(found.map((task) => [task.id, task])).values()];
}

/** Waits for a node, and is still meant to run. */
export function isUnscheduled({ nodeId, desiredState }: Task): boolean {
  return nodeId === "" && desiredState <= TaskState.COMPLETE;
}

/** Single tasks are asked for, and none of them will ever print another line. */
export function isFinished(selector: LogSelector, tx: ReadTx): boolean {
  if (selector.serviceIds.length + selector.nodeIds.length > 0) return false;
  return selector.taskIds.every((id) => {
    const task = tx.tasks.get(id);
    return task === undefined || isTerminal(task.status?.state ?? TaskState.NEW);
  });
}
