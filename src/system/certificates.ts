import type { NodeRole } from "../model/generated/types.ts";

/** A root certificate and the key that signs with it, both in PEM. */
export interface SigningRoot {
  readonly certificate: string;
  readonly key: string;
}

/** Whom a certificate names. */
export interface CertificateSubject {
  readonly nodeId: string;
  readonly role: NodeRole;
  /** The cluster's id. */
  readonly organization: string;
}

/** What a node's certificate says. */
export interface CertificateFacts extends CertificateSubject {
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** Of the issuer, in DER, as nodes report them to show which root they have. */
  readonly issuerSubject: Uint8Array;
  readonly issuerPublicKey: Uint8Array;
}

/** What a root certificate says. */
export interface RootFacts {
  /** Itself, as PEM in its usual form. */
  readonly certificate: string;
  readonly notAfterMs: number;
  /** In DER, as nodes report them of who certified them. */
  readonly subject: Uint8Array;
  readonly publicKey: Uint8Array;
}

/**
 * Certificates as a seam: X.509 in life, marked text in simulation. Certificates, keys and requests
 * are PEM texts that end in a newline.
 */
export interface Certificates {
  /** A new cluster's root: self-signed, valid for 20 years. */
  createRoot(): Promise<SigningRoot>;
  /**
   * The next root's name and key, certified by the root before it: with that beside their own
   * certificate, nodes of the next root are believed by those who know only the one before.
   */
  crossSign(previous: SigningRoot, nextCertificate: string): Promise<string>;
  /**
   * Reads one root certificate, and checks that `key`, where it is given, is its own.
   * `invalidArgument` for what cannot be the root of a cluster, and why.
   */
  inspectRoot(certificate: string, key?: string): Promise<RootFacts>;
  /** A new key and a request to certify it. */
  createRequest(): Promise<{ readonly csr: Uint8Array; readonly key: string }>;
  /**
   * Certifies a request. Only its public key is believed: whom the certificate names is the
   * caller's word. `invalidArgument` for what is no request or is not signed by its own key.
   */
  sign(
    root: SigningRoot,
    csr: Uint8Array,
    subject: CertificateSubject,
    validityMs: number,
  ): Promise<string>;
  /**
   * Reads a node's certificate, after checking that `rootCertificate` issued it and that it is
   * valid now. Refused with `unauthenticated`, and the reason.
   */
  inspect(certificate: string, rootCertificate: string): Promise<CertificateFacts>;
  /** The SHA-256 of a root bundle's PEM bytes, which join tokens carry. */
  rootDigest(rootCertificate: string): Uint8Array;
}
