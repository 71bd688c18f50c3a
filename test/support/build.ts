import {
  NodeStatus_State,
  TaskState,
  makeAnnotations,
  makeEndpoint,
  makeNode,
  makeNodeDescription,
  makeNodeSpec,
  makeNodeStatus,
  makePlacement,
  makePlatform,
  makePortConfig,
  makeResourceRequirements,
  makeResources,
  makeTask,
  makeTaskSpec,
  makeTaskStatus,
  makeVersion,
  PortConfig_PublishMode,
  type GenericResource,
  type Node,
  type NodeSpec_Availability,
  type Placement,
  type Task,
} from "../../src/model/generated/types.ts";

// Objects for tests: what a test does not say is as in an ordinary cluster.

/** A node that is ready, with 4 CPUs and 8 GiB unless told otherwise. */
export function node(
  id: string,
  options: {
    readonly labels?: Readonly<Record<string, string>>;
    readonly state?: NodeStatus_State;
    readonly availability?: NodeSpec_Availability;
    readonly cpus?: number;
    readonly memoryBytes?: number;
    readonly generic?: readonly GenericResource[];
    readonly platform?: string;
  } = {},
): Node {
  const [os = "linux", architecture = "x86_64"] = (options.platform ?? "linux/x86_64").split("/");
  return makeNode({
    id,
    spec: makeNodeSpec({
      annotations: makeAnnotations({ labels: options.labels ?? {} }),
      availability: options.availability ?? 0,
    }),
    description: makeNodeDescription({
      hostname: `host-${id}`,
      platform: makePlatform({ os, architecture }),
      resources: makeResources({
        nanoCpus: (options.cpus ?? 4) * 1e9,
        memoryBytes: options.memoryBytes ?? 8 * 2 ** 30,
        generic: options.generic ?? [],
      }),
    }),
    status: makeNodeStatus({ state: options.state ?? NodeStatus_State.READY }),
  });
}

/** A task of service `s` that waits for a node, wanted running, unless told otherwise. */
export function task(
  id: string,
  options: {
    readonly serviceId?: string;
    readonly version?: number;
    readonly slot?: number;
    readonly nodeId?: string;
    readonly state?: TaskState;
    readonly desired?: TaskState;
    readonly cpus?: number;
    readonly memoryBytes?: number;
    readonly generic?: readonly GenericResource[];
    readonly assigned?: readonly GenericResource[];
    readonly hostPort?: number;
    readonly placement?: Partial<Placement>;
  } = {},
): Task {
  const { cpus = 0, memoryBytes = 0, generic = [], hostPort } = options;
  const ports =
    hostPort === undefined
      ? []
      : [makePortConfig({ publishedPort: hostPort, publishMode: PortConfig_PublishMode.HOST })];
  return makeTask({
    id,
    serviceId: options.serviceId ?? "s",
    specVersion: makeVersion({ index: options.version ?? 1 }),
    slot: options.slot ?? 1,
    nodeId: options.nodeId ?? "",
    desiredState: options.desired ?? TaskState.RUNNING,
    status: makeTaskStatus({ state: options.state ?? TaskState.PENDING }),
    endpoint: makeEndpoint({ ports }),
    assignedGenericResources: options.assigned ?? [],
    spec: makeTaskSpec({
      placement: makePlacement(options.placement ?? {}),
      resources: makeResourceRequirements({
        reservations: makeResources({ nanoCpus: cpus * 1e9, memoryBytes, generic }),
      }),
    }),
  });
}
