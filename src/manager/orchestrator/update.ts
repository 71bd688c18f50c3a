import {
  NodeSpec_Availability,
  TaskState,
  UpdateConfig_FailureAction,
  UpdateConfig_UpdateOrder,
  UpdateStatus_UpdateState,
  makeUpdateConfig,
  type Node,
  type Service,
  type Task,
  type UpdateConfig,
} from "../../model/generated/types.ts";
import { updateLimitMs } from "../../model/service-options.ts";
import { spanText } from "../../model/span.ts";
import { taskStateName } from "../../model/task-state.ts";
import { durationMs, durationOf, timestampMs } from "../../model/time.ts";
import { isDirty } from "./dirty.ts";
import { availabilityOf, mustLeave } from "./node-fitness.ts";
import { fillersOf } from "./replicated.ts";
import { endedByItself } from "./restart.ts";
import {
  byAge,
  createdAtMs,
  hasSpecVersion,
  isWanted,
  newestOf,
  reachedAtMs,
  stateOf,
} from "./task-order.ts";

/** Source: swarmkit api/defaults/service.go. */
const DEFAULT_MONITOR_MS = 5000;
const DEFAULT_UPDATE: UpdateConfig = makeUpdateConfig({
  parallelism: 1,
  monitor: durationOf(DEFAULT_MONITOR_MS),
});

/** How far apart the notes of one moment may be: of an update's start and of its first task. */
const SAME_MOMENT_MS = 1000;

/** Replicas that are too many leave before the others are updated: none is updated in vain. */
const LEAVERS_FIRST_MS = 100;

/** One change that the update makes next. */
export type UpdateStep =
  | {
      readonly kind: "replace";
      readonly slot: number;
      readonly nodeId: string;
      readonly stopTaskIds: readonly string[];
      /** Ready where it waits for the old one to stop, running where it starts first. */
      readonly desiredState: TaskState;
    }
  | { readonly kind: "stopTask"; readonly taskId: string };

/** What becomes of the update as a whole. */
export type UpdateVerdict =
  | { readonly kind: "goOn" | "start" | "complete" }
  | { readonly kind: "pause" | "rollBack"; readonly message: string };

export interface UpdatePlan {
  readonly verdict: UpdateVerdict;
  readonly steps: readonly UpdateStep[];
  /** When time alone will change the plan. */
  readonly lookAgainInMs?: number | undefined;
}

export interface UpdateView {
  readonly service: Service;
  readonly tasks: readonly Task[];
  readonly findNode: (nodeId: string) => Node | undefined;
  /** When a task was seen to run, where that is known: the store forgets it once the task ends. */
  readonly runningSinceMs: (taskId: string) => number | undefined;
  readonly nowMs: number;
}

/** A replica's slot, or a node of a global service, in the course of an update. */
interface Place {
  readonly slot: number;
  readonly nodeId: string;
  readonly clean: readonly Task[];
  readonly dirty: readonly Task[];
  /** The first task that this update made here: on what becomes of it the update is judged. */
  readonly fresh: Task | undefined;
  /** The one for which the update waits here: the first, or its successor if it was moved. */
  readonly awaited: Task | undefined;
}

const NOTHING: UpdatePlan = { verdict: { kind: "goOn" }, steps: [] };

export function isUpdating({ updateStatus }: Service): boolean {
  const state = updateStatus?.state;
  return (
    state === UpdateStatus_UpdateState.UPDATING ||
    state === UpdateStatus_UpdateState.ROLLBACK_STARTED
  );
}

function isRollback({ updateStatus }: Service): boolean {
  return updateStatus?.state === UpdateStatus_UpdateState.ROLLBACK_STARTED;
}

function isPaused({ updateStatus }: Service): boolean {
  const state = updateStatus?.state;
  return (
    state === UpdateStatus_UpdateState.PAUSED || state === UpdateStatus_UpdateState.ROLLBACK_PAUSED
  );
}

/**
 * What a rolling update does next: so many places at a time, each replaced and then left alone for
 * the delay; stopped, or rolled back, when too many of the new tasks end within the monitoring time.
 * All but that last time is read from the store, so a new leader goes on where the old one was.
 * Source: swarmkit manager/orchestrator/update.
 */
