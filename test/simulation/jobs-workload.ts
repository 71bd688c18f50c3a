import type { Prng } from "../../src/base/prng.ts";
import {
  RestartPolicy_RestartCondition,
  makeAnnotations,
  makeContainerSpec,
  makeGlobalJob,
  makeReplicatedJob,
  makeRestartPolicy,
  makeServiceSpec,
  makeTaskSpec,
  type ReplicatedJob,
  type TaskSpec,
} from "../../src/model/generated/types.ts";
import { durationOf } from "../../src/model/time.ts";
import {
  look,
  remove,
  renew,
  setAvailability,
  some,
  type Action,
  type Workload,
} from "./workloads.ts";

const REPLICATED = ["job-1", "job-2", "job-3"];
const GLOBAL = ["sweep-1", "sweep-2"];
const MOST_ATTEMPTS = 2;

/** Work that ends: well, by its task's luck, or never well, which only few attempts bear. */
function work(prng: Prng): TaskSpec {
  const kind = prng.pick(["good", "good", "flaky", "bad"] as const);
  const ms = String(prng.between(0, 500));
  const command = { good: ["sleep", ms], flaky: ["flaky", ms], bad: ["sleep", ms, "1"] }[kind];
  const { ANY, ON_FAILURE } = RestartPolicy_RestartCondition;
  return makeTaskSpec({
    container: makeContainerSpec({ image: "busybox", command }),
    restart: makeRestartPolicy({
      condition: prng.pick([ANY, ON_FAILURE]),
      delay: durationOf(prng.pick([0, 100, 500])),
      maxAttempts: kind === "bad" ? prng.between(1, MOST_ATTEMPTS) : 0,
    }),
  });
}

function extent(prng: Prng): ReplicatedJob {
  return makeReplicatedJob({
    totalCompletions: prng.between(0, 6),
    maxConcurrent: prng.between(1, 4),
  });
}

const createJob: Action["act"] = async (operator, prng) => {
  const annotations = makeAnnotations({ name: prng.pick(REPLICATED) });
  const replicatedJob = extent(prng);
  await operator.declare(makeServiceSpec({ annotations, task: work(prng), replicatedJob }));
};

const createSweep: Action["act"] = async (operator, prng) => {
  const annotations = makeAnnotations({ name: prng.pick(GLOBAL) });
  const globalJob = makeGlobalJob();
  await operator.declare(makeServiceSpec({ annotations, task: work(prng), globalJob }));
};

/** Runs a job again, otherwise than before. */
const change = some(async (operator, name, prng) => {
  const [task, replicatedJob] = [work(prng), extent(prng)];
  await operator.alter(name, (spec) => ({
    ...spec,
    task,
    replicatedJob: spec.replicatedJob && replicatedJob,
  }));
});

/** Jobs that are run, run again while they run, and removed, while nodes are drained. */
export const JOBS: Workload = [
  { name: "create a job", weight: 4, act: createJob },
  { name: "create a global job", weight: 2, act: createSweep },
  { name: "run again", weight: 3, act: renew },
  { name: "change", weight: 2, act: change },
  { name: "look", weight: 1, act: look },
  { name: "remove", weight: 1, act: remove },
  { name: "availability", weight: 1, act: setAvailability },
];
