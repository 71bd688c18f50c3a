import test from "ava";
import { clockConformance } from "../conformance/clock.ts";
import { storageConformance } from "../conformance/storage.ts";
import { SimDisk } from "../sim/disk.ts";
import { Simulation } from "../sim/simulation.ts";

storageConformance("simulated", test.serial, () => {
  const sim = new Simulation(1);
  const disk = new SimDisk(sim, "disk");
  let count = 0;
  return {
    open: async () => disk.open(sim.process(`owner${count++}`)),
    run: (work) => sim.finish(work()),
  };
});

clockConformance("simulated", test.serial, () => {
  const sim = new Simulation(1);
  return { clock: sim.process("a").clock, run: (work) => sim.finish(work()), toleranceMs: 0 };
});
