import { assert } from "../../src/base/assert.ts";
import type { ReadTx } from "../../src/manager/store/store.ts";

/** How many replicas a service may have: `undefined` is no service. */
type Replicas = number | undefined;

/**
 * What a client was told: what every service must be, and what it may be where no answer came.
 * One operation at a time for each service.
 */
export class Ledger {
  readonly #possible = new Map<string, Set<Replicas>>();

  /** Every service there ever was, by name. */
  get names(): readonly string[] {
    return [...this.#possible.keys()];
  }

  /** The replicas of a service, where that is known. */
  knownReplicas(name: string): Replicas {
    const [only, ...others] = this.#of(name);
    return others.length === 0 ? only : undefined;
  }

  /** A change was asked for: from now on it may happen. */
  ask(
    name: string,
    replicas: Replicas,
  ): { readonly done: () => void; readonly refused: () => void } {
    const possible = this.#of(name);
    const before = new Set(possible);
    possible.add(replicas);
    return {
      // Acknowledged: a change of before whose fate was unknown can no longer come after this one.
      done: () => this.#possible.set(name, new Set([replicas])),
      // Refused for certain.
      refused: () => this.#possible.set(name, before),
    };
  }

  /** Durability: what the store holds is what was acknowledged, or what may have happened. */
  check(tx: ReadTx): void {
    for (const [name, possible] of this.#possible) {
      const replicas = tx.services.byName(name)?.spec?.replicated?.replicas;
      assert(
        possible.has(replicas),
        `Service ${name} has ${replicas ?? "no"} replicas, and may have ${[...possible].join(" or ")}`,
      );
    }
  }

  #of(name: string): Set<Replicas> {
    let possible = this.#possible.get(name);
    if (possible === undefined) {
      possible = new Set([undefined]);
      this.#possible.set(name, possible);
    }
    return possible;
  }
}