export function planUpdate(view: UpdateView): UpdatePlan {
  const { service } = view;
  if (isPaused(service)) return NOTHING;
  const places = placesOf(view);
  const replicas = service.spec?.replicated?.replicas;
  if (replicas !== undefined && places.length > replicas) {
    return { ...NOTHING, lookAgainInMs: LEAVERS_FIRST_MS };
  }

  const config =
    (isRollback(service) ? service.spec?.rollback : service.spec?.update) ?? DEFAULT_UPDATE;
  const mixed = places.filter(({ clean, dirty }) => clean.length > 0 && dirty.length > 0);
  const pending = places.filter(({ clean, dirty }) => clean.length === 0 && dirty.length > 0);

  const failure = failureOf(places, config, view);
  if (isUpdating(service) && failure !== undefined) return { verdict: failure, steps: [] };

  const delayMs = durationMs(config.delay, 0);
  const awaited = places.flatMap((place) => place.awaited ?? []);
  const busyFor = awaited.map((task) => busyForMs(task, delayMs, view)).filter((ms) => ms > 0);
  const freeCount =
    config.parallelism === 0 ? Infinity : Math.max(0, config.parallelism - busyFor.length);
  const next = pending.slice(0, freeCount);
  const steps = [
    ...mixed.flatMap((place) => finish(place, config)),
    ...next.map((place) => replacement(place, config)),
  ];
  if (pending.length > 0 || mixed.length > 0) {
    const kind = isUpdating(service) ? "goOn" : "start";
    return { verdict: { kind }, steps, lookAgainInMs: leastOf(busyFor) };
  }
  if (!isUpdating(service)) return NOTHING;

  const monitorMs = durationMs(config.monitor, DEFAULT_MONITOR_MS);
  const watchedFor = awaited.map((task) => busyForMs(task, monitorMs, view)).filter((ms) => ms > 0);
  if (watchedFor.length === 0) return { verdict: { kind: "complete" }, steps: [] };
  return { ...NOTHING, lookAgainInMs: leastOf(watchedFor) };
}

/**
 * How long the task's place is still occupied by its update: while it does not run, until the update
 * waits for it no longer.
 */
function busyForMs(task: Task, afterMs: number, view: UpdateView): number {
  if (stateOf(task) < TaskState.RUNNING) {
    return Math.max(0, createdAtMs(task) + updateLimitMs(view.service) - view.nowMs);
  }
  const sinceMs = view.runningSinceMs(task.id) ?? reachedAtMs(task);
  return Math.max(0, sinceMs + afterMs - view.nowMs);
}

function leastOf(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : Math.min(...values);
}

/** What too many early ends amount to; undefined while there are few enough. */
function failureOf(
  places: readonly Place[],
  config: UpdateConfig,
  view: UpdateView,
): UpdateVerdict | undefined {
  const monitorMs = durationMs(config.monitor, DEFAULT_MONITOR_MS);
  const total = places.filter(
    ({ fresh, clean }) => fresh !== undefined || clean.length === 0,
  ).length;
  const failures = places.flatMap((place) => failureAt(place, monitorMs, view) ?? []);
  const [first] = failures;
  if (first === undefined || failures.length / total <= config.maxFailureRatio) return undefined;
  const cause = `due to failure or early termination of task ${first}`;
  const { service } = view;
  if (isRollback(service)) {
    // Never rolls back a rollback; whatever its policy says, it stops here.
    if (config.failureAction === UpdateConfig_FailureAction.CONTINUE) return undefined;
    return { kind: "pause", message: `rollback paused ${cause}` };
  }
  switch (config.failureAction) {
    case UpdateConfig_FailureAction.CONTINUE:
      return undefined;
    case UpdateConfig_FailureAction.ROLLBACK:
      if (service.previousSpec !== undefined) {
        return { kind: "rollBack", message: `update rolled back ${cause}` };
      }
      break;
    default:
      break;
  }
  return { kind: "pause", message: `update paused ${cause}` };
}

