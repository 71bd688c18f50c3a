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
  readonly #wake = new Wake();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(key: K): void {
    this.#keys.add(key);
    this.#wake.set();
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
    this.#later.clear();
    this.#keys.clear();
  }
}
