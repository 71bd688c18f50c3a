import test from "ava";
import fc from "fast-check";
import { Inflights } from "../../../src/raft/core/inflights.ts";

test("Inflights: counts as a plain list would", (t) => {
  const steps = fc.array(
    fc.record({ add: fc.boolean(), bytes: fc.nat({ max: 50 }), free: fc.nat({ max: 40 }) }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(steps, fc.integer({ min: 1, max: 5 }), (script, maxMessages) => {
      const limits = { maxMessages, maxBytes: 100 };
      const ring = new Inflights(limits);
      let list: { index: number; bytes: number }[] = [];
      let index = 0;
      const full = (): boolean =>
        list.length >= maxMessages || list.reduce((sum, { bytes }) => sum + bytes, 0) >= 100;
      for (const { add, bytes, free } of script) {
        if (add && !full()) {
          index++;
          ring.add(index, bytes);
          list.push({ index, bytes });
        } else {
          ring.freeUpTo(free);
          list = list.filter((one) => one.index > free);
        }
        if (ring.full !== full() || ring.count !== list.length) return false;
      }
      return true;
    }),
  );
  t.pass();
});

test("Inflights: one message may exceed the limit of bytes", (t) => {
  const ring = new Inflights({ maxMessages: 4, maxBytes: 10 });
  ring.add(1, 1000);
  t.true(ring.full);
  ring.freeUpTo(1);
  t.false(ring.full);
});
