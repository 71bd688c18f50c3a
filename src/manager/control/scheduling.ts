import { OperationalError } from "../../base/errors.ts";
import { TaskState, makeTaskStatus, type Task } from "../../model/generated/types.ts";
import { PLACEMENT_LABEL } from "../../model/service-options.ts";
import { timestampMs, timestampOf } from "../../model/time.ts";
import { isReady } from "../../scheduler/filters.ts";
import { Scheduler, type Misfit, type Placement } from "../../scheduler/scheduler.ts";
import { Wake } from "../../system/wake.ts";
import { isWanted, stateOf } from "../orchestrator/task-order.ts";
import type { Change, ReadTx, WriteTx } from "../store/store.ts";
import type { LeaderDeps } from "./loop-deps.ts";
import { MAX_WRITES } from "./reconciler.ts";

/** Rounds are at least this far apart, so that what comes together is placed together. */
const COALESCE_MS = 25;

/** How many tasks one round places, and how many changes are taken in at once: ~10 ms of work. */
const ROUND_TASKS = 2500;
const INTAKE = 2000;

/** How often a waiting task's figures are rewritten while the reason stays the same. */
const REFRESH_MS = 10_000;

const RETRY_MS = 200;

/** While this manager leads: gives every pending task a node, or the reason why there is none. */
export async function runScheduling(deps: LeaderDeps, signal: AbortSignal): Promise<void> {
  const { store, clock } = deps;
  const intake = new Intake();
  const stopListening = store.onCommit(({ changes }) =>
    changes.forEach((change) => intake.note(change)),
  );
  store.view((tx) => intake.noteAll(tx));
  const scheduler = new Scheduler();
  try {
    let lastEndMs = -Infinity;
    while (!signal.aborted) {
      await intake.wake.wait(signal);
      const idleMs = clock.monotonicMs() - lastEndMs;
      if (idleMs < COALESCE_MS && !scheduler.hasUntried)
        await clock.sleep(COALESCE_MS - idleMs, signal);
      while (!signal.aborted && !store.view((tx) => intake.feed(scheduler, tx, clock.wallMs()))) {
        await clock.sleep(0, signal); // Others get their turn.
      }
      if (signal.aborted) return;
      const { placements, misfits, unfinished } = scheduler.schedule(clock.wallMs(), ROUND_TASKS);
      await place(placements, intake, deps, signal);
      await explainMisfits(misfits, deps, signal);
      if (unfinished) {
        intake.wake.set();
        await clock.sleep(0, signal); // Where nothing was written, too.
      }
      // A round that had nothing to do does not make the next one wait.
      if (placements.length > 0 || misfits.length > 0) lastEndMs = clock.monotonicMs();
    }
  } finally {
    stopListening();
  }
}

/** What the scheduler must be told of. */
class Intake {
  readonly wake = new Wake();
  /** Tasks as they were committed, in that order: the last one of a task is how it is. */
  readonly #tasks: { readonly task: Task; readonly isGone: boolean }[] = [];
  /** How many of those the scheduler knows. */
  #told = 0;
  /** Tasks that it takes for placed and that are not. */
  readonly #refused = new Set<string>();
  readonly #nodes = new Set<string>();

  noteAll(tx: ReadTx): void {
    for (const { id } of tx.nodes.all()) this.#nodes.add(id);
    for (const task of tx.tasks.all()) this.#tasks.push({ task, isGone: false });
    this.wake.set();
  }

  note({ kind, object, action }: Change): void {
    if (kind === "task") this.#tasks.push({ task: object, isGone: action === "remove" });
    else if (kind === "node") this.#nodes.add(object.id);
    else return;
    this.wake.set();
  }

  noteRefused(taskId: string): void {
    this.#refused.add(taskId);
    this.wake.set();
  }

