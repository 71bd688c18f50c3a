import {
  makeGetTaskResponse,
  makeListTasksResponse,
  makeRemoveTaskResponse,
  type ListTasksRequest_Filters,
  type Task,
} from "../../model/generated/types.ts";
import { taskName } from "../../model/task-name.ts";
import { serve, type Route } from "../../system/rpc.ts";
import { ControlService } from "../../wire/generated/services.ts";
import type { ReadTx } from "../store/store.ts";
import type { ControlDeps } from "./control-deps.ts";
import { anyOf, labelsOf, matchesCommon } from "./filters.ts";
import { notFound } from "./refuse.ts";
import { isUpToDate } from "./up-to-date.ts";

/** Tasks: looked at, and taken out of the history. */
export function taskRoutes({ store }: ControlDeps): readonly Route[] {
  return [
    serve(ControlService.GetTask, async ({ taskId }) => {
      const task = store.view((tx) => tx.tasks.get(taskId)) ?? notFound("task", taskId);
      return makeGetTaskResponse({ task });
    }),
    serve(ControlService.ListTasks, async ({ filters }) => {
      const tasks = store.view((tx) =>
        candidates(tx, filters).filter((task) => matches(tx, task, filters)),
      );
      return makeListTasksResponse({ tasks });
    }),
    serve(ControlService.RemoveTask, async ({ taskId }) => {
      await store.update((tx) => {
        if (!tx.tasks.get(taskId)) notFound("task", taskId);
        tx.remove("task", taskId);
      });
      return makeRemoveTaskResponse();
    }),
  ];
}

/** The fewest tasks that can match, through an index where a filter allows it. */
function candidates(tx: ReadTx, filters: ListTasksRequest_Filters | undefined): readonly Task[] {
  const { names = [], serviceIds = [], nodeIds = [] } = filters ?? {};
  // Their names end in their ids.
  const ids = new Set(names.map((name) => name.slice(name.lastIndexOf(".") + 1)));
  if (ids.size > 0) return [...ids].flatMap((id) => tx.tasks.get(id) ?? []);
  if (serviceIds.length > 0) return serviceIds.flatMap((id) => tx.tasks.ofService(id));
  if (nodeIds.length > 0) return nodeIds.flatMap((id) => tx.tasks.onNode(id));
  return tx.tasks.all();
}

function matches(tx: ReadTx, task: Task, filters: ListTasksRequest_Filters | undefined): boolean {
  if (!filters) return true;
  // Names are put together: of many tasks only where somebody asks for them.
  const named = filters.names.length + filters.namePrefixes.length > 0;
  const runtime = task.spec?.attachment ? "attachment" : (task.spec?.generic?.kind ?? "container");
  return (
    matchesCommon(
      filters,
      task.id,
      named ? taskName(task) : "",
      labelsOf(task.serviceAnnotations),
    ) &&
    anyOf(filters.serviceIds, (id) => id === task.serviceId) &&
    anyOf(filters.nodeIds, (id) => id === task.nodeId) &&
    anyOf(filters.desiredStates, (state) => state === task.desiredState) &&
    anyOf(filters.runtimes, (wanted) => wanted === runtime) &&
    (!filters.upToDate || isUpToDate(tx, task))
  );
}
