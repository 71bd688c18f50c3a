import { attempt, type Outcome } from "./attempt.ts";
import type { Profile } from "./profiles.ts";
import type { RunPlan } from "./run.ts";

/**
 * Looks for the shortest run that still fails, in at most `budget` runs: the fewest steps first, by
 * bisection, then without whole kinds of faults, then without single steps.
 */
export async function shrink(profile: Profile, failed: Outcome, budget: number): Promise<Outcome> {
  let best = failed;
  let left = budget;
  const fails = async (plan: RunPlan): Promise<boolean> => {
    if (left === 0) return false;
    left--;
    const outcome = await attempt(profile, plan);
    if (outcome.error === undefined) return false;
    best = outcome;
    return true;
  };

  let [passes, enough] = [-1, failed.run.steps];
  while (passes + 1 < enough && left > 0) {
    const steps = (passes + enough) >> 1;
    if (steps === passes) break;
    if (await fails({ ...best.run.plan, steps })) enough = steps;
    else passes = steps;
  }
  for (const candidate of [...best.run.kinds, ...stepsOf(best)]) {
    const { plan } = best.run;
    await fails({ ...plan, omit: [...(plan.omit ?? []), candidate] });
  }
  return best;
}

/** The numbers of the steps in which something was broken, newest first. */
function stepsOf({ run }: Outcome): readonly string[] {
  return run.events.map((event) => /^#(\d+)/.exec(event)?.[1] ?? "").reverse();
}
