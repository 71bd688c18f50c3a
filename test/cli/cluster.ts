import type { Node, Service, ServiceSpec, Task } from "../../src/cli/engine-api.ts";

const META = {
  Version: { Index: 7 },
  CreatedAt: "2026-11-21T03:26:00.000000001Z",
  UpdatedAt: "2026-11-21T03:26:00.000000001Z",
};

/** A node that is up, but for what is said. */
export function node(id: string, overrides: Partial<Node> = {}): Node {
  return {
    ...META,
    ID: id,
    Spec: { Role: "worker", Availability: "active" },
    Description: { Hostname: id },
    Status: { State: "ready" },
    ...overrides,
  };
}

/** A replicated service of one task, but for what is said. */
export function service(
  spec: Partial<ServiceSpec> = {},
  overrides: Partial<Service> = {},
): Service {
  return {
    ...META,
    ID: "service1",
    Spec: {
      Name: "web",
      Labels: {},
      TaskTemplate: { ContainerSpec: { Image: "nginx:1" } },
      Mode: { Replicated: { Replicas: 1 } },
      ...spec,
    },
    ...overrides,
  };
}

/** A task in a slot (or, where `slot` is a text, of a global service on that node). */
export function task(slot: number | string, state: string, overrides: Partial<Task> = {}): Task {
  const isGlobal = typeof slot === "string";
  return {
    ...META,
    ID: `task-${slot}-${state}`,
    Spec: { ContainerSpec: { Image: "nginx:1" } },
    ServiceID: "service1",
    ...(!isGlobal && { Slot: slot }),
    NodeID: isGlobal ? slot : "n1",
    Status: { State: state, Timestamp: META.CreatedAt },
    DesiredState: "running",
    ...overrides,
  };
}
