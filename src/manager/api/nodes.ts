import { withBlacklisted } from "../../model/blacklist.ts";
import {
  NodeRole,
  NodeSpec_Availability,
  NodeStatus_State,
  RaftMemberStatus_Reachability,
  TaskState,
  makeGetNodeResponse,
  makeListNodesResponse,
  makeManagerStatus,
  makeRemoveNodeResponse,
  makeTaskStatus,
  makeUpdateNodeResponse,
  type ListNodesRequest_Filters,
  type Node,
  type NodeSpec,
} from "../../model/generated/types.ts";
import { durationMs, timestampOf } from "../../model/time.ts";
import { serve, type Route } from "../../system/rpc.ts";
import { ControlService } from "../../wire/generated/services.ts";
import type { ReadTx, WriteTx } from "../store/store.ts";
import type { ControlDeps, ManagerMember } from "./control-deps.ts";
import { anyOf, hasLabels, labelsOf, matchesCommon } from "./filters.ts";
import { checkVersion, invalid, notFound, precondition } from "./refuse.ts";

/** Tasks written in one transaction when a node goes: an entry of the log has a limit. */
const TASKS_PER_WRITE = 200;
const DEFAULT_VALIDITY_MS = 90 * 24 * 3_600_000;

/** Nodes: looked at, changed and removed. */
export function nodeRoutes(deps: ControlDeps): readonly Route[] {
  const { store } = deps;
  return [
    serve(ControlService.GetNode, async ({ nodeId }) =>
      makeGetNodeResponse({ node: shownNode(deps, nodeId) }),
    ),
    serve(ControlService.ListNodes, async ({ filters }) => {
      const members = membersById(deps.members());
      const nodes = store
        .view((tx) => tx.nodes.all())
        .filter((node) => matches(node, filters))
        .map((node) => withManagerStatus(node, members));
      return makeListNodesResponse({ nodes });
    }),
    serve(ControlService.UpdateNode, async ({ nodeId, nodeVersion, spec }) => {
      if (!spec) invalid("spec: a node spec must be provided");
      await store.update((tx) => {
        const node = tx.nodes.get(nodeId) ?? notFound("node", nodeId);
        checkVersion(nodeVersion, node.meta);
        if (isDemotion(node, spec)) checkDemotion(tx, node, deps.members());
        tx.update("node", { ...node, spec });
      });
      return makeUpdateNodeResponse({ node: shownNode(deps, nodeId) });
    }),
    serve(ControlService.RemoveNode, async ({ nodeId, force }) => {
      await removeNode(deps, nodeId, { force });
      return makeRemoveNodeResponse();
    }),
  ];
}

function shownNode({ store, members }: ControlDeps, id: string): Node {
  const node = store.view((tx) => tx.nodes.get(id)) ?? notFound("node", id);
  return withManagerStatus(node, membersById(members()));
}

function membersById(members: readonly ManagerMember[]): ReadonlyMap<string, ManagerMember> {
  return new Map(members.map((member) => [member.nodeId, member]));
}

/** Where a manager stands in consensus is raft's to say, at the moment it is asked. */
function withManagerStatus(node: Node, members: ReadonlyMap<string, ManagerMember>): Node {
  const member = members.get(node.id);
  if (!member) return { ...node, managerStatus: undefined };
  const { raftId, address, leader, reachable } = member;
  const reachability = reachable
    ? RaftMemberStatus_Reachability.REACHABLE
    : RaftMemberStatus_Reachability.UNREACHABLE;
  return {
    ...node,
    managerStatus: makeManagerStatus({ raftId, addr: address, leader, reachability }),
  };
}

function matches(node: Node, filters: ListNodesRequest_Filters | undefined): boolean {
  if (!filters) return true;
  const hostname = node.description?.hostname ?? "";
  const engineLabels = node.description?.engine?.labels ?? {};
  return (
    matchesCommon(filters, node.id, hostname, engineLabels) &&
    hasLabels(labelsOf(node.spec?.annotations), filters.nodeLabels) &&
    anyOf(filters.memberships, (membership) => membership === node.spec?.membership) &&
    anyOf(filters.roles, (role) => role === node.role)
  );
}

