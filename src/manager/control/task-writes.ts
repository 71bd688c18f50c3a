import { TaskState, makeTaskStatus, type Service, type Task } from "../../model/generated/types.ts";
import {
  CREATED_BECAUSE,
  STOPPED_BECAUSE,
  stoppedBecause,
  withCause,
} from "../../model/task-cause.ts";
import { timestampOf } from "../../model/time.ts";
import { newId } from "../../system/entropy.ts";
import { tasksInPlaceOf } from "../orchestrator/cluster-view.ts";
import { newTask, type TaskPlace } from "../orchestrator/new-task.ts";
import { isUnassigned, newestOf } from "../orchestrator/task-order.ts";
import type { WriteTx } from "../store/store.ts";
import { allocatedTask } from "./giving.ts";
import type { LoopDeps } from "./loop-deps.ts";

/**
 * Makes a task of the service, and at once gives it what the allocator would: a task that is born
 * pending costs one entry of the log less.
 */
export function createTask(
  tx: WriteTx,
  { clock, entropy, book }: LoopDeps,
  service: Service,
  place: TaskPlace,
  desiredState: TaskState,
  because?: string,
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
  // Which task of a place follows which is told by when they were made.
  const predecessor = newestOf(tasksInPlaceOf(tx, made));
  tx.create(
    "task",
    withCause(allocatedTask(tx, book, made, service, at), CREATED_BECAUSE, because),
    predecessor?.meta?.createdAt,
  );
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
  because?: string,
): void {
  if (task.desiredState >= desiredState) return;
  const status = isUnassigned(task)
    ? makeTaskStatus({
        state: TaskState.SHUTDOWN,
        timestamp: timestampOf(clock.wallMs()),
        message: "shutdown",
      })
    : task.status;
  const changed = { ...task, desiredState, status };
  // The first reason is the one that a person looks for; removal often follows.
  const news = stoppedBecause(task) === undefined ? because : undefined;
  tx.update("task", withCause(changed, STOPPED_BECAUSE, news));
}
