/** `npm run sim`: one seed with all its facts, or many seeds on all cores. README.md says more. */
import { availableParallelism } from "node:os";
import { Command, InvalidArgumentError } from "commander";
import { attempt } from "./attempt.ts";
import { PROFILES, profileOf, type Profile } from "./profiles.ts";
import { tellFailure, tellRun } from "./report.ts";
import { shrink } from "./shrink.ts";
import { runWide } from "./wide.ts";

/** How many runs are spent on the shortest trace. */
const SHRINK_BUDGET = 60;
/** More than these will be one bug. */
const MOST_FAILURES = 20;

const options = new Command("sim")
  .description("Simulates a cluster under faults, from one seed; looks for what must never happen.")
  .option("--profile <name>", "what is simulated; `list` tells of them all", "default")
  .option("--seed <n>", "run this one", whole)
  .option("--steps <n>", "only so many steps of its faulty phase", whole)
  .option("--omit <list>", "kinds of faults and numbers of steps to leave out", commas)
  .option("--seeds <count>", "run so many seeds", whole)
  .option("--from <n>", "the first of them", whole, 1)
  .option("--jobs <n>", "in so many processes", whole, availableParallelism())
  .option("--until-first", "stop at the first seed that fails")
  .option("--no-shrink", "report a failure as it is")
  .option("--log", "print the last of a failure's log")
  .parse()
  .opts<{
    readonly profile: string;
    readonly seed?: number;
    readonly steps?: number;
    readonly omit?: readonly string[];
    readonly seeds?: number;
    readonly from: number;
    readonly jobs: number;
    readonly untilFirst?: boolean;
    readonly shrink: boolean;
    readonly log?: boolean;
  }>();

if (options.profile === "list") {
  for (const { name, about } of PROFILES) console.log(`${name.padEnd(12)}${about}`);
} else {
  const profile = profileOf(options.profile);
  const passed =
    options.seeds === undefined ? await runOne(profile) : await runMany(profile, options.seeds);
  process.exitCode = passed ? 0 : 1;
}

async function runOne(profile: Profile): Promise<boolean> {
  const { seed = Date.now() % 1_000_000, steps, omit } = options;
  const outcome = await attempt(profile, {
    seed,
    ...(steps === undefined ? {} : { steps }),
    ...(omit === undefined ? {} : { omit }),
  });
  if (outcome.error === undefined) {
    console.log(tellRun(profile, outcome.run));
    return true;
  }
  const shortest = options.shrink ? await shrink(profile, outcome, SHRINK_BUDGET) : outcome;
  console.log(tellFailure(profile, shortest, options.log === true));
  return false;
}

async function runMany(profile: Profile, count: number): Promise<boolean> {
  const { from, jobs } = options;
  const failures = options.untilFirst === true ? 1 : MOST_FAILURES;
  const wide = { profile: profile.name, from, count, failures };
  const failed = await runWide(wide, Math.min(jobs, count), (line) => console.log(line));
  const [first] = failed;
  if (first === undefined) {
    console.log(`profile ${profile.name}, seeds ${from} to ${from + count - 1}: no violation`);
    return true;
  }
  const outcome = await attempt(profile, { seed: first.seed });
  const shortest = options.shrink ? await shrink(profile, outcome, SHRINK_BUDGET) : outcome;
  console.log(tellFailure(profile, shortest, options.log === true));
  console.log(`failed: ${failed.map(({ seed }) => seed).join(", ")}`);
  return false;
}

function whole(text: string): number {
  if (/^\d+$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number.");
}

function commas(text: string): readonly string[] {
  return text.split(",").filter((part) => part !== "");
}
