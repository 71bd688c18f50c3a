import { deepEqual } from "../../base/deep-equal.ts";
import { satisfiesAll } from "../../model/constraint.ts";
import {
  TaskState,
  type Node,
  type Service,
  type Task,
  type TaskSpec,
} from "../../model/generated/types.ts";
import { hasSpecVersion, stateOf } from "./task-order.ts";

/**
 * Whether the task no longer is what its service asks for, so that an update must replace it. A
 * change that makes no difference to it leaves it alone: other constraints that its node satisfies
 * too, or other credentials for an image that it has pulled already.
 * Source: swarmkit manager/orchestrator/task.go IsTaskDirty.
 */
export function isDirty(service: Service, task: Task, node: Node | undefined): boolean {
  if (hasSpecVersion(task, service.specVersion)) return false;
  const wanted = service.spec?.task;
  const actual = task.spec;
  if (wanted !== actual && wanted && actual && !isAsGood(wanted, actual, task, node)) return true;
  if ((wanted === undefined) !== (actual === undefined)) return true;
  return task.endpoint !== undefined && !deepEqual(service.spec?.endpoint, task.endpoint.spec);
}

function isAsGood(wanted: TaskSpec, actual: TaskSpec, task: Task, node: Node | undefined): boolean {
  const relevant = isPulled(task) ? withPullOptionsOf(actual, wanted) : wanted;
  if (deepEqual(relevant, actual)) return true;
  if (node === undefined || deepEqual(relevant.placement, actual.placement)) return false;
  return (
    satisfiesAll(node, wanted.placement?.constraints ?? []) &&
    deepEqual({ ...relevant, placement: actual.placement }, actual)
  );
}

function isPulled(task: Task): boolean {
  const state = stateOf(task);
  return (
    state >= TaskState.READY && state <= TaskState.RUNNING && task.desiredState <= TaskState.RUNNING
  );
}

function withPullOptionsOf(actual: TaskSpec, wanted: TaskSpec): TaskSpec {
  if (wanted.container === undefined) return wanted;
  const pullOptions = actual.container?.pullOptions;
  return { ...wanted, container: { ...wanted.container, pullOptions } };
}
