import type { Task } from "../model/generated/types.ts";
import type { NodeInfo } from "./node-info.ts";

/** One thing that a task asks of a node, worked out once for all nodes. */
export interface Check {
  admits(node: NodeInfo): boolean;
  /** Swarm's words for what was wrong with that many nodes, which people and tools know. */
  explain(nodeCount: number): string;
  /** Our own figures: how far the nodes are from what is asked. */
  detail?(nodes: readonly NodeInfo[]): string | undefined;
  /** Whether placing a task on a node may change the answer for that node. */
  readonly changesWithTasks: boolean;
}

/** Makes the check for a task, or nothing when it asks for nothing of that kind. */
export type Filter = (task: Task) => Check | undefined;
