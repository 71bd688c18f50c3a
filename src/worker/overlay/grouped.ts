/** Keys under names: who is on a network, who belongs to a service. Empty groups are not kept. */
export class Grouped {
  readonly #groups = new Map<string, Set<string>>();

  add(name: string, key: string): void {
    const group = this.#groups.get(name);
    if (group === undefined) this.#groups.set(name, new Set([key]));
    else group.add(key);
  }

  delete(name: string, key: string): void {
    const group = this.#groups.get(name);
    group?.delete(key);
    if (group?.size === 0) this.#groups.delete(name);
  }

  get(name: string): ReadonlySet<string> {
    return this.#groups.get(name) ?? NONE;
  }

  has(name: string): boolean {
    return this.#groups.has(name);
  }

  get size(): number {
    return this.#groups.size;
  }
}

const NONE: ReadonlySet<string> = new Set();
