import { Prng } from "../../src/base/prng.ts";
import { ControlService } from "../../src/wire/generated/services.ts";
import { Churn } from "../sim/churn.ts";
import { SimCluster } from "../sim/cluster.ts";
import type { SimMachine } from "../sim/machine.ts";
import { ALL_FAULTS, drawClimate, runFaults, type FaultKind } from "../sim/faults.ts";
import { guideStranded } from "../sim/stranded.ts";
import type { SimRun } from "../simulation/run.ts";
import { GLOBAL, MIXED, type Workload } from "../simulation/workloads.ts";

/** What may go wrong, and what clients do meanwhile. */
export interface ChaosOptions {
  readonly faults?: readonly FaultKind[];
  readonly workload?: Workload;
  /** Whether some machines may never come back. */
  readonly losesMachines?: boolean;
  /** Whether nodes may lose all the managers that they know, and are helped to find others. */
  readonly strandsNodes?: boolean;
  /** Whether machines join, leave, are wiped and removed meanwhile. */
  readonly churns?: boolean;
  /** Looks at more than every run does; what it gives back is called at the end. */
  readonly watch?: (cluster: SimCluster) => () => void;
}

const FAULTY_MS = 8_000;
const CHURN_MS = 12_000;
const HEALED_MS = 90_000;
const MOST_CLIENTS = 3;

/**
 * One cluster under one kind of weather. While it is bad nothing wrong may happen; once it is good
 * everything that was declared must come true.
 */
export async function chaos(run: SimRun, options: ChaosOptions = {}): Promise<void> {
  const { faults = ALL_FAULTS, workload = MIXED, losesMachines = true } = options;
  const prng = new Prng(run.seed);
  const limits = {
    snapshotInterval: prng.pick([10, 50, 10_000]),
    keptEntries: prng.pick([0, 5, 500]),
  };
  const cluster = await SimCluster.boot(run.seed, { limits });
  const { sim, operator } = cluster;
  const atTheEnd = options.watch?.(cluster);
  const climate = drawClimate(sim.fork("climate"), faults);
  run.kinds = climate.kinds;

  const day = new AbortController();
  const meanGapMs = sim.prng.pick([200, 1000]);
  const clients = Array.from({ length: sim.prng.between(1, MOST_CLIENTS) }, (_, index) =>
    operator.work(workload, sim.fork(`client ${index}`), meanGapMs, day.signal),
  );
  const churn = options.churns ? new Churn(cluster) : undefined;
  if (churn) {
    // Beside those whose sizes change, and are checked against all that was answered.
    await sim.finish(operator.call(ControlService.CreateService, { spec: GLOBAL }));
    clients.push(churn.work(meanGapMs, day.signal));
  }
  await runFaults(cluster, climate, churn ? CHURN_MS : FAULTY_MS, run);

  cluster.heal(losesMachines ? drawCore(cluster, sim.fork("core")) : cluster.machines);
  day.abort();
  await sim.finish(Promise.all(clients));
  await sim.finish(operator.activateAll(new AbortController().signal));
  await churn?.settle();
  if (options.strandsNodes) await guideStranded(cluster);
  await cluster.converge(HEALED_MS);
  atTheEnd?.();
  run.count("requests", operator.history.size);
  run.count("commits", cluster.history.lastVersion);
  run.count("terms with a leader", cluster.leaders.termCount);
  if (churn) run.count("joins, leaves and wipes", churn.count);
  run.count("virtual seconds", Math.round(sim.nowMs / 1000));
  run.fingerprint = sim.trace.fingerprint;
}

/** Half of the time all machines come back; otherwise a majority of managers and any of the workers. */
function drawCore({ machines }: SimCluster, prng: Prng): readonly SimMachine[] {
  if (prng.chance(0.5)) return machines;
  const managers = prng.shuffle(machines.filter(({ name }) => name.startsWith("m")));
  const workers = prng.shuffle(machines.filter(({ name }) => name.startsWith("w")));
  return [...managers.slice(0, prng.between(2, 3)), ...workers.slice(0, prng.between(0, 3))];
}
