import test from "ava";
import fc from "fast-check";
import { OperationalError } from "../../../src/base/errors.ts";
import { unpackLzw } from "../../../src/gossip/core/lzw.ts";
import { packLzw } from "../pack-lzw.ts";

const LIMIT = 1 << 20;

test("lzw: gives back what was packed", (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc
            .array(fc.constantFrom(1, 2, 3), { maxLength: 3000 })
            .map((all) => Uint8Array.from(all)),
        ),
        (bytes) => Buffer.from(unpackLzw(packLzw(bytes), LIMIT)).equals(bytes),
      ),
    ),
  );
});

test("lzw: goes on when all codes are used up, with and without a clear code", (t) => {
  let state = 1;
  const bytes = Uint8Array.from({ length: 60_000 }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return (state >> 16) & 0x3f;
  });

  t.deepEqual(Buffer.from(unpackLzw(packLzw(bytes), LIMIT)), Buffer.from(bytes));
  t.deepEqual(Buffer.from(unpackLzw(packLzw(bytes, false), LIMIT)), Buffer.from(bytes));
});

test("lzw: a run of one byte uses each code in the moment it is made", (t) => {
  const bytes = new Uint8Array(10_000).fill(7);

  t.deepEqual(Buffer.from(unpackLzw(packLzw(bytes), LIMIT)), Buffer.from(bytes));
});

test("lzw: refuses what grows beyond the limit, and what ends too early", (t) => {
  const packed = packLzw(new Uint8Array(10_000));

  t.throws(() => unpackLzw(packed, 9_999), { instanceOf: OperationalError });
  t.throws(() => unpackLzw(packed.subarray(0, 20), LIMIT), { instanceOf: OperationalError });
});

test("lzw: bytes that mean nothing are refused, never worse", (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          unpackLzw(bytes, LIMIT);
        } catch (error) {
          if (!(error instanceof OperationalError)) throw error;
        }
      }),
    ),
  );
});
