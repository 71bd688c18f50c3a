import { TaskState, type Network, type Node, type Task } from "../../model/generated/types.ts";
import { timestampOf } from "../../model/time.ts";
import { allocateNode, isServiceAllocated } from "../allocator/allocate.ts";
import { allocateNetwork } from "../allocator/allocate-network.ts";
import { isIngress, isNodeLocal, needsIngress, networksOf } from "../allocator/attachments.ts";
import { isWanted, stateOf } from "../orchestrator/task-order.ts";
import type { Change, ChangeOf, ReadTx, WriteTx } from "../store/store.ts";
import { allocatedService, allocatedTask } from "./giving.ts";
import type { LoopDeps } from "./loop-deps.ts";
import type { Reconciler } from "./reconciler.ts";
import { WaitingKeys } from "./waiting-keys.ts";

/** So long a node keeps its address on a network that none of its tasks is on any more. */
const IDLE_MS = 5000;

/** So many of those that wait are looked at for each thing that becomes free. */
const TRIED_AT_ONCE = 4;

/** What services wait for that found no free port. */
const PORTS = "ports";

/**
 * Networks, services, nodes and new tasks get addresses, ports and whatever else they need before a
 * node is chosen. Who finds nothing free waits until something is.
 */
export function allocation(deps: LoopDeps): Reconciler {
  const waiting = new WaitingKeys();
  const idleSinceMs = new Map<string, number>();
  return {
    name: "allocation",

    *all(tx) {
      for (const network of tx.networks.all())
        if (isUnallocated(network)) yield keyOf("network", network);
      for (const service of tx.services.all()) {
        if (!isServiceAllocated(service, deps.book)) yield keyOf("service", service);
      }
      for (const node of tx.nodes.all()) if (isUnsettled(node, deps)) yield keyOf("node", node);
      for (const task of tx.tasks.all()) if (isNew(task)) yield keyOf("task", task);
    },

    *concerns(change, tx) {
      yield* ownKeys(change, deps);
      yield* keysAround(change, tx, deps);
      yield* freedBy(change, waiting);
    },

    reconcile(tx, key) {
      const [kind, id = ""] = key.split("/");
      if (kind === "network") giveToNetwork(tx, deps, id);
      if (kind === "service") giveToService(tx, deps, id, waiting);
      if (kind === "task") giveToTask(tx, deps, id, waiting);
      return kind === "node" ? giveToNode(tx, deps, id, idleSinceMs) : undefined;
    },
  };
}

type Kind = "network" | "service" | "node" | "task";

function keyOf(kind: Kind, { id }: { readonly id: string }): string {
  return `${kind}/${id}`;
}

function isNew(task: Task): boolean {
  return stateOf(task) === TaskState.NEW && isWanted(task);
}

function isUnallocated(network: Network): boolean {
  return !isNodeLocal(network) && (network.ipam?.configs.length ?? 0) === 0;
}

/** The node lacks an address on a network that it carries, or has one that it does not need. */
function isUnsettled(node: Node, { book }: LoopDeps): boolean {
  const used = book.usedOn(node.id);
  const attached = new Set(node.attachments.map(({ network }) => network?.id ?? ""));
  const { ingressId } = book;
  const missing = [...used].some((id) => !attached.has(id));
  if (missing || (ingressId !== undefined && !attached.has(ingressId))) return true;
  return [...attached].some((id) => id !== ingressId && !used.has(id));
}

/** What changed needs something itself. */
function* ownKeys(change: Change, deps: LoopDeps): Iterable<string> {
  if (change.action === "remove") return;
  if (change.kind === "network" && isUnallocated(change.object))
    yield keyOf("network", change.object);
  if (change.kind === "service" && !isServiceAllocated(change.object, deps.book)) {
    yield keyOf("service", change.object);
  }
  if (change.kind === "node" && isUnsettled(change.object, deps))
    yield keyOf("node", change.object);
  if (change.kind === "task" && isNew(change.object)) yield keyOf("task", change.object);
}

/** What changed makes others need something, or need it no more. */
function* keysAround(change: Change, tx: ReadTx, deps: LoopDeps): Iterable<string> {
  if (change.kind === "task" && change.object.networks.length > 0) {
    const node = movesNode(change) ? tx.nodes.get(change.object.nodeId) : undefined;
    if (node && isUnsettled(node, deps)) yield keyOf("node", node);
  }
  if (change.kind !== "network" || change.action === "update") return;
  for (const node of tx.nodes.all()) if (isUnsettled(node, deps)) yield keyOf("node", node);
  if (!isIngress(change.object)) return;
  for (const service of tx.services.all()) {
    if (needsIngress(service.spec?.endpoint)) yield keyOf("service", service);
  }
}

