import { createCipheriv } from "node:crypto";
import test from "ava";
import fc from "fast-check";
import { gossipCipher } from "../../src/security/gossip-cipher.ts";
import { SEAL_BYTES } from "../../src/system/gossip-port.ts";

const KEY = new Uint8Array(16).fill(1);
const OTHER_KEY = new Uint8Array(16).fill(2);
const HEAD = Uint8Array.of(10, 0, 0, 0, 5);

const same = (left: Uint8Array | undefined, right: Uint8Array): boolean =>
  left !== undefined && Buffer.from(left).equals(right);

test("gossip cipher: what was sealed comes back with its key and its head alone", (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.constantFrom(16, 24, 32), (plain, size) => {
        const key = new Uint8Array(size).fill(3);
        const sealed = gossipCipher.seal(key, plain, HEAD);
        return (
          sealed.length === plain.length + SEAL_BYTES &&
          same(gossipCipher.unseal(key, sealed, HEAD), plain) &&
          gossipCipher.unseal(OTHER_KEY, sealed, HEAD) === undefined &&
          gossipCipher.unseal(key, sealed, new Uint8Array(0)) === undefined
        );
      }),
    ),
  );
});

test("gossip cipher: takes what older members sealed, whose messages fill whole blocks", (t) => {
  const nonce = new Uint8Array(12).fill(5);
  const plain = new TextEncoder().encode("hello");
  const seal = (padding: number): Uint8Array => {
    const cipher = createCipheriv("aes-128-gcm", KEY, nonce);
    cipher.setAAD(HEAD);
    const padded = Buffer.concat([plain, new Uint8Array(11).fill(padding)]);
    const body = Buffer.concat([cipher.update(padded), cipher.final()]);
    return Buffer.concat([Uint8Array.of(0), nonce, body, cipher.getAuthTag()]);
  };

  t.true(same(gossipCipher.unseal(KEY, seal(11), HEAD), plain));
  t.is(gossipCipher.unseal(KEY, seal(0), HEAD), undefined);
  t.is(gossipCipher.unseal(KEY, seal(17), HEAD), undefined);
});

test("gossip cipher: whatever else comes is refused, never worse", (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) =>
        [0, 1, 2].every(
          (version) =>
            gossipCipher.unseal(KEY, Uint8Array.of(version, ...bytes), HEAD) === undefined,
        ),
      ),
    ),
  );
});
