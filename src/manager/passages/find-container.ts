import type { Task } from "../../model/generated/types.ts";
import { taskName } from "../../model/task-name.ts";
import type { ReadTx } from "../store/store.ts";

/** Shorter beginnings of ids are words as well, and mean something else. */
const LEAST_PREFIX = 4;
const ID = /^[0-9a-f]{4,64}$/;
/** A task's name is its service's, its slot or node, and its own id. */
const NAME = /^([^.]+)\.[^.]+\.([^.]+)$/;

/** What was found: a task with a container of its own; several where the reference fits many. */
export type Found = Task | "none" | "several";

/** The id of the container that runs the task; undefined for a task that has none of its own. */
export function containerIdOf({ spec, status }: Task): string | undefined {
  // Such a task lends its networks to a container that is somebody else's.
  if (spec?.attachment !== undefined) return undefined;
  const id = status?.container?.containerId ?? "";
  return id === "" ? undefined : id;
}

/**
 * The task whose container `reference` means: by the container's id, the task's name, or the beginning
 * of either's id. Source of the order: moby container store, pkg/truncindex.
 */
export function findContainer(tx: ReadTx, reference: string): Found {
  const name = reference.startsWith("/") ? reference.slice(1) : reference;
  const [, serviceName = "", taskId = ""] = NAME.exec(name) ?? [];
  if (taskId !== "") return byName(tx, name, serviceName, taskId);
  if (!ID.test(name) || name.length < LEAST_PREFIX) return "none";
  // What is called so is asked for by its name, by clients that try every kind of object in turn.
  if (tx.services.byName(name) !== undefined) return "none";
  const matching: Task[] = [];
  for (const task of tx.tasks.all()) {
    const id = containerIdOf(task);
    if (id?.startsWith(name) !== true) continue;
    if (id === name) return task;
    matching.push(task);
  }
  return only(matching);
}

/** Whether the engine that has the container knows it by `reference`, and so was asked already. */
export function isKnownToEngine(task: Task, reference: string): boolean {
  if (reference === "") return false;
  const name = reference.startsWith("/") ? reference.slice(1) : reference;
  return name === taskName(task) || containerIdOf(task)?.startsWith(name) === true;
}

function byName(tx: ReadTx, name: string, serviceName: string, taskId: string): Found {
  const whole = tx.tasks.get(taskId);
  if (whole !== undefined && isCalled(whole, name)) return whole;
  const service = tx.services.byName(serviceName);
  if (!service) return "none";
  const begins = (task: Task): boolean =>
    containerIdOf(task) !== undefined && taskName(task).startsWith(name);
  return only(tx.tasks.ofService(service.id).filter(begins));
}

function isCalled(task: Task, name: string): boolean {
  return containerIdOf(task) !== undefined && taskName(task) === name;
}

function only(tasks: readonly Task[]): Found {
  const [first] = tasks;
  if (first === undefined) return "none";
  return tasks.length === 1 ? first : "several";
}
