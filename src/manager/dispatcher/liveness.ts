import type { Clock } from "../../system/clock.ts";

interface Watched {
  /** When the node is given up, unless it is heard of before. */
  deadlineMs: number;
  /** When the timer fires: at the deadline or before it. */
  firesAtMs: number;
  /** How long it had until the deadline, when that was set. */
  allowedMs: number;
  /** The deadline was put off once because this manager itself was held up. */
  reprieved: boolean;
  cancel: () => void;
}

/** A timer this late says that the event loop was held up. */
const LATE_MS = 20;

/**
 * Knows which nodes have been silent for too long. Hearing of a node costs one assignment: its
 * timer is only set anew when it fires and finds that the deadline has moved.
 *
 * Before a node is given up the manager doubts itself: timers run before the sockets are read, so
 * after a stall the silence may be the manager's own. Once a silence, a node then gets twice as long
 * as the stall took, and at most as long as it had.
 */
export class Liveness {
  readonly #clock: Clock;
  readonly #stallMs: () => number;
  readonly #onSilent: (nodeId: string) => void;
  readonly #watched = new Map<string, Watched>();

  constructor(clock: Clock, stallMs: () => number, onSilent: (nodeId: string) => void) {
    this.#clock = clock;
    this.#stallMs = stallMs;
    this.#onSilent = onSilent;
  }

  /** The node was heard of, and must be again within `allowedMs`. */
  expect(nodeId: string, allowedMs: number): void {
    const deadlineMs = this.#clock.monotonicMs() + allowedMs;
    const known = this.#watched.get(nodeId);
    if (known !== undefined && known.firesAtMs <= deadlineMs) {
      known.deadlineMs = deadlineMs;
      known.allowedMs = allowedMs;
      known.reprieved = false;
      return;
    }
    known?.cancel();
    const watched: Watched = {
      deadlineMs,
      firesAtMs: deadlineMs,
      allowedMs,
      reprieved: false,
      cancel: () => undefined,
    };
    this.#watched.set(nodeId, watched);
    this.#arm(nodeId, watched, deadlineMs);
  }

  /** Something happened to the node that leaves it at most `allowedMs` to be heard of. */
  hasten(nodeId: string, allowedMs: number): void {
    const known = this.#watched.get(nodeId);
    const deadlineMs = this.#clock.monotonicMs() + allowedMs;
    if (known === undefined || known.deadlineMs <= deadlineMs) return;
    known.cancel();
    known.deadlineMs = deadlineMs;
    known.allowedMs = allowedMs;
    known.reprieved = false;
    this.#arm(nodeId, known, deadlineMs);
  }

  forget(nodeId: string): void {
    this.#watched.get(nodeId)?.cancel();
    this.#watched.delete(nodeId);
  }

  clear(): void {
    for (const { cancel } of this.#watched.values()) cancel();
    this.#watched.clear();
  }

  #arm(nodeId: string, watched: Watched, atMs: number): void {
    watched.firesAtMs = atMs;
    const inMs = Math.max(0, atMs - this.#clock.monotonicMs());
    watched.cancel = this.#clock.after(inMs, () => this.#fire(nodeId, watched));
  }

  #fire(nodeId: string, watched: Watched): void {
    if (this.#watched.get(nodeId) !== watched) return;
    const nowMs = this.#clock.monotonicMs();
    if (nowMs < watched.deadlineMs) {
      this.#arm(nodeId, watched, watched.deadlineMs);
      return;
    }
    const heldUpMs = Math.max(this.#stallMs(), nowMs - watched.firesAtMs);
    if (heldUpMs > LATE_MS && !watched.reprieved) {
      watched.reprieved = true;
      watched.deadlineMs = nowMs + Math.min(2 * heldUpMs, watched.allowedMs);
      this.#arm(nodeId, watched, watched.deadlineMs);
      return;
    }
    this.#watched.delete(nodeId);
    this.#onSilent(nodeId);
  }
}
