import { err, ok, type Result } from "../../base/result.ts";
import { scalarAt, type Located, type LocatedEntry } from "./located.ts";
import type { Report } from "./report.ts";

/** The value of a variable, or undefined when it is not set. */
export type Lookup = (name: string) => string | undefined;

/** A text with its variables replaced. */
export interface Interpolated {
  readonly text: string;
  /** Variables that are not set and have no default: blanks stand in their place. */
  readonly unset: readonly string[];
}

const NAME = /[A-Za-z_][A-Za-z0-9_]*/y;

/**
 * Replaces variables: `$A`, `${A}`, `${A:-default}`, `${A-default}`, `${A:?message}`, `${A?message}`,
 * `${A:+instead}`, `${A+instead}`; `$$` is a dollar. What follows an operator is interpolated itself.
 * Source: Compose Specification, interpolation.
 */
export function interpolate(text: string, lookup: Lookup): Result<Interpolated, string> {
  const reader = new Interpolator(text, lookup);
  const replaced = reader.read(false);
  return replaced.ok ? ok({ text: replaced.value, unset: [...reader.unset] }) : replaced;
}

class Interpolator {
  readonly unset = new Set<string>();
  readonly #text: string;
  readonly #lookup: Lookup;
  #at = 0;
  /** More than 0 where nothing is looked up: in the default of a variable that has a value. */
  #unused = 0;

  constructor(text: string, lookup: Lookup) {
    this.#text = text;
    this.#lookup = lookup;
  }

  /** Reads to the end, or to the brace that closes the variable this text is in. */
  read(isInside: boolean): Result<string, string> {
    let replaced = "";
    while (this.#at < this.#text.length) {
      const character = this.#text.charAt(this.#at);
      if (isInside && character === "}") return ok(replaced);
      if (character !== "$") {
        replaced += character;
        this.#at++;
        continue;
      }
      const value = this.#dollar();
      if (!value.ok) return value;
      replaced += value.value;
    }
    return isInside
      ? err('a "${" is never closed: add "}", or write "$$" for a dollar')
      : ok(replaced);
  }

  #dollar(): Result<string, string> {
    const next = this.#text.charAt(++this.#at);
    if (next === "$") {
      this.#at++;
      return ok("$");
    }
    if (next === "{") {
      this.#at++;
      return this.#braced();
    }
    const name = this.#name();
    if (name === undefined) {
      return err(`"$${next}" is no variable: write "$$" for a dollar, or "\${NAME}"`);
    }
    return ok(this.#value(name));
  }

  #braced(): Result<string, string> {
    const name = this.#name();
    if (name === undefined) {
      return err('"${" is not followed by the name of a variable: write "$$" for a dollar');
    }
    const [operator] = /^(?::?[-?+]|\})/.exec(this.#text.slice(this.#at)) ?? [];
    if (operator === undefined) {
      return err(
        `after "\${${name}" stands no "}": use \${${name}}, \${${name}:-default} or \${${name}:?message}`,
      );
    }
    if (operator === "}") {
      this.#at++;
      return ok(this.#value(name));
    }
    this.#at += operator.length;
    return this.#operated(name, operator);
  }

  #operated(name: string, operator: string): Result<string, string> {
    const value = this.#lookup(name);
    const isGiven = operator.startsWith(":") ? (value ?? "") !== "" : value !== undefined;
    const isWordUsed = operator.endsWith("+") ? isGiven : !isGiven;
    if (!isWordUsed) this.#unused++;
    const word = this.read(true);
    if (!isWordUsed) this.#unused--;
    if (!word.ok) return word;
    this.#at++; // The closing brace.
    if (operator.endsWith("+")) return ok(isGiven ? word.value : "");
    if (isGiven) return ok(value ?? "");
    if (operator.endsWith("-") || this.#unused > 0) return ok(word.value);
    return err(
      `required variable ${name} is missing a value${word.value === "" ? "" : `: ${word.value}`}: ` +
        "set it in the environment or in .env",
    );
  }

  #name(): string | undefined {
    NAME.lastIndex = this.#at;
    const [name] = NAME.exec(this.#text) ?? [];
    if (name !== undefined) this.#at += name.length;
    return name;
  }

  #value(name: string): string {
    const value = this.#lookup(name);
    if (value === undefined && this.#unused === 0) this.unset.add(name);
    return value ?? "";
  }
}

/** Interpolates every text of a document that is not a key, and reports what cannot be. */
export function interpolateAll(
  node: Located,
  path: string,
  lookup: Lookup,
  report: Report,
): Located {
  switch (node.kind) {
    case "scalar": {
      if (typeof node.value !== "string" || !node.value.includes("$")) return node;
      const replaced = interpolate(node.value, lookup);
      if (!replaced.ok) {
        report.error(node.at, path, replaced.error);
        return node;
      }
      for (const name of replaced.value.unset) {
        report.warn(node.at, path, `variable ${name} is not set: a blank stands in its place`);
      }
      return { ...node, ...scalarAt(node.at, replaced.value.text) };
    }
    case "list": {
      const items = node.items.map((item, index) =>
        interpolateAll(item, `${path}.${index}`, lookup, report),
      );
      return { ...node, items };
    }
    case "map": {
      const entries = [...node.entries].map(([key, { keyAt, value }]): [string, LocatedEntry] => [
        key,
        {
          keyAt,
          value: interpolateAll(value, path === "" ? key : `${path}.${key}`, lookup, report),
        },
      ]);
      return { ...node, entries: new Map(entries) };
    }
  }
}
