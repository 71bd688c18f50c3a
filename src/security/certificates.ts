import {
  X509Certificate,
  createHash,
  createPrivateKey,
  createPublicKey,
  randomBytes,
  webcrypto,
  type KeyObject,
} from "node:crypto";
import type * as X509 from "@peculiar/x509";
import { OperationalError, messageOf } from "../base/errors.ts";
import { NodeRole } from "../model/generated/types.ts";
import type { CertificateSubject, Certificates, SigningRoot } from "../system/certificates.ts";
import type { Clock } from "../system/clock.ts";
import { inspectCertificate, inspectRoot } from "./inspect.ts";
import { KEY_ALGORITHM, generateKeys, importSigningKey, keyPem, type SigningKey } from "./keys.ts";
import { splitBundle, withNewline } from "./pem.ts";
import { CA_SERVER_NAME, unitOf } from "./roles.ts";
import { x509 } from "./x509.ts";

const HOUR_MS = 3_600_000;
const ROOT_VALIDITY_MS = 630_720_000_000; // 20 years. Source: swarmkit ca/certificates.go.

/** X.509 certificates that Docker's own nodes accept. Times come from `clock`. */
export function x509Certificates(clock: Clock): Certificates {
  return {
    createRoot: () => createRoot(clock),
    crossSign: (previous, next) => crossSign(previous, next),
    inspectRoot: async (certificate, key) => inspectRoot(certificate, key),
    createRequest,
    sign: (root, csr, subject, validityMs) => sign(clock, root, csr, subject, validityMs),
    inspect: async (certificate, root) => inspectCertificate(clock.wallMs(), certificate, root),
    rootDigest: (pem) => new Uint8Array(createHash("sha256").update(pem).digest()),
  };
}

async function createRoot(clock: Clock): Promise<SigningRoot> {
  const lib = await x509();
  const keys = await generateKeys();
  const certificate = await lib.X509CertificateGenerator.createSelfSigned(
    {
      serialNumber: randomSerial(),
      name: [{ CN: [CA_SERVER_NAME] }],
      ...validity(clock, ROOT_VALIDITY_MS),
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

async function crossSign(previous: SigningRoot, nextCertificate: string): Promise<string> {
  const lib = await x509();
  const { issuer, key, algorithm } = await readRoot(previous);
  const next = new lib.X509Certificate(inspectRoot(nextCertificate).certificate);
  const named = next.getExtension(lib.SubjectKeyIdentifierExtension);
  const certificate = await lib.X509CertificateGenerator.create(
    {
      serialNumber: randomSerial(),
      subject: next.subjectName,
      issuer: issuer.subjectName,
      notBefore: next.notBefore,
      notAfter: next.notAfter,
      signingAlgorithm: algorithm,
      publicKey: next.publicKey,
      signingKey: key,
      extensions: [
        new lib.BasicConstraintsExtension(true, undefined, true),
        new lib.KeyUsagesExtension(lib.KeyUsageFlags.keyCertSign | lib.KeyUsageFlags.cRLSign, true),
        named ?? (await lib.SubjectKeyIdentifierExtension.create(next.publicKey, false, webcrypto)),
        await authorityKeyIdentifier(issuer),
      ],
    },
    webcrypto,
  );
  return withNewline(certificate.toString("pem"));
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
  const { issuer, key, algorithm } = await readRoot(root);
  const role = unitOf(subject.role);
  const names = [role, subject.nodeId];
  if (subject.role === NodeRole.MANAGER) names.push(CA_SERVER_NAME);
  const certificate = await lib.X509CertificateGenerator.create(
    {
      serialNumber: randomSerial(),
      subject: [{ O: [subject.organization] }, { OU: [role] }, { CN: [subject.nodeId] }],
      issuer: issuer.subjectName, // Byte for byte: Go's verifiers compare no other way.
      ...validity(clock, validityMs),
      signingAlgorithm: algorithm,
      publicKey,
      signingKey: key,
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
        await authorityKeyIdentifier(issuer),
        new lib.SubjectAlternativeNameExtension(
          names.map((value) => ({ type: "dns" as const, value })),
        ),
      ],
    },
    webcrypto,
  );
  return withNewline(certificate.toString("pem"));
}

/** Whole seconds: fractions are against the rules, and Go refuses them. Source: RFC 5280, 4.1.2.5. */
function validity(clock: Clock, validityMs: number): { notBefore: Date; notAfter: Date } {
  const now = clock.wallMs();
  const second = (ms: number): Date => new Date(Math.floor(ms / 1000) * 1000);
  // Backdated: the clocks of two machines differ. Source: swarmkit ca/certificates.go.
  return { notBefore: second(now - HOUR_MS), notAfter: second(now + validityMs) };
}

/** The root to sign with. `failedPrecondition` when it cannot. */
async function readRoot(
  root: SigningRoot,
): Promise<SigningKey & { readonly issuer: X509.X509Certificate }> {
  const lib = await x509();
  const refuse = (problem: string, cause?: unknown): never => {
    throw new OperationalError(
      "failedPrecondition",
      `Cannot sign with this cluster's root: ${problem}`,
      { cause },
    );
  };
  const [pem] = splitBundle(root.certificate);
  if (pem === undefined) return refuse("it holds no certificate");
  let privateKey: KeyObject;
  try {
    privateKey = createPrivateKey(root.key);
  } catch {
    return refuse("its key cannot be read"); // The reason might show a part of it.
  }
  const certificate = new X509Certificate(pem);
  if (!createPublicKey(privateKey).equals(certificate.publicKey)) {
    return refuse("its key is not its certificate's");
  }
  return { issuer: new lib.X509Certificate(pem), ...(await importSigningKey(privateKey)) };
}

/** Names the issuer's key as the issuer itself does: there are several ways to derive the name. */
async function authorityKeyIdentifier(
  issuer: X509.X509Certificate,
): Promise<X509.AuthorityKeyIdentifierExtension> {
  const lib = await x509();
  const own = issuer.getExtension(lib.SubjectKeyIdentifierExtension)?.keyId;
  return own === undefined
    ? lib.AuthorityKeyIdentifierExtension.create(issuer, false, webcrypto)
    : new lib.AuthorityKeyIdentifierExtension(own, false);
}

/** The public key of a request that is signed by that very key. */
async function readRequest(csr: Uint8Array): Promise<X509.PublicKey> {
  const lib = await x509();
  try {
    const request = new lib.Pkcs10CertificateRequest(new TextDecoder().decode(csr));
    if (!(await request.verify(webcrypto))) throw new Error("its signature does not match its key");
    return request.publicKey;
  } catch (error) {
    throw new OperationalError(
      "invalidArgument",
      `Not a certificate request: ${messageOf(error)}`,
      { cause: error },
    );
  }
}

/** Positive, 128 bits. */
function randomSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString("hex");
}
