import { isDeepStrictEqual } from "node:util";
import test from "ava";
import fc from "fast-check";
import { deepEqual } from "../../src/base/deep-equal.ts";

const data = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    fc.integer({ min: 0, max: 2 }),
    fc.bigInt({ min: 0n, max: 2n }),
    fc.boolean(),
    fc.constantFrom("", "a"),
    fc.uint8Array({ maxLength: 2 }),
    fc.array(tie("value"), { maxLength: 2 }),
    fc.dictionary(fc.constantFrom("x", "y"), tie("value"), { noNullPrototype: true }),
  ),
})).value;

test("deepEqual: agrees with the platform on plain data", (t) => {
  fc.assert(fc.property(data, data, (a, b) => deepEqual(a, b) === isDeepStrictEqual(a, b)));
  fc.assert(fc.property(data, (a) => deepEqual(a, structuredClone(a))));
  t.pass();
});

test("deepEqual: a property that is undefined is an absent one", (t) => {
  t.true(deepEqual({ a: 1, b: undefined }, { a: 1 }));
  t.true(deepEqual({ a: 1 }, { a: 1, b: undefined }));
  t.false(deepEqual({ a: 1 }, { a: 1, b: 0 }));
  t.false(deepEqual({ a: undefined }, { a: null }));
});
