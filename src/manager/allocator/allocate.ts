import {
  TaskState,
  makeEndpoint,
  makeTaskStatus,
  type Endpoint,
  type EndpointSpec,
  type PortConfig,
  type Service,
  type Task,
  type Timestamp,
} from "../../model/generated/types.ts";
import { deepEqual } from "../../base/deep-equal.ts";

/**
 * Gives a new task what it needs before a node is chosen, and so makes it pending. Host-mode ports
 * need nothing but to be written where agents read them. Source: swarmkit manager/allocator.
 */
export function allocateTask(task: Task, service: Service | undefined, at: Timestamp): Task {
  return {
    ...task,
    endpoint: endpointFor(task.endpoint?.spec, service?.endpoint),
    status: makeTaskStatus({
      state: TaskState.PENDING,
      timestamp: at,
      message: "pending task scheduling",
    }),
  };
}

/** The service with the ports that it was given; the same object where nothing changed. */
export function allocateService(service: Service): Service {
  const wanted = service.spec?.endpoint;
  const given = service.endpoint;
  if ((wanted?.ports.length ?? 0) === 0 && (given?.ports.length ?? 0) === 0) return service;
  const endpoint = endpointFor(wanted, given);
  return deepEqual(endpoint, given) ? service : { ...service, endpoint };
}

function endpointFor(spec: EndpointSpec | undefined, given: Endpoint | undefined): Endpoint {
  return makeEndpoint({
    spec,
    ports: spec?.ports.map((port) => portFor(port, given?.ports ?? [])) ?? [],
    virtualIps: given?.virtualIps ?? [],
  });
}

/** A port that asks for no number in particular keeps the one that it was given before. */
function portFor(wanted: PortConfig, given: readonly PortConfig[]): PortConfig {
  if (wanted.publishedPort !== 0) return wanted;
  const before = given.find(
    (port) =>
      port.targetPort === wanted.targetPort &&
      port.protocol === wanted.protocol &&
      port.publishMode === wanted.publishMode,
  );
  return before ?? wanted;
}
