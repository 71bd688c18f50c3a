import { OperationalError } from "../../base/errors.ts";
import {
  IssuanceStatus_State,
  NodeRole,
  NodeSpec_Membership,
  makeAnnotations,
  makeCertificate,
  makeIssuanceStatus,
  makeNode,
  makeNodeSpec,
  makeNodeStatus,
} from "../../model/generated/types.ts";
import type { Cluster, JoinTokens, NodeSpec_Availability } from "../../model/generated/types.ts";
import type { ReadTx, WriteTx } from "../store/store.ts";

/** The role that a join token admits to. Any other text is refused. */
export function roleOfToken(tokens: JoinTokens | undefined, token: string): NodeRole {
  // Both are always compared, so that time tells nothing of either.
  const isManager = sameSecret(tokens?.manager ?? "", token);
  const isWorker = sameSecret(tokens?.worker ?? "", token);
  if (isManager) return NodeRole.MANAGER;
  if (isWorker) return NodeRole.WORKER;
  // Docker's tools look for this text. Source: swarmkit ca/server.go.
  throw new OperationalError(
    "invalidArgument",
    "A valid join token is necessary to join this cluster",
  );
}

/** Compares in a time that depends on the lengths only. An empty secret is nobody's. */
function sameSecret(secret: string, guess: string): boolean {
  let difference = secret.length ^ guess.length;
  for (let index = 0; index < secret.length; index++) {
    difference |= secret.charCodeAt(index) ^ (guess.charCodeAt(index) || 0);
  }
  return difference === 0 && secret.length > 0;
}

/** Who wants to join, and with what. */
export interface Joiner {
  /** Made for it; nothing else has it yet. */
  readonly nodeId: string;
  readonly csr: Uint8Array;
  readonly token: string;
  readonly availability: NodeSpec_Availability;
}

/** Creates the node of a joiner whose token is valid; its certificate waits to be signed. */
export function admit(tx: WriteTx, joiner: Joiner): void {
  const cluster = theCluster(tx);
  const role = roleOfToken(cluster.rootCa?.joinTokens, joiner.token);
  const { nodeId, csr, availability } = joiner;
  tx.create(
    "node",
    makeNode({
      id: nodeId,
      role,
      spec: makeNodeSpec({
        annotations: makeAnnotations(),
        desiredRole: role,
        membership: NodeSpec_Membership.ACCEPTED,
        availability,
      }),
      status: makeNodeStatus(),
      certificate: makeCertificate({
        csr,
        cn: nodeId,
        role,
        status: makeIssuanceStatus({ state: IssuanceStatus_State.PENDING }),
      }),
      vxlanUdpPort: cluster.vxlanUdpPort,
    }),
  );
}

/** Takes in a member's request for another certificate, in the role it has now. */
export function renew(tx: WriteTx, nodeId: string, csr: Uint8Array): NodeSpec_Membership {
  const node = tx.nodes.get(nodeId);
  if (node === undefined) {
    throw new OperationalError(
      "notFound",
      `node ${nodeId} not found when attempting to renew certificate`,
    );
  }
  const certificate = makeCertificate({
    csr,
    cn: nodeId,
    role: node.role,
    status: makeIssuanceStatus({ state: IssuanceStatus_State.RENEW }),
  });
  tx.update("node", { ...node, certificate });
  return node.spec?.membership ?? NodeSpec_Membership.ACCEPTED;
}

/** The one cluster object, which the first leader creates. */
export function theCluster(tx: ReadTx): Cluster {
  const cluster = tx.clusters.all()[0];
  if (cluster !== undefined) return cluster;
  throw new OperationalError("unavailable", "The cluster is not set up yet: try again");
}
