/** What every kind of object has. */
export interface Identified {
  readonly id: string;
}

/** Orders by id, the same on every machine. */
export function byId(left: Identified, right: Identified): number {
  return left.id < right.id ? -1 : left.id > right.id ? 1 : 0;
}

/**
 * Objects by id, with a list in order of id that is made when asked for: a change costs nothing but
 * the map's, and a list that nothing changed since is the same list again.
 */
export class SortedObjects<T extends Identified> {
  readonly #objects = new Map<string, T>();
  #list: readonly T[] | undefined;
  /** The ids in order, but for those added since. */
  #order: string[] = [];
  #added: string[] = [];
  #removedCount = 0;
  /** What was asked for last: it mostly is asked for again, while a change is checked and made. */
  #last: T | undefined;

  get size(): number {
    return this.#objects.size;
  }

  get(id: string): T | undefined {
    if (this.#last?.id === id) return this.#last;
    const object = this.#objects.get(id);
    if (object !== undefined) this.#last = object;
    return object;
  }

  put(object: T): void {
    const sizeBefore = this.#objects.size;
    this.#objects.set(object.id, object);
    if (this.#objects.size > sizeBefore) this.#added.push(object.id);
    this.#last = object;
    this.#list = undefined;
  }

  delete(id: string): void {
    if (!this.#objects.delete(id)) return;
    this.#removedCount++;
    this.#last = undefined;
    this.#list = undefined;
  }

  /** In order of id. May be kept: later changes make a new list. */
  list(): readonly T[] {
    this.#list ??= this.#makeList();
    return this.#list;
  }

  #makeList(): readonly T[] {
    if (this.#removedCount > 0 || this.#added.length > 0) {
      // Merging a sorted run with a few newcomers is what the sort is best at.
      const ids = this.#added.length > 0 ? [...this.#order, ...this.#added] : this.#order;
      if (this.#added.length > 0) ids.sort(compareText);
      this.#order = this.#removedCount > 0 ? ids.filter(this.#isFirstPresent()) : ids;
      this.#added = [];
      this.#removedCount = 0;
    }
    const list: T[] = [];
    for (const id of this.#order) {
      const object = this.#objects.get(id);
      if (object) list.push(object);
    }
    return list;
  }

  /** An id that was removed and added again stands twice in a row. */
  #isFirstPresent(): (id: string, index: number, ids: readonly string[]) => boolean {
    return (id, index, ids) => id !== ids[index - 1] && this.#objects.has(id);
  }
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
