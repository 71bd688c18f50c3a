import type { OverlayChange } from "../../model/generated/types.ts";
import { bareAddress } from "../overlay/addresses.ts";
import type { OverlayNames } from "../overlay/overlay-names.ts";
import type { PlanChange } from "../overlay/overlay-plan.ts";

/**
 * What nobody may be told yet: that a name means nothing while a manager has just said what it means,
 * and virtual addresses that containers' rules do not know. Everything else is answered at once,
 * however much is changing.
 */
export class NamesUnderWay {
  readonly #names = new Set<string>();
  readonly #addresses = new Set<string>();

  /** A message has come that is not planned yet. */
  heard({ services }: OverlayChange, names: OverlayNames): void {
    for (const { networkId, name } of services) {
      if (names.find([networkId], name) === undefined) this.#names.add(name);
    }
  }

  /** All that was heard is planned. */
  allPlanned(): void {
    this.#names.clear();
  }

  planned({ balancers }: PlanChange): void {
    for (const { before, after } of balancers) {
      const known = new Set(before?.addresses);
      for (const address of after?.addresses ?? []) {
        if (!known.has(address)) this.#addresses.add(address);
      }
    }
  }

  /** All that was planned is in force. */
  allInForce(): void {
    this.#addresses.clear();
  }

  /** Whether a name may be said to have these addresses, or, without any, to be unknown. */
  mayTell(addresses: readonly string[] | undefined): boolean {
    if (addresses === undefined) return this.#names.size === 0;
    return !addresses.some((address) => this.#addresses.has(bareAddress(address)));
  }
}
