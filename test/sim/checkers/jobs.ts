import { assert } from "../../../src/base/assert.ts";
import type { Change, Commit, ReadTx } from "../../../src/manager/store/store.ts";
import { TaskState, type Service, type Task } from "../../../src/model/generated/types.ts";
import { isTerminal } from "../../../src/model/task-state.ts";
import { growth, stateOf } from "./tasks.ts";

type TaskChange = Extract<Change, { kind: "task" }>;

/** A job's task that is still to do its work: it, or another in its place, will. */
export function isPending(task: Task): boolean {
  return task.desiredState <= TaskState.COMPLETE && !isTerminal(stateOf(task));
}

/** A job's task that did its work, and that the job counts on. */
export function isProof(task: Task): boolean {
  return task.desiredState <= TaskState.COMPLETE && stateOf(task) === TaskState.COMPLETE;
}

export function iterationOf({
  jobIteration,
}: {
  readonly jobIteration?: Task["jobIteration"];
}): number {
  return jobIteration?.index ?? 0;
}

/** Where a run of a job wants one completion: a slot, or a node. */
export function placeOf(service: Service, task: Task): string {
  return service.spec?.globalJob === undefined ? String(task.slot) : task.nodeId;
}

/**
 * What no commit may do to a job. Of one run of it
 * - never more tasks than it allows are wanted side by side, and never two in one place. Two
 *   containers may overlap all the same: of a node that is cut off nobody knows whether its task still
 *   runs when another takes its place;
 * - a place whose completion the managers know of gets no other task: work is done again only where
 *   nobody could know that it was done;
 * - a place gets no more tasks after failures than its restart policy allows;
 * - a completion is kept until the job runs anew or is removed;
 * - what is called complete did end by itself, with 0, on its machine.
 */
export class JobChecker {
  readonly #hasCompleted: (taskId: string) => boolean;
  /** By service, run and place. */
  readonly #accomplished = new Set<string>();

  /** `hasCompleted` is the truth: whether the task's container ended by itself, and well. */
  constructor(hasCompleted: (taskId: string) => boolean) {
    this.#hasCompleted = hasCompleted;
  }

  /** A witness of the history. */
  readonly onCommit = ({ version, changes }: Commit, tx: ReadTx): void => {
    const serviceIds = new Set<string>();
    for (const change of changes) {
      if (change.kind !== "task" || change.object.jobIteration === undefined) continue;
      const { object: task } = change;
      serviceIds.add(task.serviceId);
      const say = (problem: string): string => `Task ${task.id} of a job at ${version}: ${problem}`;
      const service = versionsOf(task.serviceId, changes, tx).find(
        ({ jobStatus }) => jobStatus !== undefined && iterationOf(jobStatus) === iterationOf(task),
      );
      const now = tx.services.get(task.serviceId)?.jobStatus;
      const isKept = now !== undefined && iterationOf(now) === iterationOf(task);
      this.#checkTask(change, service, isKept, say);
      if (change.action === "create") checkAttempts(task, changes, tx, say);
    }
    for (const serviceId of serviceIds) checkConcurrency(version, changes, serviceId, tx);
  };

  #checkTask(
    change: TaskChange,
    service: Service | undefined,
    isKept: boolean,
    say: (problem: string) => string,
  ): void {
    const { object: task, action } = change;
    const place = service && `${service.id} ${iterationOf(task)} ${placeOf(service, task)}`;
    if (action === "create") {
      assert(place !== undefined, say(`made for run ${iterationOf(task)}, which is not on`));
      const total = service?.spec?.replicatedJob?.totalCompletions;
      assert(total === undefined || task.slot < total, say(`slot ${task.slot} of ${total}`));
      assert(!this.#accomplished.has(place), say("its place was completed before"));
    }
    if (action === "remove") {
      assert(!isKept || !isProof(task), say("a completion is lost"));
      return;
    }
    if (stateOf(task) !== TaskState.COMPLETE) return;
    assert(this.#hasCompleted(task.id), say("called complete, but it did not complete"));
    if (place !== undefined) this.#accomplished.add(place);
  }
}

/** The service as it is and as it was in this commit, which may hold several transactions. */
function versionsOf(id: string, changes: readonly Change[], tx: ReadTx): readonly Service[] {
  const versions = [tx.services.get(id)];
  for (const change of changes) {
    if (change.kind !== "service" || change.object.id !== id) continue;
    versions.push(change.object);
    if (change.action === "update") versions.push(change.previous);
  }
  return versions.flatMap((version) => version ?? []);
}

/** A new task follows those of its place that failed: one more than its attempts may have. */
function checkAttempts(
  task: Task,
  changes: readonly Change[],
  tx: ReadTx,
  say: (problem: string) => string,
): void {
  const service = tx.services.get(task.serviceId);
  const attempts = task.spec?.restart?.maxAttempts ?? 0;
  if (service === undefined || attempts === 0) return;
  const others = tasksInPlace(service, task, tx).filter(({ id }) => id !== task.id);
  const failed = others.filter((other) => hasFailed(other) && !isChanged(other, changes));
  const last = others.reduce<Task | undefined>(newer, undefined);
  // A task that was moved costs no attempt, even where they are used up.
  if (last === undefined || !hasFailed(last)) return;
  assert(failed.length <= attempts, say(`it follows ${failed.length} that failed`));
}

export function tasksInPlace(service: Service, task: Task, tx: ReadTx): readonly Task[] {
  const place = placeOf(service, task);
  return tx.tasks
    .ofService(service.id)
    .filter(
      (other) => iterationOf(other) === iterationOf(task) && placeOf(service, other) === place,
    );
}

export function hasFailed(task: Task): boolean {
  return stateOf(task) === TaskState.FAILED || stateOf(task) === TaskState.REJECTED;
}

function isChanged({ id }: Task, changes: readonly Change[]): boolean {
  return changes.some(
    ({ kind, action, object }) => kind === "task" && action === "update" && object.id === id,
  );
}

function newer(left: Task | undefined, right: Task): Task {
  if (left === undefined) return right;
  return (left.meta?.version?.index ?? 0) > (right.meta?.version?.index ?? 0) ? left : right;
}

/** A commit that wants more of a job's tasks must not want more than the job allows side by side. */
function checkConcurrency(
  version: number,
  changes: readonly Change[],
  serviceId: string,
  tx: ReadTx,
): void {
  const service = tx.services.get(serviceId);
  if (service?.jobStatus === undefined) return;
  const iteration = iterationOf(service.jobStatus);
  const isMeant = (task: Task): boolean => isPending(task) && iterationOf(task) === iteration;
  if (growth(changes, serviceId, isMeant) <= 0) return;
  const pending = tx.tasks.ofService(serviceId).filter(isMeant);
  const places = new Set(pending.map((task) => placeOf(service, task)));
  const most = service.spec?.replicatedJob?.maxConcurrent ?? Infinity;
  assert(
    pending.length <= most && places.size === pending.length,
    `Job ${serviceId} at ${version}: ${pending.length} tasks in ${places.size} places, of ${most} side by side`,
  );
}
