import {
  X509Certificate,
  createHash,
  createPrivateKey,
  createPublicKey,
  randomBytes,
  webcrypto,
} from "node:crypto";
import { OperationalError, messageOf } from "../base/errors.ts";
import type {
  CertificateFacts,
  CertificateSubject,
  Certificates,
  SigningRoot,
} from "../system/certificates.ts";
import type { Clock } from "../system/clock.ts";
import { NodeRole } from "../model/generated/types.ts";
import { splitBundle, withNewline } from "./pem.ts";
import { CA_SERVER_NAME, roleOfUnit, unitOf } from "./roles.ts";
import { KEY_ALGORITHM, x509 } from "./x509.ts";

const HOUR_MS = 3_600_000;
const ROOT_VALIDITY_MS = 630_720_000_000; // 20 years. Source: swarmkit ca/certificates.go.

/** X.509 certificates that Docker's own nodes accept. Times come from `clock`. */
export function x509Certificates(clock: Clock): Certificates {
  return {
    createRoot: () => createRoot(clock),
    createRequest,
    sign: (root, csr, subject, validityMs) => sign(clock, root, csr, subject, validityMs),
    inspect: async (certificate, root) => inspectCertificate(clock.wallMs(), certificate, root),
    rootDigest: (pem) => new Uint8Array(createHash("sha256").update(pem).digest()),
  };
}

async function createRoot(clock: Clock): Promise<SigningRoot> {
  const lib = await x509();
  const keys = await generateKeys();
  const now = clock.wallMs();
  const certificate = await lib.X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: randomSerial(),
      name: [{ CN: [CA_SERVER_NAME] }],
      notBefore: new Date(now - HOUR_MS),
      notAfter: new Date(now + ROOT_VALIDITY_MS),
      signingAlgorithm: KEY_ALGORITHM,
      keys,
      extensions: [
        new lib.BasicConstraintsExtension(true, undefined, true),
        new lib.KeyUsagesExtension(lib.KeyUsageFlags.keyCertSign | lib.KeyUsageFlags.cRLSign, true),
        await lib.SubjectKeyIdentifierExtension.create(keys.publicKey, false, webcrypto),
      ],
    },
    webcrypto,
  );
  return { certificate: withNewline(certificate.toString("pem")), key: await keyPem(keys) };
}

async function createRequest(): Promise<{ readonly csr: Uint8Array; readonly key: string }> {
  const lib = await x509();
  const keys = await generateKeys();
  const request = await lib.Pkcs10CertificateRequestGenerator.create(
    { keys, signingAlgorithm: KEY_ALGORITHM },
    webcrypto,
  );
  const csr = new TextEncoder().encode(withNewline(request.toString("pem")));
  return { csr, key: await keyPem(keys) };
}

async function sign(
  clock: Clock,
  root: SigningRoot,
  csr: Uint8Array,
  subject: CertificateSubject,
  validityMs: number,
): Promise<string> {
  const lib = await x509();
  const publicKey = await readRequest(csr);
  const issuer = new lib.X509Certificate(splitBundle(root.certificate)[0] ?? root.certificate);
  const role = unitOf(subject.role);
  const names = [role, subject.nodeId];
  if (subject.role === NodeRole.MANAGER) names.push(CA_SERVER_NAME);
  const now = clock.wallMs();
  const certificate = await lib.X509CertificateGenerator.create(
    {
      serialNumber: randomSerial(),
      subject: [{ O: [subject.organization] }, { OU: [role] }, { CN: [subject.nodeId] }],
      issuer: issuer.subjectName.toJSON(),
      // Backdated: the clocks of two machines differ. Source: swarmkit ca/certificates.go.
      notBefore: new Date(now - HOUR_MS),
      notAfter: new Date(now + validityMs),
      signingAlgorithm: KEY_ALGORITHM,
      publicKey,
      signingKey: await importSigningKey(root.key),
      extensions: [
        new lib.KeyUsagesExtension(
          lib.KeyUsageFlags.digitalSignature | lib.KeyUsageFlags.keyEncipherment,
          true,
        ),
        new lib.ExtendedKeyUsageExtension([
          lib.ExtendedKeyUsage.serverAuth,
          lib.ExtendedKeyUsage.clientAuth,
        ]),
        new lib.BasicConstraintsExtension(false, undefined, true),
        await lib.SubjectKeyIdentifierExtension.create(publicKey, false, webcrypto),
        await lib.AuthorityKeyIdentifierExtension.create(issuer, false, webcrypto),
        new lib.SubjectAlternativeNameExtension(
          names.map((value) => ({ type: "dns" as const, value })),
        ),
      ],
    },
    webcrypto,
  );
  return withNewline(certificate.toString("pem"));
}

