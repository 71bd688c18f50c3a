import { TaskState, type Task } from "../../model/generated/types.ts";
import { isTerminal } from "../../model/task-state.ts";
import { isDown } from "../orchestrator/node-fitness.ts";
import { isWanted, stateOf } from "../orchestrator/task-order.ts";
import type { ReadTx } from "../store/store.ts";
import { tasksInPlaceOf } from "../orchestrator/cluster-view.ts";
import type { LoopDeps } from "./loop-deps.ts";
import type { Reconciler } from "./reconciler.ts";
import { startIfDue } from "./restarts.ts";

/** A replacement that waits is started when its delay is over and what it replaces has stopped. */
export function starts(deps: LoopDeps): Reconciler {
  return {
    name: "starts",

    all: (tx) => tx.tasks.all().flatMap((task) => (waits(task) ? [task.id] : [])),

    concerns(change, tx) {
      if (change.kind === "task") {
        const { object: task } = change;
        if (change.action !== "remove" && waits(task)) return [task.id];
        const over = change.action === "remove" || isTerminal(stateOf(task)) || !isWanted(task);
        return over ? waitingInPlaceOf(tx, task) : [];
      }
      if (change.kind !== "node") return [];
      const { action, object: node } = change;
      if (action !== "remove" && !isDown(node)) return [];
      const leaving = tx.tasks.onNode(node.id).filter((task) => !isWanted(task));
      return leaving.flatMap((task) => waitingInPlaceOf(tx, task));
    },

    reconcile(tx, taskId) {
      const task = tx.tasks.get(taskId);
      return task && waits(task) ? startIfDue(tx, deps, task) || undefined : undefined;
    },
  };
}

function waits(task: Task): boolean {
  return task.desiredState === TaskState.READY && !isTerminal(stateOf(task));
}

function waitingInPlaceOf(tx: ReadTx, task: Task): readonly string[] {
  if (task.serviceId === "") return [];
  return tasksInPlaceOf(tx, task).flatMap((other) => (waits(other) ? [other.id] : []));
}
