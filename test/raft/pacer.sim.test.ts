import test from "ava";
import { Pacer, type Beat } from "../../src/raft/pacer.ts";
import type { SimProcess } from "../sim/process.ts";
import { Simulation } from "../sim/simulation.ts";

/** A pacer that ticks every 50 ms and has elections after five. */
function bench(): { sim: Simulation; process: SimProcess; beats: Beat[]; pacer: Pacer } {
  const sim = new Simulation(1);
  const process = sim.process("m1");
  const beats: Beat[] = [];
  const { clock, log } = process;
  const pacer = new Pacer({ clock, log, tickMs: 50, electionTicks: 5 }, (beat) => beats.push(beat));
  pacer.start();
  return { sim, process, beats, pacer };
}

test.serial("Pacer: beats once a tick", async (t) => {
  const { sim, beats, pacer } = bench();
  await sim.advance(1000);
  t.is(beats.length, 20);
  t.true(beats.every(({ election, overslept }) => election && !overslept));
  pacer.stop();
  t.is(sim.pendingCount, 0);
});

test.serial("Pacer: a long sleep gives one beat, which says so", async (t) => {
  const { sim, process, beats } = bench();
  await sim.advance(500);
  beats.length = 0;
  process.pause();
  await sim.advance(3000);
  process.resume();
  await sim.advance(49);
  t.deepEqual(
    beats.map(({ overslept }) => overslept),
    [true],
  );
});

test.serial("Pacer: what arrived during a stall goes before the beat", async (t) => {
  const { sim, process, beats } = bench();
  await sim.advance(75);
  beats.length = 0;
  const order: string[] = [];
  process.pause();
  sim.schedule(100, () => process.post(() => order.push(`message after ${beats.length} beats`)));
  await sim.advance(200);
  process.resume();
  await sim.advance(10);
  t.deepEqual(order, ["message after 0 beats"]);
  t.is(beats.length, 1);
});

test.serial(
  "Pacer: stalls give elections more time, heartbeats go on, and calm takes it back",
  async (t) => {
    const { sim, beats, pacer } = bench();
    await sim.advance(100);
    pacer.noteStall("disk", 100);
    t.is(pacer.factor, 1, "shorter than half an election timeout");
    pacer.noteStall("disk", 130);
    t.is(pacer.factor, 4);
    t.is(pacer.electionMs, 1000);
    beats.length = 0;
    await sim.advance(2000);
    t.is(beats.length, 40);
    t.is(beats.filter(({ election }) => election).length, 10);
    pacer.noteStall("event loop", 100_000);
    t.is(pacer.factor, 8, "not without end");
    await sim.advance(35_000);
    t.is(pacer.factor, 1);
  },
);
