import { err, ok, type Result } from "../../base/result.ts";

const NANOSECONDS_IN: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3, // Micro sign.
  μs: 1e3, // Greek mu.
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

const REMEDY = 'use a number and a unit of ns, us, ms, s, m or h, such as "10s" or "1m30s"';

/**
 * A duration as Go writes it, in nanoseconds: "1h30m", "1.5s", "-2m", "0".
 * Exact up to 104 days; longer ones are rounded by a few nanoseconds. Source: Go, time.ParseDuration.
 */
export function parseDuration(text: string): Result<number, string> {
  const sign = text.startsWith("-") ? -1 : 1;
  const unsigned = text.replace(/^[-+]/, "");
  if (unsigned === "0") return ok(0);
  if (unsigned === "") return err(`invalid duration ${quote(text)}: ${REMEDY}`);

  let rest = unsigned;
  let nanoseconds = 0;
  while (rest !== "") {
    const [matched, amount, unit] = /^(\d+\.?\d*|\.\d+)([^\d.]*)/.exec(rest) ?? [];
    if (matched === undefined || amount === undefined) {
      return err(`invalid duration ${quote(text)}: ${REMEDY}`);
    }
    if (!unit) return err(`missing unit in duration ${quote(text)}: ${REMEDY}`);
    const scale = NANOSECONDS_IN[unit];
    if (scale === undefined) {
      return err(`unknown unit ${quote(unit)} in duration ${quote(text)}: ${REMEDY}`);
    }
    nanoseconds += Math.round(Number(amount) * scale);
    rest = rest.slice(matched.length);
  }
  if (nanoseconds > 2 ** 63) return err(`duration ${quote(text)} is too long`);
  return ok(nanoseconds === 0 ? 0 : sign * nanoseconds);
}

/** A duration that may not be negative. */
export function parsePositiveDuration(text: string): Result<number, string> {
  const parsed = parseDuration(text);
  if (parsed.ok && parsed.value < 0) return err(`a duration cannot be negative: ${REMEDY}`);
  return parsed;
}

function quote(text: string): string {
  return JSON.stringify(text);
}
