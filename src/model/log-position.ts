import type { LogMessage, Timestamp } from "./generated/types.ts";

/** How far one stream of one task was read: its newest line, and how many lines bear that time. */
interface Mark {
  readonly at: Timestamp;
  readonly count: number;
}

/**
 * How far somebody has read the logs of tasks, so that after an interruption he can ask for the rest
 * and pass over what he has seen: nothing twice, nothing missed.
 *
 * One program's stream bears times in order; its two streams, and those of two tasks, need not. Only
 * what comes after `resume` is compared: a clock that jumps back on a worker hides no line.
 */
export class LogPosition {
  readonly #marks = new Map<string, Mark>();
  /** Per stream that is being read again: how many lines of its mark's time were passed over. */
  readonly #resuming = new Map<string, number>();

  /** Whether the message is new to the reader; it counts as read from now on. */
  accept(message: LogMessage): boolean {
    const { timestamp: at } = message;
    if (at === undefined) return true;
    const key = streamKey(message);
    const mark = this.#marks.get(key);
    if (mark !== undefined && this.#isRepeated(key, mark, at)) return false;
    const isSame = mark !== undefined && compareTimes(mark.at, at) === 0;
    this.#marks.set(key, { at, count: isSame ? mark.count + 1 : 1 });
    return true;
  }

  /** What was read before an interruption may come again: of these tasks, or of all. */
  resume(taskIds?: ReadonlySet<string>): void {
    for (const key of this.#marks.keys()) {
      if (taskIds?.has(taskOf(key)) !== false) this.#resuming.set(key, 0);
    }
  }

  /** Where to begin again for these tasks; undefined when one of them was never heard of. */
  since(taskIds: Iterable<string>): Timestamp | undefined {
    let earliest: Timestamp | undefined;
    for (const taskId of taskIds) {
      const newest = this.#earliestOf(taskId);
      if (newest === undefined) return undefined;
      if (earliest === undefined || compareTimes(newest, earliest) < 0) earliest = newest;
    }
    return earliest;
  }

  #isRepeated(key: string, mark: Mark, at: Timestamp): boolean {
    const passed = this.#resuming.get(key);
    if (passed === undefined) return false;
    const order = compareTimes(at, mark.at);
    if (order < 0) return true;
    if (order === 0 && passed < mark.count) {
      this.#resuming.set(key, passed + 1);
      return true;
    }
    this.#resuming.delete(key);
    return false;
  }

  /** The earlier end of the task's streams. */
  #earliestOf(taskId: string): Timestamp | undefined {
    let earliest: Timestamp | undefined;
    for (const [key, { at }] of this.#marks) {
      if (taskOf(key) !== taskId) continue;
      if (earliest === undefined || compareTimes(at, earliest) < 0) earliest = at;
    }
    return earliest;
  }
}

/** Negative when `one` is before `other`. */
export function compareTimes(one: Timestamp, other: Timestamp): number {
  return one.seconds - other.seconds || one.nanos - other.nanos;
}

function streamKey({ context, stream }: LogMessage): string {
  return `${context?.taskId ?? ""}/${stream}`;
}

function taskOf(key: string): string {
  return key.slice(0, key.lastIndexOf("/"));
}
