import {
  AssignmentChange_AssignmentAction,
  AssignmentsMessage_Type,
} from "../../model/generated/types.ts";
import type { AssignmentsMessage, Config, Secret, Task } from "../../model/generated/types.ts";

/** What one message of assignments asks an agent to do, sorted by what it is about. */
export interface AssignmentPlan {
  /** Secrets and configs to hold; they come before the tasks that mount them. */
  readonly secrets: readonly Secret[];
  readonly configs: readonly Config[];
  /** Tasks to begin with, or to take a newer wish for. */
  readonly tasks: readonly Task[];
  /** Ids of what this node holds and shall not: tasks are stopped and their containers removed. */
  readonly removedTasks: readonly string[];
  readonly removedSecrets: readonly string[];
  readonly removedConfigs: readonly string[];
}

/** Ids of what this node holds now. */
export interface Holdings {
  readonly tasks: Iterable<string>;
  readonly secrets: Iterable<string>;
  readonly configs: Iterable<string>;
}

/**
 * Turns a message into what must be done. A complete one names all that this node shall hold, so
 * everything else goes; an incremental one names what is added, changed and removed.
 * Source: swarmkit agent/worker.go.
 */
export function planAssignments(message: AssignmentsMessage, held: Holdings): AssignmentPlan {
  const tasks = sortChanges(message, ({ task }) => task);
  const secrets = sortChanges(message, ({ secret }) => secret);
  const configs = sortChanges(message, ({ config }) => config);
  const complete = message.type === AssignmentsMessage_Type.COMPLETE;
  return {
    tasks: [...tasks.updated.values()],
    secrets: [...secrets.updated.values()],
    configs: [...configs.updated.values()],
    removedTasks: removals(tasks, complete, held.tasks),
    removedSecrets: removals(secrets, complete, held.secrets),
    removedConfigs: removals(configs, complete, held.configs),
  };
}

interface SortedChanges<T> {
  readonly updated: ReadonlyMap<string, T>;
  readonly removed: ReadonlySet<string>;
}

type Assigned = NonNullable<AssignmentsMessage["changes"][number]["assignment"]>;

function sortChanges<T extends { readonly id: string }>(
  message: AssignmentsMessage,
  pick: (assignment: Assigned) => T | undefined,
): SortedChanges<T> {
  const updated = new Map<string, T>();
  const removed = new Set<string>();
  for (const { assignment, action } of message.changes) {
    const item = assignment === undefined ? undefined : pick(assignment);
    if (item === undefined) continue;
    if (action === AssignmentChange_AssignmentAction.REMOVE) {
      updated.delete(item.id);
      removed.add(item.id);
    } else {
      removed.delete(item.id);
      updated.set(item.id, item);
    }
  }
  return { updated, removed };
}

function removals<T>(
  { updated, removed }: SortedChanges<T>,
  complete: boolean,
  held: Iterable<string>,
): readonly string[] {
  const missing = complete ? [...held].filter((id) => !updated.has(id)) : [];
  return [...new Set([...removed, ...missing])].toSorted();
}
