import type { Task } from "../model/generated/types.ts";
import { groupKey } from "./node-info.ts";

/** Tasks that are alike, in the order in which they came, which is mostly that of their slots. */
interface Group {
  tasks: Map<string, Task>;
  /** The slot of the one that came last. */
  lastSlot: number;
  isInOrder: boolean;
}

/** The tasks that wait for a node, in groups that are alike. */
export class WaitingTasks {
  readonly #groups = new Map<string, Group>();
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
    if (group) {
      if (!group.tasks.has(task.id)) {
        if (task.slot <= group.lastSlot) group.isInOrder = false;
        group.lastSlot = task.slot;
      }
      group.tasks.set(task.id, task);
    } else {
      const tasks = new Map([[task.id, task]]);
      this.#groups.set(key, { tasks, lastSlot: task.slot, isInOrder: true });
    }
  }

  delete(taskId: string): void {
    const key = this.#groupOf.get(taskId);
    if (key === undefined) return;
    this.#groupOf.delete(taskId);
    const group = this.#groups.get(key);
    group?.tasks.delete(taskId);
    if (group?.tasks.size !== 0) return;
    this.#groups.delete(key);
    this.#untried.delete(key);
  }

  /**
   * The first `limit` tasks, in order of slot, of the next group worth a try; it counts as tried
   * until something changes. Costs no more however many wait.
   */
  takeGroup(limit: number): readonly Task[] | undefined {
    for (const key of this.#untried) {
      this.#untried.delete(key);
      const group = this.#groups.get(key);
      return group && firstOf(inOrder(group), limit);
    }
    return undefined;
  }

  /** All that wait and are like the task, itself among them. */
  alike(taskId: string): readonly Task[] {
    const group = this.#groups.get(this.#groupOf.get(taskId) ?? "");
    return group ? [...inOrder(group).values()] : [];
  }

  /** What is left of the task's group, if anything, is worth another try after all. */
  retryGroup(task: Task): void {
    const key = groupKey(task);
    if (this.#groups.has(key)) this.#untried.add(key);
  }

  /** Something has changed that may help anyone. */
  retryAll(): void {
    if (this.#untried.size === this.#groups.size) return;
    for (const key of this.#groups.keys()) this.#untried.add(key);
  }
}

function inOrder(group: Group): ReadonlyMap<string, Task> {
  if (!group.isInOrder) {
    const sorted = [...group.tasks.values()].sort(inOrderOfSlot);
    group.tasks = new Map(sorted.map((task) => [task.id, task]));
    group.lastSlot = sorted.at(-1)?.slot ?? 0;
    group.isInOrder = true;
  }
  return group.tasks;
}

function firstOf(tasks: ReadonlyMap<string, Task>, limit: number): readonly Task[] {
  if (tasks.size <= limit) return [...tasks.values()];
  const first: Task[] = [];
  for (const task of tasks.values()) {
    if (first.length >= limit) break;
    first.push(task);
  }
  return first;
}

function inOrderOfSlot(left: Task, right: Task): number {
  if (left.slot !== right.slot) return left.slot - right.slot;
  return left.id < right.id ? -1 : 1;
}
