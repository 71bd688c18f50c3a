import { NodeRole } from "../../src/model/generated/types.ts";
import type { NodeCredentials } from "../../src/rpc/credentials.ts";
import { x509Certificates } from "../../src/security/certificates.ts";
import { realClock } from "../../src/system/real/clock.ts";

export const ORGANIZATION = "bench";
const VALIDITY_MS = 24 * 3_600_000;

/** So many managers of one cluster, certified by one root. */
export async function managerCredentials(count: number): Promise<readonly NodeCredentials[]> {
  const certificates = x509Certificates(realClock);
  const root = await certificates.createRoot();
  const all: NodeCredentials[] = [];
  for (let at = 1; at <= count; at++) {
    const { csr, key } = await certificates.createRequest();
    const subject = { nodeId: `n${at}`, role: NodeRole.MANAGER, organization: ORGANIZATION };
    const certificate = await certificates.sign(root, csr, subject, VALIDITY_MS);
    all.push({ root: root.certificate, certificate, key });
  }
  return all;
}
