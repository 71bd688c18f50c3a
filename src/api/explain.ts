import {
  makeExplainRequest,
  makeListTasksRequest,
  makeListTasksRequest_Filters,
  type Task,
} from "../model/generated/types.ts";
import { ControlService, ExplanationsService } from "../wire/generated/services.ts";
import { ApiError } from "./api-error.ts";
import type { ControlCall } from "./control-client.ts";
import { findService, findTask, orNothing } from "./lookup.ts";
import { json, param, type ApiAnswer, type ApiRequest, type ApiRoute } from "./request.ts";

/**
 * Our own addition to Docker's API: `GET /skein/explain/{object}` says in sentences why a service or
 * a task is as it is. The object is found as elsewhere; a task also by `SERVICE.SLOT`.
 */
export function explainRoutes(control: ControlCall): readonly ApiRoute[] {
  return [
    {
      method: "GET",
      path: "/skein/explain/{object}",
      handle: (request) => explain(control, request),
    },
  ];
}

async function explain(control: ControlCall, request: ApiRequest): Promise<ApiAnswer> {
  const { signal } = request;
  const input = param(request, "object");
  const service = await orNothing(findService(control, input, signal));
  if (service) {
    const sentences = await sentencesOf(control, { serviceId: service.id }, signal);
    const Name = service.spec?.annotations?.name ?? "";
    return json({ Kind: "service", ID: service.id, Name, Sentences: sentences });
  }
  const task =
    (await taskInSlot(control, input, signal)) ??
    (await orNothing(findTask(control, input, signal)));
  if (!task) throw new ApiError(404, `no such task or service: ${input}`);
  const sentences = await sentencesOf(control, { taskId: task.id }, signal);
  return json({ Kind: "task", ID: task.id, Name: placeOf(task), Sentences: sentences });
}

async function sentencesOf(
  control: ControlCall,
  ids: Parameters<typeof makeExplainRequest>[0],
  signal: AbortSignal,
): Promise<readonly string[]> {
  const { Explain } = ExplanationsService;
  return (await control(Explain, makeExplainRequest(ids), signal)).sentences;
}

/** `web.3`, as `service ps` prints tasks: the newest task of that place. */
async function taskInSlot(
  control: ControlCall,
  input: string,
  signal: AbortSignal,
): Promise<Task | undefined> {
  const [, name, place] = /^(.+)\.([^.]+)$/.exec(input) ?? [];
  if (name === undefined || place === undefined) return undefined;
  const service = await orNothing(findService(control, name, signal));
  if (!service) return undefined;
  const filters = makeListTasksRequest_Filters({ serviceIds: [service.id] });
  const { tasks } = await control(
    ControlService.ListTasks,
    makeListTasksRequest({ filters }),
    signal,
  );
  const there = tasks.filter(({ slot, nodeId }) => String(slot) === place || nodeId === place);
  return there.toSorted((a, b) => createdAt(b) - createdAt(a))[0];
}

function createdAt({ meta }: Task): number {
  return (meta?.createdAt?.seconds ?? 0) + (meta?.createdAt?.nanos ?? 0) / 1e9;
}

function placeOf({ serviceAnnotations, slot, nodeId, serviceId }: Task): string {
  return `${serviceAnnotations?.name ?? serviceId}.${slot === 0 ? nodeId : slot}`;
}
