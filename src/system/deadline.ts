import { OperationalError } from "../base/errors.ts";
import type { Clock } from "./clock.ts";

/**
 * Runs `work` with a signal that aborts when `parent` does or after `ms`, whichever is first; the
 * listener on the parent is gone when the work ends, so a long-lived parent keeps nothing.
 * Throws `deadlineExceeded` when the time ran out, whatever the work made of the abort.
 */
export async function withDeadline<T>(
  clock: Clock,
  ms: number,
  parent: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const child = new AbortController();
  let late: OperationalError | undefined;
  const cancel = clock.after(ms, () => {
    late = new OperationalError("deadlineExceeded", `Not done within ${ms} ms`);
    child.abort(late);
  });
  const forward = (): void => child.abort(parent.reason);
  if (parent.aborted) forward();
  parent.addEventListener("abort", forward, { once: true });
  try {
    return await work(child.signal);
  } catch (error) {
    throw late !== undefined && child.signal.reason === late ? late : error;
  } finally {
    cancel();
    parent.removeEventListener("abort", forward);
  }
}

/** A controller that aborts with `parent`; call `release` when done with it. */
export function childOf(parent: AbortSignal): {
  readonly controller: AbortController;
  readonly release: () => void;
} {
  const controller = new AbortController();
  const forward = (): void => controller.abort(parent.reason);
  if (parent.aborted) forward();
  else parent.addEventListener("abort", forward, { once: true });
  return { controller, release: () => parent.removeEventListener("abort", forward) };
}

/** Resolves when `signal` aborts. */
export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
