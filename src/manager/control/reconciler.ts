import { OperationalError } from "../../base/errors.ts";
import type { Change, ReadTx, WriteTx } from "../store/store.ts";
import { DirtySet } from "./dirty-set.ts";
import type { LoopDeps } from "./loop-deps.ts";

/**
 * One reason for which the store must be put right, key by key. Whatever it looks at is the state as
 * it is, never what happened to it: looking once more is always safe.
 */
export interface Reconciler {
  readonly name: string;
  /** What a new leader, and the slow pass, looks at. */
  all(tx: ReadTx): Iterable<string>;
  /** What a change makes worth a look; called after the commit. */
  concerns(change: Change, tx: ReadTx): Iterable<string>;
  /**
   * Puts one key right, within about `MAX_WRITES` writes. Gives in how many ms to look again: 0 when
   * there is more to do, undefined when only a change can make a difference.
   */
  reconcile(tx: WriteTx, key: string): number | undefined;
  /** How long keys are gathered before the first is looked at. */
  readonly gatherMs?: number;
}

/** How many writes belong in one transaction: an entry of the log must not grow too large. */
export const MAX_WRITES = 250;

/** How many keys are looked at side by side; they leave in one entry. */
const KEYS_AT_ONCE = 256;

/** Whatever a change did not tell is found by looking at everything, now and then. */
const SLOW_PASS_MS = 30_000;

const RETRY_MS = 500;

/** A key that took this long rests so many times as long before it is looked at again. */
const DEAR_MS = 4;
const REST_FACTOR = 4;
const MAX_REST_MS = 2000;

/** While this manager leads: looks at every key that a change concerns, and at all now and then. */
export async function runReconciler(
  reconciler: Reconciler,
  deps: LoopDeps,
  signal: AbortSignal,
): Promise<void> {
  const { store, clock } = deps;
  const dirty = new DirtySet<string>(clock);
  const stopListening = store.onCommit(({ changes }) =>
    store.view((tx) => {
      for (const change of changes) {
        for (const key of reconciler.concerns(change, tx)) dirty.add(key);
      }
    }),
  );
  // A new leader starts from what is, not from what it saw happen.
  let cancelPass = (): void => undefined;
  const pass = (): void => {
    store.view((tx) => {
      for (const key of reconciler.all(tx)) dirty.add(key);
    });
    cancelPass = clock.after(SLOW_PASS_MS, pass);
  };
  try {
    pass();
    while (!signal.aborted) {
      await dirty.wait(signal);
      if (reconciler.gatherMs !== undefined) await clock.sleep(reconciler.gatherMs, signal);
      if (signal.aborted) break;
      const keys = dirty.take(KEYS_AT_ONCE);
      await Promise.all(keys.map((key) => reconcileOne(reconciler, key, dirty, deps, signal)));
      // Looks that change nothing wait for nothing: without this many thousands are one turn.
      await clock.sleep(0, signal);
    }
  } finally {
    cancelPass();
    stopListening();
    dirty.close();
  }
}

async function reconcileOne(
  reconciler: Reconciler,
  key: string,
  dirty: DirtySet<string>,
  { store, clock, log }: LoopDeps,
  signal: AbortSignal,
): Promise<void> {
  let tookMs = 0;
  try {
    const lookAgainInMs = await store.update((tx) => {
      const startMs = clock.monotonicMs();
      const again = reconciler.reconcile(tx, key);
      tookMs = clock.monotonicMs() - startMs;
      return again;
    });
    // What is dear to look at is looked at seldom while it only changes: never most of the time.
    if (lookAgainInMs !== 0 && tookMs >= DEAR_MS)
      dirty.rest(key, Math.min(REST_FACTOR * tookMs, MAX_REST_MS));
    if (lookAgainInMs !== undefined) dirty.addAfter(key, lookAgainInMs);
  } catch (error) {
    if (signal.aborted) return;
    dirty.addAfter(key, RETRY_MS);
    // A bug with one key must not keep the others waiting: it is a person's to look at.
    const fields = { reason: `${reconciler.name} ${key}`, error };
    if (error instanceof OperationalError) log.warn("reconciliation failed", fields);
    else log.error("reconciliation failed", fields);
  }
}
