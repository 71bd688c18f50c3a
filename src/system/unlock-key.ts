import { OperationalError } from "../base/errors.ts";
import { makeEncryptionKey, type EncryptionKey } from "../model/generated/types.ts";
import { MANAGER_SUBSYSTEM } from "../model/unlock-key.ts";
import type { Entropy } from "./entropy.ts";

// SWMKEY-1-<32 bytes, base 64 without padding>: what opens a locked manager's disk. Source: swarmkit
// manager/encryption.
const PREFIX = "SWMKEY-1-";
const KEY_BYTES = 32;

/** A new key for the managers of a swarm, as its cluster keeps it. */
export function newManagerUnlockKey(entropy: Entropy): EncryptionKey {
  return makeEncryptionKey({ subsystem: MANAGER_SUBSYSTEM, key: entropy.bytes(KEY_BYTES) });
}

/** The key as people keep it. */
export function formatUnlockKey(key: Uint8Array): string {
  return PREFIX + btoa(String.fromCharCode(...key)).replace(/=+$/, "");
}

/** Reads a key; `invalidArgument`, in Docker's words, for what is none. The text itself is never shown. */
export function parseUnlockKey(text: string): Uint8Array {
  const given = text.trim();
  const encoded = given.slice(PREFIX.length);
  if (given.startsWith(PREFIX) && /^[A-Za-z0-9+/]*$/.test(encoded) && encoded.length % 4 !== 1) {
    const key = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
    if (key.length === KEY_BYTES && formatUnlockKey(key) === given) return key;
  }
  throw new OperationalError("invalidArgument", "invalid key string");
}
