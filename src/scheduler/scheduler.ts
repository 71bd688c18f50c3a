import { TaskState, type GenericResource, type Node, type Task } from "../model/generated/types.ts";
import { PLACEMENT_LABEL } from "../model/service-options.ts";
import { isTerminal } from "../model/task-state.ts";
import { timestampMs } from "../model/time.ts";
import { admitsAll, checksOf, explain, noSuitableNode } from "./fit.ts";
import { groupKey, isActive, NodeInfo } from "./node-info.ts";
import { spreadTree } from "./spread.ts";
import { WaitingTasks } from "./waiting-tasks.ts";

/** A task and the node that it goes to. */
export interface Placement {
  readonly taskId: string;
  readonly nodeId: string;
  readonly genericResources: readonly GenericResource[];
  /** The node was given beforehand, as a global service's is, and only had to be checked. */
  readonly preassigned: boolean;
}

/** A task that fits nowhere, and why. */
export interface Misfit {
  readonly taskId: string;
  readonly explanation: string;
}

export interface Round {
  readonly placements: readonly Placement[];
  readonly misfits: readonly Misfit[];
  /** More tasks wait than one round places. */
  readonly unfinished: boolean;
}

/**
 * Decides which task goes to which node. Keeps what it needs of nodes and tasks between rounds, told
 * of each change by `put…` and `remove…`; what it decided counts at once, and stands until the
 * caller puts the task again as it really is.
 */
export class Scheduler {
  readonly #nodes = new Map<string, NodeInfo>();
  readonly #waiting = new WaitingTasks();
  /** Where each task that holds something holds it. */
  readonly #nodeOf = new Map<string, string>();
  /** Tasks whose node is not known, or not any more, by that node. */
  readonly #homeless = new Map<string, Map<string, Task>>();

  #defaultPlacement: "spread" | "binpack" = "spread";

  /** Whether tasks wait that the last round did not come to. */
  get hasUntried(): boolean {
    return this.#waiting.hasUntried;
  }

  /** How many tasks wait for a node. */
  get waitingCount(): number {
    return this.#waiting.size;
  }

  /** How tasks are placed whose service does not say. */
  setDefaultPlacement(placement: "spread" | "binpack"): void {
    this.#defaultPlacement = placement;
  }

