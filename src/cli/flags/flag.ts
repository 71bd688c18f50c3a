import { err, ok, type Result } from "../../base/result.ts";
import { parsePositiveDuration } from "../notation/duration.ts";
import {
  parseBytes,
  parseCount,
  parseCpus,
  parseInteger,
  parseRatio,
} from "../notation/numbers.ts";

/** Turns the text after a flag into its value, or says what is wrong with the text. */
export type ParseValue<T> = (text: string) => Result<T, string>;

/** One flag of a command. Its value is absent unless the flag was given. */
export interface Flag<T> {
  readonly name: string;
  readonly short?: string;
  /** The word that stands for the value in help; absent for a switch, which needs no value. */
  readonly takes?: string;
  readonly describe: string;
  /** The heading that help lists it under. */
  readonly heading?: string;
  /** The first API version whose daemons do what it asks; older ones would ignore it. */
  readonly since?: string;
  /**
   * The value after `text`; a repeatable flag adds to what it had `before`.
   * A method and not a property, so that a table of flags of any types has a type.
   */
  accept(text: string, before: T | undefined): Result<T, string>;
}

export interface FlagNotes {
  readonly short?: string;
  readonly takes?: string;
  readonly heading?: string;
  readonly since?: string;
}

/** A flag that is either given or not: `--force`, `--force=false`. */
export function switchFlag(name: string, describe: string, notes: FlagNotes = {}): Flag<boolean> {
  return { name, describe, ...notes, accept: (text) => parseSwitch(text) };
}

/** A flag with one value; given twice, the last one wins. */
export function valueFlag<T>(
  name: string,
  describe: string,
  parse: ParseValue<T>,
  notes: FlagNotes & { readonly takes: string },
): Flag<T> {
  return { name, describe, ...notes, accept: (text) => parse(text) };
}

/** A flag that may be given many times, each time with one value. */
export function listFlag<T>(
  name: string,
  describe: string,
  parse: ParseValue<T>,
  notes: FlagNotes = {},
): Flag<readonly T[]> {
  return {
    name,
    describe,
    takes: "list",
    ...notes,
    accept: (text, before = []) => {
      const parsed = parse(text);
      return parsed.ok ? ok([...before, parsed.value]) : parsed;
    },
  };
}

export function textFlag(name: string, describe: string, notes: FlagNotes = {}): Flag<string> {
  return valueFlag(name, describe, ok, { takes: "string", ...notes });
}

export function countFlag(name: string, describe: string, notes: FlagNotes = {}): Flag<number> {
  return valueFlag(name, describe, parseCount, { takes: "uint", ...notes });
}

export function integerFlag(name: string, describe: string, notes: FlagNotes = {}): Flag<number> {
  return valueFlag(name, describe, parseInteger, { takes: "int", ...notes });
}

export function durationFlag(name: string, describe: string, notes: FlagNotes = {}): Flag<number> {
  return valueFlag(name, describe, parsePositiveDuration, { takes: "duration", ...notes });
}

export function bytesFlag(name: string, describe: string, notes: FlagNotes = {}): Flag<number> {
  return valueFlag(name, describe, parseBytes, { takes: "bytes", ...notes });
}

export function cpusFlag(name: string, describe: string, notes: FlagNotes = {}): Flag<number> {
  return valueFlag(name, describe, parseCpus, { takes: "decimal", ...notes });
}

export function ratioFlag(name: string, describe: string, notes: FlagNotes = {}): Flag<number> {
  return valueFlag(name, describe, parseRatio, { takes: "float", ...notes });
}

/** A flag that takes one word of a few. */
export function choiceFlag<const T extends string>(
  name: string,
  describe: string,
  choices: readonly T[],
  notes: FlagNotes = {},
): Flag<T> {
  const parse = (text: string): Result<T, string> => {
    const choice = choices.find((candidate) => candidate === text.toLowerCase());
    return choice === undefined ? err(`it must be ${inWords(choices)}`) : ok(choice);
  };
  return valueFlag(name, `${describe} (${choices.join("|")})`, parse, {
    takes: "string",
    ...notes,
  });
}

/** "a", "a or b", "a, b or c". */
export function inWords(choices: readonly string[]): string {
  const quoted = choices.map((choice) => `"${choice}"`);
  const last = quoted.pop() ?? "";
  return quoted.length === 0 ? last : `${quoted.join(", ")} or ${last}`;
}

const TRUE = new Set(["1", "t", "T", "true", "TRUE", "True"]);
const FALSE = new Set(["0", "f", "F", "false", "FALSE", "False"]);

function parseSwitch(text: string): Result<boolean, string> {
  if (TRUE.has(text)) return ok(true);
  if (FALSE.has(text)) return ok(false);
  return err('it must be "true" or "false"');
}