/** The task that failed here for the update, and how where that is not plain from its state. */
function failureAt(
  { fresh, awaited }: Place,
  monitorMs: number,
  view: UpdateView,
): string | undefined {
  if (fresh !== undefined && endedByItself(fresh)) {
    const sinceMs = view.runningSinceMs(fresh.id);
    if (sinceMs === undefined || reachedAtMs(fresh) - sinceMs <= monitorMs) return fresh.id;
  }
  if (awaited === undefined || stateOf(awaited) >= TaskState.RUNNING) return undefined;
  if (busyForMs(awaited, 0, view) > 0) return undefined;
  const limit = spanText(updateLimitMs(view.service));
  const err = awaited.status?.err ?? "";
  const why = err === "" ? `it is ${taskStateName(stateOf(awaited))}` : err;
  return `${awaited.id}: it did not run within ${limit}: ${why}`;
}

/** A place where old and new are both wanted: the old go, when that is due. */
function finish({ clean, dirty }: Place, config: UpdateConfig): readonly UpdateStep[] {
  const startsFirst = config.order === UpdateConfig_UpdateOrder.START_FIRST;
  const isReplaced =
    !startsFirst || clean.some((task) => isWanted(task) && stateOf(task) === TaskState.RUNNING);
  if (!isReplaced) return [];
  return dirty.filter(isWanted).map(({ id }) => ({ kind: "stopTask", taskId: id }));
}

function replacement({ slot, nodeId, dirty }: Place, config: UpdateConfig): UpdateStep {
  const startsFirst = config.order === UpdateConfig_UpdateOrder.START_FIRST;
  return {
    kind: "replace",
    slot,
    nodeId,
    stopTaskIds: startsFirst ? [] : dirty.filter(isWanted).map(({ id }) => id),
    desiredState: startsFirst ? TaskState.RUNNING : TaskState.READY,
  };
}

/** The places that are filled and may be updated, in order. */
function placesOf(view: UpdateView): readonly Place[] {
  const { service, tasks, findNode } = view;
  const isGlobal = service.spec?.global !== undefined;
  const groups = new Map<string | number, Task[]>();
  for (const task of tasks) {
    const key = isGlobal ? task.nodeId : task.slot;
    const group = groups.get(key);
    if (group) group.push(task);
    else groups.set(key, [task]);
  }
  const places: Place[] = [];
  for (const group of groups.values()) {
    const [first] = group;
    if (first === undefined) continue;
    const { slot, nodeId } = first;
    if (isGlobal && !mayUpdateOn(findNode(nodeId))) continue;
    const fillers = fillersOf({ tasks: group }, service);
    if (fillers.length === 0) continue;
    const dirty = fillers.filter((task) => isDirty(service, task, findNode(task.nodeId)));
    const clean = fillers.filter((task) => !dirty.includes(task));
    const fresh = freshOf(group, service);
    const moved = fresh && !isWanted(fresh) && stateOf(fresh) < TaskState.RUNNING;
    const awaited = moved ? newestOf(clean) : fresh;
    places.push({ slot, nodeId: isGlobal ? nodeId : "", clean, dirty, fresh, awaited });
  }
  return places.sort((a, b) => a.slot - b.slot || (a.nodeId < b.nodeId ? -1 : 1));
}

function mayUpdateOn(node: Node | undefined): boolean {
  return (
    node !== undefined && !mustLeave(node) && availabilityOf(node) === NodeSpec_Availability.ACTIVE
  );
}

/** The first task of the new spec that followed one of another here, since the update began. */
function freshOf(group: readonly Task[], service: Service): Task | undefined {
  const sinceMs = isUpdating(service)
    ? timestampMs(service.updateStatus?.startedAt) - SAME_MOMENT_MS
    : 0;
  const isOfSpec = (task: Task): boolean => hasSpecVersion(task, service.specVersion);
  const [first] = group
    .filter((task) => isOfSpec(task) && createdAtMs(task) >= sinceMs)
    .sort(byAge);
  if (first === undefined) return undefined;
  return group.some((other) => !isOfSpec(other) && byAge(other, first) < 0) ? first : undefined;
}
