import type { Resources } from "../model/generated/types.ts";
import { cpus, memory } from "./figures.ts";
import type { NodeInfo } from "./node-info.ts";

/** The node that comes closest to what is wanted, and what it lacks: the least that must change. */
export function nearestByResources(wanted: Resources, nodes: readonly NodeInfo[]): string {
  let nearest: { readonly node: NodeInfo; readonly shortage: number } | undefined;
  for (const node of nodes) {
    const shortage = shortageOn(node, wanted);
    const closer =
      nearest === undefined ||
      shortage < nearest.shortage ||
      (shortage === nearest.shortage && node.id < nearest.node.id);
    if (closer) nearest = { node, shortage };
  }
  if (nearest === undefined) return "";
  const name = nearest.node.node.description?.hostname ?? "";
  return `${name === "" ? nearest.node.id : name} lacks ${lacks(nearest.node, wanted).join(" and ")}`;
}

/** The greatest part of any one resource that is missing: 0.5 when half of it is. */
function shortageOn(node: NodeInfo, { nanoCpus, memoryBytes, generic }: Resources): number {
  const parts = [
    partMissing(nanoCpus, node.nanoCpus),
    partMissing(memoryBytes, node.memoryBytes),
    ...generic.map(({ discreteResourceSpec: counted }) =>
      counted ? partMissing(counted.value, node.generic.freeCount(counted.kind)) : 0,
    ),
  ];
  return Math.max(...parts);
}

function partMissing(wanted: number, free: number): number {
  return wanted <= free ? 0 : (wanted - free) / wanted;
}

function lacks(node: NodeInfo, { nanoCpus, memoryBytes, generic }: Resources): readonly string[] {
  const missing: string[] = [];
  if (nanoCpus > node.nanoCpus) missing.push(cpus(nanoCpus - node.nanoCpus));
  if (memoryBytes > node.memoryBytes) {
    missing.push(`${memory(memoryBytes - node.memoryBytes)} of memory`);
  }
  for (const { discreteResourceSpec: counted } of generic) {
    const free = counted ? node.generic.freeCount(counted.kind) : 0;
    if (counted && counted.value > free) missing.push(`${counted.value - free} ${counted.kind}`);
  }
  return missing;
}
