import { TaskState, makeTaskStatus, type Task } from "../../model/generated/types.ts";
import { timestampOf } from "../../model/time.ts";
import { isLive } from "../orchestrator/task-order.ts";
import type { ReadTx } from "../store/store.ts";
import type { LoopDeps } from "./loop-deps.ts";
import { MAX_WRITES, type Reconciler } from "./reconciler.ts";

/**
 * Tasks whose node is gone are orphaned: no agent will ever report what became of them. A few at a
 * time, so that no entry of the log grows too large. (A node that is only down for very long is the
 * dispatcher's to give up.)
 */
export function orphans({ clock }: LoopDeps): Reconciler {
  return {
    name: "orphans",

    *all(tx) {
      for (const task of tx.tasks.all()) if (isOrphan(task, tx)) yield task.nodeId;
    },

    concerns(change, tx) {
      if (change.action === "remove") return change.kind === "node" ? [change.object.id] : [];
      return change.kind === "task" && isOrphan(change.object, tx) ? [change.object.nodeId] : [];
    },

    reconcile(tx, nodeId) {
      const lost = tx.tasks.onNode(nodeId).filter((task) => isOrphan(task, tx));
      for (const task of lost.slice(0, MAX_WRITES)) {
        tx.update("task", {
          ...task,
          status: makeTaskStatus({
            ...task.status,
            state: TaskState.ORPHANED,
            timestamp: timestampOf(clock.wallMs()),
            // Source: swarmkit manager/controlapi/node.go.
            message: "Task belonged to a node that has been deleted",
          }),
        });
      }
      return lost.length > MAX_WRITES ? 0 : undefined;
    },
  };
}

function isOrphan(task: Task, tx: ReadTx): boolean {
  return isLive(task) && tx.nodes.get(task.nodeId) === undefined;
}
