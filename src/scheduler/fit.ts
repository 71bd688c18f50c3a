import type { Task } from "../model/generated/types.ts";
import type { Check } from "./filter.ts";
import { FILTERS } from "./filters.ts";
import type { NodeInfo } from "./node-info.ts";

/** What a task asks of its node, check by check. */
export function checksOf(task: Task): readonly Check[] {
  return FILTERS.flatMap((filter) => filter(task) ?? []);
}

export function admitsAll(checks: readonly Check[], node: NodeInfo): boolean {
  for (const check of checks) {
    if (!check.admits(node)) return false;
  }
  return true;
}

/** Why no node admits a task. */
export interface Explanation {
  /** As Swarm says it: `insufficient resources on 3 nodes; missing plugin on 1 node`. */
  readonly text: string;
  /** Our figures on the same: `worker2 lacks 512 MiB of memory`. */
  readonly detail: string;
}

/** The reasons of the nodes that do not fit, commonest first; each counts for the first it fails. */
export function explain(checks: readonly Check[], nodes: readonly NodeInfo[]): Explanation {
  const rejected = checks.map((check) => ({ check, nodes: [] as NodeInfo[] }));
  for (const node of nodes) {
    rejected.find(({ check }) => !check.admits(node))?.nodes.push(node);
  }
  const reasons = rejected
    .filter((one) => one.nodes.length > 0)
    .sort((left, right) => right.nodes.length - left.nodes.length);
  return {
    text: reasons.map((one) => one.check.explain(one.nodes.length)).join("; "),
    detail: reasons.flatMap((one) => one.check.detail?.(one.nodes) ?? []).join("; "),
  };
}

/** What a task that fits nowhere says of itself: Swarm's sentence, then our figures. */
export function noSuitableNode({ text, detail }: Explanation): string {
  if (text === "") return "no suitable node";
  return detail === "" ? `no suitable node (${text})` : `no suitable node (${text}): ${detail}`;
}
