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

/**
 * Certificates as a seam: X.509 in life, marked text in simulation. Certificates, keys and requests
 * are PEM texts that end in a newline.
 */
export interface Certificates {
  /** A new cluster's root: self-signed, valid for 20 years. */
  createRoot(): Promise<SigningRoot>;
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
