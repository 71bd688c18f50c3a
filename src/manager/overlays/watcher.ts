import {
  makeOverlayChange,
  type OverlayChange,
  type OverlayCheck,
} from "../../model/generated/types.ts";
import { Wake } from "../../system/wake.ts";
import type { ReadTx } from "../store/store.ts";
import type { Carriers, Mark, ThingKind } from "./carriers.ts";
import { describeEndpoint, describeNetwork, describePeer, describeService } from "./describe.ts";

/**
 * What one node has been told of the networks that it carries, and what it has not yet. Which
 * networks those are changes seldom: it is then told everything anew.
 */
export class Watcher {
  readonly nodeId: string;
  readonly wake = new Wake();
  /** The version up to which everything is in force on the node. */
  applied = -1;
  #carried: ReadonlySet<string> | undefined;
  #dirty = new Map<string, Mark>();
  #checks: OverlayCheck[] = [];

  constructor(nodeId: string) {
    this.nodeId = nodeId;
  }

  /** Whether the node was told of the network. */
  carries(networkId: string): boolean {
    return this.#carried?.has(networkId) === true;
  }

  /** Something of a network that the node may carry changed. */
  mark(mark: Mark): void {
    if (!this.carries(mark.networkId)) return;
    this.#dirty.set(`${mark.kind}/${mark.networkId}/${mark.id}`, mark);
    this.wake.set();
  }

  /** Has the node look at a network that it carries; false where it does not. */
  ask(check: OverlayCheck): boolean {
    if (!this.carries(check.networkId)) return false;
    this.#checks.push(check);
    this.wake.set();
    return true;
  }

  /** What the node has to be told; undefined when nothing. Counts as told from now on. */
  take(tx: ReadTx, carriers: Carriers, version: number): OverlayChange | undefined {
    const carried = carriers.carriedBy(tx.nodes.get(this.nodeId));
    const before = this.#carried;
    const checks = this.#checks.splice(0);
    const dirty = [...this.#dirty.values()];
    this.#dirty.clear();
    this.#carried = carried;
    if (!before || !sameSet(before, carried)) {
      const all = [...carried].flatMap((id) => everythingOn(id, carriers));
      return describeAll(tx, this.nodeId, all, { version, complete: true, checks });
    }
    if (dirty.length === 0 && checks.length === 0) return undefined;
    return describeAll(tx, this.nodeId, dirty, { version, complete: false, checks });
  }
}

function everythingOn(networkId: string, carriers: Carriers): readonly Mark[] {
  const { nodes, tasks, services } = carriers.on(networkId);
  const marks = (kind: ThingKind, ids: Iterable<string>): readonly Mark[] =>
    [...ids].sort().map((id) => ({ networkId, kind, id }));
  return [
    ...marks("network", [networkId]),
    ...marks("peer", nodes),
    ...marks("endpoint", tasks),
    ...marks("service", services),
  ];
}

function describeAll(
  tx: ReadTx,
  nodeId: string,
  marks: readonly Mark[],
  head: Pick<OverlayChange, "version" | "complete" | "checks">,
): OverlayChange {
  const removed = (kind: ThingKind): string[] => (head.complete ? [] : goneOf[kind]);
  const goneOf: Record<ThingKind, string[]> = { network: [], peer: [], endpoint: [], service: [] };
  const collect = <T>(
    kind: ThingKind,
    describe: (networkId: string, id: string) => T | undefined,
  ): readonly T[] =>
    marks.flatMap((mark) => {
      if (mark.kind !== kind) return [];
      const found = describe(mark.networkId, mark.id);
      if (found !== undefined) return [found];
      goneOf[kind].push(kind === "network" ? mark.networkId : `${mark.networkId}/${mark.id}`);
      return [];
    });
  return makeOverlayChange({
    ...head,
    networks: collect("network", (id) => describeNetwork(tx, id, nodeId)),
    peers: collect("peer", (id, peerId) =>
      peerId === nodeId ? undefined : describePeer(tx, id, peerId),
    ),
    endpoints: collect("endpoint", (id, taskId) => describeEndpoint(tx, id, taskId)),
    services: collect("service", (id, serviceId) => describeService(tx, id, serviceId)),
    removedNetworks: removed("network"),
    removedPeers: removed("peer"),
    removedEndpoints: removed("endpoint"),
    removedServices: removed("service"),
  });
}

function sameSet(left: ReadonlySet<string>, right: ReadonlySet<string>): boolean {
  return left.size === right.size && [...left].every((each) => right.has(each));
}
