import { randomBytes } from "node:crypto";
import { Prng } from "../../base/prng.ts";
import type { Entropy } from "../entropy.ts";

/** Asking costs the same for few bytes as for many, and most want few: what is left over is kept. */
const POOL_BYTES = 4096;
const FEW_BYTES = 64;

let pool = Buffer.alloc(0);
let used = 0;

function few(count: number): Uint8Array {
  if (used + count > pool.length) {
    pool = randomBytes(POOL_BYTES);
    used = 0;
  }
  const bytes = new Uint8Array(pool.subarray(used, used + count));
  pool.fill(0, used, used + count); // What was given out may become a key.
  used += count;
  return bytes;
}

/** The operating system's chance. */
export const realEntropy: Entropy = {
  bytes: (count) => (count <= FEW_BYTES ? few(count) : new Uint8Array(randomBytes(count))),
  prng: () => new Prng(randomBytes(6).readUIntBE(0, 6)),
};
