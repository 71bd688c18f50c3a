import { deepEqual } from "../../base/deep-equal.ts";
import { err, ok, type Result } from "../../base/result.ts";
import {
  EndpointSpec_ResolutionMode,
  PortConfig_PublishMode,
  TaskState,
  makeEndpoint,
  makeEndpoint_VirtualIP,
  makeNetworkAttachment,
  makeNetworkAttachmentConfig,
  makeTaskStatus,
  type Endpoint_VirtualIP,
  type Network,
  type NetworkAttachment,
  type NetworkAttachmentConfig,
  type Node,
  type PortConfig_Protocol,
  type Service,
  type Task,
  type Timestamp,
} from "../../model/generated/types.ts";
import type { AddressBook, Holders } from "./address-book.ts";
import { isNodeLocal, needsIngress, networksOf } from "./attachments.ts";
import { givePorts, portFor } from "./ports.ts";

/** What allocation looks at of the cluster as it is in a transaction. */
export interface AllocationView extends Holders {
  readonly networks: { get(id: string): Network | undefined };
  readonly services: Holders["services"] & {
    /** Services that publish the port. */
    publishing(protocol: PortConfig_Protocol, publishedPort: number): readonly Service[];
  };
}

const PENDING_MESSAGE = "pending task scheduling";
const WAITING_MESSAGE = "waiting for what its networks and ports need";

/**
 * The service with ports and virtual addresses, those that it has where they still do; the same
 * object where nothing changed. In error: a sentence for people. Source: swarmkit manager/allocator.
 */
export function allocateService(
  service: Service,
  book: AddressBook,
  view: AllocationView,
): Result<Service, string> {
  if (isServiceAllocated(service, book)) return ok(service);
  const { spec, endpoint: before } = service;
  const isFree = (protocol: PortConfig_Protocol, port: number): boolean =>
    view.services.publishing(protocol, port).every(({ id }) => id === service.id);
  const ports = givePorts(spec?.endpoint?.ports ?? [], before?.ports ?? [], book.ports, isFree);
  if (!ports.ok) return ports;
  const virtualIps = giveVirtualIps(service, book, view);
  if (!virtualIps.ok) return virtualIps;
  const endpoint = makeEndpoint({
    spec: spec?.endpoint,
    ports: ports.value,
    virtualIps: virtualIps.value,
  });
  return ok(deepEqual(endpoint, before) ? service : { ...service, endpoint });
}

/** Whether the service has the ports and virtual addresses that its spec asks for, and no others. */
export function isServiceAllocated(service: Service, book: AddressBook): boolean {
  const { spec, endpoint: given } = service;
  const wanted = virtualNetworks(service, book);
  const has = new Set(given?.virtualIps.map(({ networkId }) => networkId));
  if (has.size !== wanted.length || !wanted.every((id) => has.has(id))) return false;
  const ports = spec?.endpoint?.ports ?? [];
  if (given === undefined) return ports.length === 0;
  if (!deepEqual(given.spec, spec?.endpoint)) return false;
  const asAsked = ports.every((port) => {
    const known = portFor(port, given.ports);
    const chosen = known.publishedPort !== 0 || known.publishMode === PortConfig_PublishMode.HOST;
    return chosen && given.ports.some((one) => deepEqual(one, known));
  });
  return asAsked && given.ports.length === ports.length;
}

/**
 * Gives a new task what it needs before a node is chosen: an address on each of its networks, and
 * its service's ports and virtual addresses, written where agents read them. It is pending then. In
 * error: what is missing, a sentence for people. The service has what it needs already.
 */
export function allocateTask(
  task: Task,
  service: Service | undefined,
  book: AddressBook,
  view: AllocationView,
  at: Timestamp,
): Result<Task, string> {
  const networks = giveAttachments(task, service, book, view);
  if (!networks.ok) return networks;
  const spec = task.endpoint?.spec;
  const given = service?.endpoint;
  return ok({
    ...task,
    networks: networks.value,
    endpoint: makeEndpoint({
      spec,
      ports: spec?.ports.map((port) => portFor(port, given?.ports ?? [])) ?? [],
      virtualIps: given?.virtualIps ?? [],
    }),
    status: makeTaskStatus({ state: TaskState.PENDING, timestamp: at, message: PENDING_MESSAGE }),
  });
}

/** The new task that stays so, and says why; the same object where it says so already. */
export function waitingTask(task: Task, why: string, at: Timestamp): Task {
  if (task.status?.err === why) return task;
  return {
    ...task,
    status: makeTaskStatus({
      state: TaskState.NEW,
      timestamp: at,
      message: WAITING_MESSAGE,
      err: why,
    }),
  };
}

/**
 * The node with an address of its own on every network that its tasks are on and on that of the
 * routing mesh; others it keeps as long as `keeps` says so. The same object where nothing changed.
 */
