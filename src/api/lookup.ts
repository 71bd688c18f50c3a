import {
  makeGetNodeRequest,
  makeGetServiceRequest,
  makeGetTaskRequest,
  makeListNodesRequest,
  makeListNodesRequest_Filters,
  makeListServicesRequest,
  makeListServicesRequest_Filters,
  makeListTasksRequest,
  makeListTasksRequest_Filters,
  type Node,
  type Service,
  type Task,
} from "../model/generated/types.ts";
import { ControlService } from "../wire/generated/services.ts";
import { ApiError, badRequest } from "./api-error.ts";
import type { ControlCall } from "./control-client.ts";

/** Ways to find objects of one kind. */
interface Finder<T> {
  readonly kind: string;
  readonly byId: (id: string) => Promise<T | undefined>;
  readonly byName: (name: string) => Promise<readonly T[]>;
  readonly byPrefix: (prefix: string) => Promise<readonly T[]>;
}

/**
 * The one object that `input` means: by its id, else by its whole name, else by the beginning of
 * its id. Source: moby daemon/cluster/helpers.go.
 */
export async function lookUp<T>(finder: Finder<T>, input: string): Promise<T> {
  const exact = await finder.byId(input);
  if (exact !== undefined) return exact;
  const named = await finder.byName(input);
  const found = named.length > 0 ? named : await finder.byPrefix(input);
  const [only] = found;
  if (only === undefined) throw new ApiError(404, `${finder.kind} ${input} not found`);
  if (found.length > 1) {
    return badRequest(`${finder.kind} ${input} is ambiguous (${found.length} matches found)`);
  }
  return only;
}

/** What `ask` gives; undefined where the cluster has no such object. */
export async function orNothing<T>(ask: Promise<T>): Promise<T | undefined> {
  try {
    return await ask;
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return undefined;
    throw error;
  }
}

export function findService(
  control: ControlCall,
  input: string,
  signal: AbortSignal,
  options: { readonly insertDefaults: boolean } = { insertDefaults: false },
): Promise<Service> {
  const { GetService, ListServices } = ControlService;
  const get = (serviceId: string): Promise<Service | undefined> =>
    orNothing(
      control(GetService, makeGetServiceRequest({ serviceId, ...options }), signal).then(
        ({ service }) => service,
      ),
    );
  const list = (
    filters: Parameters<typeof makeListServicesRequest_Filters>[0],
  ): Promise<readonly Service[]> =>
    control(
      ListServices,
      makeListServicesRequest({ filters: makeListServicesRequest_Filters(filters) }),
      signal,
    ).then(({ services }) => services);
  // What a list finds is asked for again where it must be shown with its defaults.
  const found = async (services: readonly Service[]): Promise<readonly Service[]> => {
    const [only] = services;
    if (!options.insertDefaults || only === undefined || services.length > 1) return services;
    const whole = await get(only.id);
    return whole ? [whole] : [];
  };
  return lookUp(
    {
      kind: "service",
      byId: get,
      byName: async (name) => found(await list({ names: [name] })),
      byPrefix: async (prefix) => found(await list({ idPrefixes: [prefix] })),
    },
    input,
  );
}

export function findNode(control: ControlCall, input: string, signal: AbortSignal): Promise<Node> {
  const { GetNode, ListNodes } = ControlService;
  const list = (
    filters: Parameters<typeof makeListNodesRequest_Filters>[0],
  ): Promise<readonly Node[]> =>
    control(
      ListNodes,
      makeListNodesRequest({ filters: makeListNodesRequest_Filters(filters) }),
      signal,
    ).then(({ nodes }) => nodes);
  return lookUp(
    {
      kind: "node",
      byId: (nodeId) =>
        orNothing(
          control(GetNode, makeGetNodeRequest({ nodeId }), signal).then(({ node }) => node),
        ),
      byName: (name) => list({ names: [name] }),
      byPrefix: (prefix) => list({ idPrefixes: [prefix] }),
    },
    input,
  );
}

export function findTask(control: ControlCall, input: string, signal: AbortSignal): Promise<Task> {
  const { GetTask, ListTasks } = ControlService;
  const list = (
    filters: Parameters<typeof makeListTasksRequest_Filters>[0],
  ): Promise<readonly Task[]> =>
    control(
      ListTasks,
      makeListTasksRequest({ filters: makeListTasksRequest_Filters(filters) }),
      signal,
    ).then(({ tasks }) => tasks);
  return lookUp(
    {
      kind: "task",
      byId: (taskId) =>
        orNothing(
          control(GetTask, makeGetTaskRequest({ taskId }), signal).then(({ task }) => task),
        ),
      byName: (name) => list({ names: [name] }),
      byPrefix: (prefix) => list({ idPrefixes: [prefix] }),
    },
    input,
  );
}
