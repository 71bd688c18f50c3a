import type { JoinRequest } from "../api/node-control.ts";
import { OperationalError, errorCodeOf, messageOf } from "../base/errors.ts";
import {
  IssuanceStatus_State,
  makeGetRootCACertificateRequest,
  makeIssueNodeCertificateRequest,
  makeNodeCertificateStatusRequest,
  type NodeSpec_Availability,
} from "../model/generated/types.ts";
import type { Certificates } from "../system/certificates.ts";
import type { Clock } from "../system/clock.ts";
import { withDeadline } from "../system/deadline.ts";
import { digestText } from "../system/join-token.ts";
import type { Channel, Dialer } from "../system/rpc.ts";
import { CAService, NodeCAService } from "../wire/generated/services.ts";

/** What a node needs to ask for a certificate, and the way to its cluster. */
export interface Enrolment {
  readonly clock: Clock;
  readonly dialer: Pick<Dialer, "anonymous">;
  /** A manager's cluster port, `host:port`. */
  readonly remote: string;
  readonly token: string;
  readonly csr: Uint8Array;
  readonly availability: NodeSpec_Availability;
  /** Refuses a root bundle that is not the one the token speaks of. */
  readonly checkRoot: (rootPem: string) => void;
}

/** What the cluster gave the node. */
export interface Enrolled {
  readonly nodeId: string;
  readonly rootPem: string;
  readonly certificatePem: string;
}

/** One answer may wait for the leader to sign; joining as a whole fails after this. */
const CALL_MS = 5_000;
const JOIN_MS = 20_000;
const ASK_AGAIN_MS = 100;

/**
 * Gets this node's first certificate with a join token: the root from whoever answers, believed
 * only if the token's digest matches; then everything over a connection that the root vouches for.
 * Source: swarmkit ca/certificates.go.
 */
export async function enrol(enrolment: Enrolment, signal: AbortSignal): Promise<Enrolled> {
  return withDeadline(enrolment.clock, JOIN_MS, signal, async (inTime) => {
    const rootPem = await fetchRoot(enrolment, inTime);
    enrolment.checkRoot(rootPem);
    const channel = enrolment.dialer.anonymous(enrolment.remote, rootPem);
    try {
      return { rootPem, ...(await certify(channel, enrolment, inTime)) };
    } finally {
      channel.close();
    }
  });
}

/** The same with the first of the managers that a node was told of which lets it in. */
export async function enrolWithAny(
  { remoteAddresses, joinToken, availability }: JoinRequest,
  digest: string,
  csr: Uint8Array,
  {
    certificates,
    ...deps
  }: Pick<Enrolment, "clock" | "dialer"> & { readonly certificates: Certificates },
  signal: AbortSignal,
): Promise<Enrolled> {
  let last: unknown;
  for (const remote of remoteAddresses) {
    const checkRoot = (pem: string): void => {
      if (digestText(certificates.rootDigest(pem)) === digest) return;
      throw new OperationalError(
        "failedPrecondition",
        `remote CA does not match fingerprint. Expected: ${digest}. The token is another cluster's, or ${remote} is not who it should be`,
      );
    };
    try {
      return await enrol(
        { ...deps, remote, csr, token: joinToken, availability, checkRoot },
        signal,
      );
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

/**
 * Calls again while the manager is there and can only not answer yet: it has no leader for a moment,
 * as when one of the managers has just joined or died. Nobody at the address is said at once.
 */
async function patiently<T>(clock: Clock, signal: AbortSignal, call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      const mayPass = errorCodeOf(error) === "unavailable" && !isUnreached(error);
      if (!mayPass || signal.aborted) throw error;
      await clock.sleep(ASK_AGAIN_MS, signal);
    }
  }
}

/** The connection itself failed, and not whoever is at its other end. */
function isUnreached(error: unknown): boolean {
  return messageOf(error).startsWith("Cannot reach ");
}

async function fetchRoot(enrolment: Enrolment, signal: AbortSignal): Promise<string> {
  const channel = enrolment.dialer.anonymous(enrolment.remote);
  try {
    const { certificate } = await patiently(enrolment.clock, signal, () =>
      withDeadline(enrolment.clock, CALL_MS, signal, (inTime) =>
        channel.unary(CAService.GetRootCACertificate, makeGetRootCACertificateRequest(), {
          signal: inTime,
        }),
      ),
    );
    return new TextDecoder().decode(certificate);
  } catch (error) {
    if (signal.aborted) throw error;
    throw new OperationalError(
      "unavailable",
      `No manager answers at ${enrolment.remote}: ${messageOf(error)}. Check the address, that the port is open and that skeind runs there`,
      { cause: error },
    );
  } finally {
    channel.close();
  }
}

async function certify(
  channel: Channel,
  { clock, token, csr, availability }: Enrolment,
  signal: AbortSignal,
): Promise<{ readonly nodeId: string; readonly certificatePem: string }> {
  const { nodeId } = await patiently(clock, signal, () =>
    channel.unary(
      NodeCAService.IssueNodeCertificate,
      makeIssueNodeCertificateRequest({ csr, token, availability }),
      { signal },
    ),
  );
  for (;;) {
    const { status, certificate } = await patiently(clock, signal, () =>
      channel.unary(
        NodeCAService.NodeCertificateStatus,
        makeNodeCertificateStatusRequest({ nodeId }),
        { signal },
      ),
    );
    const state = status?.state ?? IssuanceStatus_State.UNKNOWN;
    if (state === IssuanceStatus_State.FAILED) {
      throw new OperationalError(
        "failedPrecondition",
        `The cluster did not certify this node: ${status?.err ?? ""}`,
      );
    }
    if (state === IssuanceStatus_State.ISSUED && certificate) {
      return { nodeId, certificatePem: new TextDecoder().decode(certificate.certificate) };
    }
    // The call itself waits for a change; this only holds off a server that does not.
    await clock.sleep(ASK_AGAIN_MS, signal);
  }
}
