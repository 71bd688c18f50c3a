import { Prng } from "../../../src/base/prng.ts";
import { ReplicatedStore } from "../../../src/manager/control/replicated-store.ts";
import type { Action } from "../../../src/manager/store/action.ts";
import type { WriteTx } from "../../../src/manager/store/store.ts";
import type { Clock } from "../../../src/system/clock.ts";
import type { Log } from "../../../src/system/log.ts";
import { SimEntropy } from "../../sim/entropy.ts";
import { LocalRaft } from "./local-raft.ts";

/** A clock that stands still: for code that only stamps what it writes. */
export const FROZEN_CLOCK: Clock = {
  monotonicMs: () => 0,
  wallMs: () => 1_700_000_000_000,
  sleep: () => new Promise(() => undefined),
  after: () => () => undefined,
};

export const SILENT_LOG: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  child: () => SILENT_LOG,
};

/** A real store whose entries commit at once, and `followers` more that apply the same log. */
export function testStore(
  options: { readonly clock?: Clock; readonly log?: Log; readonly followers?: number } = {},
): {
  readonly store: ReplicatedStore;
  readonly followers: readonly ReplicatedStore[];
  readonly raft: LocalRaft;
} {
  const { clock = FROZEN_CLOCK, log = SILENT_LOG } = options;
  const make = (seed: number): ReplicatedStore =>
    new ReplicatedStore({ clock, log, entropy: new SimEntropy(new Prng(seed)) });
  const store = make(1);
  const followers = Array.from({ length: options.followers ?? 0 }, (_, at) => make(at + 2));
  return { store, followers, raft: new LocalRaft([store, ...followers]) };
}

/** Performs actions as a transaction would. */
export function write(tx: WriteTx, { action, kind, object }: Action): void {
  if (action === "remove") tx.remove(kind, object.id);
  else if (action === "create") tx.create(kind, object);
  else tx.update(kind, object);
}
