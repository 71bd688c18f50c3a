import { TaskState, makeTaskStatus, type Node, type Task } from "../../model/generated/types.ts";
import { timestampMs, timestampOf } from "../../model/time.ts";
import { isDown } from "../orchestrator/node-fitness.ts";
import { isLive } from "../orchestrator/task-order.ts";
import type { WriteTx } from "../store/store.ts";
import type { LoopDeps } from "./loop-deps.ts";
import { MAX_WRITES, type Reconciler } from "./reconciler.ts";

/** After this long a node that is down is given up. Source: swarmkit defaultNodeDownPeriod. */
const GIVEN_UP_MS = 24 * 60 * 60_000;

/**
 * Tasks whose node is gone, or has been down for a day, are orphaned: no agent will ever report
 * what became of them. A few at a time, so that no entry of the log grows too large.
 */
export function orphans(deps: LoopDeps): Reconciler {
  return {
    name: "orphans",

    *all(tx) {
      for (const node of tx.nodes.all()) if (isDown(node)) yield node.id;
      for (const task of tx.tasks.all()) {
        if (isLive(task) && !tx.nodes.get(task.nodeId)) yield task.nodeId;
      }
    },

    concerns(change, tx) {
      if (change.kind === "node") {
        return change.action === "remove" || isDown(change.object) ? [change.object.id] : [];
      }
      if (change.kind !== "task" || change.action === "remove") return [];
      const { object: task } = change;
      return isLive(task) && !tx.nodes.get(task.nodeId) ? [task.nodeId] : [];
    },

    reconcile(tx, nodeId) {
      const node = tx.nodes.get(nodeId);
      if (node && !isDown(node)) return undefined;
      const waitMs = node ? givenUpInMs(node, deps.clock.wallMs()) : 0;
      if (waitMs > 0) return waitMs;
      const lost = tx.tasks.onNode(nodeId).filter(isLive);
      for (const task of lost.slice(0, MAX_WRITES)) orphan(tx, deps, task, node);
      return lost.length > MAX_WRITES ? 0 : undefined;
    },
  };
}

function givenUpInMs({ meta }: Node, nowMs: number): number {
  return timestampMs(meta?.updatedAt) + GIVEN_UP_MS - nowMs;
}

function orphan(tx: WriteTx, { clock }: LoopDeps, task: Task, node: Node | undefined): void {
  tx.update("task", {
    ...task,
    status: makeTaskStatus({
      ...task.status,
      state: TaskState.ORPHANED,
      timestamp: timestampOf(clock.wallMs()),
      message: node
        ? "Task belonged to a node that has been down for too long"
        : "Task belonged to a node that has been deleted", // Source: swarmkit controlapi/node.go.
    }),
  });
}
