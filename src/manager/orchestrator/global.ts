import { satisfiesAll } from "../../model/constraint.ts";
import {
  NodeSpec_Availability,
  type Node,
  type Service,
  type Task,
} from "../../model/generated/types.ts";
import { isAccomplished } from "./mode.ts";
import { availabilityOf, isDown, mustLeave } from "./node-fitness.ts";
import { fillersOf, removalOf, type Decision } from "./replicated.ts";
import { isWanted } from "./task-order.ts";

/**
 * What must change for every eligible node to run exactly one task of a global service. Eligible is
 * a node that is up, not drained, and as the constraints ask; a paused one keeps its task and gets
 * no new one. Applying the decisions and deciding again yields none.
 * Source: swarmkit manager/orchestrator/global.
 */
export function reconcileGlobal(
  service: Service,
  tasks: readonly Task[],
  nodes: readonly Node[],
): readonly Decision[] {
  const constraints = service.spec?.task?.placement?.constraints ?? [];
  const tasksOn = new Map<string, Task[]>();
  for (const task of tasks) {
    const there = tasksOn.get(task.nodeId);
    if (there) there.push(task);
    else tasksOn.set(task.nodeId, [task]);
  }

  const decisions: Decision[] = [];
  for (const node of nodes) {
    const there = tasksOn.get(node.id) ?? [];
    tasksOn.delete(node.id);
    if (mustLeave(node) || !satisfiesAll(node, constraints)) decisions.push(...stopAll(there));
    else if (takesNew(node) && fillersOf({ tasks: there }, service).length === 0) {
      decisions.push({ kind: "createTask", slot: 0, nodeId: node.id });
    }
  }
  // What is left was on nodes that are gone, and its history with them.
  for (const there of tasksOn.values()) decisions.push(...removalOf(there));
  return decisions;
}

function takesNew(node: Node): boolean {
  return availabilityOf(node) === NodeSpec_Availability.ACTIVE && !isDown(node);
}

function stopAll(tasks: readonly Task[]): readonly Decision[] {
  return tasks
    .filter((task) => isWanted(task) && !isAccomplished(task))
    .map(({ id }) => ({ kind: "stopTask", taskId: id }));
}
