import { deepEqual } from "../../src/base/deep-equal.ts";
import type { ReadTx } from "../../src/manager/store/store.ts";
import { TaskState } from "../../src/model/generated/types.ts";
import { find, heldBy, needsOf } from "./checkers/data.ts";
import { stateOf } from "./checkers/tasks.ts";
import type { Host } from "./convergence.ts";

/**
 * Why secrets and configs are not where they belong: a node holds what its tasks need and nothing
 * else, each running task has the files that its service declares, and no other has any.
 */
export function complainOfData(tx: ReadTx, { nodeId, containers, files, held }: Host): string[] {
  const found: string[] = [];
  const needed = new Set<string>();
  for (const task of tx.tasks.onNode(nodeId)) {
    const state = stateOf(task);
    if (state < TaskState.ASSIGNED || state > TaskState.RUNNING) continue;
    for (const need of needsOf(task.spec)) needed.add(need);
  }
  const holds = new Set(held === undefined ? [] : heldBy(held));
  for (const need of needed) if (!holds.has(need)) found.push(`${nodeId} lacks ${need}`);
  for (const need of holds) if (!needed.has(need)) found.push(`${nodeId} keeps ${need}`);

  const left = new Set(files.keys());
  for (const { task, phase } of containers) {
    if (phase !== "running") continue;
    left.delete(task.id);
    const its = files.get(task.id) ?? [];
    const declared = needsOf(tx.services.get(task.serviceId)?.spec?.task);
    const has = its.map(({ kind, objectId }) => `${kind}/${objectId}`);
    if (!deepEqual([...has].sort(), [...declared].sort())) {
      found.push(`${task.id} runs with ${has.join()}, not with ${declared.join()}`);
    }
    for (const { kind, objectId, data } of its) {
      const name = `${kind}/${objectId}`;
      if (!deepEqual(find(tx, name), data)) found.push(`${task.id} has something else as ${name}`);
    }
  }
  for (const taskId of left) found.push(`${nodeId} keeps files of ${taskId}`);
  return found;
}
