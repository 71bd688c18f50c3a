import test from "ava";
import fc from "fast-check";
import { crc32c } from "../../src/base/crc32c.ts";

/** One bit at a time, as the polynomial says. */
function naive(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f6_3b78 : crc >>> 1;
  }
  return (crc ^ 0xffff_ffff) >>> 0;
}

test("crc32c: gives the published check values", (t) => {
  t.is(crc32c(new TextEncoder().encode("123456789")), 0xe306_9283);
  t.is(crc32c(new Uint8Array(32)), 0x8a91_36aa); // RFC 3720, B.4
  t.is(crc32c(new Uint8Array(32).fill(0xff)), 0x62a8_ab43);
  t.is(crc32c(new Uint8Array(0)), 0);
});

test("crc32c: is that of the bits one by one, for any part of any length", (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.nat(80), fc.nat(80), (bytes, a, b) => {
        const [from, to] = [Math.min(a, b, bytes.length), Math.min(Math.max(a, b), bytes.length)];
        return crc32c(bytes, from, to) === naive(bytes.subarray(from, to));
      }),
    ),
  );
});
