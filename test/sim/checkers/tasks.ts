import { drainsStartFirst } from "../../../src/model/service-options.ts";
import { assert } from "../../../src/base/assert.ts";
import { deepEqual } from "../../../src/base/deep-equal.ts";
import type { Change, Commit, ReadTx } from "../../../src/manager/store/store.ts";
import {
  TaskState,
  UpdateConfig_UpdateOrder,
  type Service,
  type Task,
} from "../../../src/model/generated/types.ts";
import { taskStateName } from "../../../src/model/task-state.ts";

/** Whether its manager wants the task to run, as far as it knows of it. */
export function isWanted(task: Task): boolean {
  return task.desiredState === TaskState.RUNNING && stateOf(task) <= TaskState.RUNNING;
}

export function stateOf(task: Task): TaskState {
  return task.status?.state ?? TaskState.NEW;
}

/**
 * What no commit may do to a task: its states only grow, what it is and where it runs never
 * change, and it comes and goes once. Source: swarmkit design/tla/Tasks.tla.
 */
export class TaskChecker {
  readonly #removed = new Set<string>();
  /** Of every task there ever was, once it had a node. */
  readonly #nodes = new Map<string, string>();

  /** Where the task was put, if it ever was. */
  nodeOf(taskId: string): string | undefined {
    return this.#nodes.get(taskId);
  }

  /** A witness of the history. */
  readonly onCommit = ({ version, changes }: Commit, tx: ReadTx): void => {
    const services = new Set<string>();
    for (const change of changes) {
      if (change.kind === "service") services.add(change.object.id);
      if (change.kind !== "task") continue;
      services.add(change.object.serviceId);
      this.#checkTask(version, change);
    }
    for (const serviceId of services) checkService(version, changes, serviceId, tx);
  };

  #checkTask(version: number, change: Extract<Change, { kind: "task" }>): void {
    const { object: task } = change;
    const say = (problem: string): string => `Task ${task.id} at ${version}: ${problem}`;
    if (change.action === "create") {
      assert(!this.#removed.has(task.id), say("it was removed before"));
      assert(task.serviceId !== "", say("it belongs to no service"));
    }
    if (change.action === "remove") this.#removed.add(task.id);
    if (change.action === "update") checkUpdate(change.previous, task, say);
    if (task.nodeId !== "") this.#nodes.set(task.id, task.nodeId);
    checkAlone(task, say);
  }
}

function checkAlone(task: Task, say: (problem: string) => string): void {
  const state = stateOf(task);
  assert(state !== TaskState.REMOVE, say("remove is for wishes, and was observed"));
  const placed = state >= TaskState.ASSIGNED && state <= TaskState.COMPLETE;
  assert(!placed || task.nodeId !== "", say(`it is ${taskStateName(state)} on no node`));
}

function checkUpdate(before: Task, after: Task, say: (problem: string) => string): void {
  const [was, is] = [stateOf(before), stateOf(after)];
  assert(is >= was, say(`observed ${taskStateName(is)} after ${taskStateName(was)}`));
  assert(
    after.desiredState >= before.desiredState,
    say(`desired ${taskStateName(after.desiredState)} after ${taskStateName(before.desiredState)}`),
  );
  assert(after.serviceId === before.serviceId && after.slot === before.slot, say("it moved"));
  assert(
    before.nodeId === "" || after.nodeId === before.nodeId,
    say(`moved from ${before.nodeId} to ${after.nodeId}`),
  );
  assert(before.spec === after.spec || deepEqual(before.spec, after.spec), say("its spec changed"));
}

/** A commit that wants more of a service's tasks must not want more than the service asks for. */
function checkService(
  version: number,
  changes: readonly Change[],
  serviceId: string,
  tx: ReadTx,
): void {
  const service = tx.services.get(serviceId);
  if (service?.spec?.replicated === undefined || startsFirst(service)) return;
  const replicas = mostReplicas(service, changes);
  const wanted = tx.tasks.ofService(serviceId).filter(isWanted);
  const wantedBefore = wanted.length - growth(changes, serviceId, isWanted);
  // One that takes the place of another is no wish for more: where fewer are wanted since, it goes next.
  // Nor is one that has waited for its turn, and was made before fewer were wanted.
  const noMore = replacementsIn(changes, serviceId) + startsIn(changes, serviceId);
  if (wanted.length <= wantedBefore + noMore) return;
  const slots = new Set(wanted.map(({ slot }) => slot));
  assert(
    wanted.length <= replicas && slots.size === wanted.length,
    `Service ${serviceId} at ${version}: ${wanted.length} tasks in ${slots.size} slots are wanted of ${replicas} replicas`,
  );
}

/** How many tasks of the service the changes put in the places of others. */
function replacementsIn(changes: readonly Change[], serviceId: string): number {
  const ofService = changes.flatMap((change) =>
    change.kind === "task" && change.object.serviceId === serviceId ? [change] : [],
  );
  const made = ofService.filter(({ action, object }) => action === "create" && isWanted(object));
  const over = new Set(ofService.flatMap((change) => (isOver(change) ? [change.object.slot] : [])));
  return made.filter(({ object }) => over.has(object.slot)).length;
}

/** How many tasks of the service that waited for their turn are wanted to run by the changes. */
function startsIn(changes: readonly Change[], serviceId: string): number {
  return changes.filter(
    (change) =>
      change.kind === "task" &&
      change.action === "update" &&
      change.object.serviceId === serviceId &&
      change.previous.desiredState < TaskState.RUNNING &&
      isWanted(change.object),
  ).length;
}

/** It had ended or waited for its turn, and another is wanted in its place. */
function isOver(change: Extract<Change, { kind: "task" }>): boolean {
  if (change.action !== "update" || isWanted(change.previous)) return false;
  return isMeant(change.previous) && !isMeant(change.object);
}

function isMeant({ desiredState }: Task): boolean {
  return desiredState <= TaskState.RUNNING;
}

/** One commit may hold the making of tasks and, after that, a smaller wish for them. */
function mostReplicas(service: Service, changes: readonly Change[]): number {
  const specs = [service.spec];
  for (const change of changes) {
    if (change.kind !== "service" || change.object.id !== service.id) continue;
    specs.push(change.object.spec);
    if (change.action === "update") specs.push(change.previous.spec);
  }
  return Math.max(...specs.map((spec) => spec?.replicated?.replicas ?? 0));
}

/** How many more tasks of the service there are of which `counts` holds since the changes. */
export function growth(
  changes: readonly Change[],
  serviceId: string,
  counts: (task: Task) => boolean,
): number {
  let growth = 0;
  for (const change of changes) {
    if (change.kind !== "task" || change.object.serviceId !== serviceId) continue;
    if (change.action !== "remove" && counts(change.object)) growth++;
    if (change.action === "update" && counts(change.previous)) growth--;
    if (change.action === "remove" && counts(change.object)) growth--;
  }
  return growth;
}

function startsFirst(service: Service): boolean {
  const { spec } = service;
  if (drainsStartFirst(service)) return true;
  return [spec?.update, spec?.rollback].some(
    (config) => config?.order === UpdateConfig_UpdateOrder.START_FIRST,
  );
}
