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
  /** Changed objects by index and key: `service/…`. */
  readonly #indexed = new Map<string, Set<string>>();
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
    const ids = this.#indexed.get(`${index}/${key}`);
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
    for (const [index, keysOf] of this.#indexes) {
      if (before) {
        for (const key of keysOf(before)) this.#indexed.get(`${index}/${key}`)?.delete(id);
      }
      if (after) {
        for (const key of keysOf(after)) this.#idsUnder(`${index}/${key}`).add(id);
      }
    }
  }

  #idsUnder(key: string): Set<string> {
    const found = this.#indexed.get(key);
    if (found) return found;
    const made = new Set<string>();
    this.#indexed.set(key, made);
    return made;
  }

  #merge(below: readonly T[], changed: readonly T[]): readonly T[] {
    if (this.#changed.size === 0) return below;
    const unchanged = below.filter(({ id }) => !this.#changed.has(id));
    if (changed.length === 0) return unchanged.length === below.length ? below : unchanged;
    return [...unchanged, ...changed].sort(byId);
  }
}
