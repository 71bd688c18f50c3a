import test from "ava";
import {
  NodeSpec_Availability,
  TaskState,
  UpdateConfig_UpdateOrder,
  UpdateStatus_UpdateState,
  makeAnnotations,
  makeContainerSpec,
  makeCreateServiceRequest,
  makeReplicatedJob,
  makeReplicatedService,
  makeServiceSpec,
  makeTaskSpec,
  makeUpdateConfig,
  makeUpdateNodeRequest,
  makeUpdateServiceRequest,
  makeGlobalJob,
  type Service,
  type ServiceSpec,
  type Task,
  type TaskSpec,
} from "../../src/model/generated/types.ts";
import { ControlService } from "../../src/wire/generated/services.ts";
import type { ReadTx } from "../../src/manager/store/store.ts";
import type { UnaryMethod } from "../../src/system/rpc.ts";
import { SimCluster } from "../sim/cluster.ts";
import { ALL_FAULTS, drawClimate, runFaults } from "../sim/faults.ts";
import { SimRun } from "../simulation/run.ts";
import { forSeeds } from "../support/seeds.ts";

// Each begins while all is well, goes on under faults, and must be done soon after they end.

const SEEDS = 3;
const FAULTY_MS = 6000;
const HEALED_MS = 60_000;

function ask<Request, Response>(
  cluster: SimCluster,
  method: UnaryMethod<Request, Response>,
  request: Request,
): Promise<Response> {
  const manager = cluster.managers.find((one) => one.status().leading)!;
  const { signal } = new AbortController();
  return cluster.sim.finish(manager.control().unary(method, request, { signal }));
}

async function create(cluster: SimCluster, spec: Partial<ServiceSpec>): Promise<Service> {
  const annotations = makeAnnotations({ name: "web" });
  const whole = makeServiceSpec({ annotations, task: taskSpec("app:1"), ...spec });
  const request = makeCreateServiceRequest({ spec: whole });
  return (await ask(cluster, ControlService.CreateService, request)).service!;
}

function taskSpec(image: string, command: readonly string[] = []): TaskSpec {
  return makeTaskSpec({ container: makeContainerSpec({ image, command }) });
}

/** What the leader's store says; undefined while nobody leads. */
function read<T>(cluster: SimCluster, look: (tx: ReadTx) => T): T | undefined {
  const { leader } = cluster;
  return leader && cluster.managerOf(leader)?.store.view(look);
}

const tasksOf = (cluster: SimCluster): readonly Task[] =>
  read(cluster, (tx) => tx.tasks.all()) ?? [];

async function weather(cluster: SimCluster, seed: number): Promise<void> {
  const climate = drawClimate(cluster.sim.fork("climate"), ALL_FAULTS);
  await runFaults(cluster, climate, FAULTY_MS, new SimRun({ seed }));
  cluster.heal();
}

async function until(cluster: SimCluster, is: () => boolean, what: string): Promise<void> {
  await cluster.sim.runUntil(is, HEALED_MS, what);
}

test.serial("orchestration: an update under faults is completed, and all run the new spec", (t) =>
  forSeeds(t, SEEDS, async (seed) => {
    const cluster = await SimCluster.boot(seed);
    const update = makeUpdateConfig({
      parallelism: 2,
      order: seed % 2 === 0 ? UpdateConfig_UpdateOrder.START_FIRST : 0,
      maxFailureRatio: 1, // Faults end tasks too; they are no reason to pause here.
    });
    const replicated = makeReplicatedService({ replicas: 6 });
    const service = await create(cluster, { replicated, update });
    await cluster.converge(20_000);

    const spec = { ...service.spec!, task: taskSpec("app:2") };
    const { id: serviceId } = service;
    const serviceVersion = read(cluster, (tx) => tx.services.get(serviceId)?.meta?.version);
    const request = makeUpdateServiceRequest({ serviceId, serviceVersion, spec });
    await ask(cluster, ControlService.UpdateService, request);
    await weather(cluster, seed);

    const state = (): number | undefined =>
      read(cluster, (tx) => tx.services.get(serviceId)?.updateStatus?.state);
    await until(
      cluster,
      () => state() === UpdateStatus_UpdateState.COMPLETED,
      "the update to complete",
    );
    await cluster.converge(HEALED_MS);
    const running = cluster.machines.flatMap((machine) => machine.engine.running);
    t.is(running.length, 6);
    t.true(running.every(({ task }) => task.spec?.container?.image === "app:2"));
  }),
);

