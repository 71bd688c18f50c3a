import protobuf from "protobufjs/minimal.js";
import type { Reader, Writer } from "protobufjs/minimal.js";
import { OperationalError, messageOf } from "../base/errors.ts";
import type { Codec } from "../system/rpc.ts";

// What the generated codecs share. Without Long, 64-bit reads give numbers, checked below.
protobuf.util.Long = null as unknown as typeof protobuf.util.Long; // Typed as always there.
protobuf.configure();

export const NOTHING: readonly never[] = Object.freeze([]);
export const NO_ENTRIES: Readonly<Record<string, never>> = Object.freeze({});
export const NO_BYTES: Uint8Array = new Uint8Array(0);

/** Deeper than any honest message; raftpb.Message nests itself. */
const MAX_DEPTH = 32;

type Write<T> = (writer: Writer, message: T) => Writer;
type Read<T> = (reader: Reader, end: number, depth: number) => T;

/** A codec of one message type. Damaged or truncated bytes are `invalidArgument`. */
export function codec<T>(name: string, write: Write<T>, read: Read<T>): Codec<T> {
  return {
    encode: (message) => write(protobuf.Writer.create(), message).finish(),
    decode: (bytes) => decode(name, read, protobuf.Reader.create(bytes)),
  };
}

/** Readers whose input stays as it is for as long as anybody holds a part of it. */
const lasting = new WeakSet<Reader>();

/**
 * The same, but what is decoded shares one copy of the bytes: for messages of many small fields that
 * live equally long, as a copy of each would burden the memory more than its content.
 */
export function sharingCodec<T>(name: string, write: Write<T>, read: Read<T>): Codec<T> {
  return {
    ...codec(name, write, read),
    decode: (bytes) => {
      const reader = protobuf.Reader.create(new Uint8Array(bytes));
      lasting.add(reader);
      return decode(name, read, reader);
    },
  };
}

function decode<T>(name: string, read: Read<T>, reader: Reader): T {
  try {
    return read(reader, reader.len, 0);
  } catch (error) {
    throw new OperationalError(
      "invalidArgument",
      `Malformed ${name} message: ${messageOf(error)}`,
      { cause: error },
    );
  }
}

export function checkDepth(depth: number): void {
  if (depth > MAX_DEPTH) throw new RangeError(`nested deeper than ${MAX_DEPTH}`);
}

export function checkEnd(reader: Reader, end: number): void {
  if (reader.pos !== end) throw new RangeError(`a field runs past its message's end at ${end}`);
}

export function checkWire(tag: number, wanted: number): void {
  if ((tag & 7) !== wanted) {
    throw new RangeError(`field ${tag >>> 3} has wire type ${tag & 7}, expected ${wanted}`);
  }
}

/** Reads a length and gives where what follows ends. */
export function readEnd(reader: Reader): number {
  const length = reader.uint32();
  const end = reader.pos + length;
  if (end > reader.len) throw new RangeError(`index out of range: ${end} > ${reader.len}`);
  return end;
}

/**
 * What was kept before, with the field that ends here after it. The room for it at least doubles
 * when it runs out: a message of a million unknown fields must not be copied a million times.
 */
export function keepUnknown(
  kept: Uint8Array | undefined,
  reader: Reader,
  start: number,
): Uint8Array {
  const field = reader.buf.subarray(start, reader.pos);
  if (kept === undefined) return new Uint8Array(field);
  const length = kept.length + field.length;
  let room = kept.buffer;
  if (room.byteLength < length) {
    room = new ArrayBuffer(2 * length);
    new Uint8Array(room).set(kept);
  }
  const all = new Uint8Array(room, 0, length); // What was kept is always the beginning of its room.
  all.set(field, kept.length);
  return all;
}

/** The list to push to: the shared empty one is replaced by a list of its own. */
export function grown<T>(list: readonly T[]): T[] {
  return list === NOTHING ? [] : (list as T[]); // Made here, by an earlier call, and not frozen yet.
}

/** Copied out of the input, which the transport reuses, unless it lasts. */
export function readBytes(reader: Reader): Uint8Array {
  const bytes = reader.bytes();
  return lasting.has(reader) ? bytes : new Uint8Array(bytes);
}

export function readInt64(reader: Reader): number {
  return safe(reader.int64() as unknown as number); // A number, as Long is switched off.
}

export function readUint64(reader: Reader): number {
  return safe(reader.uint64() as unknown as number); // A number, as Long is switched off.
}

function safe(value: number): number {
  if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is beyond 2^53`);
  return value;
}

export function writeInt64(writer: Writer, value: number): void {
  if (!Number.isSafeInteger(value)) {
    throw new RangeError(`${value} is not a whole number below 2^53`);
  }
  writer.int64(value);
}

/** A 64-bit id, whatever its size. */
export function readId(reader: Reader): bigint {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = nextByte(reader);
    value |= BigInt(byte & 0x7f) << shift;
    if (byte < 0x80) return BigInt.asUintN(64, value);
  }
  throw new RangeError("invalid varint encoding");
}

function nextByte(reader: Reader): number {
  const byte = reader.buf[reader.pos];
  if (byte === undefined || reader.pos >= reader.len) throw new RangeError("index out of range");
  reader.pos++;
  return byte;
}

export function writeId(writer: Writer, value: bigint): void {
  const low = Number(value & 0xffff_ffffn);
  const high = Number((value >> 32n) & 0xffff_ffffn);
  // The long-like form that protobufjs takes where Long is absent.
  writer.uint64({ low: low | 0, high: high | 0, unsigned: true });
}

/** google.protobuf.Int64Value and BoolValue: one field, number 1. */
export function writeWrapped(writer: Writer, value: number | boolean): void {
  writer.fork();
  if (typeof value === "boolean") {
    if (value) writer.uint32(8).bool(true);
  } else if (value !== 0) {
    writer.uint32(8);
    writeInt64(writer, value);
  }
  writer.ldelim();
}

export function readWrappedInt64(reader: Reader): number {
  let value = 0;
  const end = readEnd(reader);
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag === 8) value = readInt64(reader);
    else reader.skipType(tag & 7);
  }
  checkEnd(reader, end);
  return value;
}

export function readWrappedBool(reader: Reader): boolean {
  return readWrappedInt64(reader) !== 0;
}

/** One entry of a map, added to what is there. */
export function readEntry<T>(
  reader: Reader,
  entries: Readonly<Record<string, T>>,
  zero: () => T,
  readValue: () => T,
): Readonly<Record<string, T>> {
  const all = entries === NO_ENTRIES ? {} : (entries as Record<string, T>); // Made here, not frozen.
  let key = "";
  let value: T | undefined;
  const end = readEnd(reader);
  while (reader.pos < end) {
    const tag = reader.uint32();
    if (tag === 10) key = reader.string();
    else if (tag >>> 3 === 2) value = readValue();
    else reader.skipType(tag & 7);
  }
  checkEnd(reader, end);
  // A key like "__proto__" is data, never a prototype.
  Object.defineProperty(all, key, {
    value: value ?? zero(),
    enumerable: true,
    configurable: true,
    writable: true,
  });
  return all;
}
