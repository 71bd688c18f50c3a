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
  /** Which tasks must not hear yet that they are to stop; absent: every task hears at once. */
  readonly stops?: StopGate;
}

/** Holds back stops until nobody leads connections to the task any more. */
export interface StopGate {
  isHeld(taskId: string): boolean;
  /** Calls `listener` with each task that is held no more; gives the function that ends it. */
  onRelease(listener: (taskId: string) => void): () => void;
}
