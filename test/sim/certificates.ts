import { createHash } from "node:crypto";
import { OperationalError } from "../../src/base/errors.ts";
import type { NodeRole } from "../../src/model/generated/types.ts";
import type {
  CertificateFacts,
  Certificates,
  CertificateSubject,
  RootFacts,
  SigningRoot,
} from "../../src/system/certificates.ts";
import type { NodeCredentials } from "../../src/rpc/credentials.ts";
import type { Clock } from "../../src/system/clock.ts";
import type { Entropy } from "../../src/system/entropy.ts";

const HOUR_MS = 3_600_000;
const SUBJECT = "CN=swarm-ca";

/** What a simulated certificate says, in the open. */
interface Text {
  readonly kind: "root" | "crossed" | "request" | "certificate";
  /** The key it was made with or for. */
  readonly key: string;
}

interface SignedText extends Text {
  readonly kind: "certificate";
  readonly nodeId: string;
  readonly role: NodeRole;
  readonly organization: string;
  readonly notBeforeMs: number;
  readonly notAfterMs: number;
  /** The public key of the root that signed it. */
  readonly issuer: string;
}

/** A root that another one vouches for. */
interface CrossedText extends Text {
  readonly kind: "crossed";
  readonly issuer: string;
}

/**
 * Certificates as marked text: nothing is secret, but what the real ones refuse is refused. A
 * private key is the public one after `private `; real keys would cost time and be different in
 * each run.
 */
export class SimCertificates implements Certificates {
  readonly #clock: Clock;
  readonly #entropy: Entropy;

  constructor(clock: Clock, entropy: Entropy) {
    this.#clock = clock;
    this.#entropy = entropy;
  }

  async createRoot(): Promise<SigningRoot> {
    const key = this.#newKey();
    const root: Text = { kind: "root", key };
    return { certificate: toPem("CERTIFICATE", root), key: privateOf(key) };
  }

  async crossSign(previous: SigningRoot, nextCertificate: string): Promise<string> {
    const { key } = this.#root(nextCertificate);
    const crossed: CrossedText = {
      kind: "crossed",
      key,
      issuer: this.#root(previous.certificate).key,
    };
    return toPem("CERTIFICATE", crossed);
  }

  async inspectRoot(certificate: string, key?: string): Promise<RootFacts> {
    const root = this.#root(certificate);
    if (key !== undefined && privateOf(root.key) !== key) {
      throw new OperationalError("invalidArgument", "The root's key is not its certificate's");
    }
    return {
      certificate,
      notAfterMs: Number.MAX_SAFE_INTEGER,
      subject: new TextEncoder().encode(SUBJECT),
      publicKey: new TextEncoder().encode(root.key),
    };
  }

  #root(certificate: string): Text {
    const [root] = fromPem(certificate);
    if (root?.kind === "root") return root;
    throw new OperationalError("invalidArgument", "Not a root certificate");
  }

  async createRequest(): Promise<{ readonly csr: Uint8Array; readonly key: string }> {
    const key = this.#newKey();
    const request: Text = { kind: "request", key };
    const csr = new TextEncoder().encode(toPem("CERTIFICATE REQUEST", request));
    return { csr, key: privateOf(key) };
  }

  async sign(
    root: SigningRoot,
    csr: Uint8Array,
    subject: CertificateSubject,
    validityMs: number,
  ): Promise<string> {
    const [request] = fromPem(new TextDecoder().decode(csr));
    if (request?.kind !== "request") {
      throw new OperationalError("invalidArgument", "Not a certificate request");
    }
    const [issuer] = fromPem(root.certificate);
    if (issuer === undefined || privateOf(issuer.key) !== root.key) {
      throw new OperationalError("invalidArgument", "The root's key is not its certificate's");
    }
    const { nodeId, role, organization } = subject;
    const signed: SignedText = {
      kind: "certificate",
      key: request.key,
      nodeId,
      role,
      organization,
      notBeforeMs: this.#clock.wallMs() - HOUR_MS,
      notAfterMs: this.#clock.wallMs() + validityMs,
      issuer: issuer.key,
    };
    return toPem("CERTIFICATE", signed);
  }

  async inspect(certificate: string, rootCertificate: string): Promise<CertificateFacts> {
    return inspectText(this.#clock.wallMs(), certificate, rootCertificate);
  }

  rootDigest(rootCertificate: string): Uint8Array {
    return new Uint8Array(createHash("sha256").update(rootCertificate).digest());
  }

  #newKey(): string {
    return Buffer.from(this.#entropy.bytes(8)).toString("hex");
  }
}

/** What a simulated certificate says, if `rootCertificate` issued it and it is valid at `nowMs`. */
export function inspectText(
  nowMs: number,
  certificate: string,
  rootCertificate: string,
): CertificateFacts {
  const [text, ...between] = fromPem(certificate);
  if (text?.kind !== "certificate") throw refuse("there is none");
  const { issuer, key: _key, kind: _kind, ...facts } = text as SignedText; // Its kind says so.
  const roots = fromPem(rootCertificate);
  const vouched = between.flatMap((each) =>
    each.kind === "crossed" && each.key === issuer ? (each as CrossedText).issuer : [],
  );
  if (!roots.some(({ kind, key }) => kind === "root" && [issuer, ...vouched].includes(key))) {
    throw refuse("it was issued by another root than this cluster's");
  }
  if (nowMs < facts.notBeforeMs) throw refuse("it is not valid yet");
  if (nowMs > facts.notAfterMs) throw refuse("it expired");
  return {
    ...facts,
    issuerPublicKey: new TextEncoder().encode(issuer),
    issuerSubject: new TextEncoder().encode(SUBJECT),
  };
}

/** Credentials for tests in which nobody issues any: of one root for every `organization`. */
export function credentialsFor(subject: CertificateSubject): NodeCredentials {
  const rootKey = `root of ${subject.organization}`;
  const key = `key of ${subject.nodeId}`;
  const { nodeId, role, organization } = subject;
  const certificate: SignedText = {
    kind: "certificate",
    key,
    nodeId,
    role,
    organization,
    notBeforeMs: 0,
    notAfterMs: Number.MAX_SAFE_INTEGER,
    issuer: rootKey,
  };
  return {
    root: toPem("CERTIFICATE", { kind: "root", key: rootKey }),
    certificate: toPem("CERTIFICATE", certificate),
    key: privateOf(key),
  };
}

function refuse(reason: string): OperationalError {
  return new OperationalError("unauthenticated", `Certificate refused: ${reason}`);
}

function privateOf(key: string): string {
  return `private ${key}\n`;
}

function toPem(label: string, text: Text): string {
  const body = Buffer.from(JSON.stringify(text)).toString("base64");
  return `-----BEGIN ${label}-----\n${body}\n-----END ${label}-----\n`;
}

const BLOCK = /-----BEGIN (?:CERTIFICATE|CERTIFICATE REQUEST)-----\n([^-]+)\n-----END/g;

/** Every block of a bundle that reads as one of ours. */
function fromPem(pem: string): readonly Text[] {
  return [...pem.matchAll(BLOCK)].flatMap(([, body = ""]) => {
    try {
      // What is not ours fails to parse, or has no kind that anyone asks for.
      return [JSON.parse(Buffer.from(body, "base64").toString()) as Text];
    } catch {
      return [];
    }
  });
}
