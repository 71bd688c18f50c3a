import type { Cluster } from "./generated/types.ts";
import { timestampMs, timestampOf } from "./time.ts";

/** How long a removed node's certificate is remembered after it expired. Source: swarmkit. */
const GRACE_MS = 7 * 24 * 3_600_000;

/** Whether the node was removed while its certificate may still be valid: none of its calls count. */
export function isBlacklisted(cluster: Cluster, nodeId: string): boolean {
  return Object.hasOwn(cluster.blacklistedCertificates, nodeId);
}

/**
 * The cluster once the node's certificate, valid until `notAfterMs`, counts no more. Entries that
 * have outlived their certificate are dropped on the way.
 */
export function withBlacklisted(
  cluster: Cluster,
  nodeId: string,
  { notAfterMs, nowMs }: { readonly notAfterMs: number; readonly nowMs: number },
): Cluster {
  const kept = Object.entries(cluster.blacklistedCertificates).filter(
    ([, { expiry }]) => expiry === undefined || timestampMs(expiry) > nowMs,
  );
  const expiry = timestampOf(notAfterMs + GRACE_MS);
  return {
    ...cluster,
    blacklistedCertificates: { ...Object.fromEntries(kept), [nodeId]: { expiry } },
  };
}
