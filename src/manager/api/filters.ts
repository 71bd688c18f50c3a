import type { Annotations } from "../../model/generated/types.ts";
import type { NamedTable } from "../store/store.ts";

/** The filters that every list has. Within one, any value may match; all filters must. */
export interface CommonFilters {
  readonly names: readonly string[];
  readonly idPrefixes: readonly string[];
  readonly namePrefixes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
}

/** The fewest objects that a list with these names can show: through the index where it asks for any. */
export function candidatesByName<T>(
  table: Pick<NamedTable<T>, "all" | "byName">,
  names: readonly string[],
): readonly T[] {
  if (names.length === 0) return table.all();
  return [...new Set(names.flatMap((name) => table.byName(name) ?? []))];
}

export function matchesCommon(
  filters: CommonFilters | undefined,
  id: string,
  name: string,
  labels: Readonly<Record<string, string>>,
): boolean {
  if (filters === undefined) return true;
  return (
    anyOf(filters.names, (wanted) => wanted === name) &&
    anyOf(filters.idPrefixes, (prefix) => id.startsWith(prefix)) &&
    anyOf(filters.namePrefixes, (prefix) => name.startsWith(prefix)) &&
    hasLabels(labels, filters.labels)
  );
}

/** No wish at all is met by anything. */
export function anyOf<T>(wishes: readonly T[], meets: (wish: T) => boolean): boolean {
  return wishes.length === 0 || wishes.some(meets);
}

/** A wished label without a value asks only that it be there. */
export function hasLabels(
  labels: Readonly<Record<string, string>>,
  wished: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(wished).every(([key, value]) =>
    value === "" ? labels[key] !== undefined : labels[key] === value,
  );
}

export function nameOf(annotations: Annotations | undefined): string {
  return annotations?.name ?? "";
}

export function labelsOf(annotations: Annotations | undefined): Readonly<Record<string, string>> {
  return annotations?.labels ?? {};
}
