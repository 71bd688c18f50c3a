import { OperationalError } from "../../base/errors.ts";
import { IssuanceStatus_State } from "../../model/generated/types.ts";
import type { Certificate, Node } from "../../model/generated/types.ts";
import { childOf } from "../../system/deadline.ts";
import { Wake } from "../../system/wake.ts";
import type { Change, Store } from "../store/store.ts";

/** Lets callers wait for what becomes of a node's request, at no cost for the others. */
export class Issuances {
  readonly #store: Store;
  readonly #waiters = new Map<string, Set<Wake>>();

  constructor(store: Store) {
    this.#store = store;
  }

  /** Tells those who wait for the node. */
  onChange(change: Change): void {
    if (change.kind !== "node") return;
    for (const wake of this.#waiters.get(change.object.id) ?? []) wake.set();
  }

  /** The node's certificate, once nothing more will happen to its request. */
  async settled(
    nodeId: string,
    caller: AbortSignal,
    leadership: AbortSignal,
  ): Promise<Certificate | undefined> {
    const wake = new Wake();
    const wakes = this.#waiters.get(nodeId) ?? new Set();
    this.#waiters.set(nodeId, wakes.add(wake));
    const { controller, release } = childOf(caller);
    const onEnd = (): void => controller.abort();
    leadership.addEventListener("abort", onEnd, { once: true });
    try {
      for (;;) {
        const node = this.#store.view((tx) => tx.nodes.get(nodeId));
        if (node === undefined) throw unknownNode(nodeId);
        if (isSettled(node)) return node.certificate;
        await wake.wait(controller.signal);
        if (leadership.aborted) throw new OperationalError("unavailable", "Leadership was lost");
        if (caller.aborted) throw new OperationalError("cancelled", "The caller went away");
      }
    } finally {
      leadership.removeEventListener("abort", onEnd);
      release();
      wakes.delete(wake);
      if (wakes.size === 0) this.#waiters.delete(nodeId);
    }
  }
}

function isSettled({ certificate }: Node): boolean {
  switch (certificate?.status?.state) {
    case IssuanceStatus_State.ISSUED:
    case IssuanceStatus_State.FAILED:
    case IssuanceStatus_State.ROTATE:
      return true;
    default:
      return false;
  }
}

function unknownNode(nodeId: string): OperationalError {
  return new OperationalError("notFound", `Node ${nodeId} is not part of this cluster`);
}
