import {
  TaskState,
  makeEndpoint,
  makeTask,
  makeTaskStatus,
  type Driver,
  type Service,
  type Task,
  type Timestamp,
} from "../../model/generated/types.ts";

/** Where a task belongs: a replica's number, or the node of a global service's task. */
export interface TaskPlace {
  /** From 1; 0 for a global service's task. */
  readonly slot: number;
  /** Empty until the scheduler chooses one. */
  readonly nodeId: string;
}

/** What a new task needs beyond its service. */
export interface NewTask extends TaskPlace {
  readonly id: string;
  readonly at: Timestamp;
  readonly desiredState: TaskState;
  /** The cluster's, for tasks that do not say. */
  readonly defaultLogDriver: Driver | undefined;
}

/** A task that runs the service's spec. Source: swarmkit manager/orchestrator/task.go NewTask. */
export function newTask(service: Service, options: NewTask): Task {
  const { spec, specVersion } = service;
  return makeTask({
    id: options.id,
    serviceId: service.id,
    serviceAnnotations: spec?.annotations,
    spec: spec?.task,
    specVersion,
    jobIteration: service.jobStatus?.jobIteration,
    slot: options.slot,
    nodeId: options.nodeId,
    status: makeTaskStatus({ state: TaskState.NEW, timestamp: options.at, message: "created" }),
    desiredState: options.desiredState,
    endpoint: makeEndpoint({ spec: spec?.endpoint }),
    logDriver: spec?.task?.logDriver ?? options.defaultLogDriver,
  });
}
