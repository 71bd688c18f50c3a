import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import { SEAL_BYTES, type GossipCipher } from "../system/gossip-port.ts";

const ALGORITHMS: Readonly<Record<number, "aes-128-gcm" | "aes-192-gcm" | "aes-256-gcm">> = {
  16: "aes-128-gcm",
  24: "aes-192-gcm",
  32: "aes-256-gcm",
};
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const BLOCK_BYTES = 16;
const PADDED = 0;
const PLAIN = 1;

/**
 * AES-GCM as memberlist uses it: ┌ version 1 ┬ nonce 12 ┬ ciphertext ─┬ tag 16 ┐. In version 0 what is encrypted was
 * filled up to whole blocks before. Source: memberlist security.go.
 */
export const gossipCipher: GossipCipher = {
  seal(key, plain, head) {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(algorithmOf(key), key, nonce);
    cipher.setAAD(head);
    const body = cipher.update(plain);
    cipher.final();
    return Buffer.concat([Uint8Array.of(PLAIN), nonce, body, cipher.getAuthTag()]);
  },

  unseal(key, sealed, head) {
    const [version] = sealed;
    const end = sealed.length - TAG_BYTES;
    if (sealed.length < SEAL_BYTES || (version !== PADDED && version !== PLAIN)) return undefined;
    const decipher = createDecipheriv(algorithmOf(key), key, sealed.subarray(1, 1 + NONCE_BYTES));
    decipher.setAAD(head);
    decipher.setAuthTag(sealed.subarray(end));
    const plain = decipher.update(sealed.subarray(1 + NONCE_BYTES, end));
    try {
      decipher.final();
    } catch {
      return undefined;
    }
    return version === PADDED ? withoutPadding(plain) : plain;
  },
};

function algorithmOf(key: Uint8Array): "aes-128-gcm" | "aes-192-gcm" | "aes-256-gcm" {
  return ALGORITHMS[key.length] ?? "aes-128-gcm";
}

/** Source: PKCS #7, RFC 5652 §6.3. */
function withoutPadding(plain: Uint8Array): Uint8Array | undefined {
  const count = plain[plain.length - 1] ?? 0;
  if (count < 1 || count > BLOCK_BYTES || count > plain.length) return undefined;
  return plain.subarray(0, plain.length - count);
}