  putNode(node: Node): void {
    const known = this.#nodes.get(node.id);
    if (known) {
      const before = known.node;
      known.update(node);
      if (isAlike(before, node)) return;
    } else {
      this.#nodes.set(node.id, new NodeInfo(node));
      const homeless = [...(this.#homeless.get(node.id)?.values() ?? [])];
      this.#homeless.delete(node.id);
      for (const task of homeless) this.#settle(task);
    }
    this.#waiting.retryAll();
  }

  removeNode(nodeId: string): void {
    const known = this.#nodes.get(nodeId);
    if (!known) return;
    this.#nodes.delete(nodeId);
    for (const { task } of known.holdings.values()) this.#settle(task);
    this.#waiting.retryAll(); // For their explanations: there is one node less.
  }

  /** The task as it is now. */
  putTask(task: Task, nowMs: number): void {
    const state = task.status?.state ?? TaskState.NEW;
    if (state === TaskState.FAILED || state === TaskState.REJECTED) this.#noteFailure(task, nowMs);
    if (state >= TaskState.PENDING && state < TaskState.ASSIGNED && isActive(task)) {
      if (this.#release(task.id)) this.#waiting.retryAll();
      this.#waiting.put(task);
      return;
    }
    this.#waiting.delete(task.id);
    if (this.#holdsAlike(task)) return;
    const before = this.#release(task.id);
    const holds = state >= TaskState.ASSIGNED && !isTerminal(state);
    if (holds) this.#settle(task);
    if (before && (!holds || isActive(before) !== isActive(task))) this.#waiting.retryAll();
  }

  removeTask(taskId: string): void {
    this.#waiting.delete(taskId);
    if (this.#release(taskId)) this.#waiting.retryAll();
  }

  /**
   * Places what waits, at most `limit` tasks. Those that nothing changed for since they fitted
   * nowhere are left alone.
   */
  schedule(nowMs: number, limit: number): Round {
    const placements: Placement[] = [];
    const misfits: Misfit[] = [];
    while (placements.length < limit) {
      const tasks = this.#waiting.takeGroup(limit - placements.length);
      const [first] = tasks ?? [];
      if (tasks === undefined || first === undefined) break;
      if (first.nodeId === "") {
        this.#placeGroup(tasks, { nowMs, placements, misfits });
      } else {
        this.#confirm(first, placements, misfits);
      }
    }
    return { placements, misfits, unfinished: this.hasUntried };
  }

  /** Checks the node that a task was given beforehand. */
  #confirm(task: Task, placements: Placement[], misfits: Misfit[]): void {
    const node = this.#nodes.get(task.nodeId);
    const checks = checksOf(task);
    if (node && admitsAll(checks, node)) {
      placements.push(this.#place(task, node, { preassigned: true }));
      return;
    }
    const { text, detail } = explain(checks, node ? [node] : []);
    const explanation = detail === "" ? text : `${text}: ${detail}`;
    misfits.push({ taskId: task.id, explanation });
  }

  /** Places tasks that are alike; when one fits nowhere, others like it do not either. */
  #placeGroup(
    tasks: readonly Task[],
    round: {
      readonly nowMs: number;
      readonly placements: Placement[];
      readonly misfits: Misfit[];
    },
  ): void {
    const [first] = tasks;
    if (first === undefined) return;
    const group = groupKey(first);
    const checks = checksOf(first);
    const changing = checks.filter(({ changesWithTasks }) => changesWithTasks);
    const nodes = [...this.#nodes.values()];
    const tree = spreadTree(nodes, {
      serviceId: first.serviceId,
      preferences: first.spec?.placement?.preferences ?? [],
      admits: (node) => admitsAll(checks, node),
      admitsMore: (node) => admitsAll(changing, node),
      faultsOf: (node) => node.faults(group, round.nowMs),
      packs: (placementOf(first) ?? this.#defaultPlacement) === "binpack",
    });
    let placedCount = 0;
    for (const task of tasks) {
      const node = tree.best?.node;
      if (node === undefined) break;
      round.placements.push(this.#place(task, node, { preassigned: false }));
      tree.advance();
      placedCount++;
    }
    const next = tasks[placedCount];
    if (next === undefined) {
      this.#waiting.retryGroup(first); // Where more wait, only the limit stopped them.
      return;
    }
    const explanation = noSuitableNode(explain(checks, nodes));
    for (const { id } of this.#waiting.alike(next.id)) {
      round.misfits.push({ taskId: id, explanation });
    }
  }

  #place(task: Task, node: NodeInfo, { preassigned }: { preassigned: boolean }): Placement {
    this.#waiting.delete(task.id);
    this.#nodeOf.set(task.id, node.id);
    const genericResources = node.claim(task);
    return { taskId: task.id, nodeId: node.id, genericResources, preassigned };
  }

  /** Whether only the task's progress is news; what it holds of its node is as before. */
  #holdsAlike(task: Task): boolean {
    if (isTerminal(task.status?.state ?? TaskState.NEW)) return false;
    if (this.#nodeOf.get(task.id) !== task.nodeId) return false;
    return this.#nodes.get(task.nodeId)?.renew(task) ?? false;
  }

  /** Takes back what a task holds; gives the task as it was. */
  #release(taskId: string): Task | undefined {
    const nodeId = this.#nodeOf.get(taskId);
    if (nodeId === undefined) return undefined;
    this.#nodeOf.delete(taskId);
    const homeless = this.#homeless.get(nodeId);
    homeless?.delete(taskId);
    if (homeless?.size === 0) this.#homeless.delete(nodeId);
    const node = this.#nodes.get(nodeId);
    const holding = node?.holdings.get(taskId);
    node?.remove(taskId);
    return holding?.task;
  }

  /** The task holds what it reserved on its node, which may not be known yet. */
  #settle(task: Task): void {
    this.#nodeOf.set(task.id, task.nodeId);
    const node = this.#nodes.get(task.nodeId);
    if (node) {
      node.add({ task, generic: task.assignedGenericResources });
      return;
    }
    const homeless = this.#homeless.get(task.nodeId) ?? new Map<string, Task>();
    homeless.set(task.id, task);
    this.#homeless.set(task.nodeId, homeless);
  }

  /** A task that was given its node beforehand fails there or nowhere: it teaches nothing. */
  #noteFailure(task: Task, nowMs: number): void {
    if (task.slot === 0) return;
    const { appliedAt, timestamp } = task.status ?? {};
    const reportedMs = timestampMs(appliedAt ?? timestamp);
    const atMs = reportedMs === 0 ? nowMs : Math.min(nowMs, reportedMs);
    this.#nodes.get(task.nodeId)?.noteFailure(task, atMs);
  }
}

function placementOf({ serviceAnnotations }: Task): string | undefined {
  return serviceAnnotations?.labels[PLACEMENT_LABEL];
}

/** Whether the change of a node is none to the scheduler. */
function isAlike(before: Node, after: Node): boolean {
  return (
    before.spec === after.spec &&
    before.description === after.description &&
    before.role === after.role &&
    before.status?.state === after.status?.state &&
    before.status?.addr === after.status?.addr
  );
}
