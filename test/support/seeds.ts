import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import test, { type ExecutionContext } from "ava";

/**
 * Runs `scenario` once a seed, `count` of them or as many as SEEDS says, or only SEED. A failure
 * names the command that repeats exactly that run.
 */
export async function forSeeds(
  t: ExecutionContext,
  count: number,
  scenario: (seed: number) => void | Promise<void>,
): Promise<void> {
  for (const seed of seedsOf(t.title, count)) {
    try {
      await scenario(seed);
    } catch (error) {
      t.log(replayCommand(seed, t.title));
      throw error;
    }
  }
  t.pass();
}

/** `SEED=7 npx ava build/test/raft/election.sim.test.js --match='…'`. */
export function replayCommand(seed: number, title: string): string {
  const file = relative(process.cwd(), fileURLToPath(test.meta.file));
  return `SEED=${seed} npx ava ${file} --match='${title.replaceAll("'", "'\\\\''")}'`;
}

/** Seeds start at 1, or at SEEDS_FROM (a number or a commit), so that a nightly run can see others. */
function seedsOf(title: string, count: number): readonly number[] {
  const only = process.env["SEED"];
  if (only !== undefined) return [Number(only)];
  const wanted = Number(process.env["SEEDS"] ?? count);
  const from = process.env["SEEDS_FROM"];
  const base = from === undefined ? 0 : hash(`${from} ${title}`);
  return Array.from({ length: wanted }, (_, index) => base + index + 1);
}

function hash(text: string): number {
  let value = 0;
  for (let index = 0; index < text.length; index++) {
    value = (Math.imul(value, 31) + text.charCodeAt(index)) >>> 0;
  }
  return value;
}
