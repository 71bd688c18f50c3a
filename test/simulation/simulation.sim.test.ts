import test from "ava";
import { attempt, replayOf } from "./attempt.ts";
import { profileOf } from "./profiles.ts";
import { REGRESSIONS } from "./regressions.ts";
import type { RunPlan, SimRun } from "./run.ts";
import { shrink } from "./shrink.ts";

const FRESH = 2;
/** Of the profile that takes longest. */
const FRESH_CHURN = 1;

async function passes(
  t: { readonly log: (line: string) => void },
  name: string,
  plan: RunPlan,
): Promise<void> {
  const { error } = await attempt(profileOf(name), plan);
  if (error === undefined) return;
  t.log(replayOf(name, plan));
  throw error as Error;
}

for (const name of [
  ...["default", "updates", "drains", "jobs", "secrets", "roots", "roles", "churn"],
  ...["raft-only", "raft-core"],
]) {
  test.serial(`simulation: nothing wrong with seeds that nobody has tried, ${name}`, async (t) => {
    const from = Date.now() % 1_000_000_000;
    const count = name === "churn" ? FRESH_CHURN : FRESH;
    t.log(`seeds ${from} to ${from + count - 1}`);
    for (let seed = from; seed < from + count; seed++) await passes(t, name, { seed });
    t.pass();
  });
}

for (const { profile, found, ...plan } of REGRESSIONS) {
  test.serial(`simulation: never again, ${profile} ${plan.seed}: ${found}`, async (t) => {
    await passes(t, profile, plan);
    t.pass();
  });
}

for (const name of ["default", "raft-only", "raft-core"]) {
  test.serial(`simulation: the same seed gives the same run, to the byte: ${name}`, async (t) => {
    const play = async (seed: number): Promise<SimRun> => {
      const { run, error } = await attempt(profileOf(name), { seed });
      t.is(error, undefined);
      return run;
    };
    const [one, same, other] = [await play(7), await play(7), await play(8)];

    t.not(one.fingerprint, "");
    t.is(one.fingerprint, same.fingerprint);
    t.deepEqual(one.events, same.events);
    t.deepEqual(one.counts, same.counts);
    t.not(one.fingerprint, other.fingerprint);
  });
}

test("simulation: the shortest failing run keeps what it needs and nothing else", async (t) => {
  const profile = {
    name: "made up",
    about: "fails when both step 5 and a storm have been",
    run: async (run: SimRun) => {
      run.kinds = ["rain", "storm"];
      for (let step = run.nextStep(); step !== undefined && step < 40; step = run.nextStep()) {
        const kind = step % 3 === 0 ? "storm" : "rain";
        if (run.allows(step, kind)) run.happened(step, step, kind);
      }
      const storms = run.events.filter((event) => event.endsWith("storm"));
      const fifth = run.events.some((event) => event.startsWith("#5 "));
      if (fifth && storms.length > 0) throw new Error("wet");
    },
  };

  const found = await shrink(profile, await attempt(profile, { seed: 1 }), 100);

  t.deepEqual(found.run.events, ["#3 at 3.0 ms: storm", "#5 at 5.0 ms: rain"]);
  t.is(found.run.steps, 5);
});
