import test from "ava";
import { StallMonitor } from "../../src/system/stall.ts";
import type { Clock } from "../../src/system/clock.ts";

/** A clock whose every sleep takes as long as the script says. */
function scripted(delays: readonly number[], life: AbortController): Clock {
  let now = 0;
  const left = [...delays];
  return {
    monotonicMs: () => now,
    wallMs: () => now,
    sleep: async () => {
      now += left.shift() ?? 0;
      if (left.length === 0) life.abort();
    },
    after: () => () => undefined,
  };
}

async function lateAfter(delays: readonly number[]): Promise<number> {
  const life = new AbortController();
  const monitor = new StallMonitor(scripted(delays, life));
  await monitor.run(life.signal);
  return monitor.lateMs();
}

test("StallMonitor: tells the worst delay of the last ten seconds", async (t) => {
  t.is(await lateAfter([250, 250, 250]), 0);
  t.is(await lateAfter([250, 1000, 250, 450, 250]), 750);
  t.is(await lateAfter([1000, 5000, 250]), 4750);
  t.is(await lateAfter([1000, ...Array.from({ length: 45 }, () => 250)]), 0);
});
