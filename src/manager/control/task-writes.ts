import { TaskState, makeTaskStatus, type Service, type Task } from "../../model/generated/types.ts";
import { timestampOf } from "../../model/time.ts";
import { newId } from "../../system/entropy.ts";
import { allocateTask } from "../allocator/allocate.ts";
import { newTask, type TaskPlace } from "../orchestrator/new-task.ts";
import { isUnassigned } from "../orchestrator/task-order.ts";
import type { ReadTx, WriteTx } from "../store/store.ts";
import type { LoopDeps } from "./loop-deps.ts";

/** All tasks of a service in the task's place: its slot, or its node for a global service. */
export function tasksInPlaceOf(
  tx: ReadTx,
  { serviceId, slot, nodeId }: Pick<Task, "serviceId" | "slot" | "nodeId">,
): readonly Task[] {
  if (slot > 0) return tx.tasks.inSlot(serviceId, slot);
  return tx.tasks.onNode(nodeId).filter((task) => task.serviceId === serviceId);
}

/**
 * Makes a task of the service, and at once gives it what the allocator would: a task that is born
 * pending costs one entry of the log less.
 */
export function createTask(
  tx: WriteTx,
  { clock, entropy }: LoopDeps,
  service: Service,
  place: TaskPlace,
  desiredState: TaskState,
): Task {
  const at = timestampOf(clock.wallMs());
  const [cluster] = tx.clusters.all();
  const made = newTask(service, {
    ...place,
    id: newId(entropy),
    at,
    desiredState,
    defaultLogDriver: cluster?.spec?.taskDefaults?.logDriver,
  });
  tx.create("task", allocateTask(made, service, at));
  return tx.tasks.get(made.id) ?? made;
}

/**
 * Wants the task stopped (`SHUTDOWN`), or stopped and forgotten (`REMOVE`). One that no agent has
 * heard of stops here and now: nobody else would ever say so.
 */
export function askToStop(
  tx: WriteTx,
  { clock }: LoopDeps,
  task: Task,
  desiredState: TaskState,
): void {
  if (task.desiredState >= desiredState) return;
  const status = isUnassigned(task)
    ? makeTaskStatus({
        state: TaskState.SHUTDOWN,
        timestamp: timestampOf(clock.wallMs()),
        message: "shutdown",
      })
    : task.status;
  tx.update("task", { ...task, desiredState, status });
}
