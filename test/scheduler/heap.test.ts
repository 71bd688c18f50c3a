import test from "ava";
import fc from "fast-check";
import { Heap } from "../../src/scheduler/heap.ts";

test("Heap: gives items in order, from a list or pushed, and finds a greater top its place", (t) => {
  fc.assert(
    fc.property(fc.array(fc.nat()), fc.array(fc.nat()), fc.nat(), (given, pushed, more) => {
      const items = given.map((value) => ({ value }));
      const heap = new Heap<{ value: number }>((left, right) => left.value < right.value, items);
      for (const value of pushed) heap.push({ value });
      const top = heap.peek();
      if (top) {
        top.value += more;
        heap.sinkTop();
      }
      const expected = [...given, ...pushed].sort((left, right) => left - right);
      if (expected.length > 0) expected[0]! += more;
      expected.sort((left, right) => left - right);

      const actual = [];
      while (heap.size > 0) actual.push(heap.pop()!.value);
      t.deepEqual(actual, expected);
    }),
  );
});
