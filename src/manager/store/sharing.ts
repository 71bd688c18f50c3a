import { deepEqual } from "../../base/deep-equal.ts";
import type { Service, Task, Version } from "../../model/generated/types.ts";

/** The parts of a task that are alike in all tasks of a service. */
type Shared = Pick<Task, "spec" | "serviceAnnotations" | "endpoint" | "logDriver">;

/** How many specs are remembered; forgetting costs memory, never truth. */
const MAX_SPECS = 10_000;

/**
 * Lets the tasks of a service share the one spec that they were made from. Every task on the wire
 * carries a copy of its own, and those copies would be most of what a manager keeps in memory.
 */
export class Sharing {
  readonly #parts = new Map<string, Shared>();

  /** A service is known: what its next tasks will carry. */
  learn({ id, spec, specVersion }: Service): void {
    const key = keyOf(id, specVersion);
    const known = this.#parts.get(key);
    if (spec === undefined || deepEqual(known?.spec, spec.task)) return;
    this.#remember(key, { ...known, spec: spec.task, serviceAnnotations: spec.annotations });
  }

  /** The task with equal parts replaced by those that others of its service hold. */
  share(task: Task): Task {
    if (task.serviceId === "") return task;
    const key = keyOf(task.serviceId, task.specVersion);
    const known = this.#parts.get(key);
    const parts: Shared = {
      spec: same(known?.spec, task.spec),
      serviceAnnotations: same(known?.serviceAnnotations, task.serviceAnnotations),
      endpoint: same(known?.endpoint, task.endpoint),
      logDriver: same(known?.logDriver, task.logDriver),
    };
    this.#remember(key, parts);
    return { ...task, ...parts };
  }

  #remember(key: string, parts: Shared): void {
    if (!this.#parts.has(key) && this.#parts.size >= MAX_SPECS) this.#parts.clear();
    this.#parts.set(key, parts);
  }
}

function keyOf(serviceId: string, specVersion: Version | undefined): string {
  return `${serviceId}/${specVersion?.index ?? 0}`;
}

function same<T>(known: T, given: T): T {
  return deepEqual(known, given) ? known : given;
}
