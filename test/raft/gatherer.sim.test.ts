import test from "ava";
import { Gatherer } from "../../src/raft/gatherer.ts";
import { Simulation } from "../sim/simulation.ts";

function bench(): { sim: Simulation; gatherer: Gatherer; woken: () => number } {
  const sim = new Simulation(1);
  let woken = 0;
  const gatherer = new Gatherer(sim.process("m1").clock, () => woken++);
  return { sim, gatherer, woken: () => woken };
}

test.serial("Gatherer: a caller who is alone never waits", async (t) => {
  const { sim, gatherer } = bench();
  for (let index = 1; index < 20; index++) {
    t.false(gatherer.waits(1, index - 1));
    gatherer.appended(index);
    await sim.advance(1);
  }
});

test.serial("Gatherer: proposals wait while those before them are not committed", (t) => {
  const { gatherer } = bench();
  gatherer.appended(10);
  t.true(gatherer.waits(1, 9));
  t.false(gatherer.waits(2, 10), "committed, and all who were there are here");
});

test.serial("Gatherer: then they wait for as many as there were lately", async (t) => {
  const { sim, gatherer } = bench();
  t.false(gatherer.waits(16, 0));
  gatherer.appended(16);
  await sim.advance(1);
  t.true(gatherer.waits(3, 16), "of sixteen who were answered three are back");
  t.true(gatherer.waits(15, 16));
  t.false(gatherer.waits(16, 16));
});

test.serial("Gatherer: whoever does not come back is forgotten", async (t) => {
  const { sim, gatherer } = bench();
  t.false(gatherer.waits(16, 0));
  gatherer.appended(16);
  await sim.advance(60);
  t.true(gatherer.waits(1, 16));
  await sim.advance(60);
  t.false(gatherer.waits(1, 16));
});

test.serial("Gatherer: many proposals do not wait", (t) => {
  const { gatherer } = bench();
  gatherer.appended(10);
  t.true(gatherer.waits(255, 9));
  t.false(gatherer.waits(256, 9));
});

test.serial("Gatherer: the wait is over after a moment, and says so once", async (t) => {
  const { sim, gatherer, woken } = bench();
  gatherer.appended(10);
  t.true(gatherer.waits(1, 9));
  t.true(gatherer.waits(2, 9));
  await sim.advance(1);
  t.is(woken(), 0);
  await sim.advance(2);
  t.is(woken(), 1);
  t.false(gatherer.waits(2, 9));
});

test.serial(
  "Gatherer: each who comes back extends the wait for the rest by a moment",
  async (t) => {
    const { sim, gatherer, woken } = bench();
    t.false(gatherer.waits(16, 0));
    gatherer.appended(16);
    t.true(gatherer.waits(1, 16));
    await sim.advance(1.5);
    t.true(gatherer.waits(2, 16));
    await sim.advance(1);
    t.is(woken(), 1);
    t.true(gatherer.waits(2, 16), "woken by the timer of the first, and looks again");
    await sim.advance(1);
    t.false(gatherer.waits(2, 16));
  },
);

test.serial("Gatherer: but not for ever", async (t) => {
  const { sim, gatherer } = bench();
  t.false(gatherer.waits(16, 0));
  gatherer.appended(16);
  let waitedMs = 0;
  for (let count = 1; gatherer.waits(count, 16); count++) {
    await sim.advance(1);
    waitedMs++;
  }
  t.is(waitedMs, 8);
});

test.serial("Gatherer: wakes nobody once it has stopped", async (t) => {
  const { sim, gatherer, woken } = bench();
  gatherer.appended(10);
  t.true(gatherer.waits(1, 9));
  gatherer.stop();
  await sim.advance(10);
  t.is(woken(), 0);
});
