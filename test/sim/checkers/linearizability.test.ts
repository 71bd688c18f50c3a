import test from "ava";
import fc from "fast-check";
import { isLinearizable, type Operation } from "./linearizability.ts";

const write = (value: number, calledAt: number, answeredAt?: number): Operation<number> => ({
  name: `write ${value}`,
  ...{ calledAt, answeredAt },
  apply: () => ({ state: value }),
});
const read = (value: number, calledAt: number, answeredAt: number): Operation<number> => ({
  name: `read ${value}`,
  isRead: true,
  ...{ calledAt, answeredAt },
  apply: (state) => (state === value ? { state } : undefined),
});

const CASES: readonly (readonly [string, boolean, readonly Operation<number>[]])[] = [
  ["a read sees the write before it", true, [write(1, 0, 1), read(1, 2, 3)]],
  ["a read does not see the past", false, [write(1, 0, 1), read(0, 2, 3)]],
  ["a read beside a write sees either", true, [write(1, 0, 5), read(0, 1, 2), read(1, 3, 4)]],
  ["two reads do not go back", false, [write(1, 0, 9), read(1, 1, 2), read(0, 3, 4)]],
  ["an unknown write may have happened", true, [write(1, 0), read(1, 5, 6)]],
  ["an unknown write may never happen", true, [write(1, 0), read(0, 5, 6)]],
  ["an unknown write may happen late", true, [write(1, 0), write(2, 1, 2), read(1, 5, 6)]],
  [
    "an unknown write happens once",
    false,
    [write(1, 0), read(1, 1, 2), write(2, 3, 4), read(1, 5, 6)],
  ],
  ["a write that was answered is not lost", false, [write(1, 0, 1), write(2, 2, 3), read(1, 4, 5)]],
  ["a write is not seen before its call", false, [read(1, 0, 1), write(1, 2, 3)]],
];

for (const [title, verdict, operations] of CASES) {
  test(`linearizability: ${title}`, (t) => {
    t.is(isLinearizable(0, operations), verdict);
  });
}

test("linearizability: has a verdict however many outcomes are unknown", (t) => {
  const unknown = Array.from({ length: 40 }, (_, at) => write(1, at));
  t.true(isLinearizable(0, [...unknown, read(1, 50, 51)]));
  t.false(isLinearizable(0, [...unknown, read(2, 50, 51)]));
});

test("linearizability: has a verdict however many reads may have seen any moment", (t) => {
  const turns = Array.from({ length: 8 }, (_, turn) => [
    write(turn % 2, 10 * turn, 10 * turn + 1),
    ...Array.from({ length: 8 }, (_, at) => read(turn % 2, 0, 10 * turn + at + 2)),
  ]).flat();
  t.true(isLinearizable(0, turns));
  t.false(isLinearizable(0, [...turns, read(2, 0, 100)]));
});

test("linearizability: says what trying every order says", (t) => {
  const operation = fc
    .record({
      isRead: fc.boolean(),
      value: fc.integer({ min: 0, max: 2 }),
      calledAt: fc.integer({ min: 0, max: 6 }),
      lasts: fc.integer({ min: 1, max: 5 }),
      known: fc.boolean(),
    })
    .map(({ isRead, value, calledAt, lasts, known }) => {
      const answeredAt = calledAt + lasts;
      if (isRead) return read(value, calledAt, answeredAt);
      return write(value, calledAt, known ? answeredAt : undefined);
    });
  fc.assert(
    fc.property(fc.array(operation, { maxLength: 5 }), (operations) => {
      t.is(isLinearizable(0, operations), tryAll(0, operations));
    }),
    { numRuns: 5000 },
  );
});

/** The definition, word by word. */
function tryAll(state: number, left: readonly Operation<number>[]): boolean {
  if (left.every(({ answeredAt }) => answeredAt === undefined)) return true;
  return left.some((operation) => {
    const others = left.filter((other) => other !== operation);
    const tooLate = others.some(({ answeredAt }) => (answeredAt ?? Infinity) < operation.calledAt);
    const next = operation.apply(state);
    return !tooLate && next !== undefined && tryAll(next.state, others);
  });
}
