import { deepEqual } from "../../base/deep-equal.ts";
import {
  IssuanceStatus_State,
  makeIssuanceStatus,
  makeRootCA,
} from "../../model/generated/types.ts";
import type { Cluster, Node, RootRotation } from "../../model/generated/types.ts";
import type { Certificates, RootFacts } from "../../system/certificates.ts";
import type { Clock } from "../../system/clock.ts";
import type { Entropy } from "../../system/entropy.ts";
import type { Log } from "../../system/log.ts";
import { keptRoot } from "../../system/new-root.ts";
import { Wake } from "../../system/wake.ts";
import type { Change, Store } from "../store/store.ts";
import { theCluster } from "./admission.ts";

export interface RootRotationDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
  readonly certificates: Pick<Certificates, "inspectRoot" | "rootDigest">;
}

/** So many nodes are asked at once for a request to be certified anew, this often. Source: swarmkit. */
const BATCH = 30;
const PERIOD_MS = 3_000;
/** Nodes report one after the other: they are looked at together. */
const GATHER_MS = 200;

/**
 * While this manager leads: sees a change of the cluster's root through. Nodes are asked, some at a
 * time, to renew their certificates, which the next root signs; once each of them has reported that
 * it has one, the next root is the root, for which there are new join tokens. A node that is away
 * holds this up, because it could not come back otherwise: it has to return or to be removed.
 * Source: swarmkit ca/reconciler.go.
 */
export async function runRootRotation(deps: RootRotationDeps, signal: AbortSignal): Promise<void> {
  const { store, clock, log } = deps;
  const wake = new Wake();
  const unsubscribe = store.onCommit(({ changes }) => {
    if (changes.some(mayMatter)) wake.set();
  });
  let askAgainMs = -Infinity;
  try {
    while (!signal.aborted) {
      let isRotating = false;
      try {
        const rotation = store.view((tx) => tx.clusters.all()[0]?.rootCa?.rootRotation);
        if (rotation !== undefined) {
          isRotating = true;
          const mayAsk = clock.monotonicMs() >= askAgainMs;
          if (await step(deps, rotation, mayAsk)) continue;
          if (mayAsk) askAgainMs = clock.monotonicMs() + PERIOD_MS;
        }
      } catch (error) {
        if (!signal.aborted) log.warn("the change of the root is held up", { error });
      }
      if (isRotating) await clock.sleep(GATHER_MS, signal);
      const cancel = isRotating ? clock.after(PERIOD_MS, () => wake.set()) : undefined;
      await wake.wait(signal);
      cancel?.();
    }
  } finally {
    unsubscribe();
  }
}

function mayMatter(change: Change): boolean {
  if (change.kind === "cluster") return true;
  if (change.kind !== "node") return false;
  return change.action !== "update" || change.previous.description !== change.object.description;
}

/** Goes on with a rotation; true when it is over. */
async function step(
  deps: RootRotationDeps,
  rotation: RootRotation,
  mayAsk: boolean,
): Promise<boolean> {
  const { store, certificates, log } = deps;
  const next = await certificates.inspectRoot(textOf(rotation.caCert));
  const behind = store.view((tx) => tx.nodes.all()).filter((node) => !isCertifiedBy(node, next));
  if (behind.length === 0) return finish(deps, rotation, next);
  const idle = behind.filter(canBeAsked).slice(0, BATCH);
  if (!mayAsk || idle.length === 0) return false;
  await store.update((tx) => {
    for (const { id } of idle) {
      const node = tx.nodes.get(id);
      if (node?.certificate === undefined || !canBeAsked(node)) continue;
      const status = makeIssuanceStatus({ state: IssuanceStatus_State.ROTATE });
      tx.update("node", { ...node, certificate: { ...node.certificate, status } });
    }
  });
  log.info("nodes are asked for new certificates, by the next root", { count: idle.length });
  return false;
}

/** Whether its certificate is the root's by its own word. */
function isCertifiedBy({ description }: Node, root: RootFacts): boolean {
  const { certIssuerSubject, certIssuerPublicKey } = description?.tlsInfo ?? {};
  return (
    deepEqual(certIssuerSubject, root.subject) && deepEqual(certIssuerPublicKey, root.publicKey)
  );
}

/** Neither asked already nor on its way to a certificate. */
function canBeAsked({ certificate }: Node): boolean {
  const state = certificate?.status?.state;
  return state === IssuanceStatus_State.ISSUED || state === IssuanceStatus_State.FAILED;
}

/** Makes the next root the root, if nothing has changed meanwhile. */
async function finish(
  { store, entropy, certificates, log }: RootRotationDeps,
  rotation: RootRotation,
  next: RootFacts,
): Promise<boolean> {
  const { caCert, caKey } = rotation;
  const root = { certificate: textOf(caCert), key: textOf(caKey) };
  const kept = keptRoot(root, certificates, entropy);
  const done = await store.update((tx) => {
    const cluster: Cluster = theCluster(tx);
    if (!deepEqual(cluster.rootCa?.rootRotation, rotation)) return false;
    if (!tx.nodes.all().every((node) => isCertifiedBy(node, next))) return false;
    const rootCa = makeRootCA({ ...cluster.rootCa, ...kept, rootRotation: undefined });
    tx.update("cluster", { ...cluster, rootCa });
    return true;
  });
  if (done) log.info("the cluster has a new root, and new join tokens");
  return done;
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
