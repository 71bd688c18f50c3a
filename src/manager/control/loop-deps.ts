import type { Clock } from "../../system/clock.ts";
import type { Entropy } from "../../system/entropy.ts";
import type { Log } from "../../system/log.ts";
import type { Store } from "../store/store.ts";

/** What every loop of a leader works with. */
export interface LoopDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
}
