import { assert, must } from "../../base/assert.ts";
import type { LogIndex } from "./messages.ts";

/** Limits of what may be sent to one follower and not yet acknowledged. */
export interface InflightLimits {
  readonly maxMessages: number;
  /** Soft: the message that crosses it is still sent. */
  readonly maxBytes: number;
}

/** Appends sent to one follower and not yet acknowledged: a ring, oldest first. */
export class Inflights {
  readonly #limits: InflightLimits;
  /** Last index and size of each append, in the order they were sent. */
  readonly #ring: { readonly index: LogIndex; readonly bytes: number }[] = [];
  #start = 0;
  #count = 0;
  #bytes = 0;

  constructor(limits: InflightLimits) {
    this.#limits = limits;
  }

  get count(): number {
    return this.#count;
  }

  get full(): boolean {
    return this.#count >= this.#limits.maxMessages || this.#bytes >= this.#limits.maxBytes;
  }

  /** Notes an append that ends at `index`. Indexes only grow. */
  add(index: LogIndex, bytes: number): void {
    assert(!this.full, "Inflights.add: the window is full");
    const at = (this.#start + this.#count) % this.#limits.maxMessages;
    this.#ring[at] = { index, bytes };
    this.#count++;
    this.#bytes += bytes;
  }

  /** Forgets every append that ends at or before `index`. */
  freeUpTo(index: LogIndex): void {
    while (this.#count > 0) {
      const oldest = must(this.#ring[this.#start], "Inflights: an empty place in the ring");
      if (oldest.index > index) return;
      this.#bytes -= oldest.bytes;
      this.#count--;
      this.#start = (this.#start + 1) % this.#limits.maxMessages;
    }
  }

  reset(): void {
    this.#start = 0;
    this.#count = 0;
    this.#bytes = 0;
  }
}
