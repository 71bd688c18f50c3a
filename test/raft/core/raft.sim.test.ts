import test from "ava";
import { CoreSim } from "../support/core-sim.ts";
import { forSeeds } from "../../support/seeds.ts";

test("raft core: safe under any faults, and live again once they stop", async (t) => {
  await forSeeds(t, 60, (seed) => new CoreSim(seed).run(1500, 6000));
});

test("raft core: the same seed gives the same run", (t) => {
  const run = (seed: number): string => {
    const sim = new CoreSim(seed);
    sim.run(1000, 6000);
    return sim.digest;
  };
  t.is(run(7), run(7));
  t.not(run(7), run(8));
});
