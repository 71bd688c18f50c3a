import test from "ava";
import { NONE, add, closingLine, readTapLine } from "../../tools/test/tap.ts";

test("readTapLine: counts a pass, a failure and a skip, and shows what else is printed", (t) => {
  const lines = [
    "TAP version 13",
    "ok 1 - a › works",
    "not ok 2 - b › breaks",
    "  ---",
    "  message: why",
    "ok 3 - c › needs root # SKIP",
    "1..3",
    "# tests 3",
  ].map(readTapLine);

  t.deepEqual(
    lines.map(({ shown }) => shown).filter((shown) => shown !== undefined),
    ["  ✔ a › works", "  ✘ b › breaks", "  ---", "  message: why", "  - c › needs root (skipped)"],
  );
  t.is(
    closingLine(lines.map(({ counts }) => counts).reduce(add, NONE)),
    "1 passed, 1 failed, 1 skipped",
  );
});
