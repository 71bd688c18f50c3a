import { OperationalError } from "../base/errors.ts";
import { NodeRole } from "../model/generated/types.ts";
import { identityOfSubject, unitOf } from "../security/roles.ts";
import type { CallContext, Identity, Metadata } from "../system/rpc.ts";

// How a manager that does not lead tells the leader for whom it speaks. Source: swarmkit
// ca/forward.go and the generated raft proxies.
const MARK = "forwarded_cert";
const NAME = "forwarded_cert_cn";
const UNIT = "forwarded_cert_ou";
const ORGANIZATION = "forwarded_cert_org";
const REMOTE_ADDRESS = "remote_addr";
const REDIRECT = "redirect";

/** Metadata that carries a call's caller along. Refused for a call that was carried already. */
export function forwardedMetadata(context: CallContext): Metadata {
  if (context.metadata[REDIRECT] !== undefined) {
    throw new OperationalError(
      "resourceExhausted",
      `more than one redirect to leader from: ${context.metadata[REDIRECT]}`,
    );
  }
  const { caller, remoteAddress } = context;
  return {
    [MARK]: "true",
    [REMOTE_ADDRESS]: remoteAddress,
    [REDIRECT]: remoteAddress,
    ...(caller && {
      [NAME]: caller.nodeId,
      [UNIT]: unitOf(caller.role),
      [ORGANIZATION]: caller.organization,
    }),
  };
}

/** For whom a call speaks. Only a manager may speak for another. */
export interface Spoken {
  readonly caller: Identity | undefined;
  readonly remoteAddress: string;
}

/** Whom a call is from: the peer itself, or the one that a certified manager carries it for. */
export function spokenFor(peer: Spoken, metadata: Metadata): Spoken {
  if (metadata[MARK] !== "true") return peer;
  if (peer.caller?.role !== NodeRole.MANAGER) {
    throw new OperationalError(
      "permissionDenied",
      "Permission denied: only a manager may forward a call",
    );
  }
  const names = {
    CN: metadata[NAME] ?? "",
    OU: metadata[UNIT] ?? "",
    O: metadata[ORGANIZATION] ?? "",
  };
  return {
    caller: identityOfSubject(names),
    remoteAddress: metadata[REMOTE_ADDRESS] ?? peer.remoteAddress,
  };
}
