import { ResourceType, TaskState } from "../../model/generated/types.ts";
import type { Task } from "../../model/generated/types.ts";

/** The secrets and configs that a task needs on its node. */
export interface Dependencies {
  readonly secretIds: readonly string[];
  readonly configIds: readonly string[];
}

const NONE: Dependencies = { secretIds: [], configIds: [] };

/** What `task` needs beside itself: nothing once it is over. Source: swarmkit dispatcher. */
export function dependenciesOf(task: Task): Dependencies {
  if ((task.status?.state ?? TaskState.NEW) > TaskState.RUNNING) return NONE;
  const container = task.spec?.container;
  const referred = task.spec?.resourceReferences ?? [];
  return {
    secretIds: distinct([
      ...(container?.secrets ?? []).map(({ secretId }) => secretId),
      ...referred
        .filter(({ resourceType }) => resourceType === ResourceType.SECRET)
        .map(({ resourceId }) => resourceId),
    ]),
    configIds: distinct([
      ...(container?.configs ?? []).map(({ configId }) => configId),
      ...referred
        .filter(({ resourceType }) => resourceType === ResourceType.CONFIG)
        .map(({ resourceId }) => resourceId),
    ]),
  };
}

function distinct(ids: readonly string[]): readonly string[] {
  return ids.length < 2 ? ids : [...new Set(ids)];
}
