/** One thing that will happen at a moment of virtual time. */
export interface Scheduled {
  readonly atMs: number;
  readonly sequence: number;
  readonly run: () => void;
  cancelled: boolean;
}

/** What is to happen, soonest first; things of one moment in the order they were added. */
export class Schedule {
  readonly #heap: Scheduled[] = [];
  #sequence = 0;
  #cancelledCount = 0;

  get size(): number {
    return this.#heap.length - this.#cancelledCount;
  }

  add(atMs: number, run: () => void): Scheduled {
    const item: Scheduled = { atMs, sequence: this.#sequence++, run, cancelled: false };
    this.#heap.push(item);
    this.#rise(this.#heap.length - 1);
    return item;
  }

  cancel(item: Scheduled): void {
    if (item.cancelled) return;
    item.cancelled = true;
    this.#cancelledCount++;
    // A cancelled item is skipped when its time comes; too many of them are swept out.
    if (this.#cancelledCount > 1000 && this.#cancelledCount > this.#heap.length / 2) this.#sweep();
  }

  /** When the next thing happens, if anything does. */
  nextAtMs(): number | undefined {
    this.#dropCancelled();
    return this.#heap[0]?.atMs;
  }

  /** Takes the next thing out. A taken item counts as cancelled: cancelling it later does nothing. */
  take(): Scheduled | undefined {
    this.#dropCancelled();
    const first = this.#removeFirst();
    if (first !== undefined) first.cancelled = true;
    return first;
  }

  #dropCancelled(): void {
    while (this.#heap[0]?.cancelled === true) {
      this.#removeFirst();
      this.#cancelledCount--;
    }
  }

  #sweep(): void {
    const kept = this.#heap
      .filter((item) => !item.cancelled)
      .sort((a, b) => (before(a, b) ? -1 : 1));
    this.#heap.splice(0, this.#heap.length, ...kept);
    this.#cancelledCount = 0;
  }

  #removeFirst(): Scheduled | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (first !== undefined && last !== undefined && last !== first) {
      heap[0] = last;
      this.#sink();
    }
    return first;
  }

  #rise(from: number): void {
    const heap = this.#heap;
    let index = from;
    while (index > 0) {
      const parent = (index - 1) >> 1;
      if (!before(heap[index]!, heap[parent]!)) return;
      [heap[index], heap[parent]] = [heap[parent]!, heap[index]!];
      index = parent;
    }
  }

  #sink(): void {
    const heap = this.#heap;
    let index = 0;
    for (;;) {
      const left = 2 * index + 1;
      if (left >= heap.length) return;
      const right = left + 1;
      const least = right < heap.length && before(heap[right]!, heap[left]!) ? right : left;
      if (!before(heap[least]!, heap[index]!)) return;
      [heap[index], heap[least]] = [heap[least]!, heap[index]!];
      index = least;
    }
  }
}

function before(a: Scheduled, b: Scheduled): boolean {
  return a.atMs < b.atMs || (a.atMs === b.atMs && a.sequence < b.sequence);
}
