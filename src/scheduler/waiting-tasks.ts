import type { Task } from "../model/generated/types.ts";
import { groupKey } from "./node-info.ts";

/** The tasks that wait for a node, in groups that are alike. */
export class WaitingTasks {
  readonly #groups = new Map<string, Map<string, Task>>();
  readonly #groupOf = new Map<string, string>();
  /** Groups worth a try, longest waiting first; the others fitted nowhere and nothing changed. */
  readonly #untried = new Set<string>();

  get size(): number {
    return this.#groupOf.size;
  }

  get hasUntried(): boolean {
    return this.#untried.size > 0;
  }

  /** The task as it is now. Its group is worth a try if the task is new here. */
  put(task: Task): void {
    const key = task.nodeId === "" ? groupKey(task) : `task/${task.id}`;
    if (this.#groupOf.get(task.id) !== key) {
      this.delete(task.id);
      this.#groupOf.set(task.id, key);
      this.#untried.add(key);
    }
    const group = this.#groups.get(key);
    if (group) group.set(task.id, task);
    else this.#groups.set(key, new Map([[task.id, task]]));
  }

  delete(taskId: string): void {
    const key = this.#groupOf.get(taskId);
    if (key === undefined) return;
    this.#groupOf.delete(taskId);
    const group = this.#groups.get(key);
    group?.delete(taskId);
    if (group?.size !== 0) return;
    this.#groups.delete(key);
    this.#untried.delete(key);
  }

  /** The next group worth a try, in order of slot; it counts as tried until something changes. */
  takeGroup(): readonly Task[] | undefined {
    for (const key of this.#untried) {
      this.#untried.delete(key);
      return [...(this.#groups.get(key)?.values() ?? [])].sort(inOrderOfSlot);
    }
    return undefined;
  }

  /** The task's group is worth another try after all. */
  retry(taskId: string): void {
    const key = this.#groupOf.get(taskId);
    if (key !== undefined) this.#untried.add(key);
  }

  /** Something has changed that may help anyone. */
  retryAll(): void {
    if (this.#untried.size === this.#groups.size) return;
    for (const key of this.#groups.keys()) this.#untried.add(key);
  }
}

function inOrderOfSlot(left: Task, right: Task): number {
  if (left.slot !== right.slot) return left.slot - right.slot;
  return left.id < right.id ? -1 : 1;
}
