import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { webcrypto } from "node:crypto";
import { KEY_ALGORITHM, generateKeys, keyPem } from "../../../src/security/keys.ts";
import { x509 } from "../../../src/security/x509.ts";

const DAY_MS = 86_400_000;

/** Files of one who can prove that a CA knows him, as docker's command line names them. */
export interface Party {
  /** `ca.pem`, `cert.pem` and `key.pem` are in it. */
  readonly directory: string;
  readonly ca: string;
  readonly certificate: string;
  readonly key: string;
}

/** A CA of a test's own, which signs for 127.0.0.1. */
export class TestCa implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), "skein-tls-"));
  readonly #keys: webcrypto.CryptoKeyPair;
  readonly #pem: string;

  private constructor(keys: webcrypto.CryptoKeyPair, pem: string) {
    this.#keys = keys;
    this.#pem = pem;
  }

  static async create(): Promise<TestCa> {
    const { X509CertificateGenerator, BasicConstraintsExtension } = await x509();
    const keys = await generateKeys();
    const ca = await X509CertificateGenerator.createSelfSigned({
      ...{ name: "CN=test-ca", keys, signingAlgorithm: KEY_ALGORITHM, ...validity() },
      extensions: [new BasicConstraintsExtension(true, undefined, true)],
    });
    return new TestCa(keys, ca.toString("pem"));
  }

  async party(name: string): Promise<Party> {
    const { X509CertificateGenerator, SubjectAlternativeNameExtension } = await x509();
    const keys = await generateKeys();
    const signed = await X509CertificateGenerator.create({
      ...{ subject: `CN=${name}`, issuer: "CN=test-ca", ...validity() },
      ...{ publicKey: keys.publicKey, signingKey: this.#keys.privateKey },
      signingAlgorithm: KEY_ALGORITHM,
      extensions: [new SubjectAlternativeNameExtension([{ type: "ip", value: "127.0.0.1" }])],
    });
    const directory = mkdtempSync(join(this.#folder, `${name}-`));
    const write = (file: string, text: string): string => {
      writeFileSync(join(directory, file), text);
      return join(directory, file);
    };
    return {
      directory,
      ca: write("ca.pem", this.#pem),
      certificate: write("cert.pem", signed.toString("pem")),
      key: write("key.pem", await keyPem(keys)),
    };
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

function validity(): { readonly notBefore: Date; readonly notAfter: Date } {
  return { notBefore: new Date(Date.now() - DAY_MS), notAfter: new Date(Date.now() + DAY_MS) };
}
