import { errorCodeOf } from "../base/errors.ts";
import type { EngineClient } from "./client.ts";
import type { Node, Service, Task } from "./engine-api.ts";
import type { NamedTask } from "./format/task-rows.ts";

/** Gives tasks the names of their services and nodes, each looked up once; ids with `resolve` false. */
export async function nameTasks(
  client: EngineClient,
  tasks: readonly Task[],
  { resolve }: { readonly resolve: boolean },
): Promise<readonly NamedTask[]> {
  const services = new Map<string, string>();
  const nodes = new Map<string, string>();
  if (resolve) {
    for (const id of new Set(tasks.map((task) => task.ServiceID))) {
      const service = await findObject<Service>(client, `/services/${id}`);
      if (service?.Spec.Name) services.set(id, service.Spec.Name);
    }
    for (const id of new Set(tasks.map((task) => task.NodeID ?? "").filter((id) => id !== ""))) {
      const node = await findObject<Node>(client, `/nodes/${id}`);
      const name = node?.Spec.Name ?? node?.Description.Hostname;
      if (name) nodes.set(id, name);
    }
  }
  return tasks.map((task) => {
    const { ServiceID: serviceId, NodeID: nodeId = "", Slot: slot = 0 } = task;
    const place = slot === 0 ? nodeId : slot;
    return {
      task,
      name: resolve ? `${services.get(serviceId) ?? serviceId}.${place}` : `${serviceId}.${place}`,
      node: nodes.get(nodeId) ?? nodeId,
    };
  });
}

/** The object, or undefined when it was removed meanwhile. */
async function findObject<T>(client: EngineClient, path: string): Promise<T | undefined> {
  try {
    return await client.get<T>(path);
  } catch (error) {
    if (errorCodeOf(error) === "notFound") return undefined;
    throw error;
  }
}
