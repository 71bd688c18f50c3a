import { err, ok, type Result } from "../../base/result.ts";
import { parseDuration } from "../notation/duration.ts";

const NANOSECONDS_A_MS = 1e6;
const DATE = /^\d{4}-\d{2}-\d{2}$/;
const MOMENT =
  /^(\d{4}-\d{2}-\d{2}T\d{2}(?::\d{2}(?::\d{2})?)?)(?:\.(\d{1,9}))?(Z|[+-]\d{2}:\d{2})?$/;

/**
 * A moment for the API's `since`: Unix time in seconds, with nine digits after the point where there
 * are any. Given as such, as a date or time (local without a zone), or as how long ago: "42m".
 * Source: docker, api/types/time/timestamp.go.
 */
export function sinceQuery(text: string, nowMs: number): Result<string, string> {
  if (/^\d+(\.\d{1,9})?$/.test(text)) return ok(text);
  const span = parseDuration(text);
  if (span.ok) return ok(seconds(nowMs - span.value / NANOSECONDS_A_MS));
  if (DATE.test(text)) return moment(`${text}T00:00:00`, "", text);
  const [, whole, fraction = "", zone = ""] = MOMENT.exec(text) ?? [];
  if (whole === undefined) return refused(text);
  // What is left out of the time of day is zero.
  const missing = ":00:00".slice(whole.length - "2013-01-02T15".length);
  return moment(`${whole}${missing}${zone}`, fraction, text);
}

function moment(iso: string, fraction: string, text: string): Result<string, string> {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return refused(text);
  return ok(`${ms / 1000}${fraction === "" ? "" : `.${fraction.padEnd(9, "0")}`}`);
}

function refused(text: string): Result<string, string> {
  return err(
    `invalid value for "since": "${text}" is no time: use "42m" for 42 minutes ago, or "2013-01-02T13:23:37Z"`,
  );
}

function seconds(ms: number): string {
  const whole = Math.floor(ms / 1000);
  const rest = Math.round((ms - whole * 1000) * NANOSECONDS_A_MS);
  return `${whole}.${String(rest).padStart(9, "0")}`;
}
