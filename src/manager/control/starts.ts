import { TaskState, type Task } from "../../model/generated/types.ts";
import { isTerminal } from "../../model/task-state.ts";
import { isDown } from "../orchestrator/node-fitness.ts";
import { isWanted, stateOf } from "../orchestrator/task-order.ts";
import type { ReadTx } from "../store/store.ts";
import { tasksInPlaceOf } from "../orchestrator/cluster-view.ts";
import type { LoopDeps } from "./loop-deps.ts";
import type { Reconciler } from "./reconciler.ts";
import { endedEarly } from "../orchestrator/restart.ts";
import { start, startIfDue } from "./restarts.ts";

/**
 * A replacement that waits is started when its delay is over and what it replaces has stopped. One that
 * ended before then is no longer waited for either, so that it is replaced in its turn.
 */
export function starts(deps: LoopDeps): Reconciler {
  /**
   * When each is started at the latest, on this leader's own clock: one that was made by a leader
   * whose clock was ahead seems to be of the future for as long as that.
   */
  const latestMs = new Map<string, number>();
  return {
    name: "starts",

    all(tx) {
      const waiting = tx.tasks.all().flatMap((task) => (waits(task) ? [task.id] : []));
      const known = new Set(waiting);
      for (const id of latestMs.keys()) if (!known.has(id)) latestMs.delete(id);
      return waiting;
    },

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
      if (!task || !waits(task)) return undefined;
      const inMs = startIfDue(tx, deps, task);
      if (inMs <= 0) return undefined;
      const nowMs = deps.clock.monotonicMs();
      const latest = latestMs.get(taskId) ?? nowMs + inMs;
      latestMs.set(taskId, latest);
      if (nowMs < latest) return Math.min(inMs, latest - nowMs);
      start(tx, task);
      return undefined;
    },
  };
}

function waits(task: Task): boolean {
  return task.desiredState === TaskState.READY && (!isTerminal(stateOf(task)) || endedEarly(task));
}

function waitingInPlaceOf(tx: ReadTx, task: Task): readonly string[] {
  if (task.serviceId === "") return [];
  return tasksInPlaceOf(tx, task).flatMap((other) => (waits(other) ? [other.id] : []));
}
