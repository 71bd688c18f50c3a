import { LevelReader } from "./level-reader.ts";

/**
 * What was compressed; LevelDB compresses its blocks. Throws a RangeError for what was not.
 * Source: Snappy, format_description.txt.
 */
export function unsnap(compressed: Uint8Array): Uint8Array {
  const reader = new LevelReader(compressed);
  const whole = new Uint8Array(reader.varint());
  let at = 0;
  while (!reader.isAtEnd) {
    const tag = reader.byte();
    if ((tag & 3) === 0) {
      const literal = reader.bytes(literalLength(tag >> 2, reader));
      whole.set(literal, at);
      at += literal.length;
      continue;
    }
    const { offset, length } = copyOf(tag, reader);
    if (offset === 0 || offset > at || at + length > whole.length) {
      throw new RangeError("it copies from outside of itself");
    }
    // Byte by byte: what is copied may be what is being written.
    for (const end = at + length; at < end; at++) whole[at] = whole[at - offset] ?? 0;
  }
  if (at !== whole.length) throw new RangeError("it ends too soon");
  return whole;
}

function literalLength(code: number, reader: LevelReader): number {
  return code < 60 ? code + 1 : littleEndian(reader, code - 59) + 1;
}

function copyOf(tag: number, reader: LevelReader): { offset: number; length: number } {
  if ((tag & 3) === 1) {
    return { length: ((tag >> 2) & 7) + 4, offset: ((tag >> 5) << 8) + reader.byte() };
  }
  return { length: (tag >> 2) + 1, offset: littleEndian(reader, (tag & 3) === 2 ? 2 : 4) };
}

function littleEndian(reader: LevelReader, count: number): number {
  return reader.bytes(count).reduceRight((value, byte) => value * 256 + byte, 0);
}
