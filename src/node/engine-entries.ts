import type { TableEntry } from "../gossip/core/own-tables.ts";
import { isIngress } from "../manager/allocator/attachments.ts";
import type { Carriers } from "../manager/overlays/carriers.ts";
import { describeEndpoint, describePeer, describeService } from "../manager/overlays/describe.ts";
import type { ReadTx } from "../manager/store/store.ts";
import {
  makeLibnetworkEndpointRecord,
  makeLibnetworkPeerRecord,
  NodeStatus_State,
  type OverlayEndpoint,
} from "../model/generated/types.ts";
import { vxlanIdsOf } from "../model/overlay-options.ts";
import {
  LibnetworkEndpointRecordCodec,
  LibnetworkPeerRecordCodec,
} from "../wire/generated/codecs.ts";
import { bareAddress, hardwareAddress } from "../worker/overlay/addresses.ts";
import { isDockerEngine } from "../model/engine-kind.ts";

/** The tables of Docker's engines. Source: moby libnetwork, agent.go and drivers/overlay. */
const NAMES = "endpoint_table";
const PLACES = "overlay_peer_table";

/**
 * What Docker Engines cannot know of the networks that they carry: the tasks on nodes that run Skein, and
 * those nodes' own addresses. By network; only networks that an engine carries are in it.
 */
export function entriesForEngines(
  tx: ReadTx,
  carriers: Pick<Carriers, "on">,
): ReadonlyMap<string, readonly TableEntry[]> {
  const nodes = tx.nodes.all();
  const engines = nodes.filter(isDockerEngine);
  const carried = engines.flatMap(({ attachments }) =>
    attachments.flatMap(({ network }) => network?.id ?? []),
  );
  const entries = new Map<string, TableEntry[]>();
  for (const networkId of new Set(carried)) {
    if (vxlanIdsOf(tx.networks.get(networkId)?.driverState).length > 0) entries.set(networkId, []);
  }
  if (entries.size === 0) return entries;
  const foreign = new Set(engines.map(({ id }) => id));
  const ours = nodes.filter(
    ({ id, status }) => !foreign.has(id) && status?.state !== NodeStatus_State.DOWN,
  );
  for (const [networkId, rows] of entries) {
    const { tasks } = carriers.on(networkId);
    for (const taskId of tasks) {
      const nodeId = tx.tasks.get(taskId)?.nodeId ?? "";
      if (!foreign.has(nodeId)) rows.push(...ofTask(tx, networkId, taskId));
    }
    if (tasks.size > 0) rows.push(...ours.flatMap(({ id }) => ofNode(tx, networkId, id)));
    if (rows.length === 0) entries.delete(networkId);
  }
  return entries;
}

function ofNode(tx: ReadTx, networkId: string, nodeId: string): readonly TableEntry[] {
  const peer = describePeer(tx, networkId, nodeId);
  return peer ? placesOf(nodeId, peer.gateways, peer.nodeAddress) : [];
}

function ofTask(tx: ReadTx, networkId: string, taskId: string): readonly TableEntry[] {
  const endpoint = describeEndpoint(tx, networkId, taskId);
  if (!endpoint || endpoint.nodeAddress === "") return [];
  const places = placesOf(taskId, endpoint.addresses, endpoint.nodeAddress);
  const network = tx.networks.get(networkId);
  // Published ports lead to tasks by the rules of each node's own mesh, and not by names.
  if (!endpoint.serving || !network || isIngress(network)) return places;
  return [...places, nameOf(tx, networkId, endpoint)];
}

function placesOf(
  key: string,
  addresses: readonly string[],
  tunnelEndpointIp: string,
): readonly TableEntry[] {
  return addresses.flatMap((endpointIp, index) => {
    const endpointMac = hardwareAddress(addresses);
    if (endpointMac === undefined) return [];
    const record = makeLibnetworkPeerRecord({ endpointIp, endpointMac, tunnelEndpointIp });
    const value = LibnetworkPeerRecordCodec.encode(record);
    return { table: PLACES, key: index === 0 ? key : `${key}-${index}`, value };
  });
}

function nameOf(tx: ReadTx, networkId: string, endpoint: OverlayEndpoint): TableEntry {
  const { taskId, taskName, serviceId, addresses, aliases, hostname } = endpoint;
  const service = describeService(tx, networkId, serviceId);
  const record = makeLibnetworkEndpointRecord({
    name: taskName,
    serviceName: service?.name ?? "",
    serviceId,
    virtualIp: bareAddress(service?.virtualAddresses[0] ?? ""),
    endpointIp: bareAddress(addresses[0] ?? ""),
    aliases: service?.aliases ?? aliases,
    taskAliases: hostname === "" ? [] : [hostname],
  });
  return { table: NAMES, key: taskId, value: LibnetworkEndpointRecordCodec.encode(record) };
}
