import { OperationalError } from "../base/errors.ts";
import type { Store } from "../manager/store/store.ts";
import { NodeRole } from "../model/generated/types.ts";
import type { RaftStatus } from "../raft/status.ts";

/**
 * A manager goes on alone only when no majority is left: it would otherwise become a second swarm
 * beside the first, with the same name, nodes and keys.
 */
export function refuseToSplit({ raftId, leaderId, members }: RaftStatus): void {
  if (leaderId === undefined || members.length <= 1) return;
  const leader = members.find((member) => member.raftId === leaderId);
  const where =
    leaderId === raftId ? "this node leads it" : `node ${leader?.nodeId ?? ""} leads it`;
  throw new OperationalError(
    "failedPrecondition",
    `This swarm has not lost its quorum: ${where}, and ${members.length} managers belong to it. ` +
      "--force-new-cluster would split it in two. To take a manager out, demote it " +
      '("skein node demote NODE") or let it leave ("skein leave --force" there). If the others are ' +
      "to be given up all the same, stop them first, for ever",
  );
}

/**
 * Makes workers of the managers that were given up. One that comes back against expectation then
 * joins in again as a worker, and is no danger: promoting it is up to the operator.
 */
export async function demoteOthers(store: Store, ownId: string): Promise<void> {
  await store.update((tx) => {
    for (const node of tx.nodes.all()) {
      const { id, role, spec } = node;
      if (id === ownId || !spec) continue;
      if (role !== NodeRole.MANAGER && spec.desiredRole !== NodeRole.MANAGER) continue;
      const { WORKER } = NodeRole;
      tx.update("node", { ...node, role: WORKER, spec: { ...spec, desiredRole: WORKER } });
    }
  });
}
