import type { Network, Node, Service, Task } from "../../model/generated/types.ts";
import { wireGuardKeyOf } from "../../model/wireguard-keys.ts";
import { isIngress, needsIngress, networksOf } from "../allocator/attachments.ts";
import type { Change, ReadTx } from "../store/store.ts";
import { isOnNetwork, isServing } from "./describe.ts";

export type ThingKind = "network" | "peer" | "endpoint" | "service";

/** Something of a network of which nodes may have to be told. */
export interface Mark {
  readonly networkId: string;
  readonly kind: ThingKind;
  /** Of the node, the task or the service; of the network itself where it is that. */
  readonly id: string;
}

/** What is on one network. */
export interface OnNetwork {
  readonly nodes: Set<string>;
  readonly tasks: Set<string>;
  readonly services: Set<string>;
}

const NOTHING: OnNetwork = { nodes: new Set(), tasks: new Set(), services: new Set() };

/** Who is on which network, kept by the commits: a change costs what it changes. */
export class Carriers {
  readonly #networks = new Map<string, OnNetwork>();
  #ingressId: string | undefined;

  constructor(tx: ReadTx) {
    for (const network of tx.networks.all()) this.#noteNetwork(network);
    for (const node of tx.nodes.all()) this.#exchange("nodes", node.id, [], attachedTo(node));
    for (const service of tx.services.all()) {
      this.#exchange("services", service.id, [], this.#servedOn(service));
    }
    for (const task of tx.tasks.all()) this.#exchange("tasks", task.id, [], joinedBy(task));
  }

  on(networkId: string): OnNetwork {
    return this.#networks.get(networkId) ?? NOTHING;
  }

  /** The networks that the node carries: that of the routing mesh only while ports are published. */
  carriedBy(node: Node | undefined): ReadonlySet<string> {
    const idle = this.#ingressId !== undefined && this.on(this.#ingressId).services.size === 0;
    const ids = attachedTo(node).filter((id) => !idle || id !== this.#ingressId);
    return new Set(ids);
  }

  /** Takes the change in, and gives what of networks it changes. */
  turned(change: Change, tx: ReadTx): readonly Mark[] {
    switch (change.kind) {
      case "network":
        if (change.action !== "remove") this.#noteNetwork(change.object);
        else if (change.object.id === this.#ingressId) this.#ingressId = undefined;
        return [{ networkId: change.object.id, kind: "network", id: change.object.id }];
      case "node":
        return this.#nodeTurned(...turnOf(change), tx);
      case "service":
        return this.#serviceTurned(...turnOf(change));
      case "task":
        return this.#taskTurned(...turnOf(change));
      default:
        return [];
    }
  }

  #noteNetwork(network: Network): void {
    if (isIngress(network)) this.#ingressId = network.id;
  }

  #nodeTurned(before: Node | undefined, after: Node | undefined, tx: ReadTx): readonly Mark[] {
    const id = after?.id ?? before?.id ?? "";
    const [left, joined] = [attachedTo(before), attachedTo(after)];
    if (before?.attachments !== after?.attachments) this.#exchange("nodes", id, left, joined);
    const moved = before?.status?.addr !== after?.status?.addr;
    const turned = before?.status?.state !== after?.status?.state;
    const rekeyed = wireGuardKeyOf(before) !== wireGuardKeyOf(after);
    const changed = moved || rekeyed || before?.attachments !== after?.attachments;
    const all = changed ? [...new Set([...left, ...joined])] : [];
    const marks = all.map((networkId): Mark => ({ networkId, kind: "peer", id }));
    if (!moved && !turned) return marks;
    // Whether its tasks can be reached, and where, depends on the node.
    const endpoints = tx.tasks.onNode(id).flatMap(endpointMarks);
    return [...marks, ...endpoints];
  }

  #serviceTurned(before: Service | undefined, after: Service | undefined): readonly Mark[] {
    const same = before?.spec === after?.spec && before?.endpoint === after?.endpoint;
    if (same) return [];
    const id = after?.id ?? before?.id ?? "";
    const [left, joined] = [this.#servedOn(before), this.#servedOn(after)];
    this.#exchange("services", id, left, joined);
    return [...new Set([...left, ...joined])].map((networkId) => ({
      networkId,
      kind: "service",
      id,
    }));
  }

  #taskTurned(before: Task | undefined, after: Task | undefined): readonly Mark[] {
    const [left, joined] = [joinedBy(before), joinedBy(after)];
    const same =
      before?.networks === after?.networks &&
      left.length === joined.length &&
      before?.nodeId === after?.nodeId &&
      isServing(before) === isServing(after);
    if (same) return [];
    const id = after?.id ?? before?.id ?? "";
    this.#exchange("tasks", id, left, joined);
    return [...new Set([...left, ...joined])].map((networkId) => ({
      networkId,
      kind: "endpoint",
      id,
    }));
  }

  #servedOn(service: Service | undefined): readonly string[] {
    if (!service) return [];
    const { spec, endpoint } = service;
    const own = networksOf(spec).map(({ target }) => target);
    const virtual = endpoint?.virtualIps.map(({ networkId }) => networkId) ?? [];
    const mesh = needsIngress(spec?.endpoint) ? [this.#ingressId ?? ""] : [];
    return [...new Set([...own, ...virtual, ...mesh])].filter((id) => id !== "");
  }

  #exchange(
    table: keyof OnNetwork,
    id: string,
    left: readonly string[],
    joined: readonly string[],
  ): void {
    for (const networkId of left) this.#networks.get(networkId)?.[table].delete(id);
    for (const networkId of joined) {
      const found = this.#networks.get(networkId) ?? {
        ...{ nodes: new Set<string>(), tasks: new Set<string>(), services: new Set<string>() },
      };
      this.#networks.set(networkId, found);
      found[table].add(id);
    }
    for (const networkId of left) {
      const { nodes, tasks, services } = this.on(networkId);
      if (nodes.size + tasks.size + services.size === 0) this.#networks.delete(networkId);
    }
  }
}

function attachedTo(node: Node | undefined): readonly string[] {
  return node?.attachments.map(({ network }) => network?.id ?? "") ?? [];
}

function joinedBy(task: Task | undefined): readonly string[] {
  if (!task || !isOnNetwork(task)) return [];
  return task.networks.map(({ network }) => network?.id ?? "");
}

function endpointMarks(task: Task): readonly Mark[] {
  return joinedBy(task).map((networkId) => ({ networkId, kind: "endpoint", id: task.id }));
}

/** What was before the change, and what is after it. */
function turnOf<T>(
  change: { readonly object: T } & (
    { readonly action: "create" | "remove" } | { readonly action: "update"; readonly previous: T }
  ),
): readonly [before: T | undefined, after: T | undefined] {
  if (change.action === "update") return [change.previous, change.object];
  return change.action === "create" ? [undefined, change.object] : [change.object, undefined];
}
