import type { Duration } from "../../model/generated/types.ts";
import { badRequest } from "../api-error.ts";
import { refuseKind, type Form } from "./form.ts";

const NANOS_PER_SECOND = 1_000_000_000;
/** Go's time.Duration is an int64 of nanoseconds. */
const MAX_DURATION_NANOS = 2 ** 63;

export const text: Form<string> = {
  read: (value, path) => (typeof value === "string" ? value : refuseKind(value, path, "string")),
  write: (value) => value,
  isEmpty: (value) => value === "",
  schema: () => ({ type: "string" }),
};

export const flag: Form<boolean> = {
  read: (value, path) => (typeof value === "boolean" ? value : refuseKind(value, path, "bool")),
  write: (value) => value,
  isEmpty: (value) => !value,
  schema: () => ({ type: "boolean" }),
};

/** A flag of which "no" differs from "not said". */
export const tristate: Form<boolean> = { ...flag, isEmpty: () => false };

export const int64: Form<number> = {
  read: (value, path) => whole(value, path, "int64", Number.MIN_SAFE_INTEGER),
  write: (value) => value,
  isEmpty: (value) => value === 0,
  schema: () => ({ type: "integer", format: "int64" }),
};

export const int32: Form<number> = {
  ...int64,
  read: (value, path) => whole(value, path, "int32", -(2 ** 31), 2 ** 31 - 1),
  schema: () => ({ type: "integer", format: "int32", minimum: -(2 ** 31), maximum: 2 ** 31 - 1 }),
};

export const uint64: Form<number> = {
  ...int64,
  read: (value, path) => whole(value, path, "uint64", 0),
  schema: () => ({ type: "integer", format: "uint64", minimum: 0 }),
};

export const uint32: Form<number> = {
  ...int64,
  read: (value, path) => whole(value, path, "uint32", 0, 2 ** 32 - 1),
  schema: () => ({ type: "integer", format: "uint32", minimum: 0, maximum: 2 ** 32 - 1 }),
};

/** A number of which zero differs from "not said". */
export const uint64IfSet: Form<number> = { ...uint64, isEmpty: () => false };
export const int64IfSet: Form<number> = { ...int64, isEmpty: () => false };

/** A fraction that the wire carries in 32 bits: written as the shortest number that means it. */
export const float32: Form<number> = {
  read: (value, path) =>
    typeof value === "number" ? Math.fround(value) : refuseKind(value, path, "float32"),
  write: (value) => {
    for (let digits = 1; digits <= 9; digits++) {
      const short = Number(value.toPrecision(digits));
      if (Math.fround(short) === Math.fround(value)) return short;
    }
    return value;
  },
  isEmpty: (value) => value === 0,
  schema: () => ({ type: "number", format: "float" }),
};

/** Nanoseconds; zero counts as not said. */
export const duration: Form<Duration> = {
  read: (value, path) => {
    if (typeof value !== "number" || !Number.isInteger(value)) {
      return refuseKind(value, path, "time.Duration");
    }
    if (Math.abs(value) >= MAX_DURATION_NANOS) return refuseKind(value, path, "time.Duration");
    const seconds = Math.trunc(value / NANOS_PER_SECOND);
    return { seconds, nanos: value - seconds * NANOS_PER_SECOND };
  },
  write: ({ seconds, nanos }) => seconds * NANOS_PER_SECOND + nanos,
  isEmpty: ({ seconds, nanos }) => seconds === 0 && nanos === 0,
  schema: () => ({ type: "integer", format: "int64", description: "Nanoseconds." }),
};

/** Nanoseconds, of which zero differs from "not said". */
export const durationIfSet: Form<Duration> = { ...duration, isEmpty: () => false };

/** Bytes as standard base64. */
export const base64: Form<Uint8Array> = {
  read: (value, path) => {
    const encoded = text.read(value, path);
    if (!/^[A-Za-z0-9+/]*={0,2}$/.test(encoded) || encoded.length % 4 !== 0) {
      return badRequest(`invalid JSON: illegal base64 data in field ${path}`);
    }
    return new Uint8Array(Buffer.from(encoded, "base64"));
  },
  write: (value) => Buffer.from(value).toString("base64"),
  isEmpty: (value) => value.length === 0,
  schema: () => ({ type: "string", contentEncoding: "base64" }),
};

/** Bytes that are text: certificates. */
export const textBytes: Form<Uint8Array> = {
  read: (value, path) => new Uint8Array(Buffer.from(text.read(value, path), "utf8")),
  write: (value) => Buffer.from(value).toString("utf8"),
  isEmpty: (value) => value.length === 0,
  schema: () => ({ type: "string" }),
};

export function listOf<T>(item: Form<T>): Form<readonly T[]> {
  return {
    read: (value, path) => {
      if (!Array.isArray(value)) return refuseKind(value, path, "[]");
      return value.map((each: unknown, index) => item.read(each, `${path}[${index}]`));
    },
    write: (value) => value.map((each) => item.write(each)),
    isEmpty: (value) => value.length === 0,
    schema: (naming) => ({ type: "array", items: item.schema(naming) }),
  };
}

/** Names and texts; written in the order of the names. */
export const textMap: Form<Readonly<Record<string, string>>> = {
  read: (value, path) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) {
      return refuseKind(value, path, "map[string]string");
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, each]) => [
        key,
        each === null ? "" : text.read(each, `${path}.${key}`),
      ]),
    );
  },
  write: (value) =>
    Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))),
  isEmpty: (value) => Object.keys(value).length === 0,
  schema: (naming) => ({ type: "object", additionalProperties: text.schema(naming) }),
};

interface ChoiceOptions<T> {
  /** What an empty text means; without it, "" is refused like any unknown word. */
  readonly empty?: T;
  /** The refusal of an unknown word, or the value to take it for. */
  readonly unknown: ((word: string) => string) | T;
  /** Whether the case of the word matters. */
  readonly caseless?: boolean;
}

/** One of a few words. A value that has none, from a newer peer, is written as "". */
export function choice<T extends number>(
  words: Readonly<Record<string, T>>,
  options: ChoiceOptions<T>,
): Form<T> {
  const names = new Map(Object.entries(words).map(([word, value]) => [value, word]));
  return {
    read: (value, path) => {
      const word = text.read(value, path);
      if (word === "" && options.empty !== undefined) return options.empty;
      const key = options.caseless === true ? word.toLowerCase() : word;
      const found = Object.hasOwn(words, key) ? words[key] : undefined;
      if (found !== undefined) return found;
      const { unknown } = options;
      return typeof unknown === "function" ? badRequest(unknown(word)) : unknown;
    },
    write: (value) => names.get(value) ?? "",
    isEmpty: (value) => !names.has(value),
    schema: () => ({ type: "string", enum: [...new Set([...Object.keys(words), ""])] }),
  };
}

function whole(
  value: unknown,
  path: string,
  type: string,
  least: number,
  most = Number.MAX_SAFE_INTEGER,
): number {
  if (typeof value !== "number" || !Number.isInteger(value)) return refuseKind(value, path, type);
  if (value < least || value > most) return refuseKind(value, path, type);
  return value;
}
