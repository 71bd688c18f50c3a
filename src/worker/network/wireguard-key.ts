import { createPrivateKey, createPublicKey } from "node:crypto";
import type { Entropy } from "../../system/entropy.ts";

const KEY_BYTES = 32;
/** What PKCS #8 puts before the bytes of an X25519 key. Source: RFC 8410, section 7. */
const PKCS8_HEAD = Buffer.from("302e020100300506032b656e04220420", "hex");

/** A new private key, in base64 as WireGuard's tools write it. */
export function newPrivateKey(entropy: Entropy): string {
  const bytes = Buffer.from(entropy.bytes(KEY_BYTES));
  // Source: RFC 7748, section 5.
  bytes[0] = (bytes[0] ?? 0) & 0xf8;
  bytes[31] = ((bytes[31] ?? 0) & 0x7f) | 0x40;
  return bytes.toString("base64");
}

export function publicKeyOf(privateKey: string): string {
  const der = Buffer.concat([PKCS8_HEAD, Buffer.from(privateKey, "base64")]);
  const key = createPublicKey(createPrivateKey({ key: der, format: "der", type: "pkcs8" }));
  return key.export({ format: "der", type: "spki" }).subarray(-KEY_BYTES).toString("base64");
}
