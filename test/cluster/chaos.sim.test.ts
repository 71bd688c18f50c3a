import test from "ava";
import { forSeeds } from "../support/seeds.ts";
import { chaos } from "./chaos.ts";

const GROUPS = 10;
const SEEDS_A_GROUP = 2;

// In groups, so that a slow machine is seen to make progress.
for (let group = 0; group < GROUPS; group++) {
  const first = group * SEEDS_A_GROUP + 1;
  test.serial(
    `chaos: nothing wrong under any faults, everything right after them, from ${first}`,
    (t) => forSeeds(t, SEEDS_A_GROUP, (seed) => chaos(first - 1 + seed).then(() => undefined)),
  );
}

test.serial("chaos: the same seed gives the same run, another seed another", async (t) => {
  const [one, same, other] = [await chaos(7), await chaos(7), await chaos(8)];

  t.deepEqual(one, same);
  t.not(one.fingerprint, other.fingerprint);
});
