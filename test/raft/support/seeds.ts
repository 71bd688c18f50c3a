import type { ExecutionContext } from "ava";

/**
 * Runs `scenario` once a seed and prints how to repeat a failing one. SEED picks one, SEEDS how
 * many, SEEDS_FROM where they start.
 */
export function forSeeds(
  t: ExecutionContext,
  count: number,
  scenario: (seed: number) => void,
): void {
  const { SEED, SEEDS, SEEDS_FROM } = process.env;
  const first = Number(SEED ?? SEEDS_FROM ?? 1);
  const last = SEED === undefined ? first + Number(SEEDS ?? count) - 1 : first;
  for (let seed = first; seed <= last; seed++) {
    try {
      scenario(seed);
    } catch (error) {
      t.log(`SEED=${seed} npx ava --match='${t.title}'`);
      throw error;
    }
  }
  t.pass();
}
