import { labelOf } from "../model/constraint.ts";
import type { PlacementPreference } from "../model/generated/types.ts";
import { Heap } from "./heap.ts";
import type { NodeInfo } from "./node-info.ts";

/** A node that could take the next task of the group. */
interface Candidate {
  readonly node: NodeInfo;
  /** How often the group's tasks failed there lately, where that is often. */
  readonly faults: number;
  /** Its tasks of the service, and in all: kept here, as they are compared again and again. */
  ownCount: number;
  totalCount: number;
  /** How full it is, where full nodes are wanted; else 0. */
  fullness: number;
}

/** Nodes that are alike under the preferences so far, and the best of them. */
interface Branch {
  /** How many tasks of the service are below, on nodes fit or not. */
  readonly taskCount: number;
  /** Who takes the next task; undefined when there is no more room. */
  readonly best: Candidate | undefined;
  /** The best one has taken a task. */
  advance(): void;
}

export interface SpreadOptions {
  readonly serviceId: string;
  readonly preferences: readonly PlacementPreference[];
  /** Whether the node could take a task before any of this round is placed. */
  readonly admits: (node: NodeInfo) => boolean;
  /** Whether a node that has taken one can take another. */
  readonly admitsMore: (node: NodeInfo) => boolean;
  readonly faultsOf: (node: NodeInfo) => number;
  /** Among nodes alike under the preferences, the fullest that has room rather than the emptiest. */
  readonly packs: boolean;
}

/**
 * The nodes as a tree with a level for each spread preference. At every level the next task goes
 * where the fewest of its service are, and among nodes to the best; so the groups, and the nodes in
 * each, fill up evenly. Placing a task costs the logarithm of what is there.
 */
export function spreadTree(nodes: readonly NodeInfo[], options: SpreadOptions): Branch {
  const keys = options.preferences.flatMap(({ spread }) => spread?.spreadDescriptor ?? []);
  return branchOf(nodes, keys, options);
}

function branchOf(
  nodes: readonly NodeInfo[],
  [key, ...deeper]: readonly string[],
  options: SpreadOptions,
): Branch {
  if (key === undefined) return new Leaf(nodes, options);
  const groups = new Map<string, NodeInfo[]>();
  for (const node of nodes) {
    const value = labelOf(node.node, key);
    if (value === undefined) return branchOf(nodes, deeper, options); // Not a label: no preference.
    const group = groups.get(value);
    if (group) group.push(node);
    else groups.set(value, [node]);
  }
  const branches = [...groups.values()].map((group) => branchOf(group, deeper, options));
  return new Fork(branches, options.packs ? isFuller : isBetter);
}

class Fork implements Branch {
  readonly #usable: Heap<Branch>;
  #taskCount: number;

  constructor(branches: readonly Branch[], better: Better) {
    this.#taskCount = branches.reduce((sum, { taskCount }) => sum + taskCount, 0);
    this.#usable = new Heap(
      (left, right) =>
        left.taskCount === right.taskCount
          ? isBetterOrAny(left.best, right.best, better)
          : left.taskCount < right.taskCount,
      branches.filter(({ best }) => best !== undefined),
    );
  }

  get taskCount(): number {
    return this.#taskCount;
  }

  get best(): Candidate | undefined {
    return this.#usable.peek()?.best;
  }

  advance(): void {
    this.#taskCount++;
    const chosen = this.#usable.peek();
    chosen?.advance();
    if (chosen?.best === undefined) this.#usable.pop();
    else this.#usable.sinkTop();
  }
}

class Leaf implements Branch {
  readonly #candidates: Heap<Candidate>;
  readonly #options: SpreadOptions;
  #taskCount: number;

  constructor(nodes: readonly NodeInfo[], options: SpreadOptions) {
    const { serviceId, admits, faultsOf } = options;
    this.#options = options;
    this.#taskCount = nodes.reduce((sum, node) => sum + node.activeOf(serviceId), 0);
    const candidates = nodes.filter(admits).map((node) => ({
      node,
      faults: faultsOf(node),
      ownCount: node.activeOf(serviceId),
      totalCount: node.activeCount,
      fullness: options.packs ? node.fullness : 0,
    }));
    this.#candidates = new Heap(options.packs ? isFuller : isBetter, candidates);
  }

  get taskCount(): number {
    return this.#taskCount;
  }

  get best(): Candidate | undefined {
    return this.#candidates.peek();
  }

  advance(): void {
    this.#taskCount++;
    const chosen = this.#candidates.peek();
    if (chosen === undefined || !this.#options.admitsMore(chosen.node)) {
      this.#candidates.pop();
      return;
    }
    chosen.ownCount = chosen.node.activeOf(this.#options.serviceId);
    chosen.totalCount = chosen.node.activeCount;
    if (this.#options.packs) chosen.fullness = chosen.node.fullness;
    this.#candidates.sinkTop();
  }
}

/**
 * Fewer faults, then fewer tasks of the service, then fewer tasks in all; the id decides the rest,
 * so that the same cluster is always served alike. Source: swarmkit manager/scheduler nodeLess.
 */
function isBetter(left: Candidate, right: Candidate): boolean {
  if (left.faults !== right.faults) return left.faults < right.faults;
  if (left.ownCount !== right.ownCount) return left.ownCount < right.ownCount;
  if (left.totalCount !== right.totalCount) return left.totalCount < right.totalCount;
  return left.node.id < right.node.id;
}

/** Fewer faults, then the fullest by reservations, then by tasks, so that others stay empty. */
function isFuller(left: Candidate, right: Candidate): boolean {
  if (left.faults !== right.faults) return left.faults < right.faults;
  if (left.fullness !== right.fullness) return left.fullness > right.fullness;
  if (left.totalCount !== right.totalCount) return left.totalCount > right.totalCount;
  return left.node.id < right.node.id;
}

type Better = (left: Candidate, right: Candidate) => boolean;

function isBetterOrAny(
  left: Candidate | undefined,
  right: Candidate | undefined,
  better: Better,
): boolean {
  if (left === undefined || right === undefined) return left !== undefined;
  return better(left, right);
}
