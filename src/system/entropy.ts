import type { Prng } from "../base/prng.ts";

/** Chance as a seam: secret and unpredictable in life, drawn from the seed in simulation. */
export interface Entropy {
  /** Unpredictable bytes: keys, tokens. */
  bytes(count: number): Uint8Array;
  /** A fresh generator for jitter and shuffles. */
  prng(): Prng;
}

/** A big-endian number in base 36, padded with zeros on the left to `length`. */
export function base36(bytes: Uint8Array, length: number): string {
  let hex = "0x0";
  for (const byte of bytes) hex += byte.toString(16).padStart(2, "0");
  return BigInt(hex).toString(36).padStart(length, "0");
}

/** A new object id: 128 bits of chance as 25 characters of base 36. Source: swarmkit identity. */
export function newId(entropy: Entropy): string {
  const bytes = entropy.bytes(17);
  return base36(bytes, 25).slice(-25);
}

/** A new raft member id: a positive number of 63 bits, never reused. */
export function newRaftId(entropy: Entropy): bigint {
  let id = 0n;
  for (const byte of entropy.bytes(8)) id = id * 256n + BigInt(byte);
  return id & 0x7fff_ffff_ffff_ffffn || 1n;
}
