import {
  TaskState,
  makeMeta,
  makeReplicatedService,
  makeRestartPolicy,
  makeService,
  makeServiceSpec,
  makeTask,
  makeTaskSpec,
  makeTaskStatus,
  makeVersion,
  type RestartPolicy,
  type Service,
  type ServiceSpec,
  type Task,
  type TaskSpec,
} from "../../../src/model/generated/types.ts";
import { timestampOf } from "../../../src/model/time.ts";

/** A task of service `s` in slot 1 that runs, unless told otherwise; times in seconds. */
export function task(
  id: string,
  options: {
    readonly slot?: number;
    readonly nodeId?: string;
    readonly state?: TaskState;
    readonly desired?: TaskState;
    readonly createdS?: number;
    readonly reachedS?: number;
    readonly version?: number;
    readonly restart?: Partial<RestartPolicy>;
    readonly spec?: TaskSpec;
    readonly message?: string;
  } = {},
): Task {
  const restart = options.restart && makeRestartPolicy(options.restart);
  return makeTask({
    id,
    serviceId: "s",
    slot: options.slot ?? 1,
    nodeId: options.nodeId ?? "n1",
    meta: makeMeta({ createdAt: timestampOf((options.createdS ?? 0) * 1000) }),
    specVersion: makeVersion({ index: options.version ?? 0 }),
    spec: options.spec ?? makeTaskSpec({ restart }),
    desiredState: options.desired ?? TaskState.RUNNING,
    status: makeTaskStatus({
      state: options.state ?? TaskState.RUNNING,
      appliedAt: timestampOf((options.reachedS ?? options.createdS ?? 0) * 1000),
      message: options.message ?? "",
    }),
  });
}

export function service(
  replicas: number,
  options: Omit<Partial<Service>, "spec"> & { spec?: Partial<ServiceSpec> } = {},
): Service {
  return makeService({
    id: "s",
    specVersion: makeVersion(),
    ...options,
    spec: makeServiceSpec({
      task: makeTaskSpec(),
      replicated: makeReplicatedService({ replicas }),
      ...options.spec,
    }),
  });
}
