import {
  NodeSpec_Availability,
  TaskState,
  type Service,
  type Task,
} from "../../model/generated/types.ts";
import { unreachable } from "../../base/assert.ts";
import { departureCause } from "../orchestrator/cause.ts";
import { decideDrain } from "../orchestrator/drain.ts";
import { availabilityOf } from "../orchestrator/node-fitness.ts";
import { byAge, isWanted } from "../orchestrator/task-order.ts";
import type { ReadTx, WriteTx } from "../store/store.ts";
import type { LoopDeps } from "./loop-deps.ts";
import type { Reconciler } from "./reconciler.ts";
import { askToStop, createTask } from "./task-writes.ts";

/** Tasks of start-first services leave a drained node only once others run in their place. */
export function drains(deps: LoopDeps): Reconciler {
  return {
    name: "drains",

    *all(tx) {
      for (const task of tx.tasks.all()) if (mayHaveToLeave(tx, task)) yield task.id;
    },

    concerns(change, tx) {
      if (change.kind === "node") {
        if (change.action !== "update" || !availabilityChanged(change)) return [];
        return tx.tasks.onNode(change.object.id).flatMap(({ id, slot }) => (slot > 0 ? [id] : []));
      }
      if (change.kind !== "task" || change.object.slot === 0) return [];
      const { object: task } = change;
      const older = tx.tasks
        .inSlot(task.serviceId, task.slot)
        .filter((other) => isWanted(other) && byAge(other, task) < 0);
      return [...older, ...(mayHaveToLeave(tx, task) ? [task] : [])].map(({ id }) => id);
    },

    reconcile(tx, taskId) {
      const task = tx.tasks.get(taskId);
      const service = task && tx.services.get(task.serviceId);
      return task && service?.spec?.replicated ? drain(tx, deps, service, task) : undefined;
    },
  };
}

function mayHaveToLeave(tx: ReadTx, task: Task): boolean {
  if (!isWanted(task) || task.slot === 0 || task.serviceId === "") return false;
  const node = tx.nodes.get(task.nodeId);
  return node !== undefined && availabilityOf(node) === NodeSpec_Availability.DRAIN;
}

function availabilityChanged(change: {
  readonly object: Parameters<typeof availabilityOf>[0];
  readonly previous: Parameters<typeof availabilityOf>[0];
}): boolean {
  return availabilityOf(change.object) !== availabilityOf(change.previous);
}

function drain(tx: WriteTx, deps: LoopDeps, service: Service, task: Task): number | undefined {
  const node = tx.nodes.get(task.nodeId);
  const slotTasks = tx.tasks.inSlot(task.serviceId, task.slot);
  const step = decideDrain({ service, task, slotTasks, node, nowMs: deps.clock.wallMs() });
  switch (step.kind) {
    case "none":
      return undefined;
    case "wait":
      return step.inMs;
    case "relieve": {
      const because = `task ${task.id} has to move: ${departureCause(tx, task)}`;
      const place = { slot: task.slot, nodeId: "" };
      createTask(tx, deps, service, place, TaskState.RUNNING, because);
      return undefined; // Its creation brings us back.
    }
    case "stop": {
      const surplus = tx.tasks.get(step.taskId);
      if (surplus) askToStop(tx, deps, surplus, TaskState.SHUTDOWN, step.because);
      return undefined;
    }
    default:
      return unreachable(step);
  }
}
