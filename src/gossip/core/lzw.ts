import { malformed } from "./bytes.ts";

const CLEAR = 256;
const END = 257;
const FIRST_WIDTH = 9;
const MAX_WIDTH = 12;
const NONE = -1;

/**
 * Unpacks LZW of bytes with codes of 9 to 12 bits, the lowest bit first, as in GIF. Throws
 * `invalidArgument` at what is none, and where it would be more than `limit` bytes.
 * Source: the GIF specification, appendix F; Go's compress/lzw.
 */
export function unpackLzw(packed: Uint8Array, limit: number): Uint8Array {
  const codes = new CodeReader(packed);
  // Each code above END is the code before it and one byte more.
  const prefix = new Int16Array(1 << MAX_WIDTH);
  const suffix = new Uint8Array(1 << MAX_WIDTH);
  const run = new Uint8Array(1 << MAX_WIDTH);
  const output = new Output(limit);
  let width = FIRST_WIDTH;
  let highest = END;
  let last = NONE;
  for (;;) {
    const code = codes.next(width);
    if (code === END) return output.bytes();
    if (code === CLEAR) {
      width = FIRST_WIDTH;
      highest = END;
      last = NONE;
      continue;
    }
    const isNew = code === highest && last !== NONE;
    if (code > highest) throw malformed("an LZW code before its time");
    // From the end: a code that is being made just now is the last one and that one's first byte.
    let start = run.length;
    let at = isNew ? last : code;
    if (isNew) start--;
    while (at > END) {
      run[--start] = suffix[at] ?? 0;
      at = prefix[at] ?? 0;
    }
    run[--start] = at;
    if (isNew) run[run.length - 1] = at;
    output.add(run, start);
    if (last !== NONE) {
      suffix[highest] = at;
      prefix[highest] = last;
    }
    last = code;
    highest++;
    if (highest === 1 << width) {
      if (width < MAX_WIDTH) width++;
      else {
        // Full: nothing more is learned until a clear code.
        last = NONE;
        highest--;
      }
    }
  }
}

class CodeReader {
  readonly #packed: Uint8Array;
  #at = 0;
  #bits = 0;
  #count = 0;

  constructor(packed: Uint8Array) {
    this.#packed = packed;
  }

  next(width: number): number {
    while (this.#count < width) {
      const byte = this.#packed[this.#at++];
      if (byte === undefined) throw malformed("LZW without an end");
      this.#bits |= byte << this.#count;
      this.#count += 8;
    }
    const code = this.#bits & ((1 << width) - 1);
    this.#bits >>>= width;
    this.#count -= width;
    return code;
  }
}

class Output {
  readonly #limit: number;
  #bytes = new Uint8Array(1024);
  #length = 0;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(run: Uint8Array, start: number): void {
    const length = this.#length + run.length - start;
    if (length > this.#limit) throw malformed(`more than ${this.#limit} bytes once unpacked`);
    if (length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(length, 2 * this.#bytes.length));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(run.subarray(start), this.#length);
    this.#length = length;
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }
}
