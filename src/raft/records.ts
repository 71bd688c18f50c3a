import { must } from "../base/assert.ts";
import { crc32c } from "../base/crc32c.ts";
import { OperationalError } from "../base/errors.ts";
import type {
  ConfState,
  Entry,
  EntryId,
  EntryType,
  HardState,
  LogIndex,
  SnapshotMeta,
  StoredPieces,
  Term,
} from "./core/messages.ts";

/**
 * How entries and marks look on disk. Numbers are big-endian, 64 bits for terms, indexes and ids.
 *
 *   sealed   ┌ crc32c 4 ┬ payload ────────┐
 *   batch    ┌ length 4 ┬ sealed place of the entry before, count 4 ┬ length 4 ┬ sealed entry ─── …
 *   entry    ┌ index 8 ┬ term 8 ┬ type 1 ┬ data ──────────────────────┐
 *
 * Every record carries its own index, so that one which landed in the wrong place is found too.
 */

const CRC_BYTES = 4;
const LENGTH_BYTES = 4;
const ENTRY_HEADER_BYTES = 17;
const ENTRY_TYPES: readonly EntryType[] = ["normal", "confChange", "confChangeV2"];
/** Not an entry: the place of the one before the batch, without which a lost batch is not missed. */
const PREVIOUS = 0xff;
const PIECE_HEADER_BYTES = 16;
const FORMAT = 3n;
/** Behind the place: how many entries there are, without which a cut between two of them is not seen. */
const COUNT_BYTES = 4;

/** Entries as stored together. */
export interface Batch {
  /** The entry they were written behind; undefined in what older versions wrote. */
  readonly previous: EntryId | undefined;
  readonly entries: readonly Entry[];
}

/** Many entries as one value, with the term of the one that they follow. */
export function packEntries(previousTerm: Term, entries: readonly Entry[]): Uint8Array {
  const overhead = LENGTH_BYTES + CRC_BYTES + ENTRY_HEADER_BYTES;
  const size = entries.reduce(
    (sum, { data }) => sum + overhead + data.length,
    overhead + COUNT_BYTES,
  );
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  let at = 0;
  const index = must(entries[0], "packEntries: no entries").index - 1;
  const count = new Uint8Array(COUNT_BYTES);
  new DataView(count.buffer).setUint32(0, entries.length);
  const previous = { index, term: previousTerm, type: PREVIOUS, data: count } as const;
  for (const { index, term, type, data } of [previous, ...entries]) {
    const payloadAt = at + LENGTH_BYTES + CRC_BYTES;
    const end = payloadAt + ENTRY_HEADER_BYTES + data.length;
    view.setUint32(at, end - at - LENGTH_BYTES);
    setNumber(view, payloadAt, index);
    setNumber(view, payloadAt + 8, term);
    view.setUint8(payloadAt + 16, type === PREVIOUS ? PREVIOUS : ENTRY_TYPES.indexOf(type));
    bytes.set(data, payloadAt + ENTRY_HEADER_BYTES);
    view.setUint32(at + LENGTH_BYTES, crc32c(bytes, payloadAt, end));
    at = end;
  }
  return bytes;
}

/** A whole number in 64 bits, without a BigInt for each. */
function setNumber(view: DataView, at: number, value: number): void {
  view.setUint32(at, Math.floor(value / 2 ** 32));
  view.setUint32(at + 4, value >>> 0);
}

/** The entries of one value; throws `dataLoss` at the first that is damaged. */
export function unpackEntries(bytes: Uint8Array, where: string): Batch {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: Entry[] = [];
  let previous: EntryId | undefined;
  let count: number | undefined;
  for (let at = 0, record = 1; at < bytes.length; record++) {
    const what = `${where}, record ${record}`;
    if (at + LENGTH_BYTES > bytes.length) throw damaged(what, "it is cut short");
    const length = view.getUint32(at);
    const end = at + LENGTH_BYTES + length;
    if (end > bytes.length) throw damaged(what, "it is cut short");
    const payload = unseal(bytes.subarray(at + LENGTH_BYTES, end), what);
    if (payload.length < ENTRY_HEADER_BYTES) throw damaged(what, "it is cut short");
    if (record === 1 && payload[16] === PREVIOUS) {
      previous = unpackPlace(payload);
      count = unpackCount(payload);
    } else entries.push(unpackEntry(payload, what));
    at = end;
  }
  if (entries.length === 0) throw damaged(where, "it is empty");
  if (count !== undefined && entries.length !== count) {
    throw damaged(where, `${count} were stored there, and there are ${entries.length}`);
  }
  return { previous, entries };
}

function unpackEntry(payload: Uint8Array, what: string): Entry {
  const code = payload[16];
  const type = code === undefined ? undefined : ENTRY_TYPES[code];
  if (type === undefined) {
    throw damaged(what, `its type ${code} is unknown: a newer version wrote it`);
  }
  return { ...unpackPlace(payload), type, data: payload.subarray(ENTRY_HEADER_BYTES) };
}

