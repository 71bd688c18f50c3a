import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  LineCounter,
  parseAllDocuments,
  type Document,
  type Node,
  type YAMLMap,
} from "yaml";
import { err, ok, type Result } from "../base/result.ts";
import type { Located, LocatedEntry, MergeMark, Position } from "./compose/located.ts";

/** More values than any file has that is not made to exhaust its reader with aliases. */
const MAX_NODES = 200_000;
const MAX_DEPTH = 100;

/** A YAML document whose values know where they stand; or its first mistake, with the place. */
export function readYaml(text: string, file: string): Result<Located, string> {
  const lines = new LineCounter();
  const documents = parseAllDocuments(text, {
    lineCounter: lines,
    prettyErrors: false,
    merge: true,
    customTags: ["!reset", "!override"].flatMap((tag) => [
      { tag, collection: "map" as const, default: false },
      { tag, collection: "seq" as const, default: false },
      { tag, resolve: (value: string) => value, default: false },
    ]),
  });
  if (!Array.isArray(documents) || documents.length === 0) {
    return err(`${file}:1:1: the file is empty: a Compose file begins with "services:"`);
  }
  const [document, second] = documents;
  if (!document) return err(`${file}:1:1: the file is empty`);
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const [mistake] = document.errors;
  if (mistake) {
    const { line, column } = at(mistake.pos[0]);
    return err(`${file}:${line}:${column}: ${mistake.message}${remedyOf(mistake.message)}`);
  }
  if (second?.contents) {
    const { line, column } = at(second.range[0]);
    return err(`${file}:${line}:${column}: a second document begins: one file holds one`);
  }
  try {
    return ok(new Converter(document, at).convert(document.contents, 0));
  } catch (error) {
    if (error instanceof Unreadable) return err(error.message);
    throw error;
  }
}

function remedyOf(message: string): string {
  const isVariable = message.includes("flow-map-start");
  return isVariable ? ': inside {…} and […] put values with "${…}" in quotes' : "";
}

/** What YAML allows and a Compose file cannot be. */
class Unreadable extends Error {
  override readonly name = "Unreadable";

  constructor({ file, line, column }: Position, message: string) {
    super(`${file}:${line}:${column}: ${message}`);
  }
}

class Converter {
  readonly #document: Document.Parsed;
  readonly #at: (offset: number) => Position;
  #count = 0;

  constructor(document: Document.Parsed, at: (offset: number) => Position) {
    this.#document = document;
    this.#at = at;
  }

  convert(node: unknown, depth: number): Located {
    const at = this.#place(node);
    if (++this.#count > MAX_NODES || depth > MAX_DEPTH) {
      throw new Unreadable(
        at,
        "the file is too large or too deep: do its aliases repeat each other?",
      );
    }
    if (isAlias(node)) {
      const target = node.resolve(this.#document);
      if (!target) throw new Unreadable(at, `the alias *${node.source} has no anchor before it`);
      return this.convert(target, depth + 1);
    }
    const mark = markOf(node);
    const marked = mark ? { mark } : {};
    if (isMap(node)) return { kind: "map", at, entries: this.#entries(node, depth), ...marked };
    if (isSeq(node)) {
      const items = node.items.map((item) => this.convert(item, depth + 1));
      return { kind: "list", at, items, ...marked };
    }
    return { kind: "scalar", at, ...scalarOf(node), ...marked };
  }

  #entries(map: YAMLMap, depth: number): ReadonlyMap<string, LocatedEntry> {
    const merged = new Map<string, LocatedEntry>();
    const own = new Map<string, LocatedEntry>();
    for (const pair of map.items) {
      if (!isPair(pair)) continue;
      const { text: key } = scalarOf(pair.key);
      const keyAt = this.#place(pair.key);
      const value: Located = pair.value
        ? this.convert(pair.value, depth + 1)
        : { kind: "scalar", at: keyAt, value: null, text: "" };
      if (key !== "<<") own.set(key, { keyAt, value });
      else this.#mergeInto(merged, value);
    }
    return new Map([...merged, ...own]);
  }

  /** What `<<` names: of several maps the first that has a key counts. */
  #mergeInto(merged: Map<string, LocatedEntry>, value: Located): void {
    for (const each of value.kind === "list" ? value.items : [value]) {
      if (each.kind !== "map")
        throw new Unreadable(value.at, "<< must be followed by a map or an alias of one");
      for (const [key, entry] of each.entries) {
        if (!merged.has(key)) merged.set(key, entry);
      }
    }
  }

  #place(node: unknown): Position {
    const range = isNode(node) ? node.range : undefined;
    return this.#at(range?.[0] ?? 0);
  }
}

function isNode(node: unknown): node is Node {
  return isAlias(node) || isMap(node) || isSeq(node) || isScalar(node);
}

function markOf(node: unknown): MergeMark | undefined {
  const tag = isNode(node) && "tag" in node ? node.tag : undefined;
  return tag === "!reset" ? "reset" : tag === "!override" ? "override" : undefined;
}

interface Written {
  readonly value: string | number | boolean | null;
  readonly text: string;
}

function scalarOf(node: unknown): Written {
  if (!isScalar(node)) return { value: null, text: "" };
  const { value, source } = node;
  if (value === null || value === undefined) return { value: null, text: "" };
  if (typeof value === "string") return { value, text: value };
  if (typeof value === "number" || typeof value === "boolean") {
    return { value, text: source ?? String(value) };
  }
  const text = source ?? "";
  return { value: text, text };
}
