import { deepEqual } from "../../base/deep-equal.ts";
import { errorCodeOf, messageOf } from "../../base/errors.ts";
import {
  IssuanceStatus_State,
  NodeSpec_Membership,
  makeCertificate,
  makeIssuanceStatus,
} from "../../model/generated/types.ts";
import type { Certificate, Cluster, Node } from "../../model/generated/types.ts";
import { durationMs } from "../../model/time.ts";
import type { Certificates, SigningRoot } from "../../system/certificates.ts";
import type { Clock } from "../../system/clock.ts";
import type { Log } from "../../system/log.ts";
import { Wake } from "../../system/wake.ts";
import type { Change, Store } from "../store/store.ts";

export interface SignerDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly certificates: Pick<Certificates, "sign">;
}

/** A node's certificate lives this long where the cluster does not say. Source: swarmkit ca. */
const DEFAULT_VALIDITY_MS = 2160 * 3_600_000;
const MIN_VALIDITY_MS = 3_600_000;

/** Requests signed and written together. */
const BATCH = 32;

/** How long a request whose signing failed waits. Source: swarmkit ca/server.go. */
const RETRY_MS = 10_000;

/** While this manager leads: signs what members asked for. */
export async function runSigner(deps: SignerDeps, signal: AbortSignal): Promise<void> {
  const { store, clock, log } = deps;
  const wake = new Wake();
  const waiting = new Set<string>();
  const add = (node: Node): void => {
    if (!isWaiting(node)) return;
    waiting.add(node.id);
    wake.set();
  };
  const addAll = (): void => store.view((tx) => tx.nodes.all()).forEach(add);
  const onChange = (change: Change): void => {
    if (change.kind === "node" && change.action !== "remove") add(change.object);
    if (change.kind === "cluster" && signsAnew(change)) addAll();
  };
  const unsubscribe = store.onCommit(({ changes }) => changes.forEach(onChange));
  let cancelRetry = (): void => undefined;
  try {
    addAll();
    for (;;) {
      await wake.wait(signal);
      if (signal.aborted) return;
      while (waiting.size > 0 && !signal.aborted) {
        const nodeIds = [...waiting].slice(0, BATCH);
        for (const nodeId of nodeIds) waiting.delete(nodeId);
        try {
          await signBatch(deps, nodeIds);
        } catch (error) {
          if (signal.aborted) return;
          log.warn("certificates not issued", { retryInMs: RETRY_MS, error });
          cancelRetry();
          cancelRetry = clock.after(RETRY_MS, addAll);
        }
      }
    }
  } finally {
    cancelRetry();
    unsubscribe();
  }
}

/** The key or the validity of what is signed changed. */
function signsAnew(change: Extract<Change, { kind: "cluster" }>): boolean {
  return change.action !== "update" || !deepEqual(change.previous.rootCa, change.object.rootCa);
}

function isWaiting({ certificate, spec }: Node): boolean {
  const state = certificate?.status?.state;
  const asked = state === IssuanceStatus_State.PENDING || state === IssuanceStatus_State.RENEW;
  return asked && spec?.membership === NodeSpec_Membership.ACCEPTED;
}

async function signBatch(deps: SignerDeps, nodeIds: readonly string[]): Promise<void> {
  const { store, log } = deps;
  const { cluster, nodes } = store.view((tx) => ({
    cluster: tx.clusters.all()[0],
    nodes: nodeIds.flatMap((id) => tx.nodes.get(id) ?? []).filter(isWaiting),
  }));
  if (cluster === undefined || nodes.length === 0) return;
  const signed = await Promise.all(nodes.map((node) => sign(deps, cluster, node)));
  await store.update((tx) => {
    for (const [index, certificate] of signed.entries()) {
      const asked = nodes[index]?.certificate;
      const node = tx.nodes.get(certificate.cn);
      // It may have asked for another one meanwhile.
      if (node?.certificate === undefined || !isSameRequest(node.certificate, asked)) continue;
      tx.update("node", { ...node, certificate });
    }
  });
  for (const { cn, status } of signed) {
    if (status?.state === IssuanceStatus_State.ISSUED)
      log.info("certificate issued", { nodeId: cn });
    else log.warn("certificate refused", { nodeId: cn, reason: status?.err });
  }
}

function isSameRequest(now: Certificate, asked: Certificate | undefined): boolean {
  return now.role === asked?.role && deepEqual(now.csr, asked.csr);
}

/** The node's certificate with what became of its request. Throws when it is not the request's fault. */
async function sign(
  { certificates }: SignerDeps,
  cluster: Cluster,
  node: Node,
): Promise<Certificate> {
  const asked = node.certificate ?? makeCertificate();
  const { root, appendix } = signingRoot(cluster);
  const subject = { nodeId: node.id, role: asked.role, organization: cluster.id };
  const known = { ...asked, cn: node.id };
  try {
    const pem = await certificates.sign(root, asked.csr, subject, validityMs(cluster));
    const status = makeIssuanceStatus({ state: IssuanceStatus_State.ISSUED });
    return { ...known, status, certificate: new TextEncoder().encode(pem + appendix) };
  } catch (error) {
    if (errorCodeOf(error) !== "invalidArgument") throw error;
    const status = makeIssuanceStatus({
      state: IssuanceStatus_State.FAILED,
      err: messageOf(error),
    });
    return { ...known, status };
  }
}

/**
 * The key to sign with and what peers need beside the certificate. While the root is being
 * replaced that is the new key, and the new root certified by the old one, so that those who know
 * only one of the two believe it. Source: swarmkit ca/certificates.go.
 */
function signingRoot({ rootCa }: Cluster): {
  readonly root: SigningRoot;
  readonly appendix: string;
} {
  const text = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);
  const rotation = rootCa?.rootRotation;
  if (rotation !== undefined && rotation.caKey.length > 0) {
    return {
      root: { certificate: text(rotation.caCert), key: text(rotation.caKey) },
      appendix: text(rotation.crossSignedCaCert),
    };
  }
  if (rootCa === undefined || rootCa.caKey.length === 0) {
    throw new Error("The cluster holds no key to sign certificates with");
  }
  return { root: { certificate: text(rootCa.caCert), key: text(rootCa.caKey) }, appendix: "" };
}

function validityMs({ spec }: Cluster): number {
  return Math.max(MIN_VALIDITY_MS, durationMs(spec?.caConfig?.nodeCertExpiry, DEFAULT_VALIDITY_MS));
}
