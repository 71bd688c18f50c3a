/** A binary heap whose least item is at the top. */
export class Heap<T> {
  readonly #less: (left: T, right: T) => boolean;
  readonly #items: T[];

  constructor(less: (left: T, right: T) => boolean, items: readonly T[] = []) {
    this.#less = less;
    this.#items = [...items];
    for (let at = (this.#items.length >> 1) - 1; at >= 0; at--) this.#sink(at);
  }

  get size(): number {
    return this.#items.length;
  }

  peek(): T | undefined {
    return this.#items[0];
  }

  push(item: T): void {
    this.#items.push(item);
    let at = this.#items.length - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.#isLess(at, parent)) return;
      this.#swap(at, parent);
      at = parent;
    }
  }

  pop(): T | undefined {
    const top = this.#items[0];
    const last = this.#items.pop();
    if (this.#items.length > 0 && last !== undefined) {
      this.#items[0] = last;
      this.#sink(0);
    }
    return top;
  }

  /** The top item has become greater: finds its new place. */
  sinkTop(): void {
    this.#sink(0);
  }

  #sink(from: number): void {
    let at = from;
    for (;;) {
      const left = 2 * at + 1;
      if (left >= this.#items.length) return;
      const least = this.#isLess(left + 1, left) ? left + 1 : left;
      if (!this.#isLess(least, at)) return;
      this.#swap(at, least);
      at = least;
    }
  }

  #isLess(left: number, right: number): boolean {
    if (left >= this.#items.length) return false;
    return this.#less(this.#items[left] as T, this.#items[right] as T); // Both in range.
  }

  #swap(left: number, right: number): void {
    const item = this.#items[left] as T; // In range, as is the other.
    this.#items[left] = this.#items[right] as T;
    this.#items[right] = item;
  }
}
