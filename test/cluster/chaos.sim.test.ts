import test from "ava";
import { SimRun } from "../simulation/run.ts";
import { forSeeds } from "../support/seeds.ts";
import { chaos } from "./chaos.ts";

const GROUPS = 10;
const SEEDS_A_GROUP = 2;

// In groups, so that a slow machine is seen to make progress.
for (let group = 0; group < GROUPS; group++) {
  const first = group * SEEDS_A_GROUP + 1;
  test.serial(
    `chaos: nothing wrong under any faults, everything right after them, from ${first}`,
    (t) => forSeeds(t, SEEDS_A_GROUP, (seed) => chaos(new SimRun({ seed: first - 1 + seed }))),
  );
}
