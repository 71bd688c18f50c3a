import type { Clock } from "../../system/clock.ts";

/** For so long a task's stop waits at most for nodes to let go of it. */
export const WITHDRAWAL_LIMIT_MS = 2000;

/** Tasks that one commit told to stop, and the nodes that have yet to let go of them. */
interface Withdrawal {
  readonly version: number;
  readonly taskIds: readonly string[];
  readonly nodeIds: Set<string>;
  readonly cancel: () => void;
}

/**
 * Holds back that tasks are to stop until every node that leads connections to them has let go: the
 * task stops when nobody comes any more. No node is waited for longer than the limit.
 */
export class Withdrawals {
  readonly #clock: Clock;
  readonly #onRelease: (taskId: string) => void;
  readonly #held = new Map<string, Withdrawal>();
  readonly #byNode = new Map<string, Set<Withdrawal>>();

  constructor(clock: Clock, onRelease: (taskId: string) => void) {
    this.#clock = clock;
    this.#onRelease = onRelease;
  }

  isHeld(taskId: string): boolean {
    return this.#held.has(taskId);
  }

  /** Holds the tasks until each of the nodes is as far as `version`. */
  hold(taskIds: readonly string[], nodeIds: Iterable<string>, version: number): void {
    const waitsFor = new Set(nodeIds);
    if (waitsFor.size === 0 || taskIds.length === 0) return;
    const cancel = this.#clock.after(WITHDRAWAL_LIMIT_MS, () => this.#release(withdrawal));
    const withdrawal: Withdrawal = { version, taskIds, nodeIds: waitsFor, cancel };
    for (const taskId of taskIds) this.#held.set(taskId, withdrawal);
    for (const nodeId of waitsFor) {
      const known = this.#byNode.get(nodeId) ?? new Set<Withdrawal>();
      this.#byNode.set(nodeId, known.add(withdrawal));
    }
  }

  /** Everything up to `version` is in force on the node. */
  applied(nodeId: string, version: number): void {
    for (const withdrawal of [...(this.#byNode.get(nodeId) ?? [])]) {
      if (withdrawal.version <= version) this.#letGo(withdrawal, nodeId);
    }
  }

  /** The node is down or gone: nobody waits for it any more. */
  lost(nodeId: string): void {
    this.applied(nodeId, Infinity);
  }

  /** Holds nothing any more, and tells nobody. */
  close(): void {
    for (const { cancel } of this.#held.values()) cancel();
    this.#held.clear();
    this.#byNode.clear();
  }

  #letGo(withdrawal: Withdrawal, nodeId: string): void {
    this.#forget(withdrawal, nodeId);
    withdrawal.nodeIds.delete(nodeId);
    if (withdrawal.nodeIds.size === 0) this.#release(withdrawal);
  }

  #forget(withdrawal: Withdrawal, nodeId: string): void {
    const known = this.#byNode.get(nodeId);
    known?.delete(withdrawal);
    if (known?.size === 0) this.#byNode.delete(nodeId);
  }

  #release(withdrawal: Withdrawal): void {
    withdrawal.cancel();
    for (const nodeId of withdrawal.nodeIds) this.#forget(withdrawal, nodeId);
    for (const taskId of withdrawal.taskIds) {
      if (this.#held.get(taskId) === withdrawal && this.#held.delete(taskId)) {
        this.#onRelease(taskId);
      }
    }
  }
}
