import { X509Certificate, createPrivateKey, createPublicKey } from "node:crypto";
import { OperationalError } from "../base/errors.ts";
import type { CertificateFacts, RootFacts } from "../system/certificates.ts";
import { subjectOf } from "./der.ts";
import { splitBundle, withNewline } from "./pem.ts";
import { identityOfSubject } from "./roles.ts";

/** Longer than any honest chain: a node's certificate, a root certified by the one before, a root. */
const LONGEST_CHAIN = 4;

/**
 * What a node's certificate says, if a certificate of the `rootPem` bundle vouches for it, by way
 * of those that follow it in `certificatePem` if need be, and all of them are valid at `nowMs`.
 */
export function inspectCertificate(
  nowMs: number,
  certificatePem: string,
  rootPem: string,
): CertificateFacts {
  const [leaf, ...between] = parseBundle(certificatePem) ?? refuse("it is not valid PEM");
  const roots = parseBundle(rootPem) ?? refuse("the root is not valid PEM");
  if (!leaf) return refuse("there is none");
  const issuer = issuerOf(leaf, between, roots, nowMs);
  // What a node is called by is read as TLS reads it of a peer.
  const identity = identityOfSubject(leaf.toLegacyObject().subject);
  if (!identity)
    return refuse(`it names no node with a role (${leaf.subject.replace("\n", ", ")})`);
  return {
    ...identity,
    notBeforeMs: Date.parse(leaf.validFrom),
    notAfterMs: Date.parse(leaf.validTo),
    issuerSubject: subjectOf(issuer.raw),
    issuerPublicKey: new Uint8Array(issuer.publicKey.export({ type: "spki", format: "der" })),
  };
}

/** What one root certificate says, if it can be a cluster's root, and `key`, if given, is its own. */
export function inspectRoot(pem: string, key?: string): RootFacts {
  const [root, ...more] = parseBundle(pem) ?? refuseRoot("it is not valid PEM");
  if (!root) return refuseRoot("it is not valid PEM");
  // As Swarm words it: tools may look for this. Source: swarmkit manager/controlapi/ca_rotation.go.
  if (more.length > 0)
    return refuseRoot("the desired CA certificate cannot contain multiple certificates");
  if (!root.ca) return refuseRoot("it is no certificate authority's (basicConstraints CA:TRUE)");
  if (key !== undefined && !isKeyOf(root, key)) {
    return refuseRoot("the key that came with it cannot be read, or is not its own");
  }
  return {
    certificate: withNewline(root.toString()),
    notAfterMs: Date.parse(root.validTo),
    subject: subjectOf(root.raw),
    publicKey: new Uint8Array(root.publicKey.export({ type: "spki", format: "der" })),
  };
}

function isKeyOf(certificate: X509Certificate, privateKeyPem: string): boolean {
  try {
    return createPublicKey(createPrivateKey(privateKeyPem)).equals(certificate.publicKey);
  } catch {
    return false; // The reason might show a part of the key.
  }
}

/** Whether a private key belongs to a certificate. */
export function keyMatches(certificatePem: string, privateKeyPem: string): boolean {
  const [leaf] = parseBundle(certificatePem) ?? [];
  if (!leaf) return false;
  const ours = createPublicKey(createPrivateKey(privateKeyPem));
  return ours.equals(leaf.publicKey);
}

/** Follows the chain up to a root; gives the first certificate above `leaf`. */
function issuerOf(
  leaf: X509Certificate,
  between: readonly X509Certificate[],
  roots: readonly X509Certificate[],
  nowMs: number,
): X509Certificate {
  let first: X509Certificate | undefined;
  let below = leaf;
  refuseOutdated(leaf, "it", nowMs);
  for (let length = 1; length < LONGEST_CHAIN; length++) {
    const root = roots.find((candidate) => hasIssued(candidate, below));
    const above = root ?? between.find((candidate) => hasIssued(candidate, below));
    if (!above) {
      return first
        ? refuse("its issuer was not certified by this cluster's root")
        : refuse("it was issued by another root than this cluster's");
    }
    refuseOutdated(above, "its issuer's certificate", nowMs);
    first ??= above;
    if (root) return first;
    below = above;
  }
  return refuse("its chain of issuers is too long");
}

function hasIssued(issuer: X509Certificate, certificate: X509Certificate): boolean {
  return issuer.ca && certificate.checkIssued(issuer) && certificate.verify(issuer.publicKey);
}

function refuseOutdated(certificate: X509Certificate, name: string, nowMs: number): void {
  const { validFrom, validTo } = certificate;
  if (nowMs < Date.parse(validFrom)) refuse(`${name} is valid only from ${validFrom}`);
  if (nowMs > Date.parse(validTo)) refuse(`${name} expired on ${validTo}`);
}

function parseBundle(pem: string): readonly X509Certificate[] | undefined {
  try {
    const certificates = splitBundle(pem).map((each) => new X509Certificate(each));
    return certificates.length > 0 ? certificates : undefined;
  } catch {
    return undefined; // Said by the caller, who knows what it was for.
  }
}

function refuseRoot(reason: string): never {
  throw new OperationalError("invalidArgument", `Root certificate refused: ${reason}`);
}

function refuse(reason: string): never {
  throw new OperationalError("unauthenticated", `Certificate refused: ${reason}`);
}
