import { monitorEventLoopDelay, performance } from "node:perf_hooks";
import {
  NodeStatus_State,
  TaskState,
  makeAnnotations,
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
} from "../src/model/generated/types.ts";
import { runLeader } from "../src/manager/control/leader.ts";
import { realClock } from "../src/system/real/clock.ts";
import { realEntropy } from "../src/system/real/entropy.ts";
import { SILENT_LOG, testStore } from "../test/manager/support/test-store.ts";

// From the creation of a service until every task has a node: orchestrator, allocator, scheduler and
// store together, entries encoded and committed at once (no raft, no disk). Prints JSON.
//
//   npm run build && node build/bench/placement.js

/** SwarmKit's own figures for the same without raft, on two cores of an AMD EPYC. */
const SCENARIOS = [
  { replicas: 1000, swarmkitMs: [124, 423] },
  { replicas: 10_000, swarmkitMs: [1400, 3500] },
  { replicas: 100_000, swarmkitMs: [33_000, 84_000] },
];
const NODE_COUNT = 1000;

async function measure(replicas: number): Promise<Record<string, number>> {
  const clock = realClock;
  const { store, raft } = testStore({ clock });
  raft.commit = () => new Promise((resolve) => setImmediate(resolve));
  const stop = new AbortController();
  const deps = { store, clock, entropy: realEntropy, log: SILENT_LOG };
  const leading = runLeader(deps, stop.signal);
  await store.update((tx) => {
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

  const loopDelay = monitorEventLoopDelay({ resolution: 1 });
  loopDelay.enable();
  const startMs = performance.now();
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
  await store.update((tx) =>
    tx.create(
      "service",
      makeService({
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
      }),
    ),
  );
  await done;
  const allMs = performance.now() - startMs;
  loopDelay.disable();
  stop.abort();
  await leading;
  return {
    firstMs: Math.round(firstMs),
    allMs: Math.round(allMs),
    entries: raft.entries.length,
    megabytes: Math.round(raft.entries.reduce((sum, { length }) => sum + length, 0) / 1e5) / 10,
    worstLoopDelayMs: Math.round(loopDelay.max / 1e6),
    p99LoopDelayMs: Math.round(loopDelay.percentile(99) / 1e6),
  };
}

const only = process.argv[2];
for (const { replicas, swarmkitMs } of SCENARIOS) {
  if (only !== undefined && Number(only) !== replicas) continue;
  const result = await measure(replicas);
  console.log(JSON.stringify({ bench: "placement", replicas, ...result, swarmkitMs }));
}
