import { performance } from "node:perf_hooks";
import { stopFreezing } from "../src/base/deep-freeze.ts";
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
} from "../src/model/generated/types.ts";
import { runScheduling } from "../src/manager/control/scheduling.ts";
import type { ReplicatedStore } from "../src/manager/control/replicated-store.ts";
import { Scheduler } from "../src/scheduler/scheduler.ts";
import { realClock } from "../src/system/real/clock.ts";
import { realEntropy } from "../src/system/real/entropy.ts";
import { SILENT_LOG, testStore } from "../test/manager/support/test-store.ts";
import type { SchedulerCase } from "./scheduler.ts";

stopFreezing(); // As the daemon does.

/** One case of the scheduler's benchmark: `scheduler-case CASE ROUNDS`, JSON out. */
const one = JSON.parse(process.argv[2] ?? "{}") as SchedulerCase; // Written by bench/scheduler.ts.
const rounds = Number(process.argv[3] ?? 1);

function nodes(): readonly Node[] {
  return Array.from({ length: one.nodes }, (_, at) =>
    makeNode({
      id: `n${at}`,
      spec: makeNodeSpec({
        annotations: makeAnnotations({
          labels: { az: `az${at % 3}`, rack: `r${at % 20}`, disk: at % 3 === 0 ? "hdd" : "ssd" },
        }),
      }),
      description: makeNodeDescription({
        resources: makeResources({ nanoCpus: 64e9, memoryBytes: 256 * 2 ** 30 }),
      }),
      status: makeNodeStatus({ state: NodeStatus_State.READY }),
    }),
  );
}

const keys = one.nested ? ["node.labels.az", "node.labels.rack"] : [];
const spec = makeTaskSpec({
  placement: makePlacement({
    constraints: one.constrained ? ["node.labels.disk==ssd"] : [],
    preferences: keys.map((spreadDescriptor) =>
      makePlacementPreference({ spread: makeSpreadOver({ spreadDescriptor }) }),
    ),
  }),
  resources: makeResourceRequirements({
    reservations: makeResources({ nanoCpus: 1e6, memoryBytes: 4 * 2 ** 20 }),
  }),
});
const status = makeTaskStatus({ state: TaskState.PENDING });
const version = makeVersion({ index: 1 });

function task(at: number): Task {
  return makeTask({
    id: `t${at}`,
    serviceId: `s${at % (one.services ?? 1)}`,
    specVersion: version,
    slot: at + 1,
    desiredState: TaskState.RUNNING,
    spec,
    status,
  });
}

function heapBytes(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** Of the processor since `before`: what a busy machine does not change. */
function cpuMs(before: NodeJS.CpuUsage): number {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function decide(): {
  readonly ms: number;
  readonly cpu: number;
  readonly oneMoreMs: number;
  readonly bytes: number;
} {
  const scheduler = new Scheduler();
  for (const node of nodes()) scheduler.putNode(node);
  const tasks = Array.from({ length: one.tasks }, (_, at) => task(at));
  const before = heapBytes();
  for (const each of tasks) scheduler.putTask(each, 0);
  const cpuBefore = process.cpuUsage();
  const startMs = performance.now();
  const { placements } = scheduler.schedule(0, Infinity);
  const ms = performance.now() - startMs;
  const cpu = cpuMs(cpuBefore);
  if (placements.length !== one.tasks) throw new Error("not every task was placed");
  const bytes = heapBytes() - before;
  const moreMs = [1, 2, 3, 4, 5].map((more) => {
    const fromMs = performance.now();
    scheduler.putTask(task(one.tasks + more), 0);
    scheduler.schedule(0, Infinity);
    return performance.now() - fromMs;
  });
  return { ms, cpu, oneMoreMs: median(moreMs), bytes };
}

/** From the scheduler's start over a store of pending tasks until the last one is assigned. */
async function withStore(): Promise<{
  readonly ms: number;
  readonly cpu: number;
  readonly bytes: number;
}> {
  const clock = realClock;
  const { store, raft } = testStore({ clock });
  raft.commit = () => new Promise((resolve) => setImmediate(resolve));
  await inParts(store, nodes(), "node");
  const before = heapBytes();
  await inParts(
    store,
    Array.from({ length: one.tasks }, (_, at) => task(at)),
    "task",
  );
  raft.entries.length = 0;
  const bytes = heapBytes() - before;
  let assigned = 0;
  const stop = new AbortController();
  const done = new Promise<void>((resolve) => {
    store.onCommit(({ changes }) => {
      raft.entries.length = 0;
      for (const { kind, object } of changes) {
        if (kind === "task" && object.status?.state === TaskState.ASSIGNED) assigned++;
      }
      if (assigned === one.tasks) resolve();
    });
  });
  const cpuBefore = process.cpuUsage();
  const startMs = performance.now();
  const deps = { store, clock, entropy: realEntropy, log: SILENT_LOG };
  const running = runScheduling(deps, stop.signal);
  await done;
  const ms = performance.now() - startMs;
  const cpu = cpuMs(cpuBefore);
  stop.abort();
  await running;
  return { ms, cpu, bytes };
}

async function inParts(
  store: ReplicatedStore,
  objects: readonly (Node | Task)[],
  kind: "node" | "task",
): Promise<void> {
  for (let at = 0; at < objects.length; at += 400) {
    const part = objects.slice(at, at + 400);
    // Kind and objects belong together, as the callers see to.
    await store.update((tx) => part.forEach((each) => tx.create(kind, each)));
  }
}

function median(values: readonly number[]): number {
  return [...values].sort((left, right) => left - right)[values.length >> 1] ?? 0;
}

const round = (value: number): number => Math.round(value * 100) / 100;
const decided = Array.from({ length: rounds }, decide);
const stored: Awaited<ReturnType<typeof withStore>>[] = [];
for (let at = 0; at < rounds; at++) stored.push(await withStore());
const decideMs = median(decided.map(({ ms }) => ms));
const storeMs = median(stored.map(({ ms }) => ms));
console.log(
  JSON.stringify({
    ...one,
    decideMs: round(decideMs),
    decideCpuMs: round(median(decided.map(({ cpu }) => cpu))),
    decidedPerSecond: Math.round((one.tasks / decideMs) * 1000),
    oneMoreTaskMs: round(median(decided.map((each) => each.oneMoreMs))),
    storeMs: round(storeMs),
    storeCpuMs: round(median(stored.map(({ cpu }) => cpu))),
    storedPerSecond: Math.round((one.tasks / storeMs) * 1000),
    schedulerBytesATask: Math.round(median(decided.map(({ bytes }) => bytes)) / one.tasks),
    storeBytesATask: Math.round(median(stored.map(({ bytes }) => bytes)) / one.tasks),
  }),
);
