import { badRequest } from "./api-error.ts";
import type { ApiRequest } from "./request.ts";

/** The filters of a list: for each key the values of which any may match. */
export type Filters = ReadonlyMap<string, readonly string[]>;

/**
 * Reads the query's filters, in the form of today (`{"name":{"x":true}}`) and of old clients
 * (`{"name":["x"]}`). A key that the list does not know is refused.
 */
export function readFilters(request: ApiRequest, known: readonly string[]): Filters {
  const text = request.query.get("filters") ?? "";
  const filters = parseFilters(text);
  for (const key of filters.keys()) {
    if (!known.includes(key)) badRequest(`invalid filter '${key}'`);
  }
  return filters;
}

export function valuesOf(filters: Filters, key: string): readonly string[] {
  return filters.get(key) ?? [];
}

/** Labels as `key` or `key=value`; what has no value matches any. */
export function labelsIn(filters: Filters, key: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    valuesOf(filters, key).map((label) => {
      const at = label.indexOf("=");
      return at < 0 ? [label, ""] : [label.slice(0, at), label.slice(at + 1)];
    }),
  );
}

/** Reads filters whose keys are anybody's. */
export function parseFilters(text: string): Filters {
  if (text === "") return new Map();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return refuse();
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) return refuse();
  return new Map(Object.entries(value).map(([key, given]) => [key, parseValues(given as unknown)]));
}

function parseValues(given: unknown): readonly string[] {
  if (Array.isArray(given)) {
    return given.map((each: unknown) => (typeof each === "string" ? each : refuse()));
  }
  if (typeof given !== "object" || given === null) return refuse();
  // A value that is switched off is as good as not there.
  return Object.entries(given).flatMap(([word, on]) => (on === false ? [] : [word]));
}

function refuse(): never {
  return badRequest("invalid filter");
}
