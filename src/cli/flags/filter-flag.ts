import { err, ok } from "../../base/result.ts";
import { inWords, listFlag, type Flag } from "./flag.ts";
import { parseFilter } from "./key-value.ts";

/** Filters as they are typed: pairs of key and value. */
export type Filters = readonly (readonly [key: string, value: string])[];

/** The `--filter` flag of a list that knows the given keys. */
export function filterFlag(keys: readonly string[]): Flag<Filters> {
  return listFlag(
    "filter",
    `Show only what matches KEY=VALUE; keys: ${keys.join(", ")}`,
    (text) => {
      const parsed = parseFilter(text);
      if (!parsed.ok) return parsed;
      const [key] = parsed.value;
      return keys.includes(key)
        ? ok(parsed.value)
        : err(`invalid filter '${key}': the key must be ${inWords(keys)}`);
    },
    { short: "f", takes: "filter" },
  );
}

/** The API's form of filters, for a query: each key with its accepted values. */
export function filterQuery(filters: Filters | undefined): string | undefined {
  if (filters === undefined || filters.length === 0) return undefined;
  const accepted: Record<string, Record<string, true>> = {};
  for (const [key, value] of filters) accepted[key] = { ...accepted[key], [value]: true };
  return JSON.stringify(accepted);
}
