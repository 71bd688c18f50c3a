import { deepEqual } from "../../base/deep-equal.ts";
import { err, type Result } from "../../base/result.ts";
import type { Network, Node, Service, Task } from "../../model/generated/types.ts";
import { heldByNode, heldByService, heldByTask, isIngress, type Holding } from "./attachments.ts";
import { NetworkPool } from "./network-pool.ts";
import { NodeUse } from "./node-use.ts";
import { PortCursor } from "./ports.ts";

/** Everything there is, as a new leader finds it; a read transaction of the store is one. */
export interface WholeCluster {
  readonly networks: { all(): readonly Network[] };
  readonly nodes: { all(): readonly Node[] };
  readonly services: { all(): readonly Service[] };
  readonly tasks: { all(): readonly Task[] };
}

/** Where one finds who was given an address. */
export interface Holders {
  readonly nodes: { get(id: string): Node | undefined };
  readonly services: { get(id: string): Service | undefined };
  readonly tasks: { get(id: string): Task | undefined };
}

/** Something of the cluster as it was before a commit and as it is after. */
export interface Turn<T> {
  readonly before: T | undefined;
  readonly after: T | undefined;
}

/** So many addresses may be given in transactions before it is asked what became of them. */
const MAX_GIVEN = 1024;

/**
 * Who has which address, as the commits say: every change costs what changed, however much there
 * is. A new leader reads it from the store, and changes nothing of what it finds. What a transaction
 * is given counts as taken at once, and is free again when nobody has it in the end.
 */
export class AddressBook {
  /** Where to look next for a port that nobody publishes. */
  readonly ports = new PortCursor();
  readonly #pools = new Map<string, NetworkPool>();
  readonly #use = new NodeUse();
  readonly #attachedNodes = new Map<string, number>();
  #nodeCount = 0;
  #ingressId: string | undefined;

  constructor(cluster: WholeCluster) {
    for (const after of cluster.networks.all()) this.networkTurned({ before: undefined, after });
    for (const after of cluster.nodes.all()) this.nodeTurned({ before: undefined, after });
    for (const after of cluster.services.all()) this.serviceTurned({ before: undefined, after });
    for (const after of cluster.tasks.all()) this.taskTurned({ before: undefined, after });
  }

  /** The network of the routing mesh. */
  get ingressId(): string | undefined {
    return this.#ingressId;
  }

  /** Whether addresses can be given on the network. */
  has(networkId: string): boolean {
    return this.#pools.has(networkId);
  }

  isTaken(networkId: string, address: string): boolean {
    return this.#pools.get(networkId)?.isTaken(address) === true;
  }

  freeCount(networkId: string): number {
    return this.#pools.get(networkId)?.freeCount ?? 0;
  }

  /** The networks that tasks on the node have addresses of. */
  usedOn(nodeId: string): ReadonlySet<string> {
    return this.#use.networksOf(nodeId);
  }

  /** Addresses for a task: some are left for nodes that may have to carry the network yet. */
  giveToTask(
    { id, wanted = [] }: { readonly id: string; readonly wanted?: readonly string[] },
    networkId: string,
    holders: Holders,
  ): Result<readonly string[], string> {
    const keep = this.#nodeCount - (this.#attachedNodes.get(networkId) ?? 0);
    const holder = `task/${id}`;
    return this.#give(networkId, holders, (pool) =>
      wanted.length > 0 ? pool.giveThese(holder, wanted) : pool.give(holder, Math.max(0, keep)),
    );
  }

  /** Addresses for a service or a node. */
  giveTo(
    kind: "service" | "node",
    id: string,
    networkId: string,
    holders: Holders,
  ): Result<readonly string[], string> {
    return this.#give(networkId, holders, (pool) => pool.give(`${kind}/${id}`, 0));
  }

  /** Takes back what was given and is not wanted after all. */
  takeBack(networkId: string, addresses: readonly string[]): void {
    this.#pools.get(networkId)?.release(addresses);
  }

  networkTurned({ before, after }: Turn<Network>): void {
    const changed = !deepEqual(before?.ipam, after?.ipam);
    if (before && (!after || changed)) this.#pools.delete(before.id);
    if (before && !after && before.id === this.#ingressId) this.#ingressId = undefined;
    if (!after) return;
    if ((after.ipam?.configs.length ?? 0) > 0 && (changed || !before)) {
      this.#pools.set(after.id, new NetworkPool(after));
    }
    if (isIngress(after) && this.#pools.has(after.id)) this.#ingressId = after.id;
  }

  /** Gives the networks on which addresses became free. */
  taskTurned({ before, after }: Turn<Task>): readonly string[] {
    if ((before?.networks.length ?? 0) + (after?.networks.length ?? 0) === 0) return [];
    const [held, holds] = [heldByTask(before), heldByTask(after)];
    for (const { networkId } of held) this.#use.leave(before?.nodeId ?? "", networkId);
    for (const { networkId } of holds) {
      if (this.#pools.has(networkId)) this.#use.enter(after?.nodeId ?? "", networkId);
    }
    return this.#exchange(held, holds);
  }

  serviceTurned({ before, after }: Turn<Service>): readonly string[] {
    if (before && before.endpoint === after?.endpoint) return [];
    return this.#exchange(heldByService(before), heldByService(after));
  }

  nodeTurned({ before, after }: Turn<Node>): readonly string[] {
    this.#nodeCount += Number(after !== undefined) - Number(before !== undefined);
    if (before && before.attachments === after?.attachments) return [];
    const [held, holds] = [heldByNode(before), heldByNode(after)];
    for (const { networkId } of held) this.#countAttached(networkId, -1);
    for (const { networkId } of holds) this.#countAttached(networkId, 1);
    return this.#exchange(held, holds);
  }

  #countAttached(networkId: string, by: number): void {
    this.#attachedNodes.set(networkId, (this.#attachedNodes.get(networkId) ?? 0) + by);
  }

  #exchange(held: readonly Holding[], holds: readonly Holding[]): readonly string[] {
    const freed: string[] = [];
    for (const { networkId, addresses } of held) {
      const kept = holds.find((each) => each.networkId === networkId)?.addresses ?? [];
      const given = addresses.filter((address) => !kept.includes(address));
      if (given.length === 0) continue;
      this.#pools.get(networkId)?.release(given);
      freed.push(networkId);
    }
    for (const { networkId, addresses } of holds) this.#pools.get(networkId)?.take(addresses);
    return freed;
  }

  #give(
    networkId: string,
    holders: Holders,
    ask: (pool: NetworkPool) => Result<readonly string[], string>,
  ): Result<readonly string[], string> {
    const pool = this.#pools.get(networkId);
    if (!pool) return err(`network ${networkId} has no subnet`);
    if (pool.given.size > MAX_GIVEN) collect(pool, networkId, holders);
    const outcome = ask(pool);
    if (outcome.ok || pool.given.size === 0) return outcome;
    collect(pool, networkId, holders);
    return ask(pool);
  }
}

/** Addresses that were given in transactions which came to nothing are free again. */
function collect(pool: NetworkPool, networkId: string, holders: Holders): void {
  for (const [address, holder] of [...pool.given]) {
    const [kind, id = ""] = holder.split("/");
    const holds =
      kind === "task"
        ? heldByTask(holders.tasks.get(id))
        : kind === "service"
          ? heldByService(holders.services.get(id))
          : heldByNode(holders.nodes.get(id));
    const held = holds.some(
      (each) => each.networkId === networkId && each.addresses.includes(address),
    );
    if (!held) pool.release([address]);
  }
}
