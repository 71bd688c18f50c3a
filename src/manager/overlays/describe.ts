import {
  NodeStatus_State,
  PortConfig_Protocol,
  PortConfig_PublishMode,
  TaskState,
  makeOverlayEndpoint,
  makeOverlayNetwork,
  makeOverlayPeer,
  makeOverlayPort,
  makeOverlayService,
  type Node,
  type OverlayEndpoint,
  type OverlayNetwork,
  type OverlayPeer,
  type OverlayPort,
  type OverlayService,
  type Service,
  type Task,
} from "../../model/generated/types.ts";
import { containsIp, parseIpAddress, parseIpSubnet } from "../../model/ip-address.ts";
import { isEncrypted, mtuOf, vxlanIdsOf } from "../../model/overlay-options.ts";
import { affinitySeconds, proxyProtocol, servesLocalFirst } from "../../model/service-options.ts";
import { taskName } from "../../model/task-name.ts";
import { wireGuardKeyOf } from "../../model/wireguard-keys.ts";
import { isIngress, needsIngress, networksOf } from "../allocator/attachments.ts";
import type { ReadTx } from "../store/store.ts";

// How the cluster's objects look to the nodes that carry its networks. Each is undefined where
// there is no such thing, or not any more.

const PROTOCOLS: Readonly<Record<PortConfig_Protocol, string>> = {
  [PortConfig_Protocol.TCP]: "tcp",
  [PortConfig_Protocol.UDP]: "udp",
  [PortConfig_Protocol.SCTP]: "sctp",
};

/** The task is on its node and has not ended: it can be reached, or soon can. */
export function isOnNetwork({ networks, nodeId, status }: Task): boolean {
  const state = status?.state ?? TaskState.NEW;
  if (networks.length === 0 || nodeId === "") return false;
  return state >= TaskState.ASSIGNED && state <= TaskState.RUNNING;
}

/** The task runs, which it only does when it is healthy, and is not told to stop. */
export function isServing(task: Task | undefined): boolean {
  if (!task) return false;
  return task.status?.state === TaskState.RUNNING && task.desiredState <= TaskState.COMPLETE;
}

export function describeNetwork(
  tx: ReadTx,
  networkId: string,
  nodeId: string,
): OverlayNetwork | undefined {
  const network = tx.networks.get(networkId);
  const own = addressesOf(tx.nodes.get(nodeId), networkId);
  if (!network || own.length === 0) return undefined;
  const { spec, ipam, driverState } = network;
  const subnets = ipam?.configs.map(({ subnet }) => subnet) ?? [];
  const addressIn = (subnet: string): string | undefined => own.find((each) => has(subnet, each));
  const withOwn = subnets.filter((subnet) => addressIn(subnet) !== undefined);
  return makeOverlayNetwork({
    id: networkId,
    name: spec?.annotations?.name ?? "",
    vxlanId: vxlanIdsOf(driverState)[0] ?? 0,
    // Those that the node has an address in come first.
    subnets: [...withOwn, ...subnets.filter((subnet) => !withOwn.includes(subnet))],
    gateways: withOwn.flatMap((subnet) => addressIn(subnet) ?? []),
    mtu: mtuOf(driverState),
    internal: spec?.internal ?? false,
    attachable: spec?.attachable ?? false,
    encrypted: isEncrypted(driverState),
    ingress: isIngress(network),
    tunnelPort: tx.clusters.all()[0]?.vxlanUdpPort ?? 0,
  });
}

export function describePeer(
  tx: ReadTx,
  networkId: string,
  nodeId: string,
): OverlayPeer | undefined {
  const node = tx.nodes.get(nodeId);
  const gateways = addressesOf(node, networkId);
  const nodeAddress = node?.status?.addr ?? "";
  if (gateways.length === 0 || nodeAddress === "") return undefined;
  const encrypted = isEncrypted(tx.networks.get(networkId)?.driverState);
  const publicKey = encrypted ? wireGuardKeyOf(node) : "";
  return makeOverlayPeer({ networkId, nodeId, nodeAddress, gateways, publicKey });
}

export function describeEndpoint(
  tx: ReadTx,
  networkId: string,
  taskId: string,
): OverlayEndpoint | undefined {
  const task = tx.tasks.get(taskId);
  if (!task || !isOnNetwork(task)) return undefined;
  const attachment = task.networks.find(({ network }) => network?.id === networkId);
  const node = tx.nodes.get(task.nodeId);
  if (!attachment || attachment.addresses.length === 0) return undefined;
  const down = !node || node.status?.state === NodeStatus_State.DOWN;
  const hostname = task.spec?.container?.hostname ?? "";
  return makeOverlayEndpoint({
    networkId,
    taskId,
    taskName: taskName(task),
    serviceId: task.serviceId,
    nodeId: task.nodeId,
    nodeAddress: node?.status?.addr ?? "",
    addresses: attachment.addresses,
    aliases: attachment.aliases,
    // What a template makes of it is known on its node alone.
    hostname: hostname.includes("{{") ? "" : hostname,
    serving: isServing(task) && !down,
  });
}

export function describeService(
  tx: ReadTx,
  networkId: string,
  serviceId: string,
): OverlayService | undefined {
  const service = tx.services.get(serviceId);
  const network = tx.networks.get(networkId);
  if (!service || !network) return undefined;
  const { spec, endpoint } = service;
  const virtual = endpoint?.virtualIps.filter((each) => each.networkId === networkId) ?? [];
  const attachment = networksOf(spec).find(({ target }) => target === networkId);
  const mesh = isIngress(network) && needsIngress(spec?.endpoint);
  if (virtual.length === 0 && !attachment && !mesh) return undefined;
  return makeOverlayService({
    networkId,
    serviceId,
    name: spec?.annotations?.name ?? "",
    virtualAddresses: virtual.map(({ addr }) => addr),
    aliases: attachment?.aliases ?? [],
    ports: mesh ? meshPorts(service) : [],
    affinitySeconds: affinitySeconds(service),
    localFirst: servesLocalFirst(service),
    proxyProtocol: mesh ? proxyProtocol(service) : 0,
  });
}

function meshPorts({ endpoint }: Service): readonly OverlayPort[] {
  const ports = endpoint?.ports ?? [];
  return ports
    .filter(
      (port) => port.publishMode === PortConfig_PublishMode.INGRESS && port.publishedPort !== 0,
    )
    .map(({ protocol, publishedPort, targetPort }) =>
      makeOverlayPort({
        protocol: PROTOCOLS[protocol],
        published: publishedPort,
        target: targetPort,
      }),
    );
}

function addressesOf(node: Node | undefined, networkId: string): readonly string[] {
  return node?.attachments.find(({ network }) => network?.id === networkId)?.addresses ?? [];
}

function has(subnet: string, address: string): boolean {
  const [parsed, bare] = [parseIpSubnet(subnet), parseIpAddress(address.split("/", 1)[0] ?? "")];
  return parsed !== undefined && bare !== undefined && containsIp(parsed, bare);
}
