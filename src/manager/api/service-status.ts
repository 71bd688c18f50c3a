import {
  NodeStatus_State,
  TaskState,
  makeListServiceStatusesResponse_ServiceStatus,
  type ListServiceStatusesResponse_ServiceStatus,
  type Task,
} from "../../model/generated/types.ts";
import type { ReadTx } from "../store/store.ts";

/** How far a service is: zeros for one that does not exist. Source: swarmkit manager/controlapi. */
export function serviceStatus(
  tx: ReadTx,
  serviceId: string,
): ListServiceStatusesResponse_ServiceStatus {
  const service = tx.services.get(serviceId);
  const tasks = tx.tasks.ofService(serviceId);
  const iteration = service?.jobStatus?.jobIteration?.index;
  const current =
    iteration === undefined
      ? tasks
      : tasks.filter((task) => (task.jobIteration?.index ?? 0) === iteration);
  const count = (meets: (task: Task) => boolean): number => current.filter(meets).length;
  const { replicated, replicatedJob, global, globalJob } = service?.spec ?? {};
  return makeListServiceStatusesResponse_ServiceStatus({
    serviceId,
    // What a dead node last said of its tasks is no longer so.
    runningTasks: count(
      ({ status, nodeId }) =>
        status?.state === TaskState.RUNNING &&
        tx.nodes.get(nodeId)?.status?.state !== NodeStatus_State.DOWN,
    ),
    desiredTasks:
      replicated?.replicas ??
      replicatedJob?.maxConcurrent ??
      (global
        ? count(({ desiredState }) => desiredState === TaskState.RUNNING)
        : globalJob
          ? count(
              ({ status, desiredState }) =>
                desiredState === TaskState.COMPLETE && (status?.state ?? 0) < TaskState.COMPLETE,
            )
          : 0),
    completedTasks:
      iteration === undefined ? 0 : count(({ status }) => status?.state === TaskState.COMPLETE),
  });
}
