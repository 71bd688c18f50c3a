import { deepEqual } from "../../base/deep-equal.ts";
import {
  AssignmentChange_AssignmentAction as Action,
  TaskState,
  makeConfig,
  makeSecret,
  makeTask,
} from "../../model/generated/types.ts";
import type {
  Assignment,
  AssignmentChange,
  Config,
  Secret,
  Task,
} from "../../model/generated/types.ts";
import { dependenciesOf } from "./dependencies.ts";

/** Where the objects that tasks refer to are found. */
export interface Lookup {
  secret(id: string): Secret | undefined;
  config(id: string): Config | undefined;
}

/**
 * What one node must hold, as far as its agent was told: its tasks from `assigned` on, and the
 * secrets and configs of those that are not over. Given one changed task after another it knows
 * what to tell the agent next, at a cost that depends on what changed and not on what is held.
 *
 * The agent itself tells us how far a task got, so a change of status alone is not sent back to it,
 * save up to `assigned`, which is as far as managers move a task.
 * Source: swarmkit manager/dispatcher/assignments.go.
 */
export class NodeAssignments {
  readonly #tasks = new Map<string, Task>();
  /** The tasks that use an object, by its key. */
  readonly #users = new Map<string, Set<string>>();
  /** What the agent has not been told, the newest word for each object. */
  readonly #changes = new Map<string, AssignmentChange>();

  /** True while the agent has something to be told. */
  get changed(): boolean {
    return this.#changes.size > 0;
  }

  /** Takes in a task of this node as it is now. */
  put(task: Task, lookup: Lookup): void {
    const state = task.status?.state ?? TaskState.NEW;
    if (state < TaskState.ASSIGNED) return;
    const known = this.#tasks.get(task.id);
    this.#tasks.set(task.id, task);
    this.#release(known, task);
    this.#acquire(task, lookup);
    if (known === undefined || concernsAgent(known, task)) {
      this.#tell(taskKey(task.id), { task }, Action.UPDATE);
    }
  }

  /** Takes in that a task is gone, or no longer this node's. */
  remove(taskId: string): void {
    const known = this.#tasks.get(taskId);
    if (known === undefined) return;
    this.#tasks.delete(taskId);
    this.#release(known, undefined);
    this.#tell(taskKey(taskId), { task: makeTask({ id: taskId }) }, Action.REMOVE);
  }

  /** What the agent has not been told yet, at most `limit` changes; they count as told from now on. */
  take(limit: number): readonly AssignmentChange[] {
    const taken: AssignmentChange[] = [];
    for (const [key, change] of this.#changes) {
      if (taken.length === limit) break;
      taken.push(change);
      this.#changes.delete(key);
    }
    return taken;
  }

  #acquire(task: Task, lookup: Lookup): void {
    const { secretIds, configIds } = dependenciesOf(task);
    for (const id of secretIds) {
      if (!this.#isFirstUse(secretKey(id), task.id)) continue;
      const secret = lookup.secret(id);
      // One that a driver has to fetch is nothing this manager could send.
      if (secret === undefined || secret.spec?.driver !== undefined) continue;
      this.#tell(secretKey(id), { secret }, Action.UPDATE);
    }
    for (const id of configIds) {
      if (!this.#isFirstUse(configKey(id), task.id)) continue;
      const config = lookup.config(id);
      if (config !== undefined) this.#tell(configKey(id), { config }, Action.UPDATE);
    }
  }

  #isFirstUse(key: string, taskId: string): boolean {
    const users = this.#users.get(key);
    if (users !== undefined) {
      users.add(taskId);
      return false;
    }
    this.#users.set(key, new Set([taskId]));
    return true;
  }

  /** Gives up what `before` needed and `now` does not. */
  #release(before: Task | undefined, now: Task | undefined): void {
    if (before === undefined) return;
    const kept = now === undefined ? undefined : dependenciesOf(now);
    const { secretIds, configIds } = dependenciesOf(before);
    for (const id of secretIds) {
      if (kept?.secretIds.includes(id) === true) continue;
      if (!this.#isLastUse(secretKey(id), before.id)) continue;
      this.#tell(secretKey(id), { secret: makeSecret({ id }) }, Action.REMOVE);
    }
    for (const id of configIds) {
      if (kept?.configIds.includes(id) === true) continue;
      if (!this.#isLastUse(configKey(id), before.id)) continue;
      this.#tell(configKey(id), { config: makeConfig({ id }) }, Action.REMOVE);
    }
  }

  #isLastUse(key: string, taskId: string): boolean {
    const users = this.#users.get(key);
    users?.delete(taskId);
    if (users === undefined || users.size > 0) return false;
    return this.#users.delete(key);
  }

  #tell(key: string, assignment: Assignment, action: Action): void {
    this.#changes.delete(key); // Its place in the order is that of its newest word.
    this.#changes.set(key, { assignment, action });
  }
}

/** Whether an agent that was told `known` must be told `now`. */
function concernsAgent(known: Task, now: Task): boolean {
  if (known === now) return false;
  const state = now.status?.state ?? TaskState.NEW;
  const told = { ...known, meta: undefined };
  const current = { ...now, meta: undefined };
  if (state <= TaskState.ASSIGNED) return !deepEqual(told, current);
  return !deepEqual({ ...told, status: undefined }, { ...current, status: undefined });
}

const taskKey = (id: string): string => `task/${id}`;
const secretKey = (id: string): string => `secret/${id}`;
const configKey = (id: string): string => `config/${id}`;
