import type { WeightedPeer } from "../../model/generated/types.ts";
import type { Clock } from "../../system/clock.ts";
import type { Entropy } from "../../system/entropy.ts";
import type { Log } from "../../system/log.ts";
import type { Store } from "../store/store.ts";

/** What the dispatcher needs of the manager it is part of. */
export interface DispatcherDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
  /** This manager's node. */
  readonly nodeId: string;
  /** The managers that agents may call, with how much each is to be preferred. */
  readonly managers: () => readonly WeightedPeer[];
  /** How long this manager's event loop was lately held up, in milliseconds. */
  readonly stallMs: () => number;
  /** Whether the node is another manager's, and raft has not heard from that lately. */
  readonly isLost: (nodeId: string) => boolean;
}
