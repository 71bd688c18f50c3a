import type { NodeStatus } from "../api/node-control.ts";
import type { Member } from "./member.ts";
import { LOCKED } from "./refusals.ts";

const OUTSIDE: NodeStatus = {
  localState: "inactive",
  nodeId: "",
  clusterId: "",
  nodeAddress: "",
  controlAvailable: false,
  error: "",
  remoteManagers: [],
};

/** What this node is to its cluster, as `info` shows it. */
export function statusOf(member: Member | undefined, error: string, isLocked: boolean): NodeStatus {
  if (isLocked) return { ...OUTSIDE, localState: "locked", error: LOCKED };
  if (!member) return error === "" ? OUTSIDE : { ...OUTSIDE, localState: "error", error };
  const { state, manager, fault, managers } = member;
  const failed = error !== "" || (fault !== "" && !manager);
  const known =
    managers.length > 0 ? managers : state.managers.map((address) => ({ nodeId: "", address }));
  return {
    localState: failed ? "error" : state.phase === "joining" ? "pending" : "active",
    nodeId: state.nodeId,
    clusterId: state.clusterId,
    nodeAddress: state.advertiseAddress.replace(/:\d+$/, "").replace(/^\[|\]$/g, ""),
    controlAvailable: manager !== undefined,
    error: error || (manager ? "" : fault),
    remoteManagers: known,
  };
}
