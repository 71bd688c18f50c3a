import { assert } from "../../base/assert.ts";
import type { Clock } from "../clock.ts";

/** The longest a Node.js timer waits; it fires at once when asked for more. */
const LONGEST_MS = 2 ** 31 - 1;

/** The machine's own time. */
export const realClock: Clock = {
  monotonicMs: () => performance.now(),
  wallMs: () => Date.now(),
  sleep: (ms, signal) =>
    new Promise((resolve) => {
      // To listen to the signal would cost more than such a wait.
      if (ms <= 0) {
        setImmediate(resolve);
        return;
      }
      if (signal.aborted) {
        resolve();
        return;
      }
      const wake = (): void => {
        cancel();
        signal.removeEventListener("abort", wake);
        resolve();
      };
      const cancel = after(ms, wake);
      signal.addEventListener("abort", wake, { once: true });
    }),
  after,
};

/** Waits in pieces where `ms` is more than one timer can wait: a certificate lives for months. */
function after(ms: number, wake: () => void): () => void {
  assert(!Number.isNaN(ms), "Clock.after: not a number");
  if (ms <= 0) {
    // A timer would take a millisecond; this comes after what has arrived by now.
    const soon = setImmediate(wake);
    return () => clearImmediate(soon);
  }
  let timer: ReturnType<typeof setTimeout>;
  const wait = (leftMs: number): void => {
    timer =
      leftMs > LONGEST_MS
        ? setTimeout(() => wait(leftMs - LONGEST_MS), LONGEST_MS)
        : setTimeout(wake, leftMs);
  };
  wait(ms);
  return () => clearTimeout(timer);
}
