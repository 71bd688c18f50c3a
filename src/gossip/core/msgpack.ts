import { asciiBytes, asciiText, joined, malformed, uint16, uint32, uintAt } from "./bytes.ts";

// MessagePack as memberlist writes it: the older edition, in which texts and bytes are one type.
// Source: the MessagePack specification; hashicorp/go-msgpack's default handle.

/** What can be read. Texts are bytes here: only who asks for a field knows which it is. */
export type Packed =
  null | boolean | number | Uint8Array | readonly Packed[] | ReadonlyMap<string, Packed>;

export type Packable = boolean | number | string | Uint8Array;

const MAX_DEPTH = 8;

/** An object by its fields' names. Numbers are whole, from 0 to 2^32 - 1. */
export function packMap(fields: Readonly<Record<string, Packable>>): Uint8Array {
  const entries = Object.entries(fields);
  const parts = entries.flatMap(([name, value]) => [packValue(name), packValue(value)]);
  return joined([Uint8Array.of(0x80 | entries.length), ...parts]);
}

function packValue(value: Packable): Uint8Array {
  if (typeof value === "boolean") return Uint8Array.of(value ? 0xc3 : 0xc2);
  if (typeof value === "number") return packNumber(value);
  const bytes = typeof value === "string" ? asciiBytes(value) : value;
  return joined([rawHeader(bytes.length), bytes]);
}

function packNumber(value: number): Uint8Array {
  if (value < 0x80) return Uint8Array.of(value);
  if (value < 0x100) return Uint8Array.of(0xcc, value);
  if (value < 0x1_0000) return joined([Uint8Array.of(0xcd), uint16(value)]);
  return joined([Uint8Array.of(0xce), uint32(value)]);
}

function rawHeader(length: number): Uint8Array {
  if (length < 32) return Uint8Array.of(0xa0 | length);
  if (length < 0x1_0000) return joined([Uint8Array.of(0xda), uint16(length)]);
  return joined([Uint8Array.of(0xdb), uint32(length)]);
}

/** One value and where it ends. Throws `invalidArgument` where there is none. */
export function unpack(
  bytes: Uint8Array,
  at = 0,
  depth = 0,
): { readonly value: Packed; readonly end: number } {
  if (depth > MAX_DEPTH) throw malformed("values within values");
  const tag = uintAt(bytes, at, 1);
  const next = at + 1;
  if (tag < 0x80) return { value: tag, end: next };
  if (tag < 0x90) return unpackMap(bytes, next, tag & 0x0f, depth);
  if (tag < 0xa0) return unpackList(bytes, next, tag & 0x0f, depth);
  if (tag < 0xc0) return unpackRaw(bytes, next, tag & 0x1f);
  if (tag >= 0xe0) return { value: tag - 0x100, end: next };
  const sized = (size: number): number => uintAt(bytes, next, size);
  switch (tag) {
    case 0xc0:
      return { value: null, end: next };
    case 0xc2:
    case 0xc3:
      return { value: tag === 0xc3, end: next };
    case 0xc4:
    case 0xd9:
      return unpackRaw(bytes, next + 1, sized(1));
    case 0xc5:
    case 0xda:
      return unpackRaw(bytes, next + 2, sized(2));
    case 0xc6:
    case 0xdb:
      return unpackRaw(bytes, next + 4, sized(4));
    case 0xcc:
    case 0xcd:
    case 0xce:
    case 0xcf:
      return unpackNumber(bytes, next, 1 << (tag - 0xcc), false);
    case 0xd0:
    case 0xd1:
    case 0xd2:
    case 0xd3:
      return unpackNumber(bytes, next, 1 << (tag - 0xd0), true);
    case 0xdc:
      return unpackList(bytes, next + 2, sized(2), depth);
    case 0xde:
      return unpackMap(bytes, next + 2, sized(2), depth);
    default:
      throw malformed(`a value of type ${tag}`);
  }
}

function unpackNumber(
  bytes: Uint8Array,
  at: number,
  size: number,
  signed: boolean,
): { readonly value: number; readonly end: number } {
  const value = uintAt(bytes, at, size);
  const limit = 2 ** (size * 8);
  return { value: signed && value >= limit / 2 ? value - limit : value, end: at + size };
}

function unpackRaw(
  bytes: Uint8Array,
  at: number,
  length: number,
): { readonly value: Uint8Array; readonly end: number } {
  const end = at + length;
  if (end > bytes.length) throw malformed("it ends too early");
  return { value: bytes.subarray(at, end), end };
}

function unpackList(
  bytes: Uint8Array,
  at: number,
  count: number,
  depth: number,
): { readonly value: readonly Packed[]; readonly end: number } {
  const items: Packed[] = [];
  let end = at;
  for (let index = 0; index < count; index++) {
    const item = unpack(bytes, end, depth + 1);
    items.push(item.value);
    end = item.end;
  }
  return { value: items, end };
}

function unpackMap(
  bytes: Uint8Array,
  at: number,
  count: number,
  depth: number,
): { readonly value: ReadonlyMap<string, Packed>; readonly end: number } {
  const entries = new Map<string, Packed>();
  let end = at;
  for (let index = 0; index < count; index++) {
    const name = unpack(bytes, end, depth + 1);
    if (!(name.value instanceof Uint8Array)) throw malformed("a field without a name");
    const item = unpack(bytes, name.end, depth + 1);
    entries.set(asciiText(name.value), item.value);
    end = item.end;
  }
  return { value: entries, end };
}

/** The fields of one object, each asked for as what it should be; absent ones are zero or empty. */
export class Fields {
  readonly end: number;
  readonly #entries: ReadonlyMap<string, Packed>;

  /** Throws `invalidArgument` where no object begins at `at`. */
  constructor(bytes: Uint8Array, at = 0) {
    const { value, end } = unpack(bytes, at);
    if (!(value instanceof Map)) throw malformed("no object");
    // What `unpack` gives as a Map is one of these.
    this.#entries = value as ReadonlyMap<string, Packed>;
    this.end = end;
  }

  number(name: string): number {
    const value = this.#entries.get(name) ?? 0;
    if (typeof value !== "number" || value < 0) throw malformed(`${name} is no number`);
    return value;
  }

  flag(name: string): boolean {
    return this.#entries.get(name) === true;
  }

  bytes(name: string): Uint8Array {
    const value = this.#entries.get(name) ?? new Uint8Array(0);
    if (value instanceof Uint8Array) return value;
    throw malformed(`${name} is no text`);
  }

  text(name: string): string {
    return asciiText(this.bytes(name));
  }
}