function isDemotion(node: Node, spec: NodeSpec): boolean {
  return node.spec?.desiredRole === NodeRole.MANAGER && spec.desiredRole === NodeRole.WORKER;
}

function checkDemotion(tx: ReadTx, node: Node, members: readonly ManagerMember[]): void {
  const managers = tx.nodes.all().filter(({ spec }) => spec?.desiredRole === NodeRole.MANAGER);
  if (managers.length <= 1) precondition("attempting to demote the last manager of the swarm");
  const voters = members.filter(({ learner }) => !learner);
  const rest = voters.filter(({ nodeId }) => nodeId !== node.id);
  if (rest.length === voters.length) return; // It has no vote yet.
  const unreachable = rest.filter((member) => !member.reachable);
  const reachable = rest.length - unreachable.length;
  const needed = Math.floor(rest.length / 2) + 1;
  if (reachable >= needed) return;
  const missing = unreachable.map(({ nodeId }) => nameOf(tx, nodeId)).join(", ");
  precondition(
    "can't remove member from the raft: this would result in a loss of quorum " +
      `(of the ${rest.length} managers that would remain ${reachable} can be reached and ${needed} ` +
      `are needed; not reachable: ${missing}. Start them again, or demote those first)`,
  );
}

/** What people call a node. */
function nameOf(tx: ReadTx, nodeId: string): string {
  const hostname = tx.nodes.get(nodeId)?.description?.hostname ?? "";
  return hostname === "" ? nodeId : hostname;
}

/**
 * Its tasks first, some at a time, then the node: cut short, it can be asked for again. A node of
 * many tasks is drained meanwhile, or the scheduler would give it new ones as fast as they go.
 */
async function removeNode(
  { store, clock, members }: ControlDeps,
  nodeId: string,
  { force }: { readonly force: boolean },
): Promise<void> {
  let more = true;
  while (more) {
    more = await store.update((tx) => {
      const node = tx.nodes.get(nodeId) ?? notFound("node", nodeId);
      checkRemovable(node, members(), { force });
      if (orphanSome(tx, nodeId, clock.wallMs()) === "more") {
        const { DRAIN: availability } = NodeSpec_Availability;
        if (node.spec) tx.update("node", { ...node, spec: { ...node.spec, availability } });
        return true;
      }
      revoke(tx, nodeId, clock.wallMs());
      tx.remove("node", nodeId);
      return false;
    });
  }
}

function checkRemovable(
  { id, status }: Node,
  members: readonly ManagerMember[],
  { force }: { readonly force: boolean },
): void {
  if (members.some(({ nodeId }) => nodeId === id)) {
    precondition(
      `node ${id} is a cluster manager and is a member of the raft cluster. ` +
        "It must be demoted to worker before removal",
    );
  }
  if (!force && status?.state === NodeStatus_State.READY) {
    precondition(`node ${id} is not down and can't be removed`);
  }
}

/** Gives up tasks of the node that nobody is left to report on: all, or as many as one entry takes. */
function orphanSome(tx: WriteTx, nodeId: string, nowMs: number): "more" | "all" {
  const tasks = tx.tasks
    .onNode(nodeId)
    .filter(({ status }) => (status?.state ?? 0) < TaskState.COMPLETE);
  for (const task of tasks.slice(0, TASKS_PER_WRITE)) {
    tx.update("task", {
      ...task,
      status: makeTaskStatus({
        timestamp: timestampOf(nowMs),
        state: TaskState.ORPHANED,
        message: "Task belonged to a node that has been deleted",
      }),
    });
  }
  return tasks.length > TASKS_PER_WRITE ? "more" : "all";
}

/** No certificate of the node counts any more; none was issued to it that outlives these. */
function revoke(tx: WriteTx, nodeId: string, nowMs: number): void {
  const cluster = tx.clusters.all()[0];
  if (!cluster) return;
  const validityMs = durationMs(cluster.spec?.caConfig?.nodeCertExpiry, DEFAULT_VALIDITY_MS);
  tx.update("cluster", withBlacklisted(cluster, nodeId, { notAfterMs: nowMs + validityMs, nowMs }));
}
