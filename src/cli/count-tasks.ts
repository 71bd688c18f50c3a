import type { EngineClient } from "./client.ts";
import type { Node, Service, ServiceStatus, Task } from "./engine-api.ts";

/**
 * Services with how many of their tasks run: as the daemon counted, or counted here for a daemon that
 * does not (API before 1.41). Source: docker, service/list.go AppendServiceStatus.
 */
export async function withTaskCounts(
  client: EngineClient,
  services: readonly Service[],
): Promise<readonly Service[]> {
  if (services.every(({ ServiceStatus: status }) => status !== undefined)) return services;
  const tasks = await client.get<Task[]>("/tasks");
  const nodes = await client.get<Node[]>("/nodes");
  const up = new Set(nodes.filter(({ Status: s }) => s.State !== "down").map(({ ID: id }) => id));
  return services.map((service) => {
    const own = tasks.filter(({ ServiceID: id }) => id === service.ID);
    return { ...service, ServiceStatus: service.ServiceStatus ?? count(service, own, up) };
  });
}

function count(
  service: Service,
  tasks: readonly Task[],
  upNodeIds: ReadonlySet<string>,
): ServiceStatus {
  const wanted = tasks.filter((task) => task.DesiredState !== "shutdown");
  const running = tasks.filter(
    (task) => task.Status.State === "running" && upNodeIds.has(task.NodeID ?? ""),
  );
  return {
    RunningTasks: running.length,
    DesiredTasks: service.Spec.Mode?.Replicated?.Replicas ?? wanted.length,
    CompletedTasks: 0,
  };
}
