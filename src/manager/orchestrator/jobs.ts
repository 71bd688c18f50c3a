import type { Node, Service, Task } from "../../model/generated/types.ts";
import { reconcileGlobal } from "./global.ts";
import { isAccomplished } from "./mode.ts";
import { fillersOf, freeSlotNumbers, removalOf, slotsOf, type Decision } from "./replicated.ts";
import { isOfIteration, isWanted } from "./task-order.ts";

const FIRST_SLOT = 0;

/**
 * What must change for a job to go on: as many tasks side by side as it allows, until as many slots
 * as it wants have been completed. A slot whose task failed for good is spent: it is neither tried
 * again nor replaced by another. Tasks of earlier runs are removed. Applying the decisions and
 * deciding again yields none.
 * Source: swarmkit manager/orchestrator/jobs/replicated; slots count from 0, which the
 * docker command line relies on when it waits for a job.
 */
export function reconcileReplicatedJob(
  service: Service,
  tasks: readonly Task[],
): readonly Decision[] {
  const { maxConcurrent = 0, totalCompletions = 0 } = service.spec?.replicatedJob ?? {};
  const { current, earlier } = byRun(service, tasks);
  const taken = new Set<number>();
  const superfluous: Decision[] = [];
  let busyCount = 0;
  for (const slot of slotsOf(current).values()) {
    if (slot.tasks.some(isAccomplished)) {
      taken.add(slot.number);
      superfluous.push(...removalOfUnaccomplished(slot.tasks));
      continue;
    }
    const fillers = fillersOf(slot, service);
    if (fillers.length === 0) continue;
    taken.add(slot.number);
    if (fillers.some(isWanted)) busyCount++;
  }
  const room = Math.min(maxConcurrent - busyCount, totalCompletions - taken.size);
  return [
    ...superfluous,
    ...freeSlotNumbers(taken, room, FIRST_SLOT).map((slot): Decision => ({
      kind: "createTask",
      slot,
      nodeId: "",
    })),
    ...removalOf(earlier),
  ];
}

/**
 * What must change for every eligible node to complete one task of a global job, once in each run;
 * nodes that come later included. Source: swarmkit manager/orchestrator/jobs/global.
 */
export function reconcileGlobalJob(
  service: Service,
  tasks: readonly Task[],
  nodes: readonly Node[],
): readonly Decision[] {
  const { current, earlier } = byRun(service, tasks);
  const accomplished = new Set(current.filter(isAccomplished).map(({ nodeId }) => nodeId));
  const done = new Set(nodes.flatMap(({ id }) => (accomplished.has(id) ? [id] : [])));
  return [
    ...removalOfUnaccomplished(current.filter(({ nodeId }) => done.has(nodeId))),
    ...reconcileGlobal(
      service,
      current.filter(({ nodeId }) => !done.has(nodeId)),
      nodes.filter(({ id }) => !done.has(id)),
    ),
    ...removalOf(earlier),
  ];
}

/**
 * A task may turn out to have done its work after another took its place, because its node was out
 * of reach: what the other is to do would be done twice. It is forgotten, so that whoever looks at the
 * place sees the completion.
 */
function removalOfUnaccomplished(tasks: readonly Task[]): readonly Decision[] {
  return removalOf(tasks.filter((task) => isWanted(task) && !isAccomplished(task)));
}

function byRun(
  { jobStatus }: Service,
  tasks: readonly Task[],
): { readonly current: readonly Task[]; readonly earlier: readonly Task[] } {
  const isCurrent = (task: Task): boolean => isOfIteration(task, jobStatus?.jobIteration);
  return {
    current: tasks.filter(isCurrent),
    earlier: tasks.filter((task) => !isCurrent(task)),
  };
}
