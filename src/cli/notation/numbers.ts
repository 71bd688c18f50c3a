import { err, ok, type Result } from "../../base/result.ts";

/** A whole number of 0 or more. */
export function parseCount(text: string): Result<number, string> {
  if (/^-\d+$/.test(text)) return err("it cannot be negative: use a whole number of 0 or more");
  if (!/^\+?\d+$/.test(text)) return err("it is not a whole number: use digits only, such as 3");
  const value = Number(text);
  if (!Number.isSafeInteger(value)) return err("it is too large");
  return ok(value);
}

/** A whole number, negative ones too. */
export function parseInteger(text: string): Result<number, string> {
  if (!/^[-+]?\d+$/.test(text)) return err("it is not a whole number: use digits only, such as 3");
  const value = Number(text);
  if (!Number.isSafeInteger(value)) return err("it is out of range");
  return ok(value === 0 ? 0 : value);
}

/** A share of tasks, from 0 to 1. */
export function parseRatio(text: string): Result<number, string> {
  const value = Number(text);
  if (text.trim() === "" || !(value >= 0 && value <= 1)) {
    return err("it must be a number from 0 to 1, such as 0.1 for a tenth of the tasks");
  }
  return ok(value);
}

/** CPUs in billionths from a decimal number such as "0.5". Source: docker, opts.ParseCPUs. */
export function parseCpus(text: string): Result<number, string> {
  const [matched, whole = "", fraction = ""] = /^\+?(\d*)\.?(\d*)$/.exec(text) ?? [];
  if (matched === undefined || whole + fraction === "") {
    return err('it is not a number of CPUs: use a decimal number such as "0.5" or "2"');
  }
  const kept = fraction.replace(/0+$/, "");
  if (kept.length > 9) return err("it is too precise: CPUs are counted in billionths");
  const billionths = Number(whole || "0") * 1e9 + Number(kept.padEnd(9, "0") || "0");
  if (!Number.isSafeInteger(billionths)) return err("it is too large");
  return ok(billionths);
}

const BYTE_UNITS = ["", "k", "m", "g", "t", "p"];

/**
 * Bytes from "512", "64m", "1.5GiB"; every unit is a power of 1024.
 * Source: docker/go-units, RAMInBytes.
 */
export function parseBytes(text: string): Result<number, string> {
  const [matched, amount = "", unit = ""] =
    /^(\d+(?:\.\d+)?|\.\d+) ?(?:([kmgtp])i?b?|b)?$/i.exec(text) ?? [];
  if (matched === undefined) {
    return err(`invalid size: '${text}': use a number and a unit of b, k, m or g, such as "64m"`);
  }
  const bytes = Math.floor(Number(amount) * 1024 ** BYTE_UNITS.indexOf(unit.toLowerCase()));
  if (!Number.isSafeInteger(bytes)) return err("it is too large");
  return ok(bytes);
}
