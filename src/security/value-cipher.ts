import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";
import type { ValueCipher } from "../system/value-cipher.ts";

const ALGORITHM = "aes-256-gcm";
export const DATA_KEY_BYTES = 32;
const NONCE_BYTES = 12;
const PREFIX_BYTES = 8;
const TAG_BYTES = 16;

/**
 * AES-256-GCM with the place as additional data: ┌ nonce 12 ┬ ciphertext ─┬ tag 16 ┐. A nonce is 64 bits of
 * chance, drawn anew every 2^32 values, and a counter, so that none comes twice. Source: NIST SP 800-38D §8.2.
 */
export function aesCipher(keyId: number, key: Uint8Array): ValueCipher {
  const nonce = Buffer.alloc(NONCE_BYTES);
  let used = 2 ** 32;
  const nextNonce = (): Buffer => {
    if (used === 2 ** 32) {
      randomBytes(PREFIX_BYTES).copy(nonce);
      used = 0;
    }
    nonce.writeUInt32BE(used++, PREFIX_BYTES);
    return nonce;
  };
  const seal = (place: string, plain: Uint8Array): Uint8Array => {
    const sealed = new Uint8Array(NONCE_BYTES + plain.length + TAG_BYTES);
    const iv = nextNonce();
    const cipher = createCipheriv(ALGORITHM, key, iv);
    cipher.setAAD(Buffer.from(place));
    sealed.set(iv);
    sealed.set(cipher.update(plain), NONCE_BYTES);
    cipher.final();
    sealed.set(cipher.getAuthTag(), NONCE_BYTES + plain.length);
    return sealed;
  };
  const unseal = (place: string, sealed: Uint8Array): Uint8Array | undefined => {
    const end = sealed.length - TAG_BYTES;
    if (end < NONCE_BYTES) return undefined;
    const decipher = createDecipheriv(ALGORITHM, key, sealed.subarray(0, NONCE_BYTES));
    decipher.setAAD(Buffer.from(place));
    decipher.setAuthTag(sealed.subarray(end));
    const plain = decipher.update(sealed.subarray(NONCE_BYTES, end));
    try {
      decipher.final();
    } catch {
      return undefined;
    }
    return new Uint8Array(plain.buffer, plain.byteOffset, plain.byteLength);
  };
  return { keyId, seal, unseal };
}
