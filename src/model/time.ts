import type { Duration, Timestamp } from "./generated/types.ts";

const NANOS_PER_MS = 1_000_000;
const MS_PER_S = 1000;

/** Milliseconds since the epoch as protobuf's Timestamp. */
export function timestampOf(wallMs: number): Timestamp {
  const seconds = Math.floor(wallMs / MS_PER_S);
  return { seconds, nanos: Math.round((wallMs - seconds * MS_PER_S) * NANOS_PER_MS) };
}

/** Milliseconds since the epoch; 0 for no timestamp. */
export function timestampMs(timestamp: Timestamp | undefined): number {
  if (timestamp === undefined) return 0;
  return timestamp.seconds * MS_PER_S + timestamp.nanos / NANOS_PER_MS;
}

/** A span in milliseconds as protobuf's Duration. */
export function durationOf(ms: number): Duration {
  const seconds = Math.trunc(ms / MS_PER_S);
  return { seconds, nanos: Math.round((ms - seconds * MS_PER_S) * NANOS_PER_MS) };
}

/** A span in milliseconds, or `fallbackMs` where none was given. */
export function durationMs(duration: Duration | undefined, fallbackMs: number): number {
  if (duration === undefined) return fallbackMs;
  return duration.seconds * MS_PER_S + duration.nanos / NANOS_PER_MS;
}
