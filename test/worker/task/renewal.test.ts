import test from "ava";
import fc from "fast-check";
import { renewalInMs, renewalRetryInMs } from "../../../src/worker/task/renewal.ts";

const HOUR_MS = 3_600_000;

test("renewalInMs: the moment lies between 50 and 80 % of the certificate's life", (t) => {
  const validity = { notBeforeMs: 1000, notAfterMs: 1000 + 100 * HOUR_MS };
  const chance = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(chance, (drawn) => {
      const inMs = renewalInMs(validity, 1000, drawn);
      return inMs >= 50 * HOUR_MS && inMs <= 80 * HOUR_MS;
    }),
  );
  t.is(renewalInMs(validity, 1000, 0), 50 * HOUR_MS);
});

test("renewalInMs: a certificate past its moment, or expired, is renewed at once", (t) => {
  const validity = { notBeforeMs: 0, notAfterMs: HOUR_MS };

  t.is(renewalInMs(validity, 0.9 * HOUR_MS, 0.5), 0);
  t.is(renewalInMs(validity, 9 * HOUR_MS, 0.5), 0);
});

test("renewalRetryInMs: grows from 5 s to an hour", (t) => {
  t.deepEqual([1, 2, 3, 9].map(renewalRetryInMs), [5_000, 25_000, 125_000, HOUR_MS]);
});
