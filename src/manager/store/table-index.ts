import type { IndexName, KeysOf } from "./schema.ts";
import { SortedObjects, byId, type Identified } from "./sorted-objects.ts";

/** Finds the objects of a table that stand under a key. */
export interface TableIndex<T> {
  readonly name: IndexName;
  /** In order of id. */
  list(key: string): readonly T[];
  /** The object as it is now, which was `previous`. */
  put(object: T, previous: T | undefined): void;
  delete(object: T): void;
}

const NOTHING: readonly never[] = Object.freeze([]);

/** Where many objects may stand under a key: the list under it is kept until one of them changes. */
export class WideIndex<T extends Identified> implements TableIndex<T> {
  readonly name: IndexName;
  readonly #keysOf: KeysOf<T>;
  readonly #buckets = new Map<string, SortedObjects<T>>();

  constructor(name: IndexName, keysOf: KeysOf<T>) {
    this.name = name;
    this.#keysOf = keysOf;
  }

  list(key: string): readonly T[] {
    return this.#buckets.get(key)?.list() ?? NOTHING;
  }

  put(object: T, previous: T | undefined): void {
    const keys = this.#keysOf(object);
    if (previous) {
      for (const key of this.#keysOf(previous)) {
        if (!keys.includes(key)) this.#remove(key, object.id);
      }
    }
    for (const key of keys) this.#bucketOf(key).put(object);
  }

  delete(object: T): void {
    for (const key of this.#keysOf(object)) this.#remove(key, object.id);
  }

  #bucketOf(key: string): SortedObjects<T> {
    const found = this.#buckets.get(key);
    if (found) return found;
    const made = new SortedObjects<T>();
    this.#buckets.set(key, made);
    return made;
  }

  #remove(key: string, id: string): void {
    const bucket = this.#buckets.get(key);
    bucket?.delete(id);
    if (bucket?.size === 0) this.#buckets.delete(key);
  }
}

/**
 * Where a key has one object, or a handful: it keeps their ids and nothing else. There are as many keys as
 * objects, so that a map for each would be most of the store, and its upkeep most of a change.
 */
export class NarrowIndex<T extends Identified> implements TableIndex<T> {
  readonly name: IndexName;
  readonly #keysOf: KeysOf<T>;
  readonly #isSameKey: (left: T, right: T) => boolean;
  readonly #get: (id: string) => T | undefined;
  readonly #ids = new Map<string, string | readonly string[]>();

  /** `isSameKey` says, for less than it costs to make keys, that two stand under the same. */
  constructor(
    name: IndexName,
    keysOf: KeysOf<T>,
    isSameKey: (left: T, right: T) => boolean,
    get: (id: string) => T | undefined,
  ) {
    this.name = name;
    this.#keysOf = keysOf;
    this.#isSameKey = isSameKey;
    this.#get = get;
  }

  list(key: string): readonly T[] {
    const ids = this.#ids.get(key);
    if (ids === undefined) return NOTHING;
    const objects = listOf(ids).flatMap((id) => this.#get(id) ?? []);
    return objects.sort(byId);
  }

  put(object: T, previous: T | undefined): void {
    if (previous) {
      if (this.#isSameKey(previous, object)) return;
      this.delete(previous);
    }
    for (const key of this.#keysOf(object)) {
      const ids = this.#ids.get(key);
      this.#ids.set(key, ids === undefined ? object.id : [...listOf(ids), object.id]);
    }
  }

  delete(object: T): void {
    const { id } = object;
    for (const key of this.#keysOf(object)) {
      const left = listOf(this.#ids.get(key) ?? NOTHING).filter((other) => other !== id);
      const [only] = left;
      if (only === undefined) this.#ids.delete(key);
      else this.#ids.set(key, left.length === 1 ? only : left);
    }
  }
}

function listOf(ids: string | readonly string[]): readonly string[] {
  return typeof ids === "string" ? [ids] : ids;
}
