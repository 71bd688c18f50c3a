import test from "ava";
import { Wake } from "../../src/system/wake.ts";

const never = new AbortController().signal;

test("Wake: a wake before the wait is remembered, once", async (t) => {
  const wake = new Wake();
  wake.set();
  wake.set();
  await wake.wait(never);

  let woken = false;
  const second = wake.wait(never).then(() => (woken = true));
  await Promise.resolve();
  t.false(woken);
  wake.set();
  await second;
  t.true(woken);
});

test("Wake: an abort ends the wait and leaves no listener behind", async (t) => {
  const wake = new Wake();
  const controller = new AbortController();
  const waiting = wake.wait(controller.signal);
  controller.abort();
  await waiting;

  await wake.wait(controller.signal);
  t.pass();
});
