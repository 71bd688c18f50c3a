import { err, ok, type Result } from "../result.ts";

/** Go's idea of true: not empty, not zero, not absent. */
export function isTrue(value: unknown): boolean {
  if (value === null || value === undefined) return false;
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === "object") return Object.keys(value).length > 0;
  return Boolean(value);
}

/** A value as Go's templates print it. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return "<no value>";
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return `[${value.map((item) => textOf(item)).join(" ")}]`;
  if (typeof value === "object") {
    const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
    return `map[${entries.map(([key, item]) => `${key}:${textOf(item)}`).join(" ")}]`;
  }
  return JSON.stringify(value);
}

type TemplateFunction = (...values: readonly unknown[]) => unknown;

/** Source: Go, text/template's built-ins, and docker's templates package for the rest. */
const FUNCTIONS: Readonly<Record<string, TemplateFunction>> = {
  json: (value) => JSON.stringify(value ?? null),
  lower: (value) => textOf(value).toLowerCase(),
  upper: (value) => textOf(value).toUpperCase(),
  title: (value) => textOf(value).replace(/(^|\s)\S/g, (letter) => letter.toUpperCase()),
  split: (value, separator) => textOf(value).split(textOf(separator)),
  join: (values, separator) =>
    Array.isArray(values)
      ? values.map((value) => textOf(value)).join(textOf(separator))
      : textOf(values),
  pad: (value, before, after) =>
    value === "" ? "" : " ".repeat(Number(before)) + textOf(value) + " ".repeat(Number(after)),
  truncate: (value, length) => Array.from(textOf(value)).slice(0, Number(length)).join(""),
  print: (...values) => values.map((value) => textOf(value)).join(""),
  println: (...values) => `${values.map((value) => textOf(value)).join(" ")}\n`,
  printf: (format, ...values) => printf(textOf(format), values),
  len: (value) => lengthOf(value),
  index: (value, ...keys) => keys.reduce(indexInto, value),
  not: (value) => !isTrue(value),
  and: (...values) => values.find((value) => !isTrue(value)) ?? values.at(-1),
  or: (...values) => values.find(isTrue) ?? values.at(-1),
  eq: (first, ...others) => others.some((other) => first === other),
  ne: (first, second) => first !== second,
  lt: (first, second) => compare(first, second) < 0,
  le: (first, second) => compare(first, second) <= 0,
  gt: (first, second) => compare(first, second) > 0,
  ge: (first, second) => compare(first, second) >= 0,
};

/** Calls a function by its name in a template. */
export function callFunction(name: string, values: readonly unknown[]): Result<unknown, string> {
  const found = Object.hasOwn(FUNCTIONS, name) ? FUNCTIONS[name] : undefined;
  if (found) return ok(found(...values));
  const known = Object.keys(FUNCTIONS).sort().join(", ");
  return err(`function "${name}" not defined: use one of ${known}`);
}

function lengthOf(value: unknown): number {
  if (typeof value === "string" || Array.isArray(value)) return value.length;
  return typeof value === "object" && value !== null ? Object.keys(value).length : 0;
}

function indexInto(value: unknown, key: unknown): unknown {
  if (Array.isArray(value)) return (value as readonly unknown[])[Number(key)];
  if (typeof value !== "object" || value === null) return undefined;
  return Object.entries(value).find(([name]) => name === key)?.[1];
}

function compare(first: unknown, second: unknown): number {
  if (typeof first === "number" && typeof second === "number") return first - second;
  const [one, other] = [textOf(first), textOf(second)];
  if (one === other) return 0;
  return one < other ? -1 : 1;
}

function printf(format: string, values: readonly unknown[]): string {
  const waiting = [...values];
  return format.replace(
    /%(-?)(\d*)([a-zA-Z%])/g,
    (_, left: string, width: string, verb: string) => {
      if (verb === "%") return "%";
      const value = waiting.shift();
      const text = verb === "q" ? JSON.stringify(textOf(value)) : textOf(value);
      return left ? text.padEnd(Number(width)) : text.padStart(Number(width));
    },
  );
}
