import { Prng } from "../../src/base/prng.ts";
import { SimCluster } from "../sim/cluster.ts";
import { drawClimate, runFaults } from "../sim/faults.ts";

/** What one run did, for people and for comparing two runs. */
export interface ChaosReport {
  readonly fingerprint: string;
  readonly virtualMs: number;
  readonly commits: number;
  readonly terms: number;
  readonly faults: readonly string[];
}

const FAULTY_MS = 8_000;
const HEALED_MS = 90_000;

/**
 * One cluster under one kind of weather. While it is bad nothing wrong may happen; once it is good
 * everything that was declared must come true.
 */
export async function chaos(seed: number): Promise<ChaosReport> {
  const prng = new Prng(seed);
  const limits = {
    snapshotInterval: prng.pick([10, 50, 10_000]),
    keptEntries: prng.pick([0, 5, 500]),
  };
  const cluster = await SimCluster.boot(seed, { limits });
  const { sim, operator } = cluster;
  const climate = drawClimate(sim.fork("climate"));

  const day = new AbortController();
  const working = operator.work(sim.fork("work"), sim.prng.pick([200, 1000]), day.signal);
  await runFaults(cluster, climate, FAULTY_MS, sim.fork("faults"));

  cluster.heal();
  day.abort();
  await sim.finish(working);
  await cluster.converge(HEALED_MS);
  return {
    fingerprint: sim.trace.fingerprint,
    virtualMs: sim.nowMs,
    commits: cluster.history.lastVersion,
    terms: cluster.leaders.termCount,
    faults: climate.kinds,
  };
}
