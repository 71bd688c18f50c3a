import type { Clock } from "../../system/clock.ts";
import { Wake } from "../../system/wake.ts";

/**
 * The keys that a loop must look at, each once however often it was marked; bounded by the number
 * of keys there are. Keys may also be marked for later.
 */
export class DirtySet<K> {
  readonly #clock: Clock;
  readonly #keys = new Set<K>();
  readonly #later = new Map<K, () => void>();
  /** Keys that must not be taken for a while, and whether they were marked meanwhile. */
  readonly #resting = new Map<K, { marked: boolean; readonly cancel: () => void }>();
  readonly #wake = new Wake();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(key: K): void {
    const rest = this.#resting.get(key);
    if (rest) {
      rest.marked = true;
      return;
    }
    this.#keys.add(key);
    this.#wake.set();
  }

  /** Leaves the key alone for so long, however often it is marked: looking at it is dear. */
  rest(key: K, ms: number): void {
    const before = this.#resting.get(key);
    before?.cancel();
    const cancel = this.#clock.after(ms, () => {
      const marked = this.#resting.get(key)?.marked === true;
      this.#resting.delete(key);
      if (marked) this.add(key);
    });
    const marked = this.#keys.delete(key) || before?.marked === true;
    this.#resting.set(key, { marked, cancel });
  }

  /** Marks the key in `ms` from now, and no more at the time that was said before. */
  addAfter(key: K, ms: number): void {
    this.#later.get(key)?.();
    this.#later.delete(key);
    if (ms <= 0) {
      this.add(key);
      return;
    }
    const cancel = this.#clock.after(ms, () => {
      this.#later.delete(key);
      this.add(key);
    });
    this.#later.set(key, cancel);
  }

  /** Resolves once there is something to take, or when `signal` is aborted. */
  async wait(signal: AbortSignal): Promise<void> {
    while (this.#keys.size === 0 && !signal.aborted) await this.#wake.wait(signal);
  }

  /** Takes at most `most` keys, those marked first. */
  take(most: number): readonly K[] {
    const taken: K[] = [];
    for (const key of this.#keys) {
      if (taken.length >= most) break;
      taken.push(key);
    }
    for (const key of taken) this.#keys.delete(key);
    return taken;
  }

  /** Forgets everything; nothing is marked later any more. */
  close(): void {
    for (const cancel of this.#later.values()) cancel();
    for (const { cancel } of this.#resting.values()) cancel();
    this.#resting.clear();
    this.#later.clear();
    this.#keys.clear();
  }
}
