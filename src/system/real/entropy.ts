import { randomBytes } from "node:crypto";
import { Prng } from "../../base/prng.ts";
import type { Entropy } from "../entropy.ts";

/** The operating system's chance. */
export const realEntropy: Entropy = {
  bytes: (count) => new Uint8Array(randomBytes(count)),
  prng: () => new Prng(randomBytes(6).readUIntBE(0, 6)),
};
