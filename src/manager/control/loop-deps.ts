import type { Clock } from "../../system/clock.ts";
import type { Entropy } from "../../system/entropy.ts";
import type { Log } from "../../system/log.ts";
import type { AddressBook } from "../allocator/address-book.ts";
import type { Store } from "../store/store.ts";

/** What a leader works with. */
export interface LeaderDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
}

/** What every loop of a leader works with. */
export interface LoopDeps extends LeaderDeps {
  /** Who has which address; all loops of one leadership share it. */
  readonly book: AddressBook;
}
