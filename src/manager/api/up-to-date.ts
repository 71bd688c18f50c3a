import { deepEqual } from "../../base/deep-equal.ts";
import { satisfiesAll } from "../../model/constraint.ts";
import { TaskState, type Node, type Task, type TaskSpec } from "../../model/generated/types.ts";
import type { ReadTx } from "../store/store.ts";

/**
 * Whether the task runs what its service asks for now, so that no update will replace it. Clients
 * wait for exactly these tasks. Source: swarmkit manager/orchestrator/task.go, IsTaskDirty.
 */
export function isUpToDate(tx: ReadTx, task: Task): boolean {
  const service = tx.services.get(task.serviceId);
  if (!service?.spec?.task || !task.spec) return false;
  const [now, then] = [service.specVersion, task.specVersion];
  if (then !== undefined && now?.index === then.index) return true;
  const { endpoint } = task;
  if (endpoint !== undefined && !deepEqual(service.spec.endpoint, endpoint.spec)) return false;
  const wanted = withoutNewPassword(service.spec.task, task);
  if (deepEqual(wanted, task.spec)) return true;
  return (
    deepEqual({ ...wanted, placement: task.spec.placement }, task.spec) &&
    isFit(tx.nodes.get(task.nodeId), wanted)
  );
}

/** A task that has its image already does not need the password it was pulled with. */
function withoutNewPassword(wanted: TaskSpec, { spec, status, desiredState }: Task): TaskSpec {
  const state = status?.state ?? TaskState.NEW;
  const pulled = state >= TaskState.READY && state <= TaskState.RUNNING;
  if (!pulled || desiredState > TaskState.RUNNING || !wanted.container) return wanted;
  const pullOptions = spec?.container?.pullOptions;
  return { ...wanted, container: { ...wanted.container, pullOptions } };
}

/** New rules of placement replace no task on a node that they admit. */
function isFit(node: Node | undefined, { placement }: TaskSpec): boolean {
  return node !== undefined && satisfiesAll(node, placement?.constraints ?? []);
}
