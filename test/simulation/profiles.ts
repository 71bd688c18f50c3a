import { chaos } from "../cluster/chaos.ts";
import { CoreSim } from "../raft/support/core-sim.ts";
import { NodeSim } from "../raft/support/node-sim.ts";
import type { SimRun } from "./run.ts";
import { JOBS } from "./jobs-workload.ts";
import { ROOTS, watchRoots } from "./roots-workload.ts";
import { SECRETS, watchSecrets } from "./secrets-workload.ts";
import { CHURN, DRAINS, ROLES, UPDATES } from "./workloads.ts";

/** A kind of run: what is simulated, what goes wrong, and what clients do meanwhile. */
export interface Profile {
  readonly name: string;
  readonly about: string;
  /** Throws what is wrong. */
  readonly run: (run: SimRun) => Promise<void>;
}

export const PROFILES: readonly Profile[] = [
  {
    name: "default",
    about: "three managers and three workers, any faults, a little of every kind of request",
    run: (run) => chaos(run),
  },
  {
    name: "network",
    about: "the same, and only the network fails",
    run: (run) =>
      chaos(run, { faults: ["split", "isolate", "oneWay", "flap", "reset", "lossyLinks"] }),
  },
  {
    name: "machines",
    about: "the same, and only machines, disks and clocks fail",
    run: (run) =>
      chaos(run, {
        faults: [
          ...(["kill", "power", "powerWhileWriting", "pause", "skew", "stepWall"] as const),
          ...(["diskFails", "diskFills", "slowDisk", "wipeTasks"] as const),
        ],
      }),
  },
  {
    name: "updates",
    about: "any faults, and rolling updates one into the other",
    run: (run) => chaos(run, { workload: UPDATES }),
  },
  {
    name: "drains",
    about: "any faults, and nodes that are drained, paused and put back to work",
    run: (run) => chaos(run, { workload: DRAINS }),
  },
  {
    name: "jobs",
    about: "any faults, and jobs that are run, run again while they run, changed and removed",
    run: (run) => chaos(run, { workload: JOBS }),
  },
  {
    name: "secrets",
    about: "any faults, and secrets and configs that services use, exchange and give up",
    run: (run) => chaos(run, { workload: SECRETS, watch: watchSecrets }),
  },
  {
    name: "roots",
    about: "any faults, and the cluster's root replaced again and again; all nodes come back",
    run: (run) => chaos(run, { workload: ROOTS, watch: watchRoots, losesMachines: false }),
  },
  {
    name: "roles",
    about: "any faults, and nodes that are promoted, demoted and drained, all of which come back",
    run: (run) => chaos(run, { workload: ROLES, losesMachines: false, strandsNodes: true }),
  },
  {
    name: "churn",
    about: "any faults, and machines that join, leave, are wiped, removed, promoted and demoted",
    run: (run) =>
      chaos(run, { workload: CHURN, losesMachines: false, strandsNodes: true, churns: true }),
  },
  {
    name: "raft-only",
    about: "one to seven whole raft members that come, go, hand over and are removed",
    run: (run) => new NodeSim(run.seed).run(run),
  },
  {
    name: "raft-core",
    about: "the core alone: messages lost, repeated, reordered; writes lost; joint membership",
    run: async (run): Promise<void> => new CoreSim(run.seed).play(run),
  },
];

export function profileOf(name: string): Profile {
  const profile = PROFILES.find((one) => one.name === name);
  if (profile !== undefined) return profile;
  const names = PROFILES.map((one) => one.name).join(", ");
  throw new Error(`No profile "${name}": there are ${names}`);
}
