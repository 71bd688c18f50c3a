import {
  makeListTasksRequest,
  makeListTasksRequest_Filters,
  type ListTasksRequest_Filters,
  type TaskState,
} from "../model/generated/types.ts";
import { parseTaskState } from "../model/task-state.ts";
import { ControlService } from "../wire/generated/services.ts";
import { ApiError } from "./api-error.ts";
import type { ControlCall } from "./control-client.ts";
import { labelsIn, readFilters, valuesOf } from "./filters.ts";
import { task } from "./json/task-json.ts";
import { TextCache } from "./json/text-cache.ts";
import { findNode, findService, findTask } from "./lookup.ts";
import { json, param, textsOf, type ApiRequest, type ApiRoute } from "./request.ts";

export const TASK_FILTERS = [
  ...["name", "id", "label", "service", "node", "desired-state", "_up-to-date", "runtime"],
];

/** Tasks, as `docker service ps` sees them. Source: moby daemon/cluster/tasks.go. */
export function taskRoutes(control: ControlCall): readonly ApiRoute[] {
  const texts = new TextCache(task);
  return [
    {
      method: "GET",
      path: "/tasks",
      handle: async (request) => {
        const filters = await readTaskFilters(control, request);
        const { tasks } = await control(
          ControlService.ListTasks,
          makeListTasksRequest({ filters }),
          request.signal,
        );
        return { kind: "list", texts: textsOf(tasks, (each) => texts.textOf(each)) };
      },
    },
    {
      method: "GET",
      path: "/tasks/{id}",
      handle: async (request) =>
        json(task.write(await findTask(control, param(request, "id"), request.signal))),
    },
  ];
}

async function readTaskFilters(
  control: ControlCall,
  request: ApiRequest,
): Promise<ListTasksRequest_Filters> {
  const filters = readFilters(request, TASK_FILTERS);
  const runtimes = valuesOf(filters, "runtime");
  const idsOf = async (
    key: string,
    find: (input: string) => Promise<{ readonly id: string }>,
  ): Promise<readonly string[]> => {
    const found = await Promise.all(valuesOf(filters, key).map(find));
    return found.map(({ id }) => id);
  };
  return makeListTasksRequest_Filters({
    namePrefixes: valuesOf(filters, "name"),
    idPrefixes: valuesOf(filters, "id"),
    labels: labelsIn(filters, "label"),
    serviceIds: await idsOf("service", (input) => findService(control, input, request.signal)),
    nodeIds: await idsOf("node", (input) => findNode(control, input, request.signal)),
    desiredStates: valuesOf(filters, "desired-state").map(parseState),
    upToDate: valuesOf(filters, "_up-to-date").includes("true"),
    runtimes: runtimes.length > 0 ? runtimes : ["container", ""],
  });
}

function parseState(word: string): TaskState {
  const state = parseTaskState(word);
  if (state !== undefined) return state;
  throw new ApiError(500, `Invalid desired-state filter: '${word}'`);
}
