import { nearest } from "../notation/nearest.ts";
import type { Result } from "../../base/result.ts";
import { isNull, type Located, type Position } from "./located.ts";
import type { Report } from "./report.ts";

/** Where a reader is: the field's path, and who is told what is wrong. */
export interface Place {
  readonly path: string;
  readonly report: Report;
}

/** Turns a part of a document into a value; undefined after it has reported why it cannot. */
export type Read<T> = (node: Located, place: Place) => T | undefined;

/** What a reader gives. */
export type ReadBy<R> = R extends Read<infer T> ? T : never;

/** The readers of a map's keys. */
export type Fields = Readonly<Record<string, Read<unknown>>>;

/** A map of known keys, read: a key that is not written is absent. */
export type RecordOf<F extends Fields> = { readonly [Key in keyof F]?: ReadBy<F[Key]> } & {
  readonly at: Position;
  /** Where each key stands. */
  readonly keysAt?: ReadonlyMap<string, Position>;
};

/** Where a key of a record stands: what an error about it points at. */
export function keyAt(
  { at, keysAt }: { readonly at: Position; readonly keysAt?: ReadonlyMap<string, Position> },
  key: string,
): Position {
  return keysAt?.get(key) ?? at;
}

/** Keys that Compose knows and a swarm does not, each with what to do instead. */
export interface OtherKeys {
  /** Told in a warning and left out. */
  readonly ignored?: Readonly<Record<string, string>>;
  /** An error: to leave it out would run something else than what is written. */
  readonly refused?: Readonly<Record<string, string>>;
}

/** One field of a map. */
export function within(place: Place, key: string | number): Place {
  return { ...place, path: place.path === "" ? String(key) : `${place.path}.${key}` };
}

function wrong(node: Located, { report, path }: Place, message: string): void {
  report.error(node.at, path, message);
}

function kindOf(node: Located): string {
  if (node.kind !== "scalar") return `a ${node.kind}`;
  return node.value === null ? "nothing" : JSON.stringify(node.text);
}

/** A text, a number or a switch as it is written. */
export const text: Read<string> = (node, place) => {
  if (node.kind === "scalar" && node.value !== null) return node.text;
  wrong(node, place, `must be a text, not ${kindOf(node)}`);
  return undefined;
};

/** A text in a notation that `parse` knows. */
export function notation<T>(parse: (text: string) => Result<T, string>): Read<T> {
  return (node, place) => {
    const written = text(node, place);
    if (written === undefined) return undefined;
    const parsed = parse(written);
    if (parsed.ok) return parsed.value;
    wrong(node, place, parsed.error);
    return undefined;
  };
}

/** A whole number of at least `least`; with a leading zero an octal one. */
export function integer(least = 0): Read<number> {
  return (node, place) => {
    const written = node.kind === "scalar" ? node.text.trim() : "";
    const value = /^0o?[0-7]+$/.test(written)
      ? parseInt(written.replace("o", ""), 8)
      : /^[-+]?\d+$/.test(written)
        ? Number(written)
        : NaN;
    if (Number.isSafeInteger(value) && value >= least) return value;
    wrong(node, place, `must be a whole number of ${least} or more, not ${kindOf(node)}`);
    return undefined;
  };
}

/** A number between two others. */
export function decimal(least: number, most: number): Read<number> {
  return (node, place) => {
    const value = node.kind === "scalar" && node.text.trim() !== "" ? Number(node.text) : NaN;
    if (value >= least && value <= most) return value;
    wrong(node, place, `must be a number from ${least} to ${most}, not ${kindOf(node)}`);
    return undefined;
  };
}

/** True or false; as a text too, which is what interpolation leaves. */
export const flag: Read<boolean> = (node, place) => {
  const word = node.kind === "scalar" ? node.text.toLowerCase() : "";
  if (["true", "y", "yes", "on"].includes(word)) return true;
  if (["false", "n", "no", "off"].includes(word)) return false;
  wrong(node, place, `must be true or false, not ${kindOf(node)}`);
  return undefined;
};

/** One word of a few. */
export function choice<const T extends string>(...choices: readonly T[]): Read<T> {
  return (node, place) => {
    const found = choices.find((each) => node.kind === "scalar" && each === node.text);
    if (found !== undefined) return found;
    wrong(node, place, `must be one of ${choices.join(", ")}, not ${kindOf(node)}`);
    return undefined;
  };
}

/** A list of things of one kind; what cannot be read is left out, and reported. */
export function list<T>(read: Read<T>): Read<readonly T[]> {
  return (node, place) => {
    if (node.kind !== "list") {
      wrong(node, place, `must be a list, not ${kindOf(node)}`);
      return undefined;
    }
    const values: T[] = [];
    for (const [index, item] of node.items.entries()) {
      const value = read(item, within(place, index));
      if (value !== undefined) values.push(value);
    }
    return values;
  };
}

