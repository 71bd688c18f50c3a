import type { Clock } from "../system/clock.ts";
import { childOf } from "../system/deadline.ts";
import type { Log } from "../system/log.ts";

/** What tells whether this member leads; raft's own observer fits. */
export interface LeadershipSource {
  /** True while this member leads and has applied everything before its term. */
  leading(): boolean;
  /** Calls `listener` when that may have changed. Gives the function that ends it. */
  observe(listener: () => void): () => void;
}

/** How long a leader whose life ended by a fault waits before it starts another. */
const RESTART_MS = 500;

/**
 * Runs `lead` once for every time this member leads, with a signal that aborts when it no longer
 * does. One life ends wholly before the next begins, so that no two ever write side by side.
 */
export async function followLeadership(
  source: LeadershipSource,
  lead: (signal: AbortSignal) => Promise<void>,
  { clock, log }: { readonly clock: Clock; readonly log: Log },
  signal: AbortSignal,
): Promise<void> {
  let wake: (() => void) | undefined;
  let reign: AbortController | undefined;
  const look = (): void => {
    if (!source.leading()) reign?.abort(new Error("leadership lost"));
    wake?.();
  };
  const stopObserving = source.observe(look);
  signal.addEventListener("abort", look, { once: true });
  try {
    while (!signal.aborted) {
      if (!source.leading()) {
        await new Promise<void>((resolve) => (wake = resolve));
        wake = undefined;
        continue;
      }
      const { controller, release } = childOf(signal);
      reign = controller;
      log.info("leading");
      try {
        await lead(controller.signal);
      } catch (error) {
        if (!controller.signal.aborted) log.error("a leader's loop failed", { error });
      }
      reign = undefined;
      release();
      log.info("no longer leading");
      if (source.leading()) await clock.sleep(RESTART_MS, signal);
    }
  } finally {
    stopObserving();
    signal.removeEventListener("abort", look);
  }
}
