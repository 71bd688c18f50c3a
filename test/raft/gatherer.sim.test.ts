import test from "ava";
import { Gatherer } from "../../src/raft/gatherer.ts";
import { Simulation } from "../sim/simulation.ts";

function bench(): { sim: Simulation; gatherer: Gatherer; woken: () => number } {
  const sim = new Simulation(1);
  let woken = 0;
  const gatherer = new Gatherer(sim.process("m1").clock, () => woken++);
  return { sim, gatherer, woken: () => woken };
}

test.serial("Gatherer: proposals wait while those before them are not committed", (t) => {
  const { gatherer } = bench();
  t.false(gatherer.waits(1, 0), "nothing is under way");
  gatherer.appended(10);
  t.true(gatherer.waits(1, 9));
  t.false(gatherer.waits(1, 10), "committed");
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

test.serial("Gatherer: wakes nobody once it has stopped", async (t) => {
  const { sim, gatherer, woken } = bench();
  gatherer.appended(10);
  t.true(gatherer.waits(1, 9));
  gatherer.stop();
  await sim.advance(10);
  t.is(woken(), 0);
});
