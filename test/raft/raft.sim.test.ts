import test from "ava";
import { SimRun } from "../simulation/run.ts";
import { forSeeds } from "../support/seeds.ts";
import { NodeSim } from "./support/node-sim.ts";

test.serial(
  "raft: promises hold under any faults, and the members settle once they stop",
  async (t) => {
    await forSeeds(t, 12, async (seed) => {
      await new NodeSim(seed).run(new SimRun({ seed }));
    });
  },
);

test.serial("raft: the same seed gives the same run", async (t) => {
  const run = async (seed: number): Promise<string> => {
    const world = new NodeSim(seed);
    await world.run(new SimRun({ seed, steps: 300 }));
    return world.sim.trace.fingerprint;
  };
  t.is(await run(3), await run(3));
  t.not(await run(3), await run(4));
});