test.serial("orchestration: a job under faults completes every slot once", (t) =>
  forSeeds(t, SEEDS, async (seed) => {
    const cluster = await SimCluster.boot(seed);
    await create(cluster, {
      task: taskSpec("app:1", ["sleep", "700"]),
      replicatedJob: makeReplicatedJob({ totalCompletions: 20, maxConcurrent: 4 }),
    });
    await weather(cluster, seed);

    const completed = (): readonly Task[] =>
      tasksOf(cluster).filter(({ status }) => status?.state === TaskState.COMPLETE);
    await until(cluster, () => completed().length >= 20, "twenty completions");
    await cluster.sim.advance(5000);
    t.is(new Set(completed().map(({ slot }) => slot)).size, 20);
    t.is(completed().length, 20);
  }),
);

test.serial("orchestration: a global job under faults completes once on every node", (t) =>
  forSeeds(t, SEEDS, async (seed) => {
    const cluster = await SimCluster.boot(seed);
    await create(cluster, {
      task: taskSpec("app:1", ["sleep", "500"]),
      globalJob: makeGlobalJob(),
    });
    await weather(cluster, seed);

    const nodes = (): ReadonlySet<string> =>
      new Set(
        tasksOf(cluster)
          .filter(({ status }) => status?.state === TaskState.COMPLETE)
          .map(({ nodeId }) => nodeId),
      );
    await until(cluster, () => nodes().size === cluster.machines.length, "all nodes' completions");
    t.is(nodes().size, 6);
  }),
);

test.serial("orchestration: a drain under faults empties the node, and keeps the replicas", (t) =>
  forSeeds(t, SEEDS, async (seed) => {
    const cluster = await SimCluster.boot(seed);
    const update = makeUpdateConfig({
      parallelism: 1,
      order: UpdateConfig_UpdateOrder.START_FIRST,
    });
    await create(cluster, { replicated: makeReplicatedService({ replicas: 8 }), update });
    await cluster.converge(20_000);

    const machine = cluster.machine("w1");
    const nodeId = cluster.nodeIdOf(machine);
    const node = read(cluster, (tx) => tx.nodes.get(nodeId))!;
    const spec = { ...node.spec!, availability: NodeSpec_Availability.DRAIN };
    const request = makeUpdateNodeRequest({ nodeId, nodeVersion: node.meta?.version, spec });
    await ask(cluster, ControlService.UpdateNode, request);
    await weather(cluster, seed);

    await cluster.converge(HEALED_MS);
    t.is(machine.engine.running.length, 0);
    t.is(cluster.machines.flatMap(({ engine }) => engine.running).length, 8);
  }),
);

test.serial("orchestration: without faults a start-first drain never runs too few", (t) =>
  forSeeds(t, SEEDS, async (seed) => {
    const cluster = await SimCluster.boot(seed);
    const update = makeUpdateConfig({
      parallelism: 1,
      order: UpdateConfig_UpdateOrder.START_FIRST,
    });
    await create(cluster, { replicated: makeReplicatedService({ replicas: 12 }), update });
    await cluster.converge(20_000);
    const machine = cluster.machine("w1");
    const nodeId = cluster.nodeIdOf(machine);
    const node = read(cluster, (tx) => tx.nodes.get(nodeId))!;
    const spec = { ...node.spec!, availability: NodeSpec_Availability.DRAIN };
    const request = makeUpdateNodeRequest({ nodeId, nodeVersion: node.meta?.version, spec });
    await ask(cluster, ControlService.UpdateNode, request);
    let fewest = Infinity;
    await until(
      cluster,
      () => {
        const count = cluster.machines.flatMap(({ engine }) => engine.running).length;
        fewest = Math.min(fewest, count);
        return machine.engine.running.length === 0;
      },
      "the node to be empty",
    );
    t.is(fewest, 12);
  }),
);
