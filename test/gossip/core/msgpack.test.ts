import test from "ava";
import fc from "fast-check";
import { OperationalError } from "../../../src/base/errors.ts";
import { Fields, packMap, unpack } from "../../../src/gossip/core/msgpack.ts";

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, "hex"));

test("msgpack: writes as memberlist's encoder does", (t) => {
  const packed = packMap({ SeqNo: 300, Node: "a", Nack: true });

  t.is(Buffer.from(packed).toString("hex"), "83a55365714e6fcd012ca44e6f6465a161a44e61636bc3");
});

test("msgpack: an object comes back as it was", (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(
        fc.nat(0xffff_ffff),
        fc.boolean(),
        fc.uint8Array({ maxLength: 70_000 }),
        fc.stringMatching(/^[ -~]{0,80}$/),
        (number, flag, bytes, text) => {
          const fields = new Fields(packMap({ number, flag, bytes, text }));
          return (
            fields.number("number") === number &&
            fields.flag("flag") === flag &&
            Buffer.from(fields.bytes("bytes")).equals(bytes) &&
            fields.text("text") === text
          );
        },
      ),
    ),
  );
});

test("msgpack: reads every kind of number, text, list and object", (t) => {
  for (const [bytes, value] of [
    ["7f", 127],
    ["ff", -1],
    ["cc80", 128],
    ["cd0100", 256],
    ["ce00010000", 65_536],
    ["cf0000000100000000", 2 ** 32],
    ["d0ff", -1],
    ["d1fffe", -2],
    ["d2fffffffd", -3],
    ["c0", null],
    ["c2", false],
    ["9201c3", [1, true]],
    ["dc000101", [1]],
  ] as const) {
    t.deepEqual(unpack(hex(bytes)).value, value, bytes);
  }
  for (const bytes of ["a161", "d90161", "da000161", "db0000000161", "c40161", "c5000161"]) {
    t.deepEqual(unpack(hex(bytes)).value, hex("61"), bytes);
  }
  t.is(new Fields(hex("de0001a16105")).number("a"), 5);
});

test("msgpack: an absent field is zero or empty, one of another type is refused", (t) => {
  const fields = new Fields(packMap({ a: "text" }));

  t.is(fields.number("b"), 0);
  t.is(fields.text("b"), "");
  t.false(fields.flag("b"));
  t.throws(() => fields.number("a"), { instanceOf: OperationalError });
  t.throws(() => new Fields(packMap({ a: 5 })).text("a"), { instanceOf: OperationalError });
  t.throws(() => new Fields(packMap({ a: hex("00") })).text("a"), { message: /plain text/ });
});

test("msgpack: bytes that mean nothing are refused, never worse", (t) => {
  t.throws(() => unpack(new Uint8Array(100).fill(0x91)), { message: /within/ });
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), (bytes) => {
        try {
          unpack(bytes);
        } catch (error) {
          if (!(error instanceof OperationalError)) throw error;
        }
      }),
    ),
  );
});
