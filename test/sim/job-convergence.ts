import type { ReadTx } from "../../src/manager/store/store.ts";
import {
  NodeSpec_Availability,
  TaskState,
  type Service,
  type Task,
} from "../../src/model/generated/types.ts";
import { hasFailed, isPending, isProof, iterationOf, placeOf } from "./checkers/jobs.ts";
import { stateOf } from "./checkers/tasks.ts";

/**
 * Why the last run of a job is not done: done is what has one completion in each of its places, or,
 * where its policy allows no more attempts, as many failures; and nothing is left of earlier runs.
 */
export function complainOfJob(
  tx: ReadTx,
  service: Service,
  present: ReadonlySet<string>,
): readonly string[] {
  const { spec, jobStatus } = service;
  if (jobStatus === undefined) return [];
  const name = spec?.annotations?.name ?? service.id;
  const iteration = iterationOf(jobStatus);
  const found: string[] = [];
  const current = new Map<string, Task[]>();
  for (const task of tx.tasks.ofService(service.id)) {
    const place = placeOf(service, task);
    if (iterationOf(task) === iteration) current.set(place, [...(current.get(place) ?? []), task]);
    // What a lost node holds is waited for: it may come back.
    else if (task.nodeId === "" || present.has(task.nodeId)) {
      found.push(
        `${name}: ${task.id} is left of run ${iterationOf(task)}, ${stateOf(task)} of ${task.desiredState} on ${task.nodeId}`,
      );
    }
  }
  const places = placesOf(tx, service, present);
  for (const place of places) {
    const problem = problemOf(current.get(place) ?? []);
    if (problem !== undefined) found.push(`${name}.${place}: ${problem}`);
  }
  if (spec?.replicatedJob === undefined) return found;
  for (const place of current.keys()) {
    if (!places.includes(place)) found.push(`${name}.${place}: a place of no completion`);
  }
  return found;
}

/** Where the job wants a completion. */
function placesOf(tx: ReadTx, { spec }: Service, present: ReadonlySet<string>): readonly string[] {
  if (spec?.replicatedJob !== undefined) {
    return Array.from({ length: spec.replicatedJob.totalCompletions }, (_, slot) => String(slot));
  }
  return [...present].filter((id) => {
    const availability = tx.nodes.get(id)?.spec?.availability;
    return (availability ?? NodeSpec_Availability.ACTIVE) === NodeSpec_Availability.ACTIVE;
  });
}

/** `tasks` are those of one place, in the last run. */
function problemOf(tasks: readonly Task[]): string | undefined {
  if (tasks.some(isPending)) return "still at work";
  const proofs = tasks.filter(isProof);
  if (proofs.length > 1) return `${proofs.length} completions`;
  // One that was moved, and had completed without anyone knowing.
  if (tasks.some((task) => stateOf(task) === TaskState.COMPLETE)) return undefined;
  const attempts = tasks[0]?.spec?.restart?.maxAttempts ?? 0;
  const isSpent = attempts > 0 && tasks.filter(hasFailed).length > attempts;
  const ended = tasks.map((task) => `${stateOf(task)} of ${task.desiredState}`).join(", ");
  return isSpent ? undefined : `not completed: ${ended}`;
}
