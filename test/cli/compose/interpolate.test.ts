import test from "ava";
import fc from "fast-check";
import { interpolate } from "../../../src/cli/compose/interpolate.ts";

const VARIABLES: Readonly<Record<string, string>> = { A: "one", EMPTY: "", B_2: "two" };
const lookup = (name: string): string | undefined => VARIABLES[name];

const REPLACED: Readonly<Record<string, string>> = {
  "no variable": "no variable",
  $A: "one",
  "${A}": "one",
  $A$B_2: "onetwo",
  "$A-$A": "one-one",
  "x${A}y": "xoney",
  $$A: "$A",
  $$$A: "$one",
  "$${A}": "${A}",
  "${EMPTY}": "",
  "${EMPTY:-default}": "default",
  "${EMPTY-default}": "",
  "${NONE:-default}": "default",
  "${NONE-default}": "default",
  "${NONE:-}": "",
  "${A:-default}": "one",
  "${A:+instead}": "instead",
  "${EMPTY:+instead}": "",
  "${EMPTY+instead}": "instead",
  "${NONE+instead}": "",
  "${NONE:-${A}}": "one",
  "${NONE:-${EMPTY:-${B_2}}}": "two",
  "${NONE:-a ${A} b} c": "a one b c",
  "${NONE:-$$}": "$",
  "${NONE:-http://x:80/?a=b}": "http://x:80/?a=b",
  "${A:?must be set}": "one",
  "${EMPTY?must be set}": "",
  "${A:-${NONE:?never asked}}": "one",
};

for (const [text, expected] of Object.entries(REPLACED)) {
  test(`interpolate: ${text} is ${JSON.stringify(expected)}`, (t) => {
    t.deepEqual(interpolate(text, lookup), {
      ok: true,
      value: { text: expected, unset: [] },
    });
  });
}

const REFUSED: Readonly<Record<string, RegExp>> = {
  "${NONE:?set it}": /required variable NONE is missing a value: set it/,
  "${EMPTY:?}": /required variable EMPTY is missing a value/,
  "${NONE?}": /required variable NONE/,
  "${A": /stands no "}"/,
  "${A:-x": /never closed/,
  "${}": /not followed by the name/,
  $5: /write "\$\$" for a dollar/,
  "cost: $": /is no variable/,
  "${A!x}": /stands no "}"/,
  "${NONE:-${A}": /never closed/,
};

for (const [text, expected] of Object.entries(REFUSED)) {
  test(`interpolate: refuses ${text}`, (t) => {
    const { ok, error } = interpolate(text, lookup) as { ok: boolean; error: string };
    t.false(ok);
    t.regex(error, expected);
  });
}

test("interpolate: tells which variables have neither value nor default", (t) => {
  t.deepEqual(interpolate("$NONE ${NOR} ${NONE} ${A:-$UNUSED}", lookup), {
    ok: true,
    value: { text: "   one", unset: ["NONE", "NOR"] },
  });
});

test("interpolate: a text whose dollars are doubled comes out as it was", (t) => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const read = interpolate(text.replaceAll("$", "$$$$"), lookup);
      return read.ok && read.value.text === text;
    }),
  );
  t.pass();
});

test("interpolate: a default stands for any text in it, however deep", (t) => {
  fc.assert(
    fc.property(fc.stringMatching(/^[^${}]*$/), fc.nat(20), (text, depth) => {
      const nested = "${NONE:-".repeat(depth) + text + "}".repeat(depth);
      const read = interpolate(nested, lookup);
      return read.ok && read.value.text === text;
    }),
  );
  t.pass();
});

test("interpolate: no text makes it throw or hang", (t) => {
  const piece = fc.constantFrom("$", "{", "}", ":", "-", "?", "+", "A", "NONE", " ");
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
      interpolate(pieces.join(""), lookup);
    }),
  );
  t.pass();
});
