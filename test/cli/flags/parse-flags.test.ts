import test from "ava";
import { ok } from "../../../src/base/result.ts";
import {
  choiceFlag,
  countFlag,
  listFlag,
  switchFlag,
  textFlag,
} from "../../../src/cli/flags/flag.ts";
import { parseFlags } from "../../../src/cli/flags/parse-flags.ts";

const TABLE = {
  replicas: countFlag("replicas", ""),
  name: textFlag("name", ""),
  label: listFlag("label", "", ok<string>, { short: "l" }),
  quiet: switchFlag("quiet", "", { short: "q" }),
  force: switchFlag("force", "", { short: "f" }),
  mode: choiceFlag("mode", "", ["replicated", "global"]),
};

interface Expected {
  readonly flags?: object;
  readonly operands?: readonly string[];
  readonly helpAsked?: boolean;
}

const LINES: readonly (readonly [string, Expected | RegExp])[] = [
  ["", {}],
  ["a b", { operands: ["a", "b"] }],
  ["--name x a", { flags: { name: "x" }, operands: ["a"] }],
  ["--name=x=y a", { flags: { name: "x=y" }, operands: ["a"] }],
  ["--name= a", { flags: { name: "" }, operands: ["a"] }],
  ["a --name x b", { flags: { name: "x" }, operands: ["a", "b"] }],
  ["--name x --name y", { flags: { name: "y" } }],
  ["-l a -lb -l=c --label d", { flags: { label: ["a", "b", "c", "d"] } }],
  ["-qf a", { flags: { quiet: true, force: true }, operands: ["a"] }],
  ["-qla", { flags: { quiet: true, label: ["a"] } }],
  ["--quiet=false", { flags: { quiet: false } }],
  ["-q=false", { flags: { quiet: false } }],
  ["-- --name -q", { operands: ["--name", "-q"] }],
  ["- a", { operands: ["-", "a"] }],
  ["--mode GLOBAL", { flags: { mode: "global" } }],
  ["a --help --nope", { operands: ["a"], helpAsked: true }],
  ["--replicas -1", /^invalid argument "-1" for "--replicas" flag: it cannot be negative/],
  [
    "--quiet=maybe",
    /^invalid argument "maybe" for "-q, --quiet" flag: it must be "true" or "false"/,
  ],
  ["--mode x", /flag: it must be "replicated" or "global"$/],
  ["--nope", /^unknown flag: --nope$/],
  ["--replics 3", /^unknown flag: --replics\nDid you mean --replicas\?$/],
  ["-qx", /^unknown shorthand flag: 'x' in -qx$/],
  ["--name", /^flag needs an argument: --name$/],
  ["-ql", /^flag needs an argument: 'l' in -ql$/],
];

for (const [line, expected] of LINES) {
  test(`parseFlags: "${line}"`, (t) => {
    const words = line === "" ? [] : line.split(" ");
    const parsed = parseFlags(TABLE, words, { interspersed: true });

    if (expected instanceof RegExp) {
      t.false(parsed.ok);
      if (!parsed.ok) t.regex(parsed.error, expected);
    } else {
      const value = { flags: {}, operands: [], helpAsked: false, ...expected };
      t.deepEqual(parsed, { ok: true, value });
    }
  });
}

test("parseFlags: after the first operand all is operands where flags may not follow them", (t) => {
  const line = ["--name", "x", "image", "sh", "--name", "y", "--", "-q"];
  const parsed = parseFlags(TABLE, line, { interspersed: false });

  t.deepEqual(parsed, {
    ok: true,
    value: {
      flags: { name: "x" },
      operands: ["image", "sh", "--name", "y", "--", "-q"],
      helpAsked: false,
    },
  });
});
