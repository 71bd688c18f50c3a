import type { Describe, JsonSchema } from "../json/schema.ts";

/** What one route takes and gives, for those who write clients. */
export interface Operation {
  readonly summary: string;
  /** By name. */
  readonly query?: Readonly<Record<string, JsonSchema>>;
  readonly headers?: Readonly<Record<string, JsonSchema>>;
  readonly body?: Describe;
  /** By status; refusals are the same everywhere. */
  readonly answers: Readonly<Record<number, Answer>>;
}

export interface Answer {
  readonly description: string;
  /** The JSON of the body, if that is what it is. */
  readonly json?: Describe;
  /** What else it is: a media type. */
  readonly type?: string;
}

/** By `METHOD /path`, as routes have it. */
export type Operations = Readonly<Record<string, Operation>>;

export const anObject: Describe = () => ({ type: "object" });

/** Leaves nothing out and adds nothing: for shapes that are written in one place only. */
export function objectOf(properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return { type: "object", properties, required: Object.keys(properties) };
}

export function arrayOf(item: Describe): Describe {
  return (naming) => ({ type: "array", items: item(naming) });
}

export const TEXT: JsonSchema = { type: "string" };

export const flagged = (description: string): JsonSchema => ({ type: "boolean", description });

export const described = (description: string): JsonSchema => ({ type: "string", description });

/** The version that an update starts from: another one in between, and it is refused. */
export const objectVersion: JsonSchema = {
  type: "integer",
  minimum: 0,
  description: "Version.Index of the object that the update starts from.",
};

export function filters(known: readonly string[]): JsonSchema {
  return described(
    `JSON: an object of lists, or of objects, by filter. Filters: ${known.toSorted().join(", ")}.`,
  );
}

export const DONE: Operations[string]["answers"] = { 200: { description: "Done." } };
export const REMOVED: Operations[string]["answers"] = { 204: { description: "Removed." } };