export function allocateNode(
  node: Node,
  book: AddressBook,
  view: AllocationView,
  keeps: (networkId: string) => boolean,
): { readonly node: Node; readonly faults: readonly string[] } {
  const wanted = new Set(book.usedOn(node.id));
  if (book.ingressId !== undefined) wanted.add(book.ingressId);
  const attachments: NetworkAttachment[] = [];
  for (const attachment of node.attachments) {
    const id = attachment.network?.id ?? "";
    const stays = book.has(id) && (wanted.has(id) || keeps(id));
    if (stays) attachments.push(attachment);
    wanted.delete(id);
  }
  const faults: string[] = [];
  for (const id of wanted) {
    const network = view.networks.get(id);
    if (!network) continue;
    const addresses = book.giveTo("node", node.id, id, view);
    if (addresses.ok)
      attachments.push(makeNetworkAttachment({ network, addresses: addresses.value }));
    else faults.push(addresses.error);
  }
  const same =
    attachments.length === node.attachments.length &&
    attachments.every((attachment, at) => attachment === node.attachments[at]);
  return { node: same ? node : { ...node, attachments }, faults };
}

/** The networks on which the service has virtual addresses, that of the routing mesh first. */
function virtualNetworks({ spec }: Service, book: AddressBook): readonly string[] {
  if (spec?.endpoint?.mode === EndpointSpec_ResolutionMode.DNSRR) return [];
  const own = networksOf(spec).map(({ target }) => target);
  const mesh = needsIngress(spec?.endpoint) && book.ingressId !== undefined;
  const all = mesh && book.ingressId !== undefined ? [book.ingressId, ...own] : own;
  return [...new Set(all.filter((id) => book.has(id)))];
}

function giveVirtualIps(
  service: Service,
  book: AddressBook,
  view: AllocationView,
): Result<readonly Endpoint_VirtualIP[], string> {
  const before = service.endpoint?.virtualIps ?? [];
  const given: Endpoint_VirtualIP[] = [];
  for (const networkId of virtualNetworks(service, book)) {
    const kept = before.filter((each) => each.networkId === networkId);
    if (kept.length > 0) {
      given.push(...kept);
      continue;
    }
    const addresses = book.giveTo("service", service.id, networkId, view);
    if (!addresses.ok) {
      const fresh = given.filter((each) => !before.includes(each));
      for (const each of fresh) book.takeBack(each.networkId, [each.addr]);
      return addresses;
    }
    // Docker's engines take the last one of a network, and only of IPv4.
    for (const addr of [...addresses.value].reverse()) {
      given.push(makeEndpoint_VirtualIP({ networkId, addr }));
    }
  }
  return ok(given);
}

function giveAttachments(
  task: Task,
  service: Service | undefined,
  book: AddressBook,
  view: AllocationView,
): Result<readonly NetworkAttachment[], string> {
  const configs = attachmentsWanted(task, service, book);
  if (!configs.ok) return configs;
  const given: NetworkAttachment[] = [];
  for (const config of configs.value) {
    const attachment = giveAttachment(task, config, book, view);
    if (!attachment.ok) {
      for (const { network, addresses } of given) book.takeBack(network?.id ?? "", addresses);
      return attachment;
    }
    given.push(attachment.value);
  }
  return ok(given);
}

/** That of the routing mesh first. Source: swarmkit taskCreateNetworkAttachments. */
function attachmentsWanted(
  task: Task,
  service: Service | undefined,
  book: AddressBook,
): Result<readonly NetworkAttachmentConfig[], string> {
  const own =
    (task.spec?.networks.length ?? 0) > 0 ? task.spec?.networks : networksOf(service?.spec);
  if (!needsIngress(task.endpoint?.spec)) return ok(own ?? []);
  if (book.ingressId === undefined) {
    return err("there is no ingress network: create one with --ingress, or publish with mode=host");
  }
  return ok([makeNetworkAttachmentConfig({ target: book.ingressId }), ...(own ?? [])]);
}

function giveAttachment(
  task: Task,
  { target, aliases, addresses: wanted, driverAttachmentOpts }: NetworkAttachmentConfig,
  book: AddressBook,
  view: AllocationView,
): Result<NetworkAttachment, string> {
  const network = view.networks.get(target);
  if (!network) return err(`network ${target} is not there any more: update the service`);
  const made = (addresses: readonly string[]): NetworkAttachment =>
    makeNetworkAttachment({ network, addresses, aliases, driverAttachmentOpts });
  if (isNodeLocal(network)) return ok(made([]));
  const addresses = book.giveToTask({ id: task.id, wanted }, target, view);
  return addresses.ok ? ok(made(addresses.value)) : addresses;
}
