import { messageOf } from "../../base/errors.ts";
import type { Log } from "../../system/log.ts";
import { Wake } from "../../system/wake.ts";
import type { AttachedContainer } from "../engine/engine-networks.ts";
import { backendsGone } from "../overlay/balancers.ts";
import type { PlanChange } from "../overlay/overlay-plan.ts";
import type { Kernel, Place } from "./kernel.ts";

/**
 * Flows of UDP that lead to tasks that are gone, which the kernel would let go on for as long as
 * packets come: it is made to forget them. Beside all else, one place after the other, as rules lead
 * nobody new there and nothing has to wait.
 */
export class FlowKeeper {
  readonly #kernel: Kernel;
  readonly #log: Log;
  readonly #wake = new Wake();
  /** By place: what is still to be forgotten there. */
  readonly #gone = new Map<string, { readonly place: Place; readonly addresses: Set<string> }>();

  constructor(kernel: Kernel, log: Log) {
    this.#kernel = kernel;
    this.#log = log;
  }

  /** After the rules of these changes are in force, on the host and in the containers on each network. */
  follow(
    { mesh, balancers }: Pick<PlanChange, "mesh" | "balancers">,
    containersOn: (networkId: string) => readonly AttachedContainer[],
  ): void {
    for (const { before, after } of mesh) {
      const usesUdp = before?.ports.some(({ protocol }) => protocol === "udp") === true;
      if (usesUdp) this.#forget("host", backendsGone(before, after));
    }
    for (const { before, after } of balancers) {
      const gone = backendsGone(before, after);
      if (before === undefined || gone.length === 0) continue;
      for (const { pid } of containersOn(before.networkId)) this.#forget({ pid }, gone);
    }
  }

  /** Works until `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#wake.wait(signal);
      for (const [key, { place, addresses }] of this.#gone) {
        if (signal.aborted) return;
        this.#gone.delete(key);
        try {
          await this.#kernel.forgetFlows(place, [...addresses], signal);
        } catch (error) {
          // A container that has ended has taken its flows along.
          if (!signal.aborted)
            this.#log.debug("flows stay as they are", { reason: messageOf(error) });
        }
      }
    }
  }

  #forget(place: Place, addresses: readonly string[]): void {
    if (addresses.length === 0) return;
    const key = place === "host" ? place : String(place.pid);
    const known = this.#gone.get(key);
    if (known) for (const address of addresses) known.addresses.add(address);
    else this.#gone.set(key, { place, addresses: new Set(addresses) });
    this.#wake.set();
  }
}
