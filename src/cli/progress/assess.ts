import type { Node, Service, Task } from "../engine-api.ts";
import { timeOrder } from "../format/ago.ts";

/** States in the order tasks go through them; other states mean that a task does not count. */
const STATES = [
  "new",
  "allocated",
  "pending",
  "assigned",
  "accepted",
  "preparing",
  "ready",
  "starting",
  "running",
  "complete",
  "shutdown",
  "failed",
  "rejected",
] as const;

/** The state in which a task of a service, or of a job, has done what was asked. */
type Goal = "running" | "complete";

/** The task that a slot of a service has now. */
export interface SlotView {
  /** The slot's number, or the node's id for a global service. */
  readonly key: string;
  readonly state: string;
  /** How far along the way to running (or complete, for a job) it is, from 0 to 1. */
  readonly share: number;
  /** Why it does not run. */
  readonly error?: string;
  /** Where it has no error itself: that of the task before it, the reason why there is a new one. */
  readonly earlierError?: string;
}

/** How near a service is to what was asked for. */
export interface Assessment {
  readonly done: number;
  /** Undefined while it is not known: a global service whose tasks are not made yet. */
  readonly wanted: number | undefined;
  readonly slots: readonly SlotView[];
  readonly converged: boolean;
  readonly isJob: boolean;
  /** A job of which no task is under way, though some are missing: so it stays. */
  readonly isStuck: boolean;
}

/**
 * Judges the tasks that are of the service's current spec. A task on a node that is down does not
 * count, nor does one that is wanted to be shut down.
 * Source: docker, cli/command/service/progress/progress.go.
 */
export function assess(
  service: Service,
  tasks: readonly Task[],
  nodes: readonly Node[],
): Assessment {
  const { Mode: mode = {} } = service.Spec;
  const isJob = mode.ReplicatedJob !== undefined || mode.GlobalJob !== undefined;
  const isGlobal = mode.Global !== undefined || mode.GlobalJob !== undefined;
  const iteration = service.JobStatus?.JobIteration?.Index ?? 0;
  const able = new Set(nodes.filter((node) => isAble(node, isGlobal)).map((node) => node.ID));
  const eligible = tasks.filter(
    ({ NodeID: nodeId = "", JobIteration: job }) =>
      (nodeId === "" ? !isGlobal : able.has(nodeId)) && (!isJob || (job?.Index ?? 0) === iteration),
  );
  const bySlot = currentTasks(eligible, isGlobal);
  const goal = isJob ? "complete" : "running";
  const done = [...bySlot.values()].filter((task) => isDone(task, goal)).length;
  const wanted = isGlobal
    ? bySlot.size || undefined
    : (mode.ReplicatedJob?.TotalCompletions ?? mode.Replicated?.Replicas ?? 1);
  return {
    done,
    wanted,
    slots: [...bySlot]
      .filter(([, task]) => isWanted(task, goal))
      .map(([key, task]) => viewOf(key, task, eligible, { goal, isGlobal })),
    converged: done === wanted,
    isJob,
    isStuck: isJob && done !== wanted && eligible.length > 0 && eligible.every(isOver),
  };
}

/** Of each slot the task that matters: the one wanted least finished, then the least advanced. */
function currentTasks(tasks: readonly Task[], isGlobal: boolean): ReadonlyMap<string, Task> {
  const bySlot = new Map<string, Task>();
  for (const task of tasks) {
    const desired = rankOf(task.DesiredState);
    const state = rankOf(task.Status.State);
    if (desired === -1 || state === -1) continue;
    const key = slotKey(task, isGlobal);
    const other = bySlot.get(key);
    if (other) {
      const otherDesired = rankOf(other.DesiredState);
      if (otherDesired < desired) continue;
      if (otherDesired === desired && rankOf(other.Status.State) <= state) continue;
    }
    bySlot.set(key, task);
  }
  return bySlot;
}

/** A slot worth showing: one that should have a task, or whose task failed and was not replaced. */
function isWanted(task: Task, goal: Goal): boolean {
  const { State: state } = task.Status;
  return rankOf(task.DesiredState) <= rankOf(goal) || state === "failed" || state === "rejected";
}

function viewOf(
  key: string,
  task: Task,
  tasks: readonly Task[],
  { goal, isGlobal }: { readonly goal: Goal; readonly isGlobal: boolean },
): SlotView {
  const view = {
    key,
    state: task.Status.State,
    share: Math.min(1, (rankOf(task.Status.State) + 1) / (rankOf(goal) + 1)),
  };
  if (isDone(task, goal)) return view;
  if (task.Status.Err) return { ...view, error: task.Status.Err };
  const [earlier] = tasks
    .filter((other) => other !== task && slotKey(other, isGlobal) === key && other.Status.Err)
    .sort((a, b) => timeOrder(b.CreatedAt, a.CreatedAt));
  return earlier?.Status.Err ? { ...view, earlierError: earlier.Status.Err } : view;
}

function slotKey(task: Task, isGlobal: boolean): string {
  return isGlobal ? (task.NodeID ?? "") : String(task.Slot ?? 0);
}

/** A node whose tasks count. One that is drained will never run its task of a global service. */
function isAble({ Status: status, Spec: spec }: Node, isGlobal: boolean): boolean {
  return status.State !== "down" && !(isGlobal && spec.Availability === "drain");
}

function isDone(task: Task, goal: Goal): boolean {
  if (goal === "complete") return task.Status.State === "complete";
  return task.Status.State === "running" && rankOf(task.DesiredState) <= rankOf("running");
}

function isOver({ Status: status }: Task): boolean {
  return rankOf(status.State) === -1 || rankOf(status.State) >= rankOf("complete");
}

function rankOf(state: string): number {
  return STATES.findIndex((each) => each === state);
}

/** Why a slot does not run, in words; undefined when nothing is wrong as far as one can tell. */
export function complaint({ state, error, earlierError }: SlotView): string | undefined {
  if (error !== undefined) return `${state}: ${error}`;
  return earlierError === undefined ? undefined : `${state} (task before it: ${earlierError})`;
}
