import { NodeRole } from "../../model/generated/types.ts";
import type { Node } from "../../model/generated/types.ts";
import type { Clock } from "../../system/clock.ts";
import type { Log } from "../../system/log.ts";
import { Wake } from "../../system/wake.ts";
import type { Change, Store } from "../store/store.ts";

/** Raft's membership, as far as changing roles needs it. */
export interface Membership {
  /** Every member of the group, this one included. */
  members(): readonly { readonly nodeId: string; readonly raftId: bigint }[];
  /** Why those that remain could not go on without it; undefined when they can. */
  whyNotRemove(raftId: bigint): string | undefined;
  /** Resolves once the removal is committed. */
  remove(raftId: bigint, signal: AbortSignal): Promise<void>;
  /** Hands leadership to another member. */
  transferLeadership(signal: AbortSignal): Promise<void>;
}

export interface RoleReconciliationDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  /** This manager's node. */
  readonly nodeId: string;
  readonly membership: Membership;
}

/** What could not be done, or was not told of, is looked at again this often. Source: swarmkit. */
const LOOK_AGAIN_MS = 5_000;
/** While something is known to be undone. */
const RETRY_MS = 1_000;

/**
 * While this manager leads: gives nodes the roles their specs ask for.
 *
 * A node is promoted by its role alone: it then gets a manager's certificate and joins the group
 * by itself. To demote one, its member leaves the group first, and only then does its role allow
 * no more than a worker's certificate. A leader that is to be demoted hands its leadership on and
 * leaves the rest to its successor. Members whose node is gone, or is a worker, are removed as well.
 * Source: swarmkit manager/role_manager.go.
 */
export async function runRoleReconciliation(
  deps: RoleReconciliationDeps,
  signal: AbortSignal,
): Promise<void> {
  const { store, clock } = deps;
  const wake = new Wake();
  const unsubscribe = store.onCommit(({ changes }) => {
    if (changes.some(mayMatter)) wake.set();
  });
  try {
    while (!signal.aborted) {
      const done = await reconcileRoles(deps, signal);
      const cancel = clock.after(done ? LOOK_AGAIN_MS : RETRY_MS, () => wake.set());
      await wake.wait(signal);
      cancel();
    }
  } finally {
    unsubscribe();
  }
}

function mayMatter(change: Change): boolean {
  if (change.kind !== "node") return false;
  return change.action === "remove" || wantsAnotherRole(change.object);
}

/** Nodes on their way to another role are looked after by what changes it. */
function mayBeMember(node: Node): boolean {
  return node.role === NodeRole.MANAGER || wantsAnotherRole(node);
}

function wantsAnotherRole({ spec, role }: Node): boolean {
  return spec !== undefined && spec.desiredRole !== role;
}

/** One pass. False when something is left to be done. */
async function reconcileRoles(deps: RoleReconciliationDeps, signal: AbortSignal): Promise<boolean> {
  const { store, log, nodeId: ownId, membership } = deps;
  const nodes = store.view((tx) => tx.nodes.all());
  const entitled = new Set(nodes.flatMap((node) => (mayBeMember(node) ? node.id : [])));
  let done = true;
  const attempt = async (nodeId: string, work: () => Promise<boolean>): Promise<void> => {
    if (signal.aborted) return;
    try {
      if (!(await work())) done = false;
    } catch (error) {
      done = false;
      if (!signal.aborted) log.warn("role not changed yet", { nodeId, error });
    }
  };

  // Itself last: with that its leadership ends.
  const changing = nodes.filter(wantsAnotherRole);
  const ordered = [
    ...changing.filter(({ id }) => id !== ownId),
    ...changing.filter(({ id }) => id === ownId),
  ];
  for (const node of ordered) {
    await attempt(node.id, () =>
      node.spec?.desiredRole === NodeRole.MANAGER
        ? setRole(deps, node.id, NodeRole.MANAGER)
        : demote(deps, node.id, signal),
    );
  }
  for (const { nodeId } of membership.members()) {
    if (entitled.has(nodeId) || nodeId === ownId) continue;
    await attempt(nodeId, () => leaveGroup(deps, nodeId, signal));
  }
  return done;
}

async function demote(
  deps: RoleReconciliationDeps,
  nodeId: string,
  signal: AbortSignal,
): Promise<boolean> {
  const left = await leaveGroup(deps, nodeId, signal);
  return left && (await setRole(deps, nodeId, NodeRole.WORKER));
}

/** Removes the node's member from the group, if it has one; false when that must wait. */
async function leaveGroup(
  { membership, nodeId: ownId, log }: RoleReconciliationDeps,
  nodeId: string,
  signal: AbortSignal,
): Promise<boolean> {
  const member = membership.members().find((each) => each.nodeId === nodeId);
  if (member === undefined) return true;
  if (nodeId === ownId) {
    log.info("handing on leadership: this node is to be a worker", { nodeId });
    await membership.transferLeadership(signal);
    return false;
  }
  const reason = membership.whyNotRemove(member.raftId);
  if (reason !== undefined) {
    log.warn("member not removed: the managers would lose their quorum", { nodeId, reason });
    return false;
  }
  await membership.remove(member.raftId, signal);
  return true;
}

/** Writes the role, if the spec still asks for it. */
async function setRole(
  { store, log }: RoleReconciliationDeps,
  nodeId: string,
  role: NodeRole,
): Promise<boolean> {
  await store.update((tx) => {
    const node = tx.nodes.get(nodeId);
    if (node?.spec?.desiredRole !== role || node.role === role) return;
    tx.update("node", { ...node, role });
  });
  log.info("role changed", { nodeId, role: role === NodeRole.MANAGER ? "manager" : "worker" });
  return true;
}
