import { performance } from "node:perf_hooks";
import {
  NodeStatus_State,
  TaskState,
  makeAnnotations,
  makeNode,
  makeNodeDescription,
  makeNodeSpec,
  makeNodeStatus,
  makePlacement,
  makePlacementPreference,
  makeResourceRequirements,
  makeResources,
  makeSpreadOver,
  makeTask,
  makeTaskSpec,
  makeTaskStatus,
  makeVersion,
  type Node,
  type Task,
  type TaskSpec,
} from "../src/model/generated/types.ts";
import { Scheduler } from "../src/scheduler/scheduler.ts";

// How long it takes to decide where tasks go: the same shapes as SwarmKit's DecideOnly benchmarks
// (one service with reservations, nodes of 64 CPUs and 256 GiB). Prints JSON.
//
//   npm run build && node build/bench/scheduler.js

interface Scenario {
  readonly name: string;
  readonly nodeCount: number;
  readonly taskCount: number;
  readonly serviceCount: number;
  readonly spread: readonly string[];
  /** SwarmKit's own figure for the same, on two cores of an AMD EPYC. */
  readonly swarmkitMs?: number;
}

const SCENARIOS: readonly Scenario[] = [
  {
    name: "1k nodes, 10k tasks",
    nodeCount: 1000,
    taskCount: 10_000,
    serviceCount: 1,
    spread: [],
    swarmkitMs: 14,
  },
  {
    name: "1k nodes, 10k tasks, 100 services",
    nodeCount: 1000,
    taskCount: 10_000,
    serviceCount: 100,
    spread: [],
  },
  {
    name: "1k nodes, 10k tasks, spread",
    nodeCount: 1000,
    taskCount: 10_000,
    serviceCount: 1,
    spread: ["node.labels.az", "node.labels.rack"],
  },
  {
    name: "1k nodes, 100k tasks",
    nodeCount: 1000,
    taskCount: 100_000,
    serviceCount: 1,
    spread: [],
    swarmkitMs: 296,
  },
  {
    name: "100k nodes, 100k tasks",
    nodeCount: 100_000,
    taskCount: 100_000,
    serviceCount: 1,
    spread: [],
    swarmkitMs: 835,
  },
];
const RUNS = 7;

function nodes(count: number): readonly Node[] {
  return Array.from({ length: count }, (_, at) =>
    makeNode({
      id: `n${at}`,
      spec: makeNodeSpec({
        annotations: makeAnnotations({ labels: { az: `az${at % 3}`, rack: `r${at % 20}` } }),
      }),
      description: makeNodeDescription({
        resources: makeResources({ nanoCpus: 64e9, memoryBytes: 256 * 2 ** 30 }),
      }),
      status: makeNodeStatus({ state: NodeStatus_State.READY }),
    }),
  );
}

function taskSpec(spread: readonly string[]): TaskSpec {
  return makeTaskSpec({
    placement: makePlacement({
      preferences: spread.map((spreadDescriptor) =>
        makePlacementPreference({ spread: makeSpreadOver({ spreadDescriptor }) }),
      ),
    }),
    resources: makeResourceRequirements({
      reservations: makeResources({ nanoCpus: 1e6, memoryBytes: 4 * 2 ** 20 }),
    }),
  });
}

function tasks({ taskCount, serviceCount, spread }: Scenario): readonly Task[] {
  const spec = taskSpec(spread);
  const status = makeTaskStatus({ state: TaskState.PENDING });
  return Array.from({ length: taskCount }, (_, at) =>
    makeTask({
      id: `t${at}`,
      serviceId: `s${at % serviceCount}`,
      specVersion: makeVersion({ index: 1 }),
      slot: at + 1,
      desiredState: TaskState.RUNNING,
      spec,
      status,
    }),
  );
}

function measure(scenario: Scenario): { readonly medianMs: number; readonly bestMs: number } {
  const times = Array.from({ length: RUNS }, () => {
    const scheduler = new Scheduler();
    for (const node of nodes(scenario.nodeCount)) scheduler.putNode(node);
    for (const task of tasks(scenario)) scheduler.putTask(task, 0);
    const startMs = performance.now();
    const { placements } = scheduler.schedule(0, Infinity);
    const tookMs = performance.now() - startMs;
    if (placements.length !== scenario.taskCount) throw new Error("not every task was placed");
    return tookMs;
  }).sort((left, right) => left - right);
  return { medianMs: round(times[RUNS >> 1] ?? 0), bestMs: round(times[0] ?? 0) };
}

function round(ms: number): number {
  return Math.round(ms * 10) / 10;
}

for (const scenario of SCENARIOS) {
  const { name, swarmkitMs } = scenario;
  console.log(JSON.stringify({ bench: "scheduler", name, ...measure(scenario), swarmkitMs }));
}
