import { OperationalError } from "../base/errors.ts";
import { NodeRole } from "../model/generated/types.ts";
import type { Identity, Method } from "../system/rpc.ts";

/** Why a node that was removed may do nothing; the node itself looks for it. */
export const NODE_REMOVED = "the node was removed from this cluster";

export interface AuthorizationRule {
  /** The cluster's id: a certificate of any other organization is a stranger's. */
  readonly organization: string;
  /** Whether a node was removed from the cluster; its certificate may still be valid. */
  readonly isRemoved: (nodeId: string) => boolean;
}

/**
 * Refuses a call that its caller's certificate does not allow; says which role it takes, or, where
 * there is no caller, `whyNobody`.
 */
export function authorize(
  method: Pick<Method<unknown, unknown>, "path" | "authorized">,
  caller: Identity | undefined,
  { organization, isRemoved }: AuthorizationRule,
  whyNobody = "no certificate was presented",
): void {
  if (method.authorized === "anyone") return;
  const refuse = (reason: string): never => {
    throw new OperationalError("permissionDenied", `Permission denied: ${method.path}: ${reason}`);
  };
  if (!caller) return refuse(whyNobody);
  if (caller.organization !== organization) return refuse("the certificate is of another cluster");
  if (isRemoved(caller.nodeId)) return refuse(NODE_REMOVED);
  if (!method.authorized.includes(caller.role)) {
    const wanted = method.authorized.includes(NodeRole.WORKER) ? "a node" : "a manager";
    return refuse(`the certificate is a worker's, and only ${wanted} may call this`);
  }
  return undefined;
}
