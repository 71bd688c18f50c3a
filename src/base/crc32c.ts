const STEP = 8;
const TABLES = makeTables();
const [T0, T1, T2, T3, T4, T5, T6, T7] = TABLES;

/**
 * The checksum of what is stored, from `from` up to `to`, eight bytes at a step. Source: CRC-32C
 * (Castagnoli), RFC 3720 appendix B.4.
 */
export function crc32c(bytes: Uint8Array, from = 0, to = bytes.length): number {
  let crc = -1;
  let at = from;
  for (const end = to - STEP; at <= end; at += STEP) {
    crc ^=
      byteAt(bytes, at) |
      (byteAt(bytes, at + 1) << 8) |
      (byteAt(bytes, at + 2) << 16) |
      (byteAt(bytes, at + 3) << 24);
    crc =
      entryOf(T7, crc & 0xff) ^
      entryOf(T6, (crc >>> 8) & 0xff) ^
      entryOf(T5, (crc >>> 16) & 0xff) ^
      entryOf(T4, crc >>> 24) ^
      entryOf(T3, byteAt(bytes, at + 4)) ^
      entryOf(T2, byteAt(bytes, at + 5)) ^
      entryOf(T1, byteAt(bytes, at + 6)) ^
      entryOf(T0, byteAt(bytes, at + 7));
  }
  for (; at < to; at++) {
    crc = (crc >>> 8) ^ entryOf(T0, (crc ^ byteAt(bytes, at)) & 0xff);
  }
  return (crc ^ -1) >>> 0;
}

function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}

function entryOf(table: Int32Array, at: number): number {
  return table[at] ?? 0;
}

type Tables = readonly [
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
  Int32Array,
];

/** The k-th table says what a byte does to the checksum when k more bytes follow it. */
function makeTables(): Tables {
  const first = new Int32Array(256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f6_3b78 : crc >>> 1;
    first[byte] = crc;
  }
  const after = (table: Int32Array): Int32Array =>
    table.map((crc) => (crc >>> 8) ^ entryOf(first, crc & 0xff));
  const second = after(first);
  const third = after(second);
  const fourth = after(third);
  const fifth = after(fourth);
  const sixth = after(fifth);
  const seventh = after(sixth);
  return [first, second, third, fourth, fifth, sixth, seventh, after(seventh)];
}
