import { unreachable } from "../../base/assert.ts";
import {
  TaskState,
  UpdateStatus_UpdateState,
  makeUpdateStatus,
  type Service,
} from "../../model/generated/types.ts";
import { isTerminal } from "../../model/task-state.ts";
import { timestampOf } from "../../model/time.ts";
import { hasSpecVersion, isWanted, reachedAtMs, stateOf } from "../orchestrator/task-order.ts";
import {
  isUpdating,
  planUpdate,
  type UpdateStep,
  type UpdateVerdict,
} from "../orchestrator/update.ts";
import type { ChangeOf, WriteTx } from "../store/store.ts";
import { allocatedService } from "./giving.ts";
import type { LoopDeps } from "./loop-deps.ts";
import { MAX_WRITES, type Reconciler } from "./reconciler.ts";
import { startIfDue } from "./restarts.ts";
import { askToStop, createTask } from "./task-writes.ts";

/** Each step writes the old task and the new one. */
const MAX_STEPS = MAX_WRITES / 2;

/** Tasks that are not as their service asks are replaced, as its update policy says. */
export function updates(deps: LoopDeps): Reconciler {
  // Since when ended tasks had run: the store keeps only when they ended.
  const ranSinceMs = new Map<string, number>();
  return {
    name: "updates",
    // A service's tasks change often while it is updated, and each look is at all of them.
    gatherMs: 20,

    all: (tx) => tx.services.all().map(({ id }) => id),

    concerns(change, tx) {
      if (change.kind === "service") return [change.object.id];
      if (change.kind !== "task") return [];
      const { object: task } = change;
      if (change.action === "remove") ranSinceMs.delete(task.id);
      const service = tx.services.get(task.serviceId);
      if (service === undefined) return [];
      if (isUpdating(service)) {
        noteRun(change, ranSinceMs);
        return [service.id];
      }
      const outdated = isWanted(task) && !hasSpecVersion(task, service.specVersion);
      return outdated && change.action === "create" ? [service.id] : [];
    },

    reconcile(tx, serviceId) {
      const service = allocatedService(tx, deps.book, serviceId);
      if (!service || !(service.spec?.replicated ?? service.spec?.global)) return undefined;
      const plan = planUpdate({
        service,
        tasks: tx.tasks.ofService(serviceId),
        findNode: (nodeId) => tx.nodes.get(nodeId),
        runningSinceMs: (taskId) => ranSinceMs.get(taskId),
        nowMs: deps.clock.wallMs(),
      });
      for (const step of plan.steps.slice(0, MAX_STEPS)) takeStep(tx, deps, service, step);
      judge(tx, deps, service, plan.verdict);
      return plan.steps.length > MAX_STEPS ? 0 : plan.lookAgainInMs;
    },
  };
}

function noteRun(change: ChangeOf<"task">, ranSinceMs: Map<string, number>): void {
  if (change.action !== "update") return;
  const { object: task, previous } = change;
  if (stateOf(previous) === TaskState.RUNNING && isTerminal(stateOf(task))) {
    ranSinceMs.set(task.id, reachedAtMs(previous));
  }
}

function takeStep(tx: WriteTx, deps: LoopDeps, service: Service, step: UpdateStep): void {
  switch (step.kind) {
    case "replace": {
      const because = updateCause(service);
      for (const taskId of step.stopTaskIds) stop(tx, deps, taskId, because);
      const made = createTask(tx, deps, service, step, step.desiredState, because);
      if (made.desiredState === TaskState.READY) startIfDue(tx, deps, made);
      break;
    }
    case "stopTask":
      stop(tx, deps, step.taskId, updateCause(service));
      break;
    default:
      unreachable(step);
  }
}

function stop(tx: WriteTx, deps: LoopDeps, taskId: string, because: string): void {
  const task = tx.tasks.get(taskId);
  if (task) askToStop(tx, deps, task, TaskState.SHUTDOWN, because);
}

function updateCause(service: Service): string {
  const { updateStatus } = service;
  const back = updateStatus?.state === UpdateStatus_UpdateState.ROLLBACK_STARTED;
  if (back) return `the service is rolled back (${updateStatus.message})`;
  return `the service was updated to version ${service.specVersion?.index ?? 0} of its spec`;
}

/** Writes what became of the update, in the words that people and tools know from Swarm. */
function judge(
  tx: WriteTx,
  { clock, log }: LoopDeps,
  service: Service,
  verdict: UpdateVerdict,
): void {
  const now = timestampOf(clock.wallMs());
  const status = service.updateStatus;
  const { ROLLBACK_STARTED, UPDATING } = UpdateStatus_UpdateState;
  const { ROLLBACK_PAUSED, PAUSED, ROLLBACK_COMPLETED, COMPLETED } = UpdateStatus_UpdateState;
  const rollback = status?.state === ROLLBACK_STARTED;
  switch (verdict.kind) {
    case "goOn":
      break;
    case "start":
      write(tx, service, { state: UPDATING, startedAt: now, message: "update in progress" });
      break;
    case "complete":
      write(tx, service, {
        ...status,
        state: rollback ? ROLLBACK_COMPLETED : COMPLETED,
        completedAt: now,
        message: rollback ? "rollback completed" : "update completed",
      });
      break;
    case "pause":
      log.warn("update paused", { serviceId: service.id, reason: verdict.message });
      write(tx, service, {
        ...status,
        state: rollback ? ROLLBACK_PAUSED : PAUSED,
        message: verdict.message,
      });
      break;
    case "rollBack":
      log.warn("update rolled back", { serviceId: service.id, reason: verdict.message });
      write(tx, toPreviousSpec(service), {
        state: ROLLBACK_STARTED,
        startedAt: now,
        message: verdict.message,
      });
      break;
    default:
      unreachable(verdict);
  }
}

function write(
  tx: WriteTx,
  service: Service,
  status: Parameters<typeof makeUpdateStatus>[0],
): void {
  tx.update("service", { ...service, updateStatus: makeUpdateStatus(status) });
}

function toPreviousSpec(service: Service): Service {
  return {
    ...service,
    spec: service.previousSpec,
    specVersion: service.previousSpecVersion,
    previousSpec: undefined,
    previousSpecVersion: undefined,
  };
}
