import {
  NodeSpec_Availability,
  TaskState,
  type Node,
  type Service,
  type Task,
} from "../../model/generated/types.ts";
import { drainLimitMs, drainsStartFirst } from "../../model/service-options.ts";
import { spanText } from "../../model/span.ts";
import { availabilityOf, isDown } from "./node-fitness.ts";
import { byAge, createdAtMs, hasSpecVersion, isWanted, stateOf } from "./task-order.ts";

/** What to do next about a task that shall leave its node without its service losing a replica. */
export type DrainStep =
  /** It is nobody's business here. */
  | { readonly kind: "none" }
  /** Another one is made beside it. */
  | { readonly kind: "relieve" }
  | { readonly kind: "wait"; readonly inMs: number }
  | { readonly kind: "stop"; readonly taskId: string; readonly because: string };

export interface DrainView {
  readonly service: Service;
  readonly task: Task;
  /** All tasks of its slot, itself among them. */
  readonly slotTasks: readonly Task[];
  readonly node: Node | undefined;
  readonly nowMs: number;
}

/**
 * Whether the task runs on a drained node that can go on running it until another has taken its
 * place. Everything else on such a node is moved at once, as Swarm does.
 */
export function leavesGracefully(service: Service, task: Task, node: Node | undefined): boolean {
  return (
    service.spec?.replicated !== undefined &&
    isWanted(task) &&
    stateOf(task) === TaskState.RUNNING &&
    node !== undefined &&
    !isDown(node) &&
    availabilityOf(node) === NodeSpec_Availability.DRAIN &&
    drainsStartFirst(service)
  );
}

/**
 * The old task stops when its replacement runs, which includes its health check, or when the
 * service's limit for that has passed: a cluster without room must not keep a node from being
 * emptied. When the node takes tasks again before that, the replacement goes instead.
 */
export function decideDrain(view: DrainView): DrainStep {
  const { service, task, slotTasks, node, nowMs } = view;
  if (!isWanted(task)) return { kind: "none" };
  const newer = slotTasks.filter((other) => byAge(other, task) > 0);
  if (!leavesGracefully(service, task, node)) return afterwards(task, newer);

  const relief = newer.filter(isWanted);
  const running = relief.find((other) => stateOf(other) === TaskState.RUNNING);
  if (running) {
    const because = `its node is drained and task ${running.id} runs in its place`;
    return { kind: "stop", taskId: task.id, because };
  }
  const [first] = newer.toSorted(byAge);
  if (first === undefined) return { kind: "relieve" };
  const limitMs = drainLimitMs(service);
  const leftMs = createdAtMs(first) + limitMs - nowMs;
  if (leftMs > 0) return { kind: "wait", inMs: leftMs };
  const because = `its node is drained and no replacement ran within ${spanText(limitMs)}`;
  return { kind: "stop", taskId: task.id, because };
}

/** The node takes tasks again: of the two that are there for it, one is too many. */
function afterwards(task: Task, newer: readonly Task[]): DrainStep {
  const twin = newer.find((other) => isWanted(other) && hasSpecVersion(other, task.specVersion));
  if (twin === undefined || stateOf(task) > TaskState.RUNNING) return { kind: "none" };
  const taskId = stateOf(twin) === TaskState.RUNNING ? task.id : twin.id;
  return { kind: "stop", taskId, because: "the drain of its node ended before it was replaced" };
}
