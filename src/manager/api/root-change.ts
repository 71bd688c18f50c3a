import { OperationalError, messageOf } from "../../base/errors.ts";
import { deepEqual } from "../../base/deep-equal.ts";
import {
  makeCAConfig,
  makeRootRotation,
  type CAConfig,
  type Node,
  type RootCA,
} from "../../model/generated/types.ts";
import type { Certificates, SigningRoot } from "../../system/certificates.ts";
import type { ControlDeps } from "./control-deps.ts";
import { invalid, unimplemented } from "./refuse.ts";

/** A root that expires sooner would have to be replaced too soon. Source: swarmkit, minRootExpiration. */
const MIN_VALIDITY_MS = 365 * 24 * 3_600_000;
const BEGIN_CERTIFICATE = "-----BEGIN CERTIFICATE-----";

/**
 * The cluster's root by its new settings: as it is; on its way to another one, which a node of the
 * cluster makes or an operator brings; or back where it was, when an operator names it again.
 * Source: swarmkit manager/controlapi/ca_rotation.go.
 */
export async function rootFor(
  { certificates, clock }: Pick<ControlDeps, "certificates" | "clock">,
  { rootCa, nodes }: { readonly rootCa: RootCA | undefined; readonly nodes: readonly Node[] },
  config: CAConfig = makeCAConfig(),
): Promise<RootCA | undefined> {
  const { externalCas, signingCaCert, signingCaKey, forceRotate: lastForcedRotation } = config;
  if (externalCas.length > 0) {
    unimplemented("external certificate authorities are not supported yet");
  }
  const isCertificate = textOf(signingCaCert).includes(BEGIN_CERTIFICATE);
  if (signingCaKey.length > 0 && !isCertificate) {
    invalid("if a signing CA key is provided, the signing CA cert must also be provided");
  }
  if (signingCaCert.length === 0) {
    if (!rootCa || rootCa.lastForcedRotation === lastForcedRotation) return rootCa;
    refuseUnlessBelieved(rootCa, nodes);
    const next = await certificates.createRoot();
    return { ...(await onItsWay(certificates, rootCa, next)), lastForcedRotation };
  }
  if (!rootCa) return rootCa;
  const next = { certificate: textOf(signingCaCert), key: textOf(signingCaKey) };
  if (next.key === "") {
    unimplemented(
      "CAConfig.SigningCAKey: a root certificate without its key needs an external certificate " +
        "authority, which is not supported yet",
    );
  }
  const { certificate, notAfterMs, publicKey } = await readRoot(certificates, next);
  if (notAfterMs < clock.wallMs() + MIN_VALIDITY_MS) {
    invalid("CA certificate expires too soon: it must be valid for at least another year");
  }
  const [caCert, caKey] = [bytesOf(certificate), signingCaKey];
  if (deepEqual(caCert, rootCa.caCert)) {
    return { ...rootCa, caKey, rootRotation: undefined, lastForcedRotation };
  }
  if (rootCa.rootRotation && deepEqual(caCert, rootCa.rootRotation.caCert)) {
    return { ...rootCa, rootRotation: { ...rootCa.rootRotation, caKey }, lastForcedRotation };
  }
  const now = await certificates.inspectRoot(textOf(rootCa.caCert));
  if (deepEqual(publicKey, now.publicKey)) {
    invalid("CAConfig.SigningCACert: its key is the one of the root that is to be replaced");
  }
  refuseUnlessBelieved(rootCa, nodes);
  const wanted = { certificate, key: next.key };
  return { ...(await onItsWay(certificates, rootCa, wanted)), lastForcedRotation };
}

/**
 * The present root vouches for the next one: a node that was away when the present one came, and still
 * believes in the one before, would find nobody again whom it believes.
 */
function refuseUnlessBelieved({ caCert }: RootCA, nodes: readonly Node[]): void {
  const present = withoutSpaces(textOf(caCert));
  const behind = nodes.filter(({ description }) => {
    const trusted = withoutSpaces(textOf(description?.tlsInfo?.trustRoot ?? caCert));
    return trusted !== "" && trusted !== present;
  });
  if (behind.length === 0) return;
  const names = behind
    .map(({ id, description: { hostname = "" } = {} }) => hostname || id)
    .join(", ");
  throw new OperationalError(
    "failedPrecondition",
    `The root cannot be replaced yet: ${names} did not hear of the present one so far. ` +
      "Wait until the node is back, or remove it from the swarm",
  );
}

/** Tools write the same certificate with other ends of lines. */
function withoutSpaces(pem: string): string {
  return pem.replace(/\s+/g, "");
}

async function readRoot(
  certificates: ControlDeps["certificates"],
  { certificate, key }: SigningRoot,
): ReturnType<Certificates["inspectRoot"]> {
  try {
    return await certificates.inspectRoot(certificate, key);
  } catch (error) {
    const text = `CAConfig.SigningCACert: ${messageOf(error)}`;
    throw new OperationalError("invalidArgument", text, { cause: error });
  }
}

/** The next root beside the one that all nodes know, which vouches for it. */
async function onItsWay(
  certificates: ControlDeps["certificates"],
  rootCa: RootCA,
  { certificate, key }: SigningRoot,
): Promise<RootCA> {
  const previous = { certificate: textOf(rootCa.caCert), key: textOf(rootCa.caKey) };
  const crossSigned = await certificates.crossSign(previous, certificate);
  const rootRotation = makeRootRotation({
    caCert: bytesOf(certificate),
    caKey: bytesOf(key),
    crossSignedCaCert: bytesOf(crossSigned),
  });
  return { ...rootCa, rootRotation };
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
