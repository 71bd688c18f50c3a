import type { IndexName, KeysOf, TableSchema } from "./schema.ts";
import { SortedObjects, type Identified } from "./sorted-objects.ts";

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
  readonly #indexes: readonly Index<T>[];

  constructor(schema: TableSchema<T>) {
    this.#indexes = indexesOf(schema);
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
    const buckets = this.#indexes.find(({ name }) => name === index)?.buckets;
    return buckets?.get(key)?.list() ?? NOTHING;
  }

  put(object: T): void {
    const previous = this.#objects.get(object.id);
    this.#objects.put(object);
    for (const index of this.#indexes) {
      const keys = index.keysOf(object);
      if (previous) {
        for (const key of index.keysOf(previous)) {
          if (!keys.includes(key)) removeFrom(index, key, object.id);
        }
      }
      for (const key of keys) bucketOf(index, key).put(object);
    }
  }

  delete(id: string): void {
    const previous = this.#objects.get(id);
    if (!previous) return;
    this.#objects.delete(id);
    for (const index of this.#indexes) {
      for (const key of index.keysOf(previous)) removeFrom(index, key, id);
    }
  }
}

interface Index<T extends Identified> {
  readonly name: IndexName;
  readonly keysOf: KeysOf<T>;
  readonly buckets: Map<string, SortedObjects<T>>;
}

function indexesOf<T extends Identified>(schema: TableSchema<T>): readonly Index<T>[] {
  return Object.entries(schema).map(([name, keysOf]) => ({
    name: name as IndexName, // The keys of a TableSchema are index names.
    keysOf,
    buckets: new Map<string, SortedObjects<T>>(),
  }));
}

function bucketOf<T extends Identified>({ buckets }: Index<T>, key: string): SortedObjects<T> {
  const found = buckets.get(key);
  if (found) return found;
  const made = new SortedObjects<T>();
  buckets.set(key, made);
  return made;
}

function removeFrom<T extends Identified>({ buckets }: Index<T>, key: string, id: string): void {
  const bucket = buckets.get(key);
  bucket?.delete(id);
  if (bucket?.size === 0) buckets.delete(key);
}
