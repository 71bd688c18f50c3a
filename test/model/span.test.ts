import test from "ava";
import { parseSpanMs, spanText } from "../../src/model/span.ts";

test("spanText: says a span in its largest unit", (t) => {
  const said = [0, 850, 4200, 12_000, 90_000, 12 * 60_000, 3 * 3_600_000, 50 * 3_600_000];
  t.deepEqual(said.map(spanText), [
    "0 ms",
    "850 ms",
    "4.2 s",
    "12 s",
    "1.5 min",
    "12 min",
    "3 h",
    "2.1 d",
  ]);
});

test("parseSpanMs: reads what Go writes, and nothing else", (t) => {
  t.is(parseSpanMs("90s"), 90_000);
  t.is(parseSpanMs("1h30m"), 5_400_000);
  t.is(parseSpanMs("1.5s"), 1500);
  t.is(parseSpanMs("500ms"), 500);
  for (const bad of ["", "5", "s", "5 s", "-5s", "5sx"]) t.is(parseSpanMs(bad), undefined);
});
