import { messageOf } from "../../base/errors.ts";
import type { Clock } from "../../system/clock.ts";
import type { Log } from "../../system/log.ts";
import { Wake } from "../../system/wake.ts";
import type { AttachedContainer } from "../engine/engine-networks.ts";
import { backendsGone } from "../overlay/balancers.ts";
import type { PlanChange } from "../overlay/overlay-plan.ts";
import type { FlowKind, Kernel, Place } from "./kernel.ts";

/**
 * Connections that are being made are answered within that time, or by nobody. A deletion goes by
 * addresses and ports: of one that is answered at that moment it would take the established flow.
 */
const UNANSWERED_AFTER_MS = 1_000;

interface Gone {
  readonly place: Place;
  readonly kind: FlowKind;
  readonly dueMs: number;
  readonly addresses: Set<string>;
}

/**
 * Flows that lead to tasks that are gone, and that the kernel would go on leading there: those of UDP
 * for as long as packets come, those of TCP that nobody has answered for two minutes, also when a new
 * connection has the same source port. It is made to forget them. Beside all else, one place after
 * the other, as rules lead nobody new there and nothing has to wait.
 */
export class FlowKeeper {
  readonly #kernel: Kernel;
  readonly #clock: Clock;
  readonly #log: Log;
  readonly #wake = new Wake();
  /** What is still to be forgotten; withdrawals of the same second in the same place are one. */
  readonly #gone = new Map<string, Gone>();

  constructor(kernel: Kernel, clock: Clock, log: Log) {
    this.#kernel = kernel;
    this.#clock = clock;
    this.#log = log;
  }

  /** After the rules of these changes are in force, on the host and in the containers on each network. */
  follow(
    { mesh, balancers }: Pick<PlanChange, "mesh" | "balancers">,
    containersOn: (networkId: string) => readonly AttachedContainer[],
  ): void {
    for (const { before, after } of mesh) this.#forget("host", backendsGone(before, after));
    for (const { before, after } of balancers) {
      const gone = backendsGone(before, after);
      if (before === undefined || gone.length === 0) continue;
      for (const { pid } of containersOn(before.networkId)) this.#forget({ pid }, gone);
    }
  }

  /** Works until `signal` aborts. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const cancel = this.#wakeWhenDue();
      await this.#wake.wait(signal);
      cancel();
      for (const [key, gone] of this.#gone) {
        if (signal.aborted) return;
        if (gone.dueMs > this.#clock.monotonicMs()) continue;
        this.#gone.delete(key);
        try {
          await this.#kernel.forgetFlows(gone.place, gone.kind, [...gone.addresses], signal);
        } catch (error) {
          // A container that has ended has taken its flows along.
          if (!signal.aborted)
            this.#log.debug("flows stay as they are", { reason: messageOf(error) });
        }
      }
    }
  }

  #wakeWhenDue(): () => void {
    const dueMs = Math.min(...[...this.#gone.values()].map((each) => each.dueMs));
    if (dueMs === Infinity) return () => undefined;
    const leftMs = Math.max(0, dueMs - this.#clock.monotonicMs());
    return this.#clock.after(leftMs, () => this.#wake.set());
  }

  #forget(place: Place, addresses: readonly string[]): void {
    if (addresses.length === 0) return;
    const nowMs = this.#clock.monotonicMs();
    const second = Math.ceil(nowMs / UNANSWERED_AFTER_MS) * UNANSWERED_AFTER_MS;
    const dues = [
      ["udp", nowMs],
      ["unanswered", second + UNANSWERED_AFTER_MS],
    ] as const;
    for (const [kind, dueMs] of dues) {
      const key = `${kind} ${place === "host" ? place : place.pid} ${dueMs}`;
      const known = this.#gone.get(key);
      if (known) for (const address of addresses) known.addresses.add(address);
      else this.#gone.set(key, { place, kind, dueMs, addresses: new Set(addresses) });
    }
    this.#wake.set();
  }
}
