import test from "ava";
import fc from "fast-check";
import { parseDuration, parsePositiveDuration } from "../../../src/cli/notation/duration.ts";
import {
  parseBytes,
  parseCount,
  parseCpus,
  parseInteger,
  parseRatio,
} from "../../../src/cli/notation/numbers.ts";
import type { Result } from "../../../src/base/result.ts";
import { formatDuration } from "../../../src/cli/format/quantity.ts";

/** Texts with the values they stand for; undefined for those that are refused. */
type Table = Readonly<Record<string, number | undefined>>;

const TABLES: readonly (readonly [string, (text: string) => Result<number, string>, Table])[] = [
  [
    "parseDuration",
    parseDuration,
    {
      "0": 0,
      "10s": 10e9,
      "1m30s": 90e9,
      "2160h": 7776e12,
      "1.5s": 1.5e9,
      ".5s": 5e8,
      "100ms": 1e8,
      "5us": 5000,
      "5µs": 5000,
      "7ns": 7,
      "-2m": -120e9,
      "+2m": 120e9,
      "": undefined,
      "10": undefined,
      "10 s": undefined,
      "1x": undefined,
      s: undefined,
      "1e3s": undefined,
      "-": undefined,
      "1s-1s": undefined,
    },
  ],
  ["parsePositiveDuration", parsePositiveDuration, { "1s": 1e9, "-1s": undefined }],
  [
    "parseBytes",
    parseBytes,
    {
      "0": 0,
      "32": 32,
      "32b": 32,
      "32k": 32768,
      "32KB": 32768,
      "32kib": 32768,
      "64m": 67108864,
      "1.5GiB": 1610612736,
      "1 g": 1073741824,
      "": undefined,
      foo: undefined,
      "-1m": undefined,
      "1z": undefined,
      "1mm": undefined,
      m: undefined,
    },
  ],
  [
    "parseCpus",
    parseCpus,
    {
      "0.5": 5e8,
      ".25": 25e7,
      "2": 2e9,
      "2.": 2e9,
      "0.000000001": 1,
      "0.0000000001": undefined,
      "1.5000000000": 15e8,
      "": undefined,
      ".": undefined,
      "-1": undefined,
      x: undefined,
    },
  ],
  [
    "parseCount",
    parseCount,
    { "0": 0, "3": 3, "+3": 3, "-1": undefined, "1.5": undefined, "": undefined, "1e3": undefined },
  ],
  ["parseInteger", parseInteger, { "-5": -5, "0": 0, "7": 7, "7x": undefined, "": undefined }],
  [
    "parseRatio",
    parseRatio,
    { "0": 0, "0.25": 0.25, "1": 1, "1.1": undefined, "-0.1": undefined, "": undefined },
  ],
];

for (const [name, parse, table] of TABLES) {
  test(`${name}: reads what docker reads and refuses the rest with a remedy`, (t) => {
    for (const [text, expected] of Object.entries(table)) {
      const parsed = parse(text);
      if (parsed.ok) t.is(expected, parsed.value, JSON.stringify(text));
      else {
        t.is(expected, undefined, `${JSON.stringify(text)}: ${parsed.error}`);
        t.true(parsed.error.length > 10);
      }
    }
  });
}

test("parseDuration: reads back every duration that formatDuration prints", (t) => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (nanoseconds) => {
      const parsed = parseDuration(formatDuration(nanoseconds));
      t.true(parsed.ok);
      if (parsed.ok) t.is(parsed.value, nanoseconds);
    }),
  );
});
