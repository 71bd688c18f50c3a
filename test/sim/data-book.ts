import { assert } from "../../src/base/assert.ts";
import { deepEqual } from "../../src/base/deep-equal.ts";
import type { ReadTx } from "../../src/manager/store/store.ts";
import { find } from "./checkers/data.ts";

/** What clients were told of secrets and configs, by `secret/ID` or `config/ID`. */
export class DataBook {
  readonly #created = new Map<string, Uint8Array>();
  readonly #asked = new Set<string>();
  readonly #removed = new Set<string>();
  #count = 0;

  /** How many were asked for; also what makes each one's content its own. */
  next(): number {
    return ++this.#count;
  }

  created(name: string, data: Uint8Array): void {
    this.#created.set(name, data);
  }

  /** Its removal is asked for: from now on nobody knows, unless it is answered. */
  removing(name: string): void {
    this.#asked.add(name);
  }

  removed(name: string): void {
    this.#removed.add(name);
  }

  /** What the store of an undisputed leader holds is what clients were told. */
  check(tx: ReadTx): void {
    for (const [name, data] of this.#created) {
      const stored = find(tx, name);
      if (this.#removed.has(name))
        assert(stored === undefined, `${name} was removed, and is there`);
      else if (!this.#asked.has(name)) assert(deepEqual(stored, data), `${name} is not as created`);
    }
  }
}
