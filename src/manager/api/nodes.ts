import { withBlacklisted } from "../../model/blacklist.ts";
import {
  NodeRole,
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
import { timestampOf } from "../../model/time.ts";
import { serve, type Route } from "../../system/rpc.ts";
import { ControlService } from "../../wire/generated/services.ts";
import type { ReadTx, WriteTx } from "../store/store.ts";
import type { ControlDeps, ManagerMember } from "./control-deps.ts";
import { anyOf, hasLabels, labelsOf, matchesCommon } from "./filters.ts";
import { checkVersion, invalid, notFound, precondition } from "./refuse.ts";

/** Tasks written in one transaction when a node goes: an entry of the log has a limit. */
const TASKS_PER_WRITE = 200;

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
  const rest = members.filter(({ nodeId }) => nodeId !== node.id);
  if (rest.length === members.length) return; // It takes no part in consensus yet.
  const reachable = rest.filter((member) => member.reachable).length;
  if (reachable < Math.floor(rest.length / 2) + 1) {
    precondition(
      "can't remove member from the raft: this would result in a loss of quorum " +
        `(${reachable} of the ${rest.length} managers that would remain can be reached)`,
    );
  }
}

/**
 * Its tasks first, some at a time, then the node: cut short, it can be asked for again.
 */
async function removeNode(
  { store, clock, members }: ControlDeps,
  nodeId: string,
  { force }: { readonly force: boolean },
): Promise<void> {
  const check = (tx: ReadTx): Node => {
    const node = tx.nodes.get(nodeId) ?? notFound("node", nodeId);
    if (members().some((member) => member.nodeId === nodeId)) {
      precondition(
        `node ${nodeId} is a cluster manager and is a member of the raft cluster. ` +
          "It must be demoted to worker before removal",
      );
    }
    if (!force && node.status?.state === NodeStatus_State.READY) {
      precondition(`node ${nodeId} is not down and can't be removed`);
    }
    return node;
  };
  store.view(check);
  let more = true;
  while (more) {
    more = await store.update((tx) => {
      const node = check(tx);
      if (orphan(tx, nodeId, clock.wallMs())) return true;
      revoke(tx, node, clock.wallMs());
      tx.remove("node", nodeId);
      return false;
    });
  }
}

/** Gives up some of the node's tasks: nobody is left to report on them. False when none is left. */
function orphan(tx: WriteTx, nodeId: string, nowMs: number): boolean {
  const tasks = tx.tasks
    .onNode(nodeId)
    .filter(({ status }) => (status?.state ?? 0) < TaskState.COMPLETE)
    .slice(0, TASKS_PER_WRITE);
  for (const task of tasks) {
    tx.update("task", {
      ...task,
      status: makeTaskStatus({
        ...task.status,
        timestamp: timestampOf(nowMs),
        state: TaskState.ORPHANED,
        message: "Task belonged to a node that has been deleted",
      }),
    });
  }
  return tasks.length > 0;
}

function revoke(tx: WriteTx, node: Node, nowMs: number): void {
  const cluster = tx.clusters.all()[0];
  if (!cluster || !node.certificate) return;
  const validityMs = (cluster.spec?.caConfig?.nodeCertExpiry?.seconds ?? 0) * 1000;
  // Nothing valid was issued to it later than now.
  const notAfterMs = nowMs + validityMs;
  tx.update("cluster", withBlacklisted(cluster, node.id, { notAfterMs, nowMs }));
}
