import { LevelReader } from "./level-reader.ts";
import { maskedCrc } from "./level-log.ts";
import { unsnap } from "./snappy.ts";

/**
 * Checks every block of a table: LevelDB compares their checksums only when it is told to, which its
 * binding for Node.js cannot do.
 *
 *   table   ┌ blocks ─┬ index block ┬ footer 48 ─────────────────────────────────────┐
 *   block   ┌ contents ─┬ compression 1 ┬ checksum 4 ┐
 *   footer  ┌ where the meta index is ┬ where the index is ┬ … ┬ magic 8 ┐
 *
 * Source: LevelDB doc/table_format.md.
 */
const FOOTER_BYTES = 48;
const MAGIC = 0xdb4775248b80fb57n;
const TRAILER_BYTES = 5;
const [PLAIN, SNAPPY] = [0, 1] as const;

interface Place {
  readonly offset: number;
  readonly size: number;
}

/** Throws a RangeError that says what is wrong and where. */
export function checkTable(bytes: Uint8Array): void {
  const footerAt = bytes.length - FOOTER_BYTES;
  if (footerAt < 0) throw new RangeError("it ends too soon");
  const view = new DataView(bytes.buffer, bytes.byteOffset + footerAt, FOOTER_BYTES);
  if (view.getBigUint64(FOOTER_BYTES - 8, true) !== MAGIC) throw new RangeError("it has no footer");
  const footer = new LevelReader(bytes, footerAt);
  for (const place of [placeIn(footer), placeIn(footer)]) {
    for (const inner of placesIn(blockAt(bytes, place))) blockAt(bytes, inner);
  }
}

/** The contents of a block whose checksum is right. */
function blockAt(bytes: Uint8Array, { offset, size }: Place): Uint8Array {
  const at = `the block at byte ${offset}`;
  const end = offset + size;
  if (end + TRAILER_BYTES > bytes.length) throw new RangeError(`${at} ends too soon`);
  const stored = new DataView(bytes.buffer, bytes.byteOffset + end + 1, 4).getUint32(0, true);
  if (maskedCrc(bytes.subarray(offset, end + 1)) !== stored) {
    throw new RangeError(`${at} has a wrong checksum`);
  }
  const contents = bytes.subarray(offset, end);
  if (bytes[end] === PLAIN) return contents;
  if (bytes[end] === SNAPPY) return unsnap(contents);
  throw new RangeError(`${at} is compressed in an unknown way`);
}

/** The places that an index block lists: its entries' values, in front of its restart points. */
function placesIn(block: Uint8Array): readonly Place[] {
  if (block.length < 4) throw new RangeError("its index ends too soon");
  const view = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const entriesEnd = block.length - 4 - 4 * view.getUint32(block.length - 4, true);
  const places: Place[] = [];
  const reader = new LevelReader(block);
  while (reader.at < entriesEnd) {
    reader.varint(); // How much of its key is the one before's.
    const keyBytes = reader.varint();
    const valueBytes = reader.varint();
    reader.bytes(keyBytes);
    places.push(placeIn(new LevelReader(reader.bytes(valueBytes))));
  }
  return places;
}

function placeIn(reader: LevelReader): Place {
  return { offset: reader.varint(), size: reader.varint() };
}
