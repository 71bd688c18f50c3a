import { allocation } from "./allocation.ts";
import { drains } from "./drains.ts";
import { enforcement } from "./enforcement.ts";
import { keepBook } from "./kept-book.ts";
import type { LeaderDeps, LoopDeps } from "./loop-deps.ts";
import { networkKeys } from "./network-keys.ts";
import { orphans } from "./orphans.ts";
import { reaping } from "./reaping.ts";
import { runReconciler, type Reconciler } from "./reconciler.ts";
import { replication } from "./replication.ts";
import { restarts } from "./restarts.ts";
import { runScheduling } from "./scheduling.ts";
import { starts } from "./starts.ts";
import { updates } from "./updates.ts";

const FIRST_BACKOFF_MS = 200;
const MAX_BACKOFF_MS = 5000;

/**
 * Everything a leader does of its own accord, until `signal` aborts. A loop that fails is started
 * again after a while: none of them keeps anything that it cannot read from the store.
 */
export async function runLeader(given: LeaderDeps, signal: AbortSignal): Promise<void> {
  const reconcilers: readonly ((deps: LoopDeps) => Reconciler)[] = [
    replication,
    restarts,
    starts,
    updates,
    drains,
    enforcement,
    orphans,
    reaping,
    allocation,
    networkKeys,
  ];
  // Before any loop listens, so that whoever looks after a commit finds the book up to date.
  const { book, letGo } = keepBook(given.store);
  const deps: LoopDeps = { ...given, book };
  const keep = (name: string, run: (own: LoopDeps) => Promise<void>): Promise<void> =>
    keepRunning(name, run, deps, signal);
  try {
    const running: Promise<void>[] = [];
    for (const make of reconcilers) {
      // Each first looks at everything: between two of them heartbeats must get out.
      await deps.clock.sleep(0, signal);
      const { name } = make(deps);
      running.push(keep(name, (own) => runReconciler(make(own), own, signal)));
    }
    await deps.clock.sleep(0, signal);
    running.push(keep("scheduling", (own) => runScheduling(own, signal)));
    await Promise.all(running);
  } finally {
    letGo();
  }
}

async function keepRunning(
  name: string,
  run: (deps: LoopDeps) => Promise<void>,
  deps: LoopDeps,
  signal: AbortSignal,
): Promise<void> {
  const log = deps.log.child(name);
  let backoffMs = FIRST_BACKOFF_MS;
  while (!signal.aborted) {
    const startedMs = deps.clock.monotonicMs();
    try {
      await run({ ...deps, log });
    } catch (error) {
      if (deps.clock.monotonicMs() - startedMs > MAX_BACKOFF_MS) backoffMs = FIRST_BACKOFF_MS;
      log.error("a leader's loop failed and starts again", { retryInMs: backoffMs, error });
      await deps.clock.sleep(backoffMs, signal);
      backoffMs = Math.min(2 * backoffMs, MAX_BACKOFF_MS);
    }
  }
}
