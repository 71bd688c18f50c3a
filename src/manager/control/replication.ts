import { TaskState, type Node, type Service, type Task } from "../../model/generated/types.ts";
import { unreachable } from "../../base/assert.ts";
import { reconcileGlobal } from "../orchestrator/global.ts";
import { reconcileGlobalJob, reconcileReplicatedJob } from "../orchestrator/jobs.ts";
import { isAccomplished, isJob, isPerNode } from "../orchestrator/mode.ts";
import { mustLeave } from "../orchestrator/node-fitness.ts";
import { reconcileReplicas, removalOf, type Decision } from "../orchestrator/replicated.ts";
import { isOfIteration, isWanted } from "../orchestrator/task-order.ts";
import type { ChangeOf, ReadTx, WriteTx } from "../store/store.ts";
import { tasksInPlaceOf } from "../orchestrator/cluster-view.ts";
import { allocatedService } from "./giving.ts";
import type { LoopDeps } from "./loop-deps.ts";
import { MAX_WRITES, type Reconciler } from "./reconciler.ts";
import { askToStop, createTask } from "./task-writes.ts";

/** What was decided for a service and is not written yet: too much for one transaction. */
interface Backlog {
  /** Decided for this service as it was; anything else is decided anew. */
  readonly service: Service | undefined;
  readonly decisions: readonly Decision[];
}

/** Every service has as many tasks as it wants, and a service that is gone has none. */
export function replication(deps: LoopDeps): Reconciler {
  const backlogs = new Map<string, Backlog>();
  return {
    name: "replication",

    all(tx) {
      const ids = new Set(tx.services.all().map(({ id }) => id));
      for (const { serviceId } of tx.tasks.all()) if (serviceId !== "") ids.add(serviceId);
      return ids;
    },

    concerns(change, tx) {
      if (change.kind === "service") return [change.object.id];
      if (change.kind === "task" && leavesGap(change, tx)) return [change.object.serviceId];
      if (change.kind === "node" && concernsGlobal(change)) return globalServices(tx);
      return [];
    },

    reconcile(tx, serviceId) {
      const service = allocatedService(tx, deps.book, serviceId);
      const backlog = backlogs.get(serviceId);
      backlogs.delete(serviceId);
      // Deciding looks at all of a service's tasks: not once for every part of a long list.
      const goesOn = backlog !== undefined && backlog.service === service;
      const decisions = goesOn ? backlog.decisions : decide(tx, serviceId, service);
      for (const decision of decisions.slice(0, MAX_WRITES)) {
        if (!goesOn || isStillRight(tx, serviceId, decision)) apply(tx, deps, service, decision);
      }
      const rest = decisions.slice(MAX_WRITES);
      if (rest.length > 0) backlogs.set(serviceId, { service, decisions: rest });
      // After the last part, everything is looked at once more: much may have changed meanwhile.
      return rest.length > 0 || goesOn ? 0 : undefined;
    },
  };
}

/** Whether what was decided some transactions ago is not wrong by now. */
function isStillRight(tx: ReadTx, serviceId: string, decision: Decision): boolean {
  if (decision.kind !== "createTask") return true;
  const { slot, nodeId } = decision;
  const place = { serviceId, slot, nodeId };
  // A job's slot 0 has no node yet either.
  const suited = slot > 0 || nodeId === "" || !mustLeave(tx.nodes.get(nodeId));
  return suited && !tasksInPlaceOf(tx, place).some(isWanted);
}

function decide(tx: ReadTx, serviceId: string, service: Service | undefined): readonly Decision[] {
  const tasks = tx.tasks.ofService(serviceId);
  if (service === undefined) return removalOf(tasks);
  if (service.spec?.replicated) return reconcileReplicas(service, tasks);
  if (service.spec?.replicatedJob) return reconcileReplicatedJob(service, tasks);
  if (service.spec?.globalJob) return reconcileGlobalJob(service, tasks, tx.nodes.all());
  if (service.spec?.global) return reconcileGlobal(service, tasks, tx.nodes.all());
  return [];
}

function apply(
  tx: WriteTx,
  deps: LoopDeps,
  service: Service | undefined,
  decision: Decision,
): void {
  switch (decision.kind) {
    case "createTask":
      if (service) {
        const desired = isJob(service) ? TaskState.COMPLETE : TaskState.RUNNING;
        createTask(tx, deps, service, decision, desired);
      }
      break;
    case "removeTask":
    case "stopTask": {
      const task = tx.tasks.get(decision.taskId);
      const desired = decision.kind === "removeTask" ? TaskState.REMOVE : TaskState.SHUTDOWN;
      if (task) askToStop(tx, deps, task, desired, removalCause(service, decision.kind, task, tx));
      break;
    }
    default:
      unreachable(decision);
  }
}

function removalCause(
  service: Service | undefined,
  kind: "removeTask" | "stopTask",
  task: Task,
  tx: ReadTx,
): string {
  if (service === undefined) return "its service was removed";
  const run = service.jobStatus?.jobIteration;
  const isDone = tasksInPlaceOf(tx, task).some(
    (other) => other.id !== task.id && isAccomplished(other) && isOfIteration(other, run),
  );
  if (isDone && isOfIteration(task, run)) return "another task had done its work already";
  if (isJob(service) && kind === "removeTask") return "the job was started anew";
  const replicas = service.spec?.replicated?.replicas;
  if (replicas !== undefined) return `the service was scaled to ${replicas}`;
  return kind === "removeTask" ? "its node was removed" : "its node may not run it any more";
}

/** A wanted task is gone, or no longer wanted, and none in its place is. */
function leavesGap(change: ChangeOf<"task">, tx: ReadTx): boolean {
  const { object: task } = change;
  if (task.serviceId === "") return false;
  if (change.action === "create") return !tx.services.get(task.serviceId);
  if (isAccomplished(task)) return change.action === "update"; // Room for the job's next one.
  const before = change.action === "update" ? change.previous : task;
  const lost = isWanted(before) && (change.action === "remove" || !isWanted(task));
  return lost && !tasksInPlaceOf(tx, task).some(isWanted);
}

/** What decides on which nodes a global service runs may have changed. */
function concernsGlobal(change: ChangeOf<"node">): boolean {
  if (change.action !== "update") return true;
  const { object: after, previous: before } = change;
  return (
    after.spec !== before.spec ||
    after.description !== before.description ||
    after.role !== before.role ||
    stateAndAddress(after) !== stateAndAddress(before)
  );
}

function stateAndAddress({ status }: Node): string {
  return `${status?.state ?? 0} ${status?.addr ?? ""}`;
}

function globalServices(tx: ReadTx): readonly string[] {
  return tx.services.all().flatMap((service) => (isPerNode(service) ? [service.id] : []));
}
