import test from "ava";
import { forSeeds } from "../support/seeds.ts";
import { NodeSim } from "./support/node-sim.ts";

test.serial(
  "raft: promises hold under any faults, and the members settle once they stop",
  async (t) => {
    await forSeeds(t, 12, async (seed) => {
      await new NodeSim(seed).run(8000);
    });
  },
);

test.serial("raft: the same seed gives the same run", async (t) => {
  const run = async (seed: number): Promise<string> => {
    const world = new NodeSim(seed);
    await world.run(3000);
    return world.sim.trace.fingerprint;
  };
  t.is(await run(3), await run(3));
  t.not(await run(3), await run(4));
});
