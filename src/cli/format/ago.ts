const SECOND_MS = 1000;
const MINUTES_A_DAY = 24 * 60;

/**
 * A length of time in words, roughly: "5 seconds", "About a minute", "3 weeks".
 * Source: docker/go-units, HumanDuration.
 */
export function humanDuration(ms: number): string {
  const seconds = Math.trunc(ms / SECOND_MS);
  if (seconds < 1) return "Less than a second";
  if (seconds === 1) return "1 second";
  if (seconds < 60) return `${seconds} seconds`;
  const minutes = Math.floor(seconds / 60);
  if (minutes === 1) return "About a minute";
  if (minutes < 60) return `${minutes} minutes`;
  const hours = Math.round(seconds / 3600);
  if (hours === 1) return "About an hour";
  if (hours < 48) return `${hours} hours`;
  if (hours < 24 * 7 * 2) return `${Math.floor(hours / 24)} days`;
  if (hours < 24 * 30 * 2) return `${Math.floor(hours / 24 / 7)} weeks`;
  if (hours < 24 * 365 * 2) return `${Math.floor(hours / 24 / 30)} months`;
  return `${Math.floor(minutes / MINUTES_A_DAY / 365)} years`;
}

/** How long ago an RFC 3339 time was: "5 seconds ago". Empty for a time that never was. */
export function ago(time: string | undefined, nowMs: number): string {
  const at = parseTime(time);
  return at === undefined ? "" : `${humanDuration(nowMs - at).toLowerCase()} ago`;
}

/** Milliseconds since the epoch; undefined for an absent time and Go's zero time. */
export function parseTime(time: string | undefined): number | undefined {
  if (time === undefined || time.startsWith("0001-01-01")) return undefined;
  const ms = Date.parse(time);
  return Number.isNaN(ms) ? undefined : ms;
}

/** Orders RFC 3339 times in UTC, to the nanosecond, earlier first. */
export function timeOrder(first: string, second: string): number {
  const byMs = Date.parse(first) - Date.parse(second);
  if (byMs !== 0) return byMs;
  const [one, other] = [first.replace(/Z$/, ""), second.replace(/Z$/, "")];
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
