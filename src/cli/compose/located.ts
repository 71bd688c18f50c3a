/** Where something is written. */
export interface Position {
  /** The file as it was named on the command line. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

/** `!reset` takes away what earlier files say, `!override` takes its place unmerged. Source: Compose Specification, merge. */
export type MergeMark = "reset" | "override";

interface Placed {
  readonly at: Position;
  readonly mark?: MergeMark;
}

export interface LocatedScalar extends Placed {
  readonly kind: "scalar";
  readonly value: string | number | boolean | null;
  /** The value as it is written, without quotes: of `1.10` it keeps the zero. */
  readonly text: string;
}

export interface LocatedList extends Placed {
  readonly kind: "list";
  readonly items: readonly Located[];
}

export interface LocatedMap extends Placed {
  readonly kind: "map";
  readonly entries: ReadonlyMap<string, LocatedEntry>;
}

export interface LocatedEntry {
  readonly keyAt: Position;
  readonly value: Located;
}

/** A document whose every value knows where it was written: what errors are told by. */
export type Located = LocatedScalar | LocatedList | LocatedMap;

/** A text in the place of another value. */
export function scalarAt(at: Position, text: string): LocatedScalar {
  return { kind: "scalar", at, value: text, text };
}

/** True for what is written as nothing, or `null`. */
export function isNull(node: Located): boolean {
  return node.kind === "scalar" && node.value === null;
}

/** The value of a key of a map; undefined for other nodes. */
export function valueOf(node: Located | undefined, key: string): Located | undefined {
  return node?.kind === "map" ? node.entries.get(key)?.value : undefined;
}

/** The same document as plain values, without places. */
export function plainOf(node: Located): unknown {
  switch (node.kind) {
    case "scalar":
      return node.value;
    case "list":
      return node.items.map(plainOf);
    case "map":
      return Object.fromEntries([...node.entries].map(([key, { value }]) => [key, plainOf(value)]));
  }
}
