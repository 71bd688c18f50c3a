import { errorCodeOf, OperationalError } from "../../base/errors.ts";
import {
  NodeRole,
  NodeSpec_Membership,
  makeGetRootCACertificateResponse,
  makeGetUnlockKeyResponse,
  makeIssueNodeCertificateResponse,
  makeNodeCertificateStatusResponse,
} from "../../model/generated/types.ts";
import type {
  IssueNodeCertificateRequest,
  IssueNodeCertificateResponse,
} from "../../model/generated/types.ts";
import { managerUnlockKey } from "../../model/unlock-key.ts";
import type { Entropy } from "../../system/entropy.ts";
import { newId } from "../../system/entropy.ts";
import { serve } from "../../system/rpc.ts";
import type { Route } from "../../system/rpc.ts";
import { CAService, NodeCAService } from "../../wire/generated/services.ts";
import { admit, renew, roleOfToken, theCluster } from "./admission.ts";
import { Issuances } from "./issuance.ts";
import { runSigner } from "./signer.ts";
import type { SignerDeps } from "./signer.ts";

export interface CertificateAuthorityDeps extends SignerDeps {
  readonly entropy: Entropy;
}

/** How nodes get their certificates: what the leader serves, and its signing. */
export interface CertificateAuthority {
  /** Every call is refused with `unavailable` while `run` is not running. */
  readonly routes: readonly Route[];
  /** Works until `signal` aborts. One at a time. */
  run(signal: AbortSignal): Promise<void>;
}

const NO_BYTES = new Uint8Array(0);

/** The cluster's certificate authority. Source of the protocol: swarmkit ca/server.go. */
export function createCertificateAuthority(deps: CertificateAuthorityDeps): CertificateAuthority {
  const { store } = deps;
  const issuances = new Issuances(store);
  let leadership: AbortSignal | undefined;
  const leading = (): AbortSignal => {
    if (leadership !== undefined) return leadership;
    throw new OperationalError("unavailable", "This manager does not lead the cluster");
  };
  return {
    routes: [
      serve(CAService.GetRootCACertificate, async () => {
        leading();
        const { rootCa } = store.view(theCluster);
        return makeGetRootCACertificateResponse({ certificate: rootCa?.caCert ?? NO_BYTES });
      }),
      serve(CAService.GetUnlockKey, async () => {
        leading();
        const cluster = store.view(theCluster);
        return makeGetUnlockKeyResponse({
          unlockKey: managerUnlockKey(cluster) ?? NO_BYTES,
          version: cluster.meta?.version,
        });
      }),
      serve(NodeCAService.IssueNodeCertificate, async (request, { caller }) => {
        leading();
        if (caller === undefined) return issueFirst(deps, request);
        const { nodeId } = caller;
        const nodeMembership = await store.update((tx) => renew(tx, nodeId, request.csr));
        return makeIssueNodeCertificateResponse({ nodeId, nodeMembership });
      }),
      serve(NodeCAService.NodeCertificateStatus, async ({ nodeId }, { signal }) => {
        if (nodeId === "") throw new OperationalError("invalidArgument", "node_id is required");
        const certificate = await issuances.settled(nodeId, signal, leading());
        return makeNodeCertificateStatusResponse({ status: certificate?.status, certificate });
      }),
    ],
    run: async (signal) => {
      const unsubscribe = store.onCommit(({ changes }) => {
        for (const change of changes) issuances.onChange(change);
      });
      leadership = signal;
      try {
        await runSigner(deps, signal);
      } finally {
        leadership = undefined;
        unsubscribe();
      }
    },
  };
}

/** Ids are drawn anew this often before something else must be wrong. */
const MAX_DRAWS = 3;

async function issueFirst(
  { store, entropy, log }: CertificateAuthorityDeps,
  { csr, token, availability }: IssueNodeCertificateRequest,
): Promise<IssueNodeCertificateResponse> {
  // Before anything is proposed: strangers cost the cluster nothing.
  const role = roleOfToken(store.view(theCluster).rootCa?.joinTokens, token);
  for (let draw = 1; ; draw++) {
    const nodeId = newId(entropy);
    try {
      await store.update((tx) => admit(tx, { nodeId, csr, token, availability }));
      log.info("node admitted", { nodeId, role: role === NodeRole.MANAGER ? "manager" : "worker" });
      return makeIssueNodeCertificateResponse({
        nodeId,
        nodeMembership: NodeSpec_Membership.ACCEPTED,
      });
    } catch (error) {
      if (errorCodeOf(error) !== "alreadyExists" || draw === MAX_DRAWS) throw error;
    }
  }
}
