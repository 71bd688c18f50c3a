import { OperationalError } from "../../base/errors.ts";
import { isDockerEngine } from "../../model/engine-kind.ts";
import {
  NodeStatus_State,
  type CheckNetworkResponse,
  type NetworkFinding,
  type OverlayChange,
  type OverlayCheck,
  type Task,
} from "../../model/generated/types.ts";
import type { Clock } from "../../system/clock.ts";
import { childOf, untilAborted } from "../../system/deadline.ts";
import type { Change, ChangeOf, Commit, Store } from "../store/store.ts";
import { Carriers, type Mark } from "./carriers.ts";
import { Checks } from "./checks.ts";
import { isServing } from "./describe.ts";
import { Watcher } from "./watcher.ts";
import { Withdrawals } from "./withdrawals.ts";

/** Changes that come within this time are told together. */
const GATHER_MS = 5;

/** A node that watches, and what ends that. */
interface Watch {
  readonly watcher: Watcher;
  readonly controller: AbortController;
}

/** The networks of one leadership: who carries what, who was told what and has it in force. */
export class LeadingOverlays {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #carriers: Carriers;
  readonly #watches = new Map<string, Watch>();
  readonly #withdrawals: Withdrawals;
  readonly #checks: Checks;
  readonly #letGo: () => void;
  /** Grows by every commit that changes anything for anybody. */
  #version = 1;

  constructor(
    { store, clock }: { readonly store: Store; readonly clock: Clock },
    onRelease: (taskId: string) => void,
  ) {
    this.#store = store;
    this.#clock = clock;
    this.#withdrawals = new Withdrawals(clock, onRelease);
    this.#checks = new Checks(clock);
    this.#carriers = store.view((tx) => new Carriers(tx));
    this.#letGo = store.onCommit((commit) => this.#onCommit(commit));
  }

  isHeld(taskId: string): boolean {
    return this.#withdrawals.isHeld(taskId);
  }

  async run(signal: AbortSignal): Promise<void> {
    try {
      await untilAborted(signal);
    } finally {
      this.#letGo();
      this.#withdrawals.close();
      for (const { controller } of this.#watches.values()) controller.abort();
      this.#watches.clear();
    }
  }

  /** Everything that concerns the node, and then what changes. A newer call of its ends the older. */
  async *watch(nodeId: string, caller: AbortSignal): AsyncGenerator<OverlayChange> {
    this.#watches.get(nodeId)?.controller.abort();
    const { controller, release } = childOf(caller);
    const watch: Watch = { watcher: new Watcher(nodeId), controller };
    this.#watches.set(nodeId, watch);
    const { signal } = controller;
    const { watcher } = watch;
    watcher.wake.set();
    try {
      while (!signal.aborted) {
        await watcher.wake.wait(signal);
        await this.#clock.sleep(GATHER_MS, signal);
        if (signal.aborted) break;
        const change = this.#store.view((tx) => watcher.take(tx, this.#carriers, this.#version));
        if (change) yield change;
      }
    } finally {
      if (this.#watches.get(nodeId) === watch) this.#watches.delete(nodeId);
      release();
    }
  }

  /** All changes up to the version are in force on the node. */
  applied(nodeId: string, version: number): void {
    const watcher = this.#watches.get(nodeId)?.watcher;
    if (!watcher || version > this.#version) return; // What it heard from another leader.
    watcher.applied = Math.max(watcher.applied, version);
    this.#withdrawals.applied(nodeId, version);
  }

  /** Has every node that carries the network look at it. */
  async check(networkId: string, signal: AbortSignal): Promise<CheckNetworkResponse> {
    if (this.#store.view((tx) => tx.networks.get(networkId)) === undefined) {
      throw new OperationalError("notFound", `network ${networkId} not found`);
    }
    if (this.#checks.isFull) {
      throw new OperationalError("resourceExhausted", "Too many checks of networks at once");
    }
    const nodeIds = [...this.#carriers.on(networkId).nodes].toSorted();
    const carrying = this.#store.view((tx) =>
      nodeIds.flatMap((nodeId) => {
        const node = tx.nodes.get(nodeId);
        if (!node || !this.#carriers.carriedBy(node).has(networkId)) return [];
        return { nodeId, tells: !isDockerEngine(node) };
      }),
    );
    const ask = (nodeId: string, check: OverlayCheck): boolean =>
      this.#watches.get(nodeId)?.watcher.ask(check) === true;
    return this.#checks.run(networkId, carrying, ask, signal);
  }

  checked(nodeId: string, checkId: string, findings: readonly NetworkFinding[]): void {
    this.#checks.take(nodeId, checkId, findings);
  }

  #onCommit({ changes }: Commit): void {
    const marks = this.#store.view((tx) =>
      changes.flatMap((change) => this.#carriers.turned(change, tx)),
    );
    if (marks.length > 0) this.#version++;
    for (const mark of marks) this.#tell(mark);
    this.#withdraw(changes);
    for (const change of changes) {
      if (change.kind === "node" && isLost(change)) this.#withdrawals.lost(change.object.id);
    }
  }

  #tell(mark: Mark): void {
    const { nodes } = this.#carriers.on(mark.networkId);
    for (const nodeId of nodes) this.#watches.get(nodeId)?.watcher.mark(mark);
    // Which networks a node carries follows from its own attachments.
    if (mark.kind === "peer") this.#watches.get(mark.id)?.watcher.wake.set();
    // The first and the last published port bring the mesh up and down on every node.
    if (mark.kind === "service" && this.#carriers.on(mark.networkId).services.size <= 1) {
      for (const nodeId of nodes) this.#watches.get(nodeId)?.watcher.wake.set();
    }
  }

  /** Tasks that were told to stop are let go of first, by whoever may lead connections to them. */
  #withdraw(changes: readonly Change[]): void {
    const groups = new Map<string, string[]>();
    for (const change of changes) {
      if (change.kind !== "task" || !stops(change)) continue;
      const key = change.object.networks.map(({ network }) => network?.id ?? "").join(" ");
      const group = groups.get(key);
      if (group) group.push(change.object.id);
      else groups.set(key, [change.object.id]);
    }
    for (const [key, taskIds] of groups) {
      const nodeIds = key.split(" ").flatMap((networkId) => this.#watching(networkId));
      this.#withdrawals.hold(taskIds, nodeIds, this.#version);
    }
  }

  /** The nodes that were told of the network. */
  #watching(networkId: string): readonly string[] {
    return [...this.#carriers.on(networkId).nodes].filter(
      (nodeId) => this.#watches.get(nodeId)?.watcher.carries(networkId) === true,
    );
  }
}

/** A task that connections are led to is to stop from now on. */
function stops(change: ChangeOf<"task">): boolean {
  if (change.action !== "update") return false;
  const { object: task, previous } = change;
  return hasAddress(task) && isServing(previous) && !isServing(task) && isUp(task, previous);
}

function hasAddress({ networks }: Task): boolean {
  return networks.some(({ addresses }) => addresses.length > 0);
}

/** It has not ended by itself. */
function isUp(task: Task, previous: Task): boolean {
  return task.status?.state === previous.status?.state;
}

function isLost({ action, object }: ChangeOf<"node">): boolean {
  return action === "remove" || object.status?.state === NodeStatus_State.DOWN;
}
