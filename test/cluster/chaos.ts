import { Prng } from "../../src/base/prng.ts";
import { SimCluster } from "../sim/cluster.ts";
import type { SimMachine } from "../sim/machine.ts";
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

  cluster.heal(drawCore(cluster, sim.fork("core")));
  day.abort();
  await sim.finish(working);
  await sim.finish(operator.activateAll(new AbortController().signal));
  await cluster.converge(HEALED_MS);
  return {
    fingerprint: sim.trace.fingerprint,
    virtualMs: sim.nowMs,
    commits: cluster.history.lastVersion,
    terms: cluster.leaders.termCount,
    faults: climate.kinds,
  };
}

/** Half of the time all machines come back; otherwise a majority of managers and any of the workers. */
function drawCore({ machines }: SimCluster, prng: Prng): readonly SimMachine[] {
  if (prng.chance(0.5)) return machines;
  const managers = prng.shuffle(machines.filter(({ name }) => name.startsWith("m")));
  const workers = prng.shuffle(machines.filter(({ name }) => name.startsWith("w")));
  return [...managers.slice(0, prng.between(2, 3)), ...workers.slice(0, prng.between(0, 3))];
}
