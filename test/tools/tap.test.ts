import test from "ava";
import { Failures, NONE, add, closingLine, readTapLine } from "../../tools/test/tap.ts";

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

test("Failures: tells what failed once more, with what it printed and nothing else", (t) => {
  const failures = new Failures();
  const tap = (line: string): void => {
    const { shown, counts } = readTapLine(line);
    if (shown !== undefined) failures.read(shown, counts);
  };
  failures.read("  fine", NONE);
  failures.end("format", false);
  failures.read("  src/a.ts: no such name", NONE);
  failures.end("lint", true);
  tap("ok 1 - a › works");
  tap("not ok 2 - b › breaks");
  tap("  message: why");
  tap("ok 3 - c › works");
  tap("  a remark");
  failures.end("unit tests", true);

  t.deepEqual(failures.told(), [
    "",
    "what failed",
    "  ✘ lint",
    "  src/a.ts: no such name",
    "  ✘ b › breaks",
    "  message: why",
  ]);
});

test("Failures: says nothing where nothing failed", (t) => {
  const failures = new Failures();
  failures.read("  ✔ a › works", { ...NONE, passed: 1 });
  failures.end("unit tests", false);
  t.deepEqual(failures.told(), []);
});
