import type { Task } from "../model/generated/types.ts";
import { groupKey } from "./node-info.ts";

/** Tasks that are alike, in the order in which they came, which is mostly that of their slots. */
interface Group {
  readonly key: string;
  /** Those that wait no more stay until they are passed by. */
  items: Waiting[];
  /** No item before this one waits. */
  head: number;
  /** How many wait. */
  count: number;
  /** The slot of the one that came last. */
  lastSlot: number;
  isInOrder: boolean;
}

interface Waiting {
  task: Task;
  readonly group: Group;
  waits: boolean;
}

/** The tasks that wait for a node, in groups that are alike. */
export class WaitingTasks {
  readonly #groups = new Map<string, Group>();
  readonly #waiting = new Map<string, Waiting>();
  /** Groups worth a try, longest waiting first; the others fitted nowhere and nothing changed. */
  readonly #untried = new Set<string>();

  get size(): number {
    return this.#waiting.size;
  }

  get hasUntried(): boolean {
    return this.#untried.size > 0;
  }

  /** The task as it is now. Its group is worth a try if the task is new here. */
  put(task: Task): void {
    const key = task.nodeId === "" ? groupKey(task) : `task/${task.id}`;
    const known = this.#waiting.get(task.id);
    if (known?.group.key === key) {
      known.task = task;
      return;
    }
    if (known) this.delete(task.id);
    const group = this.#groupAt(key);
    const waiting = { task, group, waits: true };
    if (task.slot <= group.lastSlot) group.isInOrder = false;
    group.lastSlot = task.slot;
    group.items.push(waiting);
    group.count++;
    this.#waiting.set(task.id, waiting);
    this.#untried.add(key);
  }

  delete(taskId: string): void {
    const waiting = this.#waiting.get(taskId);
    if (waiting === undefined) return;
    this.#waiting.delete(taskId);
    const { group } = waiting;
    waiting.waits = false;
    group.count--;
    if (group.count > 0) return;
    this.#groups.delete(group.key);
    this.#untried.delete(group.key);
  }

  /**
   * The first `limit` tasks, in order of slot, of the next group worth a try; it counts as tried
   * until something changes. Costs no more however many wait.
   */
  takeGroup(limit: number): readonly Task[] | undefined {
    for (const key of this.#untried) {
      this.#untried.delete(key);
      const group = this.#groups.get(key);
      return group && firstOf(group, limit);
    }
    return undefined;
  }

  /** All that wait and are like the task, itself among them. */
  alike(taskId: string): readonly Task[] {
    const group = this.#waiting.get(taskId)?.group;
    return group ? firstOf(group, Infinity) : [];
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

  #groupAt(key: string): Group {
    const known = this.#groups.get(key);
    if (known) return known;
    const made = { key, items: [], head: 0, count: 0, lastSlot: -1, isInOrder: true };
    this.#groups.set(key, made);
    return made;
  }
}

/** The first that wait, in order of slot. */
function firstOf(group: Group, limit: number): readonly Task[] {
  tidy(group);
  const first: Task[] = [];
  for (let at = group.head; at < group.items.length && first.length < limit; at++) {
    const item = group.items[at];
    if (item?.waits === true) first.push(item.task);
    else if (first.length === 0) group.head = at + 1;
  }
  return first;
}

/** Puts the items in order, and drops those that wait no more once they are the most. */
function tidy(group: Group): void {
  const isMostlyPast = group.items.length > 2 * group.count + 64;
  if (group.isInOrder && !isMostlyPast) return;
  group.items = group.items.filter(({ waits }) => waits);
  group.head = 0;
  if (group.isInOrder) return;
  group.items.sort((left, right) => inOrderOfSlot(left.task, right.task));
  group.lastSlot = group.items.at(-1)?.task.slot ?? -1;
  group.isInOrder = true;
}

function inOrderOfSlot(left: Task, right: Task): number {
  if (left.slot !== right.slot) return left.slot - right.slot;
  return left.id < right.id ? -1 : 1;
}
