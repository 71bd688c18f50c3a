import { TaskState, type Task } from "../../model/generated/types.ts";
import { isTerminal } from "../../model/task-state.ts";
import { tasksInPlaceOf } from "../orchestrator/cluster-view.ts";
import { reapable } from "../orchestrator/reap.ts";
import { isWanted, stateOf } from "../orchestrator/task-order.ts";
import type { ReadTx } from "../store/store.ts";
import { MAX_WRITES, type Reconciler } from "./reconciler.ts";

/** Source: swarmkit manager/manager.go defaultTaskHistoryRetentionLimit. */
const DEFAULT_HISTORY_LIMIT = 5;

/** Tasks that ended are forgotten when asked to be, or when newer ones have pushed them out. */
export function reaping(): Reconciler {
  return {
    name: "reaping",
    // Nobody waits for it, and much of it comes at once. Source: swarmkit reaperBatchingInterval.
    gatherMs: 250,

    *all(tx) {
      for (const task of tx.tasks.all()) if (isOver(task)) yield placeKey(task, tx);
    },

    concerns(change, tx) {
      if (change.kind !== "task" || change.action === "remove") return [];
      const { object: task } = change;
      const crowded = change.action === "create" && tasksInPlaceOf(tx, task).length > 1;
      return crowded || isOver(task) ? [placeKey(task, tx)] : [];
    },

    reconcile(tx, key) {
      const over = overIn(tx, key);
      for (const { id } of over.slice(0, MAX_WRITES)) tx.remove("task", id);
      return over.length > MAX_WRITES ? 0 : undefined;
    },
  };
}

function isOver(task: Task): boolean {
  return isTerminal(stateOf(task)) || !isWanted(task);
}

/** Names a slot (`service/3`), a node of a global service (`service@node`) or a lone task (`/id`). */
function placeKey({ id, serviceId, slot, nodeId }: Task, tx: ReadTx): string {
  if (serviceId === "") return `/${id}`;
  // The slots of a job count from 0, and a task of it may never have had a node.
  const isSlot =
    slot > 0 || nodeId === "" || tx.services.get(serviceId)?.spec?.replicatedJob !== undefined;
  return isSlot ? `${serviceId}/${slot}` : `${serviceId}@${nodeId}`;
}

function overIn(tx: ReadTx, key: string): readonly Task[] {
  const [serviceId = "", place = ""] = key.split(/[/@]/);
  if (serviceId === "") return loneTask(tx, place);
  const tasks = key.includes("@")
    ? tx.tasks.onNode(place).filter((task) => task.serviceId === serviceId && task.slot === 0)
    : tx.tasks.inSlot(serviceId, Number(place));
  const limit = tx.clusters.all()[0]?.spec?.orchestration?.taskHistoryRetentionLimit;
  return reapable(tx.services.get(serviceId), tasks, limit ?? DEFAULT_HISTORY_LIMIT);
}

/** A task of no service stands for a container that someone attached to a network, and ends with it. */
function loneTask(tx: ReadTx, id: string): readonly Task[] {
  const task = tx.tasks.get(id);
  if (!task) return [];
  const ended = task.desiredState >= TaskState.REMOVE || task.spec?.attachment !== undefined;
  const removed = ended && isTerminal(stateOf(task));
  return removed || stateOf(task) === TaskState.ORPHANED ? [task] : [];
}
