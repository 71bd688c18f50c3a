import { err, ok, type Result } from "../../base/result.ts";
import type { Ulimit } from "../engine-api.ts";
import { parseInteger } from "../notation/numbers.ts";

const NAMES = new Set([
  "core",
  "cpu",
  "data",
  "fsize",
  "locks",
  "memlock",
  "msgqueue",
  "nice",
  "nofile",
  "nproc",
  "rss",
  "rtprio",
  "rttime",
  "sigpending",
  "stack",
]);

/** `name=soft[:hard]`; -1 is no limit. Source: docker/go-units, ParseUlimit. */
export function parseUlimit(text: string): Result<Ulimit, string> {
  const [, name = "", softText = "", hardText] = /^([^=]+)=([^:]+)(?::(.+))?$/.exec(text) ?? [];
  if (name === "")
    return err('invalid ulimit argument: use "name=soft:hard", such as "nofile=1024"');
  if (!NAMES.has(name))
    return err(`invalid ulimit type: ${name}: use one of ${[...NAMES].join(", ")}`);
  const soft = parseInteger(softText);
  const hard = parseInteger(hardText ?? softText);
  if (!soft.ok) return soft;
  if (!hard.ok) return hard;
  if (hard.value !== -1 && (soft.value === -1 || soft.value > hard.value)) {
    return err(
      `ulimit soft limit must be less than or equal to hard limit: ${softText} > ${hardText ?? ""}`,
    );
  }
  return ok({ Name: name, Hard: hard.value, Soft: soft.value });
}
