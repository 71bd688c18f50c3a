import {
  TaskState,
  UpdateStatus_UpdateState,
  type Service,
  type Task,
} from "../../model/generated/types.ts";
import { mayRestart } from "./restart.ts";
import { isWanted, newestOf, stateOf } from "./task-order.ts";

/** One change that a service's tasks need. */
export type Decision =
  | { readonly kind: "createTask"; readonly slot: number; readonly nodeId: string }
  | { readonly kind: "removeTask"; readonly taskId: string }
  | { readonly kind: "stopTask"; readonly taskId: string };

/** A replica's place and the tasks that keep it filled. */
export interface Slot {
  readonly number: number;
  readonly tasks: readonly Task[];
}

/**
 * What must change for `tasks` to fill exactly as many slots as the service has replicas.
 *
 * A slot is filled while one of its tasks is wanted, or when the last one ended and may not be
 * restarted. Removal is only asked for: the reaper deletes a task once its agent has stopped it.
 * Applying the decisions and deciding again yields none.
 * Source: swarmkit manager/orchestrator/replicated.
 */
export function reconcileReplicas(service: Service, tasks: readonly Task[]): readonly Decision[] {
  const replicas = service.spec?.replicated?.replicas ?? 0;
  const slots = slotsOf(tasks);
  const filled = [...slots.values()]
    .map((slot) => ({ ...slot, tasks: fillersOf(slot, service) }))
    .filter((slot) => slot.tasks.length > 0);
  const kept = filled.length > replicas ? keepFirst(filled).slice(0, replicas) : filled;
  const keptNumbers = new Set(kept.map(({ number }) => number));
  const fresh = freeSlotNumbers(keptNumbers, replicas - kept.length);
  const inUse = new Set([...keptNumbers, ...fresh]);
  const leftovers = [...slots.values()].filter(({ number }) => !inUse.has(number));
  return [
    ...fresh.map((slot): Decision => ({ kind: "createTask", slot, nodeId: "" })),
    ...leftovers.flatMap((slot) => removalOf(slot.tasks)),
  ];
}

/** What must change when a service is gone: all of its tasks go. */
export function removalOf(tasks: readonly Task[]): readonly Decision[] {
  return tasks
    .filter(({ desiredState }) => desiredState < TaskState.REMOVE)
    .map(({ id }) => ({ kind: "removeTask", taskId: id }));
}

export function slotsOf(tasks: readonly Task[]): ReadonlyMap<number, Slot> {
  const slots = new Map<number, Task[]>();
  for (const task of tasks) {
    const slot = slots.get(task.slot);
    if (slot) slot.push(task);
    else slots.set(task.slot, [task]);
  }
  return new Map([...slots].map(([number, its]) => [number, { number, tasks: its }]));
}

/** The tasks on account of which the slot needs no new one. */
export function fillersOf(
  slot: { readonly tasks: readonly Task[] },
  service: Service,
): readonly Task[] {
  const wanted = slot.tasks.filter(isWanted);
  if (wanted.length > 0) return wanted;
  const last = newestOf(slot.tasks);
  const rollingBack = service.updateStatus?.state === UpdateStatus_UpdateState.ROLLBACK_STARTED;
  if (last === undefined || rollingBack || last.desiredState >= TaskState.REMOVE) return [];
  return mayRestart(last, slot.tasks) ? [] : [last];
}

/** The lowest `count` numbers from `first` that are not taken. */
export function freeSlotNumbers(
  taken: ReadonlySet<number>,
  count: number,
  first = 1,
): readonly number[] {
  const free: number[] = [];
  for (let number = first; free.length < count; number++) {
    if (!taken.has(number)) free.push(number);
  }
  return free;
}

/**
 * Orders slots by how much they would be missed: those that are alone on their node before second
 * copies there, and so on; running before others; low numbers first. Slots without a node, or in
 * the middle of an update, come last.
 */
function keepFirst(filled: readonly Slot[]): readonly Slot[] {
  const copiesOn = new Map<string, number>();
  return filled
    .toSorted((a, b) => Number(isRunning(b)) - Number(isRunning(a)) || a.number - b.number)
    .map((slot) => ({ slot, copy: nthCopy(slot, copiesOn) }))
    .toSorted((a, b) => a.copy - b.copy)
    .map(({ slot }) => slot);
}

function isRunning({ tasks }: Slot): boolean {
  return tasks.some((task) => stateOf(task) === TaskState.RUNNING);
}

/** The slot's rank among the service's on its node, from 1; beyond all others where it has none. */
function nthCopy({ tasks }: Slot, copiesOn: Map<string, number>): number {
  const [only] = tasks;
  if (only === undefined || tasks.length > 1 || only.nodeId === "") return Infinity;
  const copy = (copiesOn.get(only.nodeId) ?? 0) + 1;
  copiesOn.set(only.nodeId, copy);
  return copy;
}