/** The task came to its node, or onto networks there, or is over. */
function movesNode(change: ChangeOf<"task">): boolean {
  if (change.action !== "update") return true;
  const { object: task, previous } = change;
  if (task.nodeId !== previous.nodeId) return true;
  // Tasks of global services and attachments have their node from the start, and networks later.
  if (task.networks.length !== previous.networks.length) return true;
  return stateOf(task) > TaskState.RUNNING && stateOf(previous) <= TaskState.RUNNING;
}

/** Those that may now get what they wait for. */
function* freedBy(change: Change, waiting: WaitingKeys): Iterable<string> {
  switch (change.kind) {
    case "task": {
      if (change.action === "create" || !movesNode(change)) return;
      const { networks } = change.action === "update" ? change.previous : change.object;
      for (const { network } of networks) yield* waiting.next(network?.id ?? "", TRIED_AT_ONCE);
      return;
    }
    case "service": {
      if (change.action === "create") return;
      yield* waiting.next(keyOf("service", change.object), Infinity);
      const before = change.action === "update" ? change.previous : change.object;
      if (change.action === "update" && before.endpoint === change.object.endpoint) return;
      yield* waiting.next(PORTS, TRIED_AT_ONCE);
      for (const { networkId } of before.endpoint?.virtualIps ?? []) {
        yield* waiting.next(networkId, TRIED_AT_ONCE);
      }
      return;
    }
    case "node": {
      if (change.action === "create") return;
      const before = change.action === "update" ? change.previous : change.object;
      if (change.action === "update" && before.attachments === change.object.attachments) return;
      for (const { network } of before.attachments) {
        yield* waiting.next(network?.id ?? "", TRIED_AT_ONCE);
      }
      return;
    }
    case "network":
      yield* waiting.next(change.object.id, Infinity);
      return;
    default:
      return;
  }
}

function giveToNetwork(tx: WriteTx, { log }: LoopDeps, id: string): void {
  const network = tx.networks.get(id);
  if (!network || !isUnallocated(network)) return;
  const given = allocateNetwork(network, tx.networks.all(), tx.clusters.all()[0]);
  if (given.ok) tx.update("network", given.value);
  else log.warn("a network got no subnet", { reason: `${id}: ${given.error}` });
}

function giveToService(tx: WriteTx, { book }: LoopDeps, id: string, waiting: WaitingKeys): void {
  const key = keyOf("service", { id });
  waiting.delete(key);
  const service = allocatedService(tx, book, id);
  if (!service || isServiceAllocated(service, book)) return;
  const targets = networksOf(service.spec).map(({ target }) => target);
  waiting.add(key, [PORTS, book.ingressId ?? "", ...targets]);
}

function giveToTask(
  tx: WriteTx,
  { book, clock }: LoopDeps,
  id: string,
  waiting: WaitingKeys,
): void {
  const key = keyOf("task", { id });
  waiting.delete(key);
  const task = tx.tasks.get(id);
  if (!task || !isNew(task)) return;
  const service = allocatedService(tx, book, task.serviceId);
  const next = allocatedTask(tx, book, task, service, timestampOf(clock.wallMs()));
  if (next !== task) tx.update("task", next);
  if (stateOf(next) !== TaskState.NEW) return;
  const own = task.spec?.networks ?? [];
  const targets = (own.length > 0 ? own : networksOf(service?.spec)).map(({ target }) => target);
  waiting.add(key, [keyOf("service", { id: task.serviceId }), book.ingressId ?? "", ...targets]);
}

function giveToNode(
  tx: WriteTx,
  { book, clock, log }: LoopDeps,
  id: string,
  idleSinceMs: Map<string, number>,
): number | undefined {
  const node = tx.nodes.get(id);
  if (!node) return undefined;
  const nowMs = clock.monotonicMs();
  let lookAgainInMs: number | undefined;
  const keeps = (networkId: string): boolean => {
    const idle = `${id}/${networkId}`;
    const sinceMs = idleSinceMs.get(idle) ?? nowMs;
    const restMs = sinceMs + IDLE_MS - nowMs;
    if (restMs <= 0) return !idleSinceMs.delete(idle);
    idleSinceMs.set(idle, sinceMs);
    lookAgainInMs = Math.min(lookAgainInMs ?? restMs, restMs);
    return true;
  };
  for (const used of book.usedOn(id)) idleSinceMs.delete(`${id}/${used}`);
  const given = allocateNode(node, book, tx, keeps);
  if (given.node !== node) tx.update("node", given.node);
  for (const reason of given.faults) log.warn("a node got no address", { nodeId: id, reason });
  return lookAgainInMs;
}
