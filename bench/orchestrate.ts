import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import {
  NodeStatus_State,
  TaskState,
  makeAnnotations,
  makeCluster,
  makeContainerSpec,
  makeNode,
  makeNodeDescription,
  makeNodeSpec,
  makeNodeStatus,
  makeReplicatedService,
  makeResourceRequirements,
  makeResources,
  makeService,
  makeServiceSpec,
  makeTaskSpec,
  makeVersion,
  type Service,
} from "../src/model/generated/types.ts";
import { runLeader } from "../src/manager/control/leader.ts";
import type { ReplicatedStore } from "../src/manager/control/replicated-store.ts";
import { realClock } from "../src/system/real/clock.ts";
import { realEntropy } from "../src/system/real/entropy.ts";
import { formManagers, silent } from "./managers.ts";

// From the creation of a service until every task has a node, as the leader of three managers sees
// it: orchestrator, allocator, scheduler and store together, entries encoded, synced to LevelDB on
// all three and committed by a majority. All three live in this process and apply everything.

const NODE_COUNT = 1000;
/** SwarmKit's own figures for the same, on two cores of an AMD EPYC. */
const SWARMKIT: Readonly<Record<number, readonly number[]>> = { 10_000: [14_000, 38_000] };
const SIZES = [1000, 10_000];

export async function benchOrchestrate(
  rounds: number,
  say: (text: string) => void,
): Promise<readonly unknown[]> {
  const results: unknown[] = [];
  for (const replicas of SIZES) {
    const times: Figures[] = [];
    for (let at = 0; at < rounds; at++) {
      times.push(await measure(replicas));
      say(JSON.stringify({ replicas, ...times.at(-1) }));
    }
    times.sort((left, right) => left.allMs - right.allMs);
    const swarmkitMs = SWARMKIT[replicas];
    results.push({ replicas, managers: 3, ...times[times.length >> 1], swarmkitMs });
  }
  return results;
}

interface Figures {
  readonly firstMs: number;
  readonly allMs: number;
  /** Of the processor, for all three managers: what a busy machine does not change. */
  readonly cpuMs: number;
  /** All three managers share this loop. */
  readonly worstLoopDelayMs: number;
  readonly p99LoopDelayMs: number;
}

async function measure(replicas: number): Promise<Figures> {
  const directory = await mkdtemp(join(tmpdir(), "skein-bench-orchestrate-"));
  const life = new AbortController();
  const { store, ended } = await formManagers(3, directory, life.signal);
  const reign = new AbortController();
  const deps = { store, clock: realClock, entropy: realEntropy, log: silent };
  const leading = runLeader(deps, reign.signal);
  try {
    await prepare(store);
    return await deploy(store, replicas);
  } finally {
    reign.abort();
    await leading;
    life.abort();
    await ended;
    await rm(directory, { recursive: true });
  }
}

async function prepare(store: ReplicatedStore): Promise<void> {
  await store.update((tx) => {
    tx.create("cluster", makeCluster({ id: "cluster" }));
    for (let at = 0; at < NODE_COUNT; at++) {
      tx.create(
        "node",
        makeNode({
          id: `node${at}`,
          spec: makeNodeSpec(),
          description: makeNodeDescription({
            hostname: `host${at}`,
            resources: makeResources({ nanoCpus: 64e9, memoryBytes: 256 * 2 ** 30 }),
          }),
          status: makeNodeStatus({ state: NodeStatus_State.READY }),
        }),
      );
    }
  });
}

async function deploy(store: ReplicatedStore, replicas: number): Promise<Figures> {
  const loopDelay = monitorEventLoopDelay({ resolution: 1 });
  loopDelay.enable();
  const startMs = performance.now();
  const cpuBefore = process.cpuUsage();
  let firstMs = 0;
  let assigned = 0;
  const done = new Promise<void>((resolve) => {
    store.onCommit(({ changes }) => {
      for (const change of changes) {
        if (change.kind !== "task" || change.object.status?.state !== TaskState.ASSIGNED) continue;
        firstMs ||= performance.now() - startMs;
        assigned++;
      }
      if (assigned === replicas) resolve();
    });
  });
  await store.update((tx) => tx.create("service", service(replicas)));
  await done;
  const allMs = performance.now() - startMs;
  const { user, system } = process.cpuUsage(cpuBefore);
  loopDelay.disable();
  return {
    cpuMs: Math.round((user + system) / 1000),
    firstMs: Math.round(firstMs),
    allMs: Math.round(allMs),
    worstLoopDelayMs: Math.round(loopDelay.max / 1e6),
    p99LoopDelayMs: Math.round(loopDelay.percentile(99) / 1e6),
  };
}

function service(replicas: number): Service {
  return makeService({
    id: "service",
    specVersion: makeVersion(),
    spec: makeServiceSpec({
      annotations: makeAnnotations({ name: "web" }),
      task: makeTaskSpec({
        container: makeContainerSpec({ image: "nginx:1.27", env: ["A=1", "B=2"] }),
        resources: makeResourceRequirements({
          reservations: makeResources({ nanoCpus: 1e6, memoryBytes: 4 * 2 ** 20 }),
        }),
      }),
      replicated: makeReplicatedService({ replicas }),
    }),
  });
}
