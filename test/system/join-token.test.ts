import test from "ava";
import { x509Certificates } from "../../src/security/certificates.ts";
import { digestText, newJoinToken, parseJoinToken } from "../../src/system/join-token.ts";
import { realClock } from "../../src/system/real/clock.ts";
import { realEntropy } from "../../src/system/real/entropy.ts";

test("join token: carries the digest of the root as Swarm writes it", (t) => {
  const digest = x509Certificates(realClock).rootDigest("abc");
  const text = newJoinToken(digestText(digest), realEntropy);

  // SHA-256 of "abc", in base 36, padded to 50 places.
  const expected = BigInt("0xba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  t.regex(text, /^SWMTKN-1-[0-9a-z]{50}-[0-9a-z]{25}$/);
  t.is(parseJoinToken(text).digest, expected.toString(36).padStart(50, "0"));
  t.not(newJoinToken(digestText(digest), realEntropy), text);
});

test("join token: what is none is refused, and its text is not shown", (t) => {
  const secret = "s".repeat(25);
  for (const text of [
    "",
    "SWMTKN-1-abc-def",
    `SWMTKN-2-${"a".repeat(50)}-${secret}`,
    `SWMTKN-1-${"A".repeat(50)}-${secret}`,
  ]) {
    const error = t.throws(() => parseJoinToken(text));
    t.regex(error.message, /^invalid join token/);
    t.false(error.message.includes(secret));
  }
});