/** Undefined in what older versions wrote. */
function unpackCount(payload: Uint8Array): number | undefined {
  if (payload.length < ENTRY_HEADER_BYTES + COUNT_BYTES) return undefined;
  const view = new DataView(payload.buffer, payload.byteOffset, payload.byteLength);
  return view.getUint32(ENTRY_HEADER_BYTES);
}

function unpackPlace(payload: Uint8Array): EntryId {
  const view = new DataView(payload.buffer, payload.byteOffset, ENTRY_HEADER_BYTES);
  return { index: Number(view.getBigUint64(0)), term: Number(view.getBigUint64(8)) };
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
  const { voters, learners = [], outgoing = [], learnersNext = [], autoLeave = false } = conf;
  const lists = [voters, learners, outgoing, learnersNext, autoLeave ? [1n] : []];
  // No member has id 0: it separates. What is only voters is written as it always was.
  const numbers = lists.flatMap((list, at) => (at === 0 ? list : [0n, ...list]));
  while (numbers.at(-1) === 0n) numbers.pop();
  return packNumbers([BigInt(term), BigInt(index), ...numbers]);
}

export function unpackSnapshotMeta(bytes: Uint8Array, what: string): SnapshotMeta {
  const [term = 0n, index = 0n, ...numbers] = unpackNumbers(bytes, what, 2);
  return { term: Number(term), index: Number(index), conf: confStateFrom(numbers) };
}

function confStateFrom(numbers: readonly bigint[]): ConfState {
  const lists: bigint[][] = [[]];
  for (const number of numbers) {
    if (number === 0n) lists.push([]);
    else lists.at(-1)?.push(number);
  }
  const [voters = [], learners = [], outgoing = [], learnersNext = [], autoLeave = []] = lists;
  return {
    voters,
    ...(learners.length > 0 && { learners }),
    ...(outgoing.length > 0 && { outgoing }),
    ...(learnersNext.length > 0 && { learnersNext }),
    ...(autoLeave.length > 0 && { autoLeave: true }),
  };
}

/** One piece of a snapshot, which knows its place, so that none can be taken for another. */
export function packPiece(place: number, at: number, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(PIECE_HEADER_BYTES + data.length);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(place));
  view.setBigUint64(8, BigInt(at));
  bytes.set(data, PIECE_HEADER_BYTES);
  return seal(bytes);
}

export function unpackPiece(
  bytes: Uint8Array,
  place: number,
  at: number,
  what: string,
): Uint8Array {
  const payload = unseal(bytes, what);
  if (payload.length < PIECE_HEADER_BYTES) throw damaged(what, "it is cut short");
  const view = new DataView(payload.buffer, payload.byteOffset, PIECE_HEADER_BYTES);
  if (view.getBigUint64(0) !== BigInt(place) || view.getBigUint64(8) !== BigInt(at)) {
    throw damaged(what, "in its place is another");
  }
  return payload.subarray(PIECE_HEADER_BYTES);
}

export function packStored(index: LogIndex, { place, count, bytes }: StoredPieces): Uint8Array {
  return packNumbers([index, place, count, bytes].map(BigInt));
}

/** Where the pieces of the snapshot at `index` are. */
export function unpackStored(bytes: Uint8Array, index: LogIndex, what: string): StoredPieces {
  const [of = 0, place = 0, count = 0, size = 0] = unpackNumbers(bytes, what, 4).map(Number);
  if (of !== index)
    throw damaged(what, `it is of the snapshot at ${of}, and there is one at ${index}`);
  return { place, count, bytes: size };
}

/** Which layout a store has, so that an older version does not misread it. */
export function packFormat(): Uint8Array {
  return packNumbers([FORMAT]);
}

/** Refuses what a newer version wrote. */
export function checkFormat(bytes: Uint8Array): void {
  const [format = 0n] = unpackNumbers(bytes, "the layout's number", 1);
  if (format <= FORMAT) return;
  throw new OperationalError(
    "unimplemented",
    `The raft log on disk has layout ${format}, and this version knows up to ${FORMAT}: start the newer version`,
  );
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

/** What a person can do about a raft log that is damaged. */
export const LOG_REMEDY =
  "This manager must not go on with it, as it may have forgotten a vote or an acknowledgement. " +
  "While a majority of the other managers is healthy: demote and remove this node there " +
  "(`skein node demote`, `skein node rm --force`), leave here (`skein leave --force`) and join anew. " +
  "Without a majority: restore the state directory from a backup, or make a new cluster from a " +
  "manager that is whole (`skein init --force-new-cluster`)";

/** Stored data that cannot be trusted: the member must not go on with it, and forget a promise. */
export function damaged(what: string, problem: string): OperationalError {
  return new OperationalError(
    "dataLoss",
    `The raft log on disk is damaged: ${what}: ${problem}. ${LOG_REMEDY}`,
  );
}

function hex(checksum: number): string {
  return checksum.toString(16).padStart(8, "0");
}
