import { messageOf } from "../../src/base/errors.ts";
import type { Profile } from "./profiles.ts";
import { SimRun, type RunPlan } from "./run.ts";

/** How one run ended. */
export interface Outcome {
  readonly run: SimRun;
  readonly error?: unknown;
}

export async function attempt(profile: Profile, plan: RunPlan): Promise<Outcome> {
  const run = new SimRun(plan);
  try {
    await profile.run(run);
    return { run };
  } catch (error) {
    return { run, error };
  }
}

/** What was violated: the first line of a failure, without the log behind it. */
export function violationOf(error: unknown): string {
  return messageOf(error).split("\n", 1)[0] ?? "";
}

/** The command that repeats exactly this run. */
export function replayOf(profile: string, { seed, steps, omit = [] }: RunPlan): string {
  return [
    `npm run sim -- --profile ${profile} --seed ${seed}`,
    ...(steps === undefined ? [] : [`--steps ${steps}`]),
    ...(omit.length === 0 ? [] : [`--omit ${omit.join(",")}`]),
  ].join(" ");
}
