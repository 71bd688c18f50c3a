import { messageOf } from "../../src/base/errors.ts";
import { replayOf, violationOf, type Outcome } from "./attempt.ts";
import type { Profile } from "./profiles.ts";
import type { SimRun } from "./run.ts";

/** What one good run was like. */
export function tellRun(profile: Profile, run: SimRun): string {
  const counts = Object.entries(run.counts).map(([what, count]) => `${count} ${what}`);
  return [
    `profile      ${profile.name}`,
    `seed         ${run.seed}`,
    `faults drawn ${run.kinds.join(", ")}`,
    `steps        ${run.steps}`,
    `counts       ${counts.join(", ")}`,
    `fingerprint  ${run.fingerprint}`,
  ].join("\n");
}

/** What a person needs who looks for the cause of a failure. */
export function tellFailure(profile: Profile, { run, error }: Outcome, tail: boolean): string {
  return [
    `VIOLATION of seed ${run.seed}, profile ${profile.name}:`,
    `  ${violationOf(error)}`,
    `the shortest run found: ${run.steps} steps, without ${run.plan.omit?.join(", ") ?? "leaving out any"}`,
    ...run.events.map((event) => `  ${event}`),
    ...(tail ? ["the last of its log:", messageOf(error).split("\n").slice(1).join("\n")] : []),
    `again: ${replayOf(profile.name, run.plan)}`,
  ].join("\n");
}
