import type { Clock } from "../system/clock.ts";
import type { Entropy } from "../system/entropy.ts";
import type { Log } from "../system/log.ts";
import type { NodeControl } from "./node-control.ts";

/** What the HTTP API needs of the daemon it is part of. */
export interface ApiDeps {
  readonly node: NodeControl;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
}
