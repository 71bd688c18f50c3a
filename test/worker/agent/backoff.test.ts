import test from "ava";
import { Prng } from "../../../src/base/prng.ts";
import { SessionBackoff, stepRetryMs } from "../../../src/worker/agent/backoff.ts";

test("SessionBackoff: asks again and again for about a second, then ever more seldom", (t) => {
  for (let seed = 0; seed < 50; seed++) {
    const backoff = new SessionBackoff(new Prng(seed));
    const eager = Array.from({ length: 12 }, () => backoff.nextMs());
    t.true(eager.every((ms) => ms < 200));
    t.true(eager.reduce((sum, ms) => sum + ms, 0) > 500);

    const patient = Array.from({ length: 50 }, () => backoff.nextMs());
    t.true(patient.every((ms) => ms < 8_000));
    t.true(Math.max(...patient.slice(-20)) > 4_000);

    backoff.reset();
    t.true(backoff.nextMs() < 200);
  }
});

test("stepRetryMs: doubles from a quarter of a second to half a minute", (t) => {
  t.deepEqual([1, 2, 3, 8, 20].map(stepRetryMs), [250, 500, 1_000, 30_000, 30_000]);
});
