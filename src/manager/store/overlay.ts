import type { IndexName, KeysOf, TableSchema } from "./schema.ts";
import { byId, type Identified } from "./sorted-objects.ts";
import type { TableReader } from "./table.ts";

/**
 * A table as it would be with some changes that are not committed yet. Costs what changed, not what
 * is there: reads fall through to the table below.
 */
export class OverlayTable<T extends Identified> implements TableReader<T> {
  readonly #below: TableReader<T>;
  readonly #indexes: readonly (readonly [name: string, keysOf: KeysOf<T>])[];
  /** By id; undefined where removed. */
  readonly #changed = new Map<string, T | undefined>();
  /** Changed objects by index and key: `service/…`. Made when first asked for: most batches never ask. */
  #indexed: Map<string, Set<string>> | undefined;
  #size: number;

  constructor(below: TableReader<T>, schema: TableSchema<T>) {
    this.#below = below;
    this.#indexes = Object.entries(schema);
    this.#size = below.size;
  }

  get size(): number {
    return this.#size;
  }

  get(id: string): T | undefined {
    return this.#changed.has(id) ? this.#changed.get(id) : this.#below.get(id);
  }

  all(): readonly T[] {
    const changed = [...this.#changed.values()].filter((object) => object !== undefined);
    return this.#merge(this.#below.all(), changed);
  }

  list(index: IndexName, key: string): readonly T[] {
    const ids = this.#index().get(`${index}/${key}`);
    const changed = [...(ids ?? [])].flatMap((id) => this.#changed.get(id) ?? []);
    return this.#merge(this.#below.list(index, key), changed);
  }

  /** Puts the object there, or takes the id away, and gives the function that undoes it. */
  set(id: string, object: T | undefined): () => void {
    const known = this.#changed.has(id);
    const before = this.#changed.get(id);
    const sizeBefore = this.#size;
    this.#size += Number(object !== undefined) - Number(this.get(id) !== undefined);
    this.#replace(id, before, object);
    return () => {
      this.#replace(id, object, before);
      if (!known) this.#changed.delete(id);
      this.#size = sizeBefore;
    };
  }

  #replace(id: string, before: T | undefined, after: T | undefined): void {
    this.#changed.set(id, after);
    if (this.#indexed === undefined) return;
    for (const [index, keysOf] of this.#indexes) {
      if (before) {
        for (const key of keysOf(before)) this.#indexed.get(`${index}/${key}`)?.delete(id);
      }
      if (after) {
        for (const key of keysOf(after)) add(this.#indexed, `${index}/${key}`, id);
      }
    }
  }

  #index(): ReadonlyMap<string, ReadonlySet<string>> {
    if (this.#indexed !== undefined) return this.#indexed;
    const indexed = new Map<string, Set<string>>();
    for (const [id, object] of this.#changed) {
      if (object === undefined) continue;
      for (const [index, keysOf] of this.#indexes) {
        for (const key of keysOf(object)) add(indexed, `${index}/${key}`, id);
      }
    }
    this.#indexed = indexed;
    return indexed;
  }

  #merge(below: readonly T[], changed: readonly T[]): readonly T[] {
    if (this.#changed.size === 0) return below;
    const unchanged = below.filter(({ id }) => !this.#changed.has(id));
    if (changed.length === 0) return unchanged.length === below.length ? below : unchanged;
    return [...unchanged, ...changed].sort(byId);
  }
}

function add(indexed: Map<string, Set<string>>, key: string, id: string): void {
  const ids = indexed.get(key);
  if (ids) ids.add(id);
  else indexed.set(key, new Set([id]));
}
