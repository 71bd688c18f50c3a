import { TaskState, makeTaskStatus } from "../../model/generated/types.ts";
import { timestampOf } from "../../model/time.ts";
import { findMisfits } from "../orchestrator/enforce.ts";
import { ENFORCER_MESSAGE } from "../orchestrator/restart.ts";
import type { LoopDeps } from "./loop-deps.ts";
import { MAX_WRITES, type Reconciler } from "./reconciler.ts";

/**
 * Tasks that their node may no longer hold, because it changed, are rejected in the agent's stead;
 * restarting then places them elsewhere.
 */
export function enforcement({ clock }: LoopDeps): Reconciler {
  return {
    name: "enforcement",

    all: (tx) => tx.nodes.all().map(({ id }) => id),

    concerns(change) {
      if (change.kind !== "node" || change.action !== "update") return [];
      const { object: after, previous: before } = change;
      const alike =
        after.spec === before.spec &&
        after.description === before.description &&
        after.role === before.role &&
        after.status?.addr === before.status?.addr;
      return alike ? [] : [after.id];
    },

    reconcile(tx, nodeId) {
      const node = tx.nodes.get(nodeId);
      if (!node) return undefined;
      const misfits = findMisfits(node, tx.tasks.onNode(nodeId), (id) => tx.services.get(id));
      for (const task of misfits.slice(0, MAX_WRITES)) {
        tx.update("task", {
          ...task,
          status: makeTaskStatus({
            ...task.status,
            state: TaskState.REJECTED,
            timestamp: timestampOf(clock.wallMs()),
            message: ENFORCER_MESSAGE,
            err: "assigned node no longer meets constraints", // Source: swarmkit constraintenforcer.
          }),
        });
      }
      return misfits.length > MAX_WRITES ? 0 : undefined;
    },
  };
}
