const OFFSET_BASIS = 0x811c9dc5;
const PRIME = 0x01000193;

/** A running fingerprint of everything a simulation did: equal for two runs of one seed. */
export class Trace {
  #low = OFFSET_BASIS;
  #high = OFFSET_BASIS ^ 0x5bd1e995;
  #count = 0;

  get fingerprint(): string {
    const hex = (word: number): string => (word >>> 0).toString(16).padStart(8, "0");
    return `${hex(this.#high)}${hex(this.#low)}-${this.#count}`;
  }

  text(text: string): void {
    this.#count++;
    for (let index = 0; index < text.length; index++) this.#mix(text.charCodeAt(index));
  }

  bytes(bytes: Uint8Array): void {
    this.#count++;
    for (const byte of bytes) this.#mix(byte);
  }

  /** A moment, to the microsecond. */
  time(ms: number): void {
    const us = Math.round(ms * 1000);
    this.#mix(us | 0);
    this.#mix(Math.floor(us / 2 ** 32));
  }

  // Source: FNV-1a, twice with different starts.
  #mix(code: number): void {
    this.#low = Math.imul(this.#low ^ code, PRIME);
    this.#high = Math.imul(this.#high ^ code, PRIME) ^ (this.#high >>> 15);
  }
}
