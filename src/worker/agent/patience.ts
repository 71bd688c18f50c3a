import { OperationalError } from "../../base/errors.ts";
import type { Clock } from "../../system/clock.ts";
import { childOf } from "../../system/deadline.ts";

/** Into how many waits a time is cut. */
const SLICES = 4;

/**
 * Calls `onLate` after `ms`, counted in several short waits: when this process itself was held up,
 * one wait is lost and not the whole time, and an answer that came meanwhile is read before the
 * time is over. Gives the function that ends it.
 */
export function afterPatience(clock: Clock, ms: number, onLate: () => void): () => void {
  let left = SLICES;
  let cancel = (): void => undefined;
  const arm = (): void => {
    cancel = clock.after(ms / SLICES, () => {
      left--;
      if (left === 0) onLate();
      else arm();
    });
  };
  arm();
  return () => cancel();
}

/** What a peer that says nothing is given up with. */
export function noAnswer(ms: number): OperationalError {
  return new OperationalError("deadlineExceeded", `No answer within ${Math.round(ms)} ms`);
}

/** Runs `work` until such a time is over; throws `deadlineExceeded` then. */
export async function withPatience<T>(
  clock: Clock,
  ms: number,
  parent: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { controller, release } = childOf(parent);
  const late = noAnswer(ms);
  const cancel = afterPatience(clock, ms, () => controller.abort(late));
  try {
    return await work(controller.signal);
  } catch (error) {
    throw controller.signal.reason === late ? late : error;
  } finally {
    cancel();
    release();
  }
}
