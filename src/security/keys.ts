import { createPrivateKey, webcrypto, type KeyObject } from "node:crypto";
import { OperationalError } from "../base/errors.ts";

/** ECDSA over P-256, as Swarm's own keys. */
export const KEY_ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" } as const;

export async function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(KEY_ALGORITHM, true, ["sign", "verify"]);
}

/** A private key as PKCS #8 in PEM. */
export async function keyPem({ privateKey }: webcrypto.CryptoKeyPair): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey("pkcs8", privateKey));
  return createPrivateKey({ key: der, format: "der", type: "pkcs8" })
    .export({ type: "pkcs8", format: "pem" })
    .toString();
}

/** How the key of a root signs: operators may bring roots of other kinds than Swarm's own. */
export interface SigningKey {
  readonly key: webcrypto.CryptoKey;
  readonly algorithm: { readonly name: string; readonly hash?: string };
}

/** Reads a root's private key, in PKCS #8 or, as Docker's clusters keep theirs, in SEC 1. */
export async function importSigningKey(key: KeyObject): Promise<SigningKey> {
  const algorithm = algorithmOf(key);
  const der = key.export({ type: "pkcs8", format: "der" });
  return {
    key: await webcrypto.subtle.importKey("pkcs8", der, algorithm, false, ["sign"]),
    algorithm,
  };
}

interface Algorithm {
  readonly name: string;
  readonly namedCurve?: string;
  readonly hash?: string;
}

const CURVES: Readonly<Record<string, Algorithm>> = {
  prime256v1: KEY_ALGORITHM,
  secp384r1: { name: "ECDSA", namedCurve: "P-384", hash: "SHA-384" },
  secp521r1: { name: "ECDSA", namedCurve: "P-521", hash: "SHA-512" },
};

function algorithmOf(key: KeyObject): Algorithm {
  const type = key.asymmetricKeyType;
  const curve = key.asymmetricKeyDetails?.namedCurve ?? "";
  const algorithm = type === "rsa" ? { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" } : CURVES[curve];
  if (type === "ed25519") return { name: "Ed25519" };
  if (algorithm) return algorithm;
  throw new OperationalError(
    "failedPrecondition",
    `The root's key cannot be used (${type ?? "unknown kind"} ${curve}): it must be ECDSA over P-256, ` +
      "P-384 or P-521, RSA or Ed25519",
  );
}
