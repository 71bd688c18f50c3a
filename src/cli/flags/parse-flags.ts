import { err, ok, type Result } from "../../base/result.ts";
import type { Flag } from "./flag.ts";
import { nearest } from "../notation/nearest.ts";

/** The flags of a command, by the key that its code reads them under. */
export type FlagTable = Readonly<Record<string, Flag<unknown>>>;

/** What was given on the command line: a key is present only if its flag was. */
export type FlagValues<Table extends FlagTable> = {
  readonly [Key in keyof Table]?: Table[Key] extends Flag<infer Value> ? Value : never;
};

/** A command line taken apart. */
export interface ParsedLine<Table extends FlagTable> {
  readonly flags: FlagValues<Table>;
  readonly operands: readonly string[];
  readonly helpAsked: boolean;
}

interface ParseOptions {
  /** False when everything after the first operand belongs to the operands, flags too. */
  readonly interspersed: boolean;
}

/**
 * Takes a command line apart the way Go's pflag does, which is what people type for docker:
 * `--flag value`, `--flag=value`, `-f value`, `-fvalue`, `-qf value`, `--switch=false`, `--`.
 */
export function parseFlags<const Table extends FlagTable>(
  table: Table,
  line: readonly string[],
  { interspersed }: ParseOptions,
): Result<ParsedLine<Table>, string> {
  const values: Record<string, unknown> = {};
  const operands: string[] = [];
  const waiting = [...line];
  for (let word = waiting.shift(); word !== undefined; word = waiting.shift()) {
    if (word === "--") {
      operands.push(...waiting.splice(0));
    } else if (!word.startsWith("-") || word === "-") {
      operands.push(word);
      if (!interspersed) operands.push(...waiting.splice(0));
    } else {
      if (word === "--help" || word === "-h") return parsedLine(values, operands, true);
      const taken = word.startsWith("--")
        ? takeLong(table, word, waiting, values)
        : takeShorts(table, word, waiting, values);
      if (!taken.ok) return taken;
    }
  }
  return parsedLine(values, operands, false);
}

function parsedLine<Table extends FlagTable>(
  values: Record<string, unknown>,
  operands: readonly string[],
  helpAsked: boolean,
): Result<ParsedLine<Table>, string> {
  // Each value came from the accept function of the flag under the same key.
  return ok({ flags: values as FlagValues<Table>, operands, helpAsked });
}

type Entry = readonly [key: string, flag: Flag<unknown>];

function takeLong(
  table: FlagTable,
  word: string,
  waiting: string[],
  values: Record<string, unknown>,
): Result<void, string> {
  const equals = word.indexOf("=");
  const name = word.slice(2, equals === -1 ? undefined : equals);
  const entry = Object.entries(table).find(([, flag]) => flag.name === name);
  if (!entry) return err(`unknown flag: --${name}${suggestion(table, name)}`);

  if (equals !== -1) return store(entry, word.slice(equals + 1), values);
  if (entry[1].takes === undefined) return store(entry, "true", values);
  const text = waiting.shift();
  if (text === undefined) return err(`flag needs an argument: --${name}`);
  return store(entry, text, values);
}

function takeShorts(
  table: FlagTable,
  word: string,
  waiting: string[],
  values: Record<string, unknown>,
): Result<void, string> {
  let letters = word.slice(1);
  while (letters !== "") {
    const letter = letters.charAt(0);
    const entry = Object.entries(table).find(([, flag]) => flag.short === letter);
    if (!entry) return err(`unknown shorthand flag: '${letter}' in ${word}`);
    const rest = letters.slice(1);
    if (entry[1].takes === undefined && !rest.startsWith("=")) {
      const stored = store(entry, "true", values);
      if (!stored.ok) return stored;
      letters = rest;
      continue;
    }
    const text = rest === "" ? waiting.shift() : rest.replace(/^=/, "");
    if (text === undefined) return err(`flag needs an argument: '${letter}' in ${word}`);
    return store(entry, text, values);
  }
  return ok(undefined);
}

function store(
  [key, flag]: Entry,
  text: string,
  values: Record<string, unknown>,
): Result<void, string> {
  const accepted = flag.accept(text, values[key]);
  if (!accepted.ok) {
    const short = flag.short === undefined ? "" : `-${flag.short}, `;
    return err(
      `invalid argument ${JSON.stringify(text)} for "${short}--${flag.name}" flag: ${accepted.error}`,
    );
  }
  values[key] = accepted.value;
  return ok(undefined);
}

function suggestion(table: FlagTable, name: string): string {
  const names = Object.values(table).map((flag) => flag.name);
  const near = nearest(name, names);
  return near === undefined ? "" : `\nDid you mean --${near}?`;
}
