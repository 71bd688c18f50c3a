/** Keys that wait for something to become free, by what they wait for; the longest waiting first. */
export class WaitingKeys {
  readonly #keys = new Map<string, Set<string>>();
  readonly #needs = new Map<string, readonly string[]>();

  /** Waits, as the last, for any of the needs. */
  add(key: string, needs: readonly string[]): void {
    this.delete(key);
    this.#needs.set(key, needs);
    for (const need of needs) {
      const keys = this.#keys.get(need) ?? new Set<string>();
      this.#keys.set(need, keys.add(key));
    }
  }

  delete(key: string): void {
    for (const need of this.#needs.get(key) ?? []) {
      const keys = this.#keys.get(need);
      keys?.delete(key);
      if (keys?.size === 0) this.#keys.delete(need);
    }
    this.#needs.delete(key);
  }

  /** The first `most` of those that wait for it. */
  *next(need: string, most: number): Iterable<string> {
    let count = 0;
    for (const key of this.#keys.get(need) ?? []) {
      if (count++ === most) return;
      yield key;
    }
  }
}
