import { NodeSpec_Availability, NodeStatus_State, type Node } from "../../model/generated/types.ts";

export function isDown({ status }: Node): boolean {
  return status?.state === NodeStatus_State.DOWN;
}

export function availabilityOf({ spec }: Node): NodeSpec_Availability {
  return spec?.availability ?? NodeSpec_Availability.ACTIVE;
}

/**
 * Tasks cannot stay on the node: it is gone, down or being emptied. On one that is merely not heard
 * of yet, as all are under a new leader, they stay. Source: swarmkit orchestrator.InvalidNode.
 */
export function mustLeave(node: Node | undefined): boolean {
  return node === undefined || isDown(node) || availabilityOf(node) === NodeSpec_Availability.DRAIN;
}
