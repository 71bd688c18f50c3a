/*
 * From protobuf, where a field that was not given reads as its zero, to the engine's JSON, where it
 * is left out.
 */

/** The value, or undefined when it is the zero of its type. */
export function given<T extends string | number | boolean | object>(
  value: T | undefined,
): T | undefined {
  if (value === undefined || value === "" || value === 0 || value === false) return undefined;
  return typeof value === "object" && Object.keys(value).length === 0 ? undefined : value;
}

/** The list, or undefined when it is empty. */
export function filled<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length === 0 ? undefined : items;
}

/** The fields that are not undefined. */
export function defined(
  fields: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
