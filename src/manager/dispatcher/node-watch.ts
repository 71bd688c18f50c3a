import { NodeStatus_State } from "../../model/generated/types.ts";
import type { Node } from "../../model/generated/types.ts";
import { timestampMs } from "../../model/time.ts";
import type { Clock } from "../../system/clock.ts";
import type { Log } from "../../system/log.ts";
import { together } from "../../system/together.ts";
import { Wake } from "../../system/wake.ts";
import type { Store } from "../store/store.ts";
import { Liveness } from "./liveness.ts";
import { orphanTasks, writeState } from "./node-writes.ts";
import type { DispatcherOptions } from "./options.ts";

export interface NodeWatchDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** The manager that writes. */
  readonly nodeId: string;
  readonly stallMs: () => number;
  readonly isLost: (nodeId: string) => boolean;
  readonly options: DispatcherOptions;
  /** How often agents beat at the moment. */
  readonly periodMs: () => number;
  /** A node is taken for dead from now on. */
  readonly onDown: (nodeId: string) => void;
}

/** How often nodes that are down are looked at for tasks to give up. */
const ORPHAN_CHECK_MS = 60_000;

/** How long the machine of a silent manager has, from when that is seen. */
const LOST_GRACE_MS = 500;

/** How long to wait before a write that failed is tried again. */
const RETRY_MS = 500;

const UNKNOWN = {
  state: NodeStatus_State.UNKNOWN,
  message: "waiting for the node after a change of leader",
};
const DOWN = { state: NodeStatus_State.DOWN, message: "heartbeat failure" };

/**
 * Decides which nodes are dead, and writes what follows.
 *
 * A new leader has heard of nobody. Nodes that were down stay so until they register; the others
 * get longer than after a lost beat, for their agents may have tried in vain for a while. Only the
 * machine that led before is gone for certain when its manager is silent as well. A node that
 * comes back soon never changes its state, so a change of leader by itself flaps nothing.
 */
export class NodeWatch {
  readonly #deps: NodeWatchDeps;
  readonly #liveness: Liveness;
  /** Nodes that were there under the last leader, and that this one has not heard of. */
  readonly #missing = new Set<string>();
  /** When nodes went down, in monotonic time. */
  readonly #downSinceMs = new Map<string, number>();
  readonly #unwritten = new Set<string>();
  readonly #wake = new Wake();

  constructor(deps: NodeWatchDeps) {
    this.#deps = deps;
    this.#liveness = new Liveness(deps.clock, deps.stallMs, (nodeId) => this.#onSilent(nodeId));
  }

  /** The agent of the node spoke. */
  heard(nodeId: string): void {
    this.#liveness.expect(nodeId, this.#silenceMs());
    this.#missing.delete(nodeId);
    this.#downSinceMs.delete(nodeId);
  }

  /** The connection to the node's agent broke. */
  disconnected(nodeId: string): void {
    this.#liveness.hasten(nodeId, this.#deps.options.reconnectGraceMs);
  }

  /** The node is no part of the cluster any more. */
  forget(nodeId: string): void {
    this.#liveness.forget(nodeId);
    this.#missing.delete(nodeId);
    this.#downSinceMs.delete(nodeId);
  }

  async run(signal: AbortSignal): Promise<void> {
    try {
      this.#takeOver();
      await together(signal, [
        (inner) => this.#awaitMissing(inner),
        (inner) => this.#markDown(inner),
        (inner) => this.#giveUpTasks(inner),
      ]);
    } finally {
      this.#liveness.clear();
    }
  }

  #silenceMs(): number {
    return this.#deps.periodMs() * this.#deps.options.missedBeats;
  }

  #takeOver(): void {
    const { store, clock } = this.#deps;
    for (const { id, status, meta } of store.view((tx) => tx.nodes.all())) {
      if (status?.state === NodeStatus_State.DOWN) {
        // The moment is not recorded: it went down when it was last written, or before.
        const sinceWallMs = timestampMs(meta?.updatedAt) || clock.wallMs();
        const agoMs = Math.max(0, clock.wallMs() - sinceWallMs);
        this.#downSinceMs.set(id, clock.monotonicMs() - agoMs);
      } else {
        this.#missing.add(id);
        this.#liveness.expect(id, this.#silenceMs() * this.#deps.options.unknownGraceFactor);
      }
    }
  }

  #onSilent(nodeId: string): void {
    this.#missing.delete(nodeId);
    this.#downSinceMs.set(nodeId, this.#deps.clock.monotonicMs());
    this.#unwritten.add(nodeId);
    this.#wake.set();
    this.#deps.onDown(nodeId);
  }

  /** Says of nodes that do not come back that nobody knows, until they do or are silent for too long. */
  async #awaitMissing(signal: AbortSignal): Promise<void> {
    const { clock, options, isLost } = this.#deps;
    while (this.#missing.size > 0) {
      await clock.sleep(options.unknownAfterMs, signal);
      if (signal.aborted) return;
      for (const nodeId of this.#missing) {
        if (isLost(nodeId)) this.#liveness.hasten(nodeId, LOST_GRACE_MS);
      }
      await this.#writeUnknown(signal);
    }
  }

  async #writeUnknown(signal: AbortSignal): Promise<void> {
    const { store, log } = this.#deps;
    try {
      const isUnwritten = ({ id, status }: Node): boolean =>
        this.#missing.has(id) && status?.state !== UNKNOWN.state;
      const nodes = store.view((tx) => tx.nodes.all()).filter(isUnwritten);
      const ids = nodes.map(({ id }) => id);
      if (ids.length === 0) return;
      await writeState(store, ids, UNKNOWN, (nodeId) => this.#missing.has(nodeId));
    } catch (error) {
      // They are found silent all the same when their time is over.
      if (!signal.aborted) log.warn("nodes not marked unknown", { error });
    }
  }

  async #markDown(signal: AbortSignal): Promise<void> {
    const { store, clock, log } = this.#deps;
    for (;;) {
      await this.#wake.wait(signal);
      if (signal.aborted) return;
      const nodeIds = [...this.#unwritten];
      this.#unwritten.clear();
      try {
        await writeState(store, nodeIds, DOWN, (nodeId) => this.#downSinceMs.has(nodeId));
        for (const nodeId of nodeIds) log.warn("node down", { nodeId });
      } catch (error) {
        if (signal.aborted) return;
        log.warn("nodes not marked down", { count: nodeIds.length, retryInMs: RETRY_MS, error });
        for (const nodeId of nodeIds) this.#unwritten.add(nodeId);
        await clock.sleep(RETRY_MS, signal);
        this.#wake.set();
      }
    }
  }

  async #giveUpTasks(signal: AbortSignal): Promise<void> {
    const { store, clock, log, nodeId: managerId, options } = this.#deps;
    for (;;) {
      await clock.sleep(ORPHAN_CHECK_MS, signal);
      if (signal.aborted) return;
      for (const [nodeId, sinceMs] of [...this.#downSinceMs]) {
        if (clock.monotonicMs() - sinceMs < options.orphanAfterMs) continue;
        try {
          const count = await orphanTasks(store, nodeId, { managerId, wallMs: clock.wallMs() });
          if (count > 0) log.warn("tasks of a dead node given up", { nodeId, count });
        } catch (error) {
          if (signal.aborted) return;
          log.warn("tasks of a dead node not given up", { nodeId, error });
        }
      }
    }
  }
}