  /** Tells the scheduler how some of them are now; true when it knows of all. */
  feed(scheduler: Scheduler, tx: ReadTx, nowMs: number): boolean {
    const labels = tx.clusters.all()[0]?.spec?.annotations?.labels;
    scheduler.setDefaultPlacement(labels?.[PLACEMENT_LABEL] === "binpack" ? "binpack" : "spread");
    for (const id of this.#nodes) {
      const node = tx.nodes.get(id);
      if (node) scheduler.putNode(node);
      else scheduler.removeNode(id);
    }
    this.#nodes.clear();
    const end = Math.min(this.#tasks.length, this.#told + INTAKE);
    for (const { task, isGone } of this.#tasks.slice(this.#told, end)) {
      if (isGone) scheduler.removeTask(task.id);
      else scheduler.putTask(task, nowMs);
    }
    this.#told = end;
    if (end < this.#tasks.length) return false;
    this.#tasks.length = 0;
    this.#told = 0;
    for (const id of this.#refused) {
      const task = tx.tasks.get(id);
      if (task) scheduler.putTask(task, nowMs);
      else scheduler.removeTask(id);
    }
    this.#refused.clear();
    return true;
  }
}

/** Writes the placements; what is not written is told to the scheduler again as it is. */
async function place(
  placements: readonly Placement[],
  intake: Intake,
  { store, clock, log }: LeaderDeps,
  signal: AbortSignal,
): Promise<void> {
  const writes = chunksOf(placements).map(async (chunk) => {
    try {
      const refused = await store.update((tx) =>
        chunk.filter((placement) => !assign(tx, placement, clock.wallMs())),
      );
      for (const { taskId } of refused) intake.noteRefused(taskId);
      return true;
    } catch (error) {
      for (const { taskId } of chunk) intake.noteRefused(taskId);
      if (!signal.aborted)
        log.warn("placements were not committed", { count: chunk.length, error });
      if (!(error instanceof OperationalError)) throw error;
      return false;
    }
  });
  const written = await Promise.all(writes);
  if (written.includes(false)) await clock.sleep(RETRY_MS, signal);
}

/** Assigns the task, unless it or its node changed since the round. */
function assign(tx: WriteTx, placement: Placement, nowMs: number): boolean {
  const task = tx.tasks.get(placement.taskId);
  const node = tx.nodes.get(placement.nodeId);
  if (!task || !node || !isPending(task) || !isReady(node)) return false;
  if (placement.preassigned ? task.nodeId !== node.id : task.nodeId !== "") return false;
  tx.update("task", {
    ...task,
    nodeId: node.id,
    assignedGenericResources: placement.genericResources,
    status: makeTaskStatus({
      state: TaskState.ASSIGNED,
      timestamp: timestampOf(nowMs),
      message: placement.preassigned
        ? "scheduler confirmed task can run on preassigned node"
        : "scheduler assigned task to node",
    }),
  });
  return true;
}

function isPending(task: Task): boolean {
  return stateOf(task) === TaskState.PENDING && isWanted(task);
}

async function explainMisfits(
  misfits: readonly Misfit[],
  { store, clock, log }: LeaderDeps,
  signal: AbortSignal,
): Promise<void> {
  const nowMs = clock.wallMs();
  const news = store.view((tx) => misfits.filter((misfit) => isNews(tx, misfit, nowMs)));
  const writes = chunksOf(news).map((chunk) =>
    store.update((tx) => {
      for (const misfit of chunk) explain(tx, misfit, nowMs);
    }),
  );
  for (const outcome of await Promise.allSettled(writes)) {
    if (outcome.status === "rejected" && !signal.aborted) {
      log.warn("explanations were not committed", { error: outcome.reason });
    }
  }
}

function isNews(tx: ReadTx, { taskId, explanation }: Misfit, nowMs: number): boolean {
  const status = tx.tasks.get(taskId)?.status;
  if (status === undefined || status.err === explanation) return false;
  const fresh = nowMs - timestampMs(status.timestamp) < REFRESH_MS;
  return !fresh || reasonOf(status.err) !== reasonOf(explanation);
}

/** The explanation without its figures. */
function reasonOf(explanation: string): string {
  return explanation.split(": ", 1)[0] ?? "";
}

function explain(tx: WriteTx, { taskId, explanation }: Misfit, nowMs: number): void {
  const task = tx.tasks.get(taskId);
  if (!task || !isPending(task)) return;
  const timestamp = timestampOf(nowMs);
  tx.update("task", {
    ...task,
    status: makeTaskStatus({ ...task.status, timestamp, err: explanation }),
  });
}

function chunksOf<T>(items: readonly T[]): readonly (readonly T[])[] {
  const chunks: (readonly T[])[] = [];
  for (let at = 0; at < items.length; at += MAX_WRITES)
    chunks.push(items.slice(at, at + MAX_WRITES));
  return chunks;
}
