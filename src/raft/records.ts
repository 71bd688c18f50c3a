import { OperationalError } from "../base/errors.ts";
import type { Entry, EntryId, EntryType, HardState, SnapshotMeta } from "./core/messages.ts";
import { crc32c } from "./crc32c.ts";

/**
 * How entries and marks look on disk. Numbers are big-endian, 64 bits for terms, indexes and ids.
 *
 *   sealed   ┌ crc32c 4 ┬ payload ────────┐
 *   batch    ┌ length 4 ┬ sealed entry ───┬ length 4 ┬ sealed entry ─── …
 *   entry    ┌ index 8 ┬ term 8 ┬ type 1 ┬ data ──────────────────────┐
 *
 * Every record carries its own index, so that one which landed in the wrong place is found too.
 */

const CRC_BYTES = 4;
const LENGTH_BYTES = 4;
const ENTRY_HEADER_BYTES = 17;
const ENTRY_TYPES: readonly EntryType[] = ["normal", "confChange", "confChangeV2"];

/** Many entries as one value. */
export function packEntries(entries: readonly Entry[]): Uint8Array {
  const overhead = LENGTH_BYTES + CRC_BYTES + ENTRY_HEADER_BYTES;
  const size = entries.reduce((sum, { data }) => sum + overhead + data.length, 0);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  for (const { index, term, type, data } of entries) {
    const payloadAt = at + LENGTH_BYTES + CRC_BYTES;
    const end = payloadAt + ENTRY_HEADER_BYTES + data.length;
    view.setUint32(at, end - at - LENGTH_BYTES);
    view.setBigUint64(payloadAt, BigInt(index));
    view.setBigUint64(payloadAt + 8, BigInt(term));
    view.setUint8(payloadAt + 16, ENTRY_TYPES.indexOf(type));
    bytes.set(data, payloadAt + ENTRY_HEADER_BYTES);
    view.setUint32(at + LENGTH_BYTES, crc32c(bytes.subarray(payloadAt, end)));
    at = end;
  }
  return bytes;
}

/** The entries of one value; throws `dataLoss` at the first that is damaged. */
export function unpackEntries(bytes: Uint8Array, where: string): Entry[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: Entry[] = [];
  let at = 0;
  while (at < bytes.length) {
    const what = `${where}, record ${entries.length + 1}`;
    if (at + LENGTH_BYTES > bytes.length) throw damaged(what, "it is cut short");
    const length = view.getUint32(at);
    const end = at + LENGTH_BYTES + length;
    if (end > bytes.length) throw damaged(what, "it is cut short");
    const payload = unseal(bytes.subarray(at + LENGTH_BYTES, end), what);
    entries.push(unpackEntry(payload, what));
    at = end;
  }
  if (entries.length === 0) throw damaged(where, "it is empty");
  return entries;
}

function unpackEntry(payload: Uint8Array, what: string): Entry {
  if (payload.length < ENTRY_HEADER_BYTES) throw damaged(what, "it is cut short");
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  const type = ENTRY_TYPES[view.getUint8(16)];
  if (type === undefined) {
    throw damaged(what, `its type ${view.getUint8(16)} is unknown: a newer version wrote it`);
  }
  return {
    index: Number(view.getBigUint64(0)),
    term: Number(view.getBigUint64(8)),
    type,
    data: payload.subarray(ENTRY_HEADER_BYTES),
  };
}

/** `payload` behind its checksum. */
export function seal(payload: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(CRC_BYTES + payload.length);
  bytes.set(payload, CRC_BYTES);
  new DataView(bytes.buffer).setUint32(0, crc32c(payload));
  return bytes;
}

/** What was sealed; throws `dataLoss` when it is damaged. */
export function unseal(bytes: Uint8Array, what: string): Uint8Array {
  if (bytes.length < CRC_BYTES) throw damaged(what, "it is cut short");
  const payload = bytes.subarray(CRC_BYTES);
  const stored = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(0);
  const computed = crc32c(payload);
  if (stored !== computed) {
    throw damaged(what, `its checksum is ${hex(computed)} and should be ${hex(stored)}`);
  }
  return payload;
}

export function packHardState({ term, vote, commitIndex }: HardState): Uint8Array {
  return packNumbers([BigInt(term), vote ?? 0n, BigInt(commitIndex)]);
}

export function unpackHardState(bytes: Uint8Array, what: string): HardState {
  const [term = 0n, vote = 0n, commit = 0n] = unpackNumbers(bytes, what, 3);
  return {
    term: Number(term),
    vote: vote === 0n ? undefined : vote,
    commitIndex: Number(commit),
  };
}

export function packEntryId({ term, index }: EntryId): Uint8Array {
  return packNumbers([BigInt(term), BigInt(index)]);
}

export function unpackEntryId(bytes: Uint8Array, what: string): EntryId {
  const [term = 0n, index = 0n] = unpackNumbers(bytes, what, 2);
  return { term: Number(term), index: Number(index) };
}

export function packSnapshotMeta({ term, index, conf }: SnapshotMeta): Uint8Array {
  return packNumbers([BigInt(term), BigInt(index), ...conf.voters]);
}

export function unpackSnapshotMeta(bytes: Uint8Array, what: string): SnapshotMeta {
  const [term = 0n, index = 0n, ...voters] = unpackNumbers(bytes, what, 2);
  return { term: Number(term), index: Number(index), conf: { voters } };
}

function packNumbers(numbers: readonly bigint[]): Uint8Array {
  const bytes = new Uint8Array(numbers.length * 8);
  const view = new DataView(bytes.buffer);
  numbers.forEach((number, at) => view.setBigUint64(at * 8, number));
  return seal(bytes);
}

function unpackNumbers(bytes: Uint8Array, what: string, atLeast: number): bigint[] {
  const payload = unseal(bytes, what);
  if (payload.length % 8 !== 0 || payload.length < atLeast * 8) {
    throw damaged(what, "it is cut short");
  }
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  return Array.from({ length: payload.length / 8 }, (_, at) => view.getBigUint64(at * 8));
}

/** Stored data that cannot be trusted: the member must not go on with it, and forget a promise. */
export function damaged(what: string, problem: string): OperationalError {
  return new OperationalError(
    "dataLoss",
    `The raft log on disk is damaged: ${what}: ${problem}. ` +
      "Restore this manager's state directory from a backup, or, with a healthy majority of managers, " +
      "demote and remove this one, clear its state directory and join it anew",
  );
}

function hex(checksum: number): string {
  return checksum.toString(16).padStart(8, "0");
}
