import test from "ava";
import { DirtySet } from "../../../src/manager/control/dirty-set.ts";
import { Simulation } from "../../sim/simulation.ts";

function scene(): { readonly dirty: DirtySet<string>; readonly sim: Simulation } {
  const sim = new Simulation(1);
  return { dirty: new DirtySet<string>(sim.process("m").clock), sim };
}

test("DirtySet: a key that rests is taken once the rest is over, if it was marked", async (t) => {
  const { dirty, sim } = scene();
  dirty.rest("a", 100);
  dirty.rest("b", 100);
  dirty.add("a");
  dirty.add("c");
  t.deepEqual(dirty.take(9), ["c"]);
  await sim.advance(101);
  t.deepEqual(dirty.take(9), ["a"]);
  dirty.add("b");
  t.deepEqual(dirty.take(9), ["b"]);
});

test("DirtySet: a key that was marked before its rest is taken after it", async (t) => {
  const { dirty, sim } = scene();
  dirty.add("a");
  dirty.rest("a", 100);
  t.deepEqual(dirty.take(9), []);
  dirty.rest("a", 200);
  await sim.advance(150);
  t.deepEqual(dirty.take(9), []);
  await sim.advance(100);
  t.deepEqual(dirty.take(9), ["a"]);
});

test("DirtySet: a later look waits for the rest, and closing ends both", async (t) => {
  const { dirty, sim } = scene();
  dirty.rest("a", 100);
  dirty.addAfter("a", 10);
  await sim.advance(50);
  t.deepEqual(dirty.take(9), []);
  await sim.advance(100);
  t.deepEqual(dirty.take(9), ["a"]);
  dirty.rest("a", 100);
  dirty.add("a");
  dirty.close();
  await sim.advance(200);
  t.deepEqual(dirty.take(9), []);
});
