import { crc32c } from "../../base/crc32c.ts";

/**
 * LevelDB's logs, read as it reads them but with no leniency: LevelDB itself drops whatever has a
 * wrong checksum, and all that follows in the same block, without a word.
 *
 *   block   32 KiB of records; fewer than 7 bytes at its end are not used
 *   record  ┌ checksum 4 ┬ length 2 ┬ type 1 ┬ data ─┐   little-endian; the checksum covers type and data
 *
 * Source: LevelDB doc/log_format.md.
 */
const BLOCK_BYTES = 32_768;
const HEADER_BYTES = 7;
const SECTOR_BYTES = 512;
const [FULL, FIRST, MIDDLE, LAST] = [1, 2, 3, 4] as const;
const MASK_DELTA = 0xa282ead8;

/** How a log ends: in a whole record; in one that a crash cut short; or it is damaged. */
export type LogEnd =
  | { readonly kind: "whole" }
  | { readonly kind: "torn"; readonly offset: number }
  | { readonly kind: "damaged"; readonly offset: number; readonly problem: string };

export interface LogContents {
  /** The data of every record before the end, put together from its parts. */
  readonly records: readonly Uint8Array[];
  readonly end: LogEnd;
}

/** LevelDB stores checksums of data that may hold checksums in this guise. */
export function maskedCrc(bytes: Uint8Array): number {
  const crc = crc32c(bytes);
  return (((crc >>> 15) | (crc << 17)) + MASK_DELTA) >>> 0;
}

export function readLog(bytes: Uint8Array): LogContents {
  const records: Uint8Array[] = [];
  let parts: Uint8Array[] | undefined;
  let startOfRecord = 0;
  let at = 0;
  const ends = (end: LogEnd): LogContents => ({ records, end });
  while (at < bytes.length) {
    const left = BLOCK_BYTES - (at % BLOCK_BYTES);
    if (left < HEADER_BYTES) {
      at += left;
      continue;
    }
    if (!parts) startOfRecord = at;
    const part = partAt(bytes, at);
    if (!part) {
      // Space for records to come, as LogReserve leaves it.
      if (!parts && isZero(bytes, at)) break;
      return ends(explain(bytes, at, startOfRecord));
    }
    if ((part.type === FULL || part.type === FIRST) === (parts !== undefined)) {
      const problem = "its parts do not follow one another";
      return ends({ kind: "damaged", offset: at, problem });
    }
    parts = [...(parts ?? []), part.data];
    at += HEADER_BYTES + part.data.length;
    if (part.type === FIRST || part.type === MIDDLE) continue;
    records.push(join(parts));
    parts = undefined;
  }
  return ends(parts ? { kind: "torn", offset: startOfRecord } : { kind: "whole" });
}

interface Part {
  readonly type: number;
  readonly data: Uint8Array;
}

/** The part that begins at `at`, if it is there and sound. */
function partAt(bytes: Uint8Array, at: number, claimed?: number): Part | undefined {
  if (at + HEADER_BYTES > bytes.length) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, HEADER_BYTES);
  const length = claimed ?? view.getUint16(4, true);
  const type = view.getUint8(6);
  const end = at + HEADER_BYTES + length;
  const blockEnd = at - (at % BLOCK_BYTES) + BLOCK_BYTES;
  if (type < FULL || type > LAST || end > Math.min(bytes.length, blockEnd)) return undefined;
  if (maskedCrc(bytes.subarray(at + HEADER_BYTES - 1, end)) !== view.getUint32(0, true)) {
    return undefined;
  }
  return { type, data: bytes.subarray(at + HEADER_BYTES, end) };
}

/**
 * Why there is no sound part at `at`. A crash leaves a record that was never finished, so nobody was
 * promised anything that rests on it: the file ends too soon, or lacks sectors that were never written.
 * Anything else is damage to what had been whole.
 */
function explain(bytes: Uint8Array, at: number, startOfRecord: number): LogEnd {
  const damaged = (problem: string): LogEnd => ({ kind: "damaged", offset: at, problem });
  if (isSoundBehind(bytes, at + 1)) return damaged("it is not sound, and sound records follow it");
  const torn: LogEnd = { kind: "torn", offset: startOfRecord };
  if (at + HEADER_BYTES > bytes.length || isZero(bytes, at)) return torn;
  // The length is the one thing that no checksum covers.
  if (isSoundAtAnotherLength(bytes, at)) return damaged("its length is wrong");
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, HEADER_BYTES);
  const end = at + HEADER_BYTES + view.getUint16(4, true);
  if (end > bytes.length || lacksSector(bytes, at, end)) return torn;
  return damaged("its checksum is wrong");
}

/** Whether the last record is whole if it ends where nothing but zeros follows, or a little later. */
function isSoundAtAnotherLength(bytes: Uint8Array, at: number): boolean {
  const from = at + HEADER_BYTES;
  const blockEnd = Math.min(at - (at % BLOCK_BYTES) + BLOCK_BYTES, bytes.length);
  let last = blockEnd;
  while (last > from && bytes[last - 1] === 0) last--;
  if (partAt(bytes, at, blockEnd - from)) return true;
  for (let end = last; end <= Math.min(blockEnd, last + SECTOR_BYTES); end++) {
    if (partAt(bytes, at, end - from)) return true;
  }
  return false;
}

/** So many zeros are no accident. */
const ZEROS_THAT_TELL = 8;

/** Whether a sector that the record lies in was never written. A disk may write them in any order. */
function lacksSector(bytes: Uint8Array, start: number, end: number): boolean {
  for (let from = start, to = start; from < end; from = to) {
    to = Math.min(from - (from % SECTOR_BYTES) + SECTOR_BYTES, bytes.length);
    if (to - from >= ZEROS_THAT_TELL && isZero(bytes, from, to)) return true;
  }
  return false;
}

function isSoundBehind(bytes: Uint8Array, from: number): boolean {
  for (let at = from; at + HEADER_BYTES <= bytes.length; at++) {
    const part = partAt(bytes, at);
    // An empty record is too little evidence, and LevelDB writes none but in front of a block's end.
    if (part && part.data.length > 0) return true;
  }
  return false;
}

function isZero(bytes: Uint8Array, from: number, to = bytes.length): boolean {
  return bytes.subarray(from, to).every((byte) => byte === 0);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
