import type { IndexName, SameKeys, TableSchema } from "./schema.ts";
import { SortedObjects, type Identified } from "./sorted-objects.ts";
import { NarrowIndex, WideIndex, type TableIndex } from "./table-index.ts";

/** Objects of one kind, found by id or by index; lists are in order of id. */
export interface TableReader<T> {
  readonly size: number;
  get(id: string): T | undefined;
  all(): readonly T[];
  /** Those that stand under `key` in the index. */
  list(index: IndexName, key: string): readonly T[];
}

const NOTHING: readonly never[] = Object.freeze([]);

/** The committed objects of one kind. */
export class StoredTable<T extends Identified> implements TableReader<T> {
  readonly #objects = new SortedObjects<T>();
  readonly #indexes: readonly TableIndex<T>[];

  /** `narrow` names the indexes that have few objects under each key. */
  constructor(schema: TableSchema<T>, narrow: SameKeys<T> = {}) {
    this.#indexes = Object.entries(schema).map(([key, keysOf]) => {
      const name = key as IndexName; // The keys of a TableSchema are index names.
      const isSameKey = narrow[name];
      return isSameKey
        ? new NarrowIndex(name, keysOf, isSameKey, (id) => this.get(id))
        : new WideIndex(name, keysOf);
    });
  }

  get size(): number {
    return this.#objects.size;
  }

  get(id: string): T | undefined {
    return this.#objects.get(id);
  }

  all(): readonly T[] {
    return this.#objects.list();
  }

  list(index: IndexName, key: string): readonly T[] {
    return this.#indexes.find(({ name }) => name === index)?.list(key) ?? NOTHING;
  }

  put(object: T): void {
    const previous = this.#objects.get(object.id);
    this.#objects.put(object);
    for (const index of this.#indexes) index.put(object, previous);
  }

  delete(id: string): void {
    const previous = this.#objects.get(id);
    if (!previous) return;
    this.#objects.delete(id);
    for (const index of this.#indexes) index.delete(previous);
  }
}
