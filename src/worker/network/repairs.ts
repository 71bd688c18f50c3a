/** What kinds of things are mended, as people read them. */
export type Mended =
  "networks" | "encryption" | "bridges" | "tunnels" | "entries" | "mesh" | "containers" | "strays";

/** How often something was found to be other than it was left, and put right. */
export class Repairs {
  readonly #counts = new Map<Mended, number>();

  add(what: Mended, count = 1): void {
    if (count > 0) this.#counts.set(what, (this.#counts.get(what) ?? 0) + count);
  }

  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#counts);
  }
}