/** The public key of a request that is signed by that very key. */
async function readRequest(csr: Uint8Array): Promise<webcrypto.CryptoKey> {
  const lib = await x509();
  try {
    const request = new lib.Pkcs10CertificateRequest(new TextDecoder().decode(csr));
    if (!(await request.verify(webcrypto))) throw new Error("its signature does not match its key");
    // The library speaks of the browser's CryptoKey, which is this very class.
    return (await request.publicKey.export(webcrypto)) as webcrypto.CryptoKey;
  } catch (error) {
    throw new OperationalError(
      "invalidArgument",
      `Not a certificate request: ${messageOf(error)}`,
      { cause: error },
    );
  }
}

/** What a node's certificate says, if `rootPem` issued it and it is valid at `nowMs`. */
export function inspectCertificate(
  nowMs: number,
  certificatePem: string,
  rootPem: string,
): CertificateFacts {
  const refuse = (reason: string, cause?: unknown): never => {
    throw new OperationalError("unauthenticated", `Certificate refused: ${reason}`, { cause });
  };
  const chain = parseBundle(certificatePem) ?? refuse("it is not valid PEM");
  const roots = parseBundle(rootPem) ?? refuse("the root is not valid PEM");
  const [leaf, ...between] = chain;
  if (!leaf) return refuse("there is none");
  const issuer = [...roots, ...between].find(
    (candidate) => leaf.checkIssued(candidate) && leaf.verify(candidate.publicKey),
  );
  if (!issuer) return refuse("it was issued by another root than this cluster's");
  if (!roots.includes(issuer) && !roots.some((root) => issuer.verify(root.publicKey))) {
    return refuse("its issuer was not certified by this cluster's root");
  }
  const notBeforeMs = Date.parse(leaf.validFrom);
  const notAfterMs = Date.parse(leaf.validTo);
  if (nowMs < notBeforeMs) return refuse(`it is valid only from ${leaf.validFrom}`);
  if (nowMs > notAfterMs) return refuse(`it expired on ${leaf.validTo}`);
  const subject = Object.fromEntries(
    leaf.subject.split("\n").map((line) => line.split("=", 2) as [string, string]),
  );
  const role = roleOfUnit(subject["OU"] ?? "");
  if (role === undefined) return refuse(`it names no role of a node (OU=${subject["OU"] ?? ""})`);
  return {
    nodeId: subject["CN"] ?? "",
    role,
    organization: subject["O"] ?? "",
    notBeforeMs,
    notAfterMs,
    issuerSubject: subjectDer(issuer),
    issuerPublicKey: new Uint8Array(issuer.publicKey.export({ type: "spki", format: "der" })),
  };
}

function parseBundle(pem: string): readonly X509Certificate[] | undefined {
  try {
    const certificates = splitBundle(pem).map((each) => new X509Certificate(each));
    return certificates.length > 0 ? certificates : undefined;
  } catch {
    return undefined; // Said by the caller, who knows what it was for.
  }
}

/** The subject's DER, cut out of the certificate: SEQUENCE { SEQUENCE { [0]?, INTEGER, SEQ, issuer, validity, subject … */
function subjectDer(certificate: X509Certificate): Uint8Array {
  const der = new Uint8Array(certificate.raw);
  const outer = readTag(der, 0);
  const body = readTag(der, outer.start);
  let at = body.start;
  if (der[at] === 0xa0) at = readTag(der, at).end; // The version, where there is one.
  for (let skipped = 0; skipped < 4; skipped++) at = readTag(der, at).end;
  return der.slice(at, readTag(der, at).end);
}

function readTag(der: Uint8Array, at: number): { readonly start: number; readonly end: number } {
  const first = der[at + 1] ?? 0;
  if (first < 0x80) return { start: at + 2, end: at + 2 + first };
  let length = 0;
  const places = first & 0x7f;
  for (let place = 0; place < places; place++) length = length * 256 + (der[at + 2 + place] ?? 0);
  return { start: at + 2 + places, end: at + 2 + places + length };
}

/** Whether a private key belongs to a certificate. */
export function keyMatches(certificatePem: string, privateKeyPem: string): boolean {
  const [leaf] = parseBundle(certificatePem) ?? [];
  if (!leaf) return false;
  const ours = createPublicKey(createPrivateKey(privateKeyPem));
  return ours.equals(leaf.publicKey);
}

async function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(KEY_ALGORITHM, true, ["sign", "verify"]);
}

async function keyPem({ privateKey }: webcrypto.CryptoKeyPair): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", privateKey));
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" })
    .export({ type: "pkcs8", format: "pem" })
    .toString();
}

async function importSigningKey(pem: string): Promise<webcrypto.CryptoKey> {
  // Docker's clusters keep theirs in SEC1 or PKCS #8: this reads both.
  const der = createPrivateKey(pem).export({ type: "pkcs8", format: "der" });
  return webcrypto.subtle.importKey("pkcs8", der, KEY_ALGORITHM, false, ["sign"]);
}

/** Positive, 128 bits. */
function randomSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString("hex");
}
