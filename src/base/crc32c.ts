const TABLES = makeTables();
const [T0, T1, T2, T3] = TABLES;

/** The checksum of what is stored, four bytes at a step. Source: CRC-32C (Castagnoli), RFC 3720 appendix B.4. */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  let at = 0;
  for (const end = bytes.length - 3; at < end; at += 4) {
    crc ^=
      byteAt(bytes, at) |
      (byteAt(bytes, at + 1) << 8) |
      (byteAt(bytes, at + 2) << 16) |
      (byteAt(bytes, at + 3) << 24);
    crc =
      entryOf(T3, crc & 0xff) ^
      entryOf(T2, (crc >>> 8) & 0xff) ^
      entryOf(T1, (crc >>> 16) & 0xff) ^
      entryOf(T0, crc >>> 24);
  }
  for (; at < bytes.length; at++) {
    crc = (crc >>> 8) ^ entryOf(T0, (crc ^ byteAt(bytes, at)) & 0xff);
  }
  return (crc ^ 0xffff_ffff) >>> 0;
}

function byteAt(bytes: Uint8Array, at: number): number {
  return bytes[at] ?? 0;
}

function entryOf(table: Int32Array, at: number): number {
  return table[at] ?? 0;
}

/** The k-th table says what a byte does to the checksum when k more bytes follow it. */
function makeTables(): readonly [Int32Array, Int32Array, Int32Array, Int32Array] {
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
  return [first, second, third, after(third)];
}
