import { TaskState, type Service, type Task } from "../../model/generated/types.ts";
import { timestampOf } from "../../model/time.ts";
import { allocateService, allocateTask } from "../allocator/allocate.ts";
import { isWanted, stateOf } from "../orchestrator/task-order.ts";
import type { LoopDeps } from "./loop-deps.ts";
import type { Reconciler } from "./reconciler.ts";

/** New tasks and services get what they need before a node is chosen. */
export function allocation({ clock }: LoopDeps): Reconciler {
  return {
    name: "allocation",

    *all(tx) {
      for (const service of tx.services.all()) if (needsPorts(service)) yield service.id;
      for (const task of tx.tasks.all()) if (isNew(task)) yield task.id;
    },

    concerns(change) {
      if (change.action === "remove") return [];
      if (change.kind === "service") return needsPorts(change.object) ? [change.object.id] : [];
      return change.kind === "task" && isNew(change.object) ? [change.object.id] : [];
    },

    reconcile(tx, id) {
      const service = tx.services.get(id);
      if (service && needsPorts(service)) tx.update("service", allocateService(service));
      const task = tx.tasks.get(id);
      if (task && isNew(task)) {
        const at = timestampOf(clock.wallMs());
        tx.update("task", allocateTask(task, tx.services.get(task.serviceId), at));
      }
      return undefined;
    },
  };
}

function isNew(task: Task): boolean {
  return stateOf(task) === TaskState.NEW && isWanted(task);
}

function needsPorts(service: Service): boolean {
  return allocateService(service) !== service;
}
