import { Prng } from "../../src/base/prng.ts";
import type { Entropy } from "../../src/system/entropy.ts";

/** Chance from the seed: as unlike as real chance, and the same in every run. */
export class SimEntropy implements Entropy {
  readonly #prng: Prng;

  constructor(prng: Prng) {
    this.#prng = prng;
  }

  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.#prng.below(256));
  }

  prng(): Prng {
    return new Prng(this.#prng.uint32());
  }
}
