import { firstNetworks } from "./first-networks.ts";
import { clusterSeed, type ClusterSeed } from "./cluster-seed.ts";
import type { InitRequest } from "../api/node-control.ts";
import { NodeRole, makeRootCA } from "../model/generated/types.ts";
import { durationMs } from "../model/time.ts";
import type { NodeCredentials } from "../rpc/credentials.ts";
import type { CertificateFacts, Certificates } from "../system/certificates.ts";
import { newId, type Entropy } from "../system/entropy.ts";
import { keptRoot } from "../system/new-root.ts";
import { newManagerUnlockKey } from "../system/unlock-key.ts";

/** A cluster of one: its root of trust, its first objects, and its first manager's credentials. */
export interface Founded {
  readonly nodeId: string;
  readonly clusterId: string;
  readonly credentials: NodeCredentials;
  readonly facts: CertificateFacts;
  readonly seed: ClusterSeed;
}

const DEFAULT_EXPIRY_MS = 2160 * 3_600_000;

/** Makes the root and everything that hangs on it. Nothing is durable yet. */
export async function foundCluster(
  request: InitRequest,
  { certificates, entropy }: { readonly certificates: Certificates; readonly entropy: Entropy },
): Promise<Founded> {
  const [clusterId, nodeId] = [newId(entropy), newId(entropy)];
  const root = await certificates.createRoot();
  const { csr, key } = await certificates.createRequest();
  const subject = { nodeId, role: NodeRole.MANAGER, organization: clusterId };
  const expiryMs = durationMs(request.spec.caConfig?.nodeCertExpiry, DEFAULT_EXPIRY_MS);
  const certificate = await certificates.sign(root, csr, subject, expiryMs);
  const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
  const seed = clusterSeed({
    ...request,
    ...{ clusterId, nodeId, certificate: bytes(certificate), vxlanUdpPort: request.dataPathPort },
    networks: firstNetworks(entropy),
    unlockKeys:
      request.spec.encryptionConfig?.autoLockManagers === true
        ? [newManagerUnlockKey(entropy)]
        : [],
    rootCa: makeRootCA(keptRoot(root, certificates, entropy)),
  });
  const facts = await certificates.inspect(certificate, root.certificate);
  const credentials = { root: root.certificate, certificate, key };
  return { nodeId, clusterId, credentials, facts, seed };
}