/** A list, or one thing that stands for a list of it alone. */
export function oneOrMany<T>(read: Read<T>): Read<readonly T[]> {
  const many = list(read);
  return (node, place) => {
    if (node.kind === "list") return many(node, place);
    const one = read(node, place);
    return one === undefined ? undefined : [one];
  };
}

/** A map from names that the author chose. */
export function mapOf<T>(
  read: Read<T>,
  nameProblem: (name: string) => string | undefined = () => undefined,
): Read<ReadonlyMap<string, T>> {
  return (node, place) => {
    if (node.kind !== "map") {
      wrong(node, place, `must be a map, not ${kindOf(node)}`);
      return undefined;
    }
    const values = new Map<string, T>();
    for (const [name, { keyAt, value }] of node.entries) {
      if (name.startsWith("x-")) continue;
      const problem = nameProblem(name);
      if (problem !== undefined) place.report.error(keyAt, within(place, name).path, problem);
      const read1 = read(value, within(place, name));
      if (read1 !== undefined) values.set(name, read1);
    }
    return values;
  };
}

/**
 * `KEY=value` texts, or a map of keys and values, as one map. A key without a value has null, which
 * `blank` says what to make of.
 */
export function pairs<T>(blank: T): Read<ReadonlyMap<string, string | T>> {
  return (node, place) => {
    const values = new Map<string, string | T>();
    if (node.kind === "map") {
      for (const [key, { value }] of node.entries) {
        if (isNull(value)) values.set(key, blank);
        else values.set(key, text(value, within(place, key)) ?? blank);
      }
      return values;
    }
    if (node.kind !== "list") {
      wrong(node, place, `must be a map, or a list of "KEY=value", not ${kindOf(node)}`);
      return undefined;
    }
    for (const [index, item] of node.items.entries()) {
      const written = text(item, within(place, index));
      if (written === undefined) continue;
      const at = written.indexOf("=");
      if (at === 0) wrong(item, within(place, index), 'has no name before "=": use "KEY=value"');
      else if (at === -1) values.set(written, blank);
      else values.set(written.slice(0, at), written.slice(at + 1));
    }
    return values;
  };
}

/** A reader that says which keys it knows. */
export interface RecordReader<T> extends Read<T> {
  readonly keys: readonly string[];
}

/** The keys that a map may have, used or not: what documentation must tell of. */
export function keysOf({ keys }: RecordReader<unknown>): readonly string[] {
  return keys;
}

/** A map of known keys. Others are refused by name, unless they begin with `x-`. */
export function record<const F extends Fields>(
  fields: F,
  others: OtherKeys = {},
): RecordReader<RecordOf<F>> {
  const { ignored = {}, refused = {} } = others;
  const known = [...Object.keys(fields), ...Object.keys(ignored), ...Object.keys(refused)];
  const read: Read<RecordOf<F>> = (node, place) => {
    if (node.kind !== "map") {
      wrong(node, place, `must be a map, not ${kindOf(node)}`);
      return undefined;
    }
    const values: Record<string, unknown> = {};
    for (const [key, { keyAt, value }] of node.entries) {
      const here = within(place, key);
      const readField = Object.hasOwn(fields, key) ? fields[key] : undefined;
      if (readField) {
        const field = isNull(value) ? undefined : readField(value, here);
        if (field !== undefined) values[key] = field;
      } else if (Object.hasOwn(ignored, key)) {
        place.report.warn(keyAt, here.path, `is left out: ${ignored[key] ?? ""}`);
      } else if (Object.hasOwn(refused, key)) {
        place.report.error(keyAt, here.path, `is not supported: ${refused[key] ?? ""}`);
      } else if (!key.startsWith("x-")) {
        const near = nearest(key, known);
        const remedy = near === undefined ? "remove it" : `did you mean ${near}?`;
        place.report.error(keyAt, here.path, `is not a key of Compose here: ${remedy}`);
      }
    }
    // The loop has read each key by the reader of that key.
    values["keysAt"] = new Map([...node.entries].map(([key, entry]) => [key, entry.keyAt]));
    return { ...values, at: node.at } as RecordOf<F>;
  };
  return Object.assign(read, { keys: known });
}

/** A text that stands for a record, or the record itself. */
export function shortOr<T>(
  short: (text: string, at: Position, place: Place) => T | undefined,
  long: Read<T>,
): Read<T> {
  return (node, place) => {
    if (node.kind !== "scalar" || node.value === null) return long(node, place);
    return short(node.text, node.at, place);
  };
}
