import { makeNodeTLSInfo, type NodeTLSInfo, type RootCA } from "../model/generated/types.ts";

const SEQUENCE = 0x30;
const EXPLICIT_VERSION = 0xa0;
const BEGIN = "-----BEGIN CERTIFICATE-----";
const END = "-----END CERTIFICATE-----";

/**
 * What members must trust to be up to date, as they report it themselves: the root, and the subject
 * and key that sign for it now (the new root's while the root changes).
 * Source: swarmkit ca, IssuerFromAPIRootCA.
 */
export function trustOf(rootCa: RootCA | undefined): NodeTLSInfo {
  const trustRoot = rootCa?.caCert ?? new Uint8Array(0);
  const signing = rootCa?.rootRotation?.caCert ?? trustRoot;
  const parts = subjectAndKey(signing);
  return makeNodeTLSInfo({
    trustRoot,
    ...(parts && { certIssuerSubject: parts.subject, certIssuerPublicKey: parts.publicKey }),
  });
}

interface Element {
  readonly tag: number;
  /** Where the element begins, where its content does, and where both end. */
  readonly start: number;
  readonly content: number;
  readonly end: number;
}

/** The subject and the public key of the first certificate in a PEM text, in DER. */
function subjectAndKey(
  pem: Uint8Array,
): { readonly subject: Uint8Array; readonly publicKey: Uint8Array } | undefined {
  const der = firstCertificate(Buffer.from(pem).toString("utf8"));
  if (!der) return undefined;
  const certificate = elementAt(der, 0);
  const signedPart = certificate && elementAt(der, certificate.content);
  if (signedPart?.tag !== SEQUENCE) return undefined;
  const members: Element[] = [];
  let at = signedPart.content;
  while (at < signedPart.end && members.length < 8) {
    const member = elementAt(der, at);
    if (!member) return undefined;
    members.push(member);
    at = member.end;
  }
  // RFC 5280 §4.1: [0] version, serial number, algorithm, issuer, validity, subject, public key.
  const first = members[0]?.tag === EXPLICIT_VERSION ? 1 : 0;
  const [subject, publicKey] = [members[first + 4], members[first + 5]];
  if (subject?.tag !== SEQUENCE || publicKey?.tag !== SEQUENCE) return undefined;
  const bytes = ({ start, end }: Element): Uint8Array => new Uint8Array(der.subarray(start, end));
  return { subject: bytes(subject), publicKey: bytes(publicKey) };
}

function firstCertificate(pem: string): Buffer | undefined {
  const begin = pem.indexOf(BEGIN);
  const end = pem.indexOf(END, begin);
  if (begin < 0 || end < 0) return undefined;
  return Buffer.from(pem.slice(begin + BEGIN.length, end), "base64");
}

/** Reads one DER element's tag and length; undefined where the bytes do not hold it. */
function elementAt(der: Buffer, start: number): Element | undefined {
  const tag = der[start];
  const short = der[start + 1];
  if (tag === undefined || short === undefined) return undefined;
  const lengthBytes = short < 0x80 ? 0 : short & 0x7f;
  const content = start + 2 + lengthBytes;
  if (lengthBytes > 4 || content > der.length) return undefined;
  const length = lengthBytes === 0 ? short : der.readUIntBE(start + 2, lengthBytes);
  const end = content + length;
  return end > der.length ? undefined : { tag, start, content, end };
}
