import {
  makeDiscreteGenericResource,
  makeGenericResource,
  makeNamedGenericResource,
  type GenericResource,
} from "../model/generated/types.ts";

interface NamedKind {
  readonly all: readonly string[];
  readonly taken: Set<string>;
}

/**
 * A node's resources of kinds that only its operator knows: counted (`ssd=4`) or each with a name
 * (`gpu=UUID1,UUID2`). Tasks ask for a number; names are handed out in the order described.
 * Source: swarmkit api/genericresource.
 */
export class GenericPool {
  readonly #named = new Map<string, NamedKind>();
  readonly #counted = new Map<string, number>();

  constructor(described: readonly GenericResource[]) {
    for (const { namedResourceSpec: named, discreteResourceSpec: counted } of described) {
      if (named) {
        const all = this.#named.get(named.kind)?.all ?? [];
        this.#named.set(named.kind, { all: [...all, named.value], taken: new Set() });
      }
      if (counted) this.#counted.set(counted.kind, this.#countOf(counted.kind) + counted.value);
    }
  }

  /** How many of `kind` are free. */
  freeCount(kind: string): number {
    const named = this.#named.get(kind);
    return named ? named.all.length - named.taken.size : this.#countOf(kind);
  }

  covers(wanted: readonly GenericResource[]): boolean {
    return wanted.every(({ discreteResourceSpec: counted, namedResourceSpec: named }) => {
      if (named && !this.#isFree(named.kind, named.value)) return false;
      return counted === undefined || this.freeCount(counted.kind) >= counted.value;
    });
  }

  /** Takes what is wanted, which must be covered; gives what it was in detail. */
  claim(wanted: readonly GenericResource[]): readonly GenericResource[] {
    if (wanted.length === 0) return wanted;
    const claimed = wanted.flatMap((one) => this.#choose(one));
    this.take(claimed);
    return claimed;
  }

  /** Takes exactly these, whether or not the node still has them. */
  take(assigned: readonly GenericResource[]): void {
    for (const { namedResourceSpec: named, discreteResourceSpec: counted } of assigned) {
      if (named) this.#named.get(named.kind)?.taken.add(named.value);
      if (counted) this.#counted.set(counted.kind, this.#countOf(counted.kind) - counted.value);
    }
  }

  release(assigned: readonly GenericResource[]): void {
    for (const { namedResourceSpec: named, discreteResourceSpec: counted } of assigned) {
      if (named) this.#named.get(named.kind)?.taken.delete(named.value);
      if (counted) this.#counted.set(counted.kind, this.#countOf(counted.kind) + counted.value);
    }
  }

  #choose(wanted: GenericResource): readonly GenericResource[] {
    const counted = wanted.discreteResourceSpec;
    if (!counted) return [wanted];
    const named = this.#named.get(counted.kind);
    if (!named) {
      const { kind, value } = counted;
      return [
        makeGenericResource({ discreteResourceSpec: makeDiscreteGenericResource({ kind, value }) }),
      ];
    }
    const free = named.all.filter((value) => !named.taken.has(value)).slice(0, counted.value);
    return free.map((value) =>
      makeGenericResource({
        namedResourceSpec: makeNamedGenericResource({ kind: counted.kind, value }),
      }),
    );
  }

  #countOf(kind: string): number {
    return this.#counted.get(kind) ?? 0;
  }

  #isFree(kind: string, value: string): boolean {
    const named = this.#named.get(kind);
    return named !== undefined && named.all.includes(value) && !named.taken.has(value);
  }
}
