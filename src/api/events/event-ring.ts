import { timestampOf } from "../../model/time.ts";
import type { Clock } from "../../system/clock.ts";
import type { NodeControl } from "../node-control.ts";
import { eventOf, type SwarmEvent } from "./swarm-event.ts";

/** As many as Docker keeps for those who ask for the past. */
const KEPT = 256;

/** The cluster's last events, and those that come. */
export class EventRing {
  readonly #last: SwarmEvent[] = [];
  readonly #listeners = new Set<(event: SwarmEvent) => void>();
  readonly #stop: () => void;

  constructor(node: Pick<NodeControl, "watch">, clock: Clock) {
    this.#stop = node.watch((change) => {
      const event = eventOf(change, timestampOf(clock.wallMs()));
      this.#last.push(event);
      if (this.#last.length > KEPT) this.#last.shift();
      for (const listener of this.#listeners) listener(event);
    });
  }

  /** What is kept, oldest first. */
  get last(): readonly SwarmEvent[] {
    return this.#last;
  }

  /** Calls `listener` with every event from now on; gives the function that ends it. */
  listen(listener: (event: SwarmEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  close(): void {
    this.#stop();
  }
}
