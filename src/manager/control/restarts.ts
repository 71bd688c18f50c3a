import { TaskState, type Task } from "../../model/generated/types.ts";
import { isTerminal } from "../../model/task-state.ts";
import { departureCause, successionCause } from "../orchestrator/cause.ts";
import { leavesGracefully } from "../orchestrator/drain.ts";
import { finalState, isAccomplished, isJob, isPerNode } from "../orchestrator/mode.ts";
import { mustLeave } from "../orchestrator/node-fitness.ts";
import { decideRestart, endedEarly, startInMs } from "../orchestrator/restart.ts";
import { isOfIteration, isWanted, stateOf } from "../orchestrator/task-order.ts";
import type { ReadTx, WriteTx } from "../store/store.ts";
import { tasksInPlaceOf } from "../orchestrator/cluster-view.ts";
import { allocatedService } from "./giving.ts";
import type { LoopDeps } from "./loop-deps.ts";
import type { Reconciler } from "./reconciler.ts";
import { askToStop, createTask } from "./task-writes.ts";

/** A task that ended, or whose node is down, gone or drained, is replaced as its policy says. */
export function restarts(deps: LoopDeps): Reconciler {
  return {
    name: "restarts",

    all: (tx) => tx.tasks.all().flatMap((task) => (needsLook(task, tx) ? [task.id] : [])),

    concerns(change, tx) {
      if (change.kind === "task") {
        return change.action !== "remove" && needsLook(change.object, tx) ? [change.object.id] : [];
      }
      if (change.kind !== "node") return [];
      const { action, object: node } = change;
      if (action !== "remove" && !mustLeave(node)) return [];
      return tx.tasks.onNode(node.id).flatMap((task) => (needsLook(task, tx) ? [task.id] : []));
    },

    reconcile(tx, taskId) {
      const task = tx.tasks.get(taskId);
      if (task) restart(tx, deps, task);
      return undefined;
    },
  };
}

function needsLook(task: Task, tx: ReadTx): boolean {
  if (!isWanted(task) || task.serviceId === "" || isAccomplished(task)) return false;
  if (isTerminal(stateOf(task))) return !endedEarly(task);
  return task.nodeId !== "" && mustLeave(tx.nodes.get(task.nodeId));
}

function restart(tx: WriteTx, deps: LoopDeps, task: Task): void {
  const service = allocatedService(tx, deps.book, task.serviceId);
  if (service === undefined) return;
  const isGlobal = isPerNode(service);
  // What is left of an earlier run of a job is removed, not run again.
  if (isJob(service) && !isOfIteration(task, service.jobStatus?.jobIteration)) return;
  const slotTasks = tasksInPlaceOf(tx, task);
  const node = tx.nodes.get(task.nodeId);
  if (endedEarly(task)) return; // Once it is due to start.
  if (leavesGracefully(service, task, node)) return; // Draining sees to it.
  const decision = decideRestart({ task, slotTasks, node, isGlobal });
  if (decision === "nothing") return;
  const ended = isTerminal(stateOf(task));
  askToStop(tx, deps, task, TaskState.SHUTDOWN, ended ? undefined : departureCause(tx, task));
  if (decision === "retire") return;
  const place = { slot: task.slot, nodeId: isGlobal ? task.nodeId : "" };
  const because = successionCause(tx, task, slotTasks);
  const successor = createTask(tx, deps, service, place, TaskState.READY, because);
  startIfDue(tx, deps, successor);
}

/** A replacement that has nothing to wait for is wanted running from the start. */
export function startIfDue(tx: WriteTx, deps: LoopDeps, task: Task): number {
  const nodeOf = (nodeId: string): ReturnType<ReadTx["nodes"]["get"]> => tx.nodes.get(nodeId);
  const inMs = startInMs(task, tasksInPlaceOf(tx, task), nodeOf, deps.clock.wallMs());
  if (inMs <= 0) start(tx, task);
  return inMs;
}

/** A replacement is wanted running from now on. */
export function start(tx: WriteTx, task: Task): void {
  tx.update("task", { ...task, desiredState: finalState(task) });
}
