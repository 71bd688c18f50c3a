import { deepEqual } from "../../base/deep-equal.ts";
import { OperationalError } from "../../base/errors.ts";
import { NodeStatus_State, TaskState, makeNodeStatus } from "../../model/generated/types.ts";
import type { Node, NodeDescription, NodeStatus } from "../../model/generated/types.ts";
import { timestampOf } from "../../model/time.ts";
import type { ReadTx, Store } from "../store/store.ts";

// What the dispatcher writes about nodes. Every function resolves once its change is committed.

/** What an agent said about its node when it registered. */
export interface Registration {
  readonly nodeId: string;
  readonly description: NodeDescription | undefined;
  /** The address the agent called from, without the port. */
  readonly address: string;
}

/**
 * The node is there. A first registration is always written, for the commit proves that this
 * manager still leads: a deposed one that does not know it yet must not tell agents what to run.
 */
export async function writeReady(store: Store, registration: Registration): Promise<void> {
  await store.update((tx) => {
    const node = mustKnow(tx, registration.nodeId);
    tx.update("node", registered(node, registration));
  });
}

/** The agent of a session came back: nothing is written that the cluster knows already. */
export async function refreshReady(store: Store, registration: Registration): Promise<void> {
  const stored = store.view((tx) => mustKnow(tx, registration.nodeId));
  if (!deepEqual(registered(stored, registration), stored)) await writeReady(store, registration);
}

function registered(node: Node, { description, address }: Registration): Node {
  const status = makeNodeStatus({ state: NodeStatus_State.READY, addr: address });
  return { ...node, status, description: description ?? node.description };
}

/** The node, which a call is about. Throws `notFound`. */
export function mustKnow(tx: ReadTx, nodeId: string): Node {
  const node = tx.nodes.get(nodeId);
  if (node !== undefined) return node;
  throw new OperationalError("notFound", `Node ${nodeId} is not part of this cluster`);
}

/** Nodes written in one transaction. */
const NODES_PER_WRITE = 200;

/**
 * Gives the nodes a state, unless `still` says at the last moment that it is not so any more: an
 * agent may have come back while its node's death was waiting to be written.
 */
export async function writeState(
  store: Store,
  nodeIds: readonly string[],
  status: Pick<NodeStatus, "state" | "message">,
  still: (nodeId: string) => boolean,
): Promise<void> {
  for (let from = 0; from < nodeIds.length; from += NODES_PER_WRITE) {
    const part = nodeIds.slice(from, from + NODES_PER_WRITE);
    await store.update((tx) => {
      for (const nodeId of part) {
        const node = tx.nodes.get(nodeId);
        if (node === undefined || !still(nodeId) || node.status?.state === status.state) continue;
        tx.update("node", { ...node, status: { ...(node.status ?? makeNodeStatus()), ...status } });
      }
    });
  }
}

/** Tasks written in one transaction. */
const TASKS_PER_WRITE = 200;

/** Gives up the tasks of a node that has been down for too long. */
export async function orphanTasks(
  store: Store,
  nodeId: string,
  by: { readonly managerId: string; readonly wallMs: number },
): Promise<number> {
  const isLost = (state: TaskState | undefined): boolean =>
    state !== undefined && state >= TaskState.ASSIGNED && state <= TaskState.RUNNING;
  const lost = store.view((tx) =>
    tx.tasks.onNode(nodeId).filter(({ status }) => isLost(status?.state)),
  );
  const timestamp = timestampOf(by.wallMs);
  for (let from = 0; from < lost.length; from += TASKS_PER_WRITE) {
    const part = lost.slice(from, from + TASKS_PER_WRITE);
    await store.update((tx) => {
      for (const { id } of part) {
        const task = tx.tasks.get(id);
        if (task?.status === undefined || !isLost(task.status.state)) continue;
        const status = {
          ...task.status,
          state: TaskState.ORPHANED,
          message: "task's node has been down for too long",
          timestamp,
          appliedBy: by.managerId,
          appliedAt: timestamp,
        };
        tx.update("task", { ...task, status });
      }
    });
  }
  return lost.length;
}
