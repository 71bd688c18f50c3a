import type { Node, Service, Task } from "../../model/generated/types.ts";

/** What a decision may look at; a read transaction of the store is one. */
export interface ClusterView {
  readonly tasks: {
    get(id: string): Task | undefined;
    ofService(serviceId: string): readonly Task[];
    inSlot(serviceId: string, slot: number): readonly Task[];
    onNode(nodeId: string): readonly Task[];
  };
  readonly services: { get(id: string): Service | undefined };
  readonly nodes: { get(id: string): Node | undefined };
}

/** All tasks of a service in the task's place: its slot, or its node where it has none. */
export function tasksInPlaceOf(
  view: ClusterView,
  { serviceId, slot, nodeId }: Pick<Task, "serviceId" | "slot" | "nodeId">,
): readonly Task[] {
  if (slot > 0) return view.tasks.inSlot(serviceId, slot);
  // The slots of a job count from 0.
  const spec = view.services.get(serviceId)?.spec;
  if (spec?.replicatedJob) return view.tasks.inSlot(serviceId, slot);
  return view.tasks.onNode(nodeId).filter((task) => task.serviceId === serviceId);
}

/** The node as people know it: by its host's name. */
export function nodeName(view: ClusterView, nodeId: string): string {
  const hostname = view.nodes.get(nodeId)?.description?.hostname ?? "";
  return hostname === "" ? nodeId : hostname;
}

/** `web.3`, or `agent.host1` for a task that belongs to its node. */
export function placeText(view: ClusterView, task: Task): string {
  const name = view.services.get(task.serviceId)?.spec?.annotations?.name;
  const place = task.slot > 0 ? String(task.slot) : nodeName(view, task.nodeId);
  return `${name ?? task.serviceAnnotations?.name ?? task.serviceId}.${place}`;
}
