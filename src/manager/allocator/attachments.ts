import {
  EndpointSpec_ResolutionMode,
  PortConfig_PublishMode,
  TaskState,
  type EndpointSpec,
  type Network,
  type NetworkAttachmentConfig,
  type Node,
  type Service,
  type ServiceSpec,
  type Task,
} from "../../model/generated/types.ts";

/** Addresses that one object has on one network. */
export interface Holding {
  readonly networkId: string;
  readonly addresses: readonly string[];
}

const NOTHING: readonly Holding[] = [];

/** Each engine has a network of its own by that name, such as `host`: nothing is to be given on it. */
export function isNodeLocal({ spec }: Network): boolean {
  const driver = spec?.driverConfig?.name ?? "";
  return driver !== "" && driver !== "overlay";
}

export function isIngress({ spec }: Network): boolean {
  return spec?.ingress === true;
}

/** Some port is published on every node. */
export function needsIngress(endpoint: EndpointSpec | undefined): boolean {
  if (endpoint?.mode !== EndpointSpec_ResolutionMode.VIP) return false;
  return endpoint.ports.some(({ publishMode }) => publishMode === PortConfig_PublishMode.INGRESS);
}

/** The networks that a service's tasks join. Those of the service itself are an older way to say it. */
export function networksOf(spec: ServiceSpec | undefined): readonly NetworkAttachmentConfig[] {
  const ofTask = spec?.task?.networks ?? [];
  return ofTask.length > 0 ? ofTask : (spec?.networks ?? []);
}

/** What a task holds: nothing once it is over, for then its container is gone. */
export function heldByTask(task: Task | undefined): readonly Holding[] {
  if (!task || task.networks.length === 0) return NOTHING;
  if ((task.status?.state ?? TaskState.NEW) > TaskState.RUNNING) return NOTHING;
  return task.networks.map(({ network, addresses }) => ({
    networkId: network?.id ?? "",
    addresses,
  }));
}

/** A service's virtual addresses. */
export function heldByService(service: Service | undefined): readonly Holding[] {
  const virtualIps = service?.endpoint?.virtualIps ?? [];
  if (virtualIps.length === 0) return NOTHING;
  return virtualIps.map(({ networkId, addr }) => ({ networkId, addresses: [addr] }));
}

/** A node's own address on each network that it carries. */
export function heldByNode(node: Node | undefined): readonly Holding[] {
  if (!node || node.attachments.length === 0) return NOTHING;
  return node.attachments.map(({ network, addresses }) => ({
    networkId: network?.id ?? "",
    addresses,
  }));
}
