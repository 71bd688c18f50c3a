import test from "ava";
import { NodeRole } from "../../src/model/generated/types.ts";
import { SimCluster } from "../sim/cluster.ts";
import type { SimMachine } from "../sim/machine.ts";
import { forSeeds } from "../support/seeds.ts";

const SEEDS = 2;

async function running(seed: number): Promise<SimCluster> {
  const cluster = await SimCluster.boot(seed);
  await cluster.sim.finish(cluster.operator.create("web", 6));
  await cluster.converge(10_000);
  return cluster;
}

/** Joins again, and waits until that is done. */
async function rejoin(
  cluster: SimCluster,
  machine: SimMachine,
  role: "manager" | "worker",
): Promise<void> {
  cluster.join(machine, role, cluster.sim.fork("rejoin"));
  const joined = (): boolean => !cluster.isBlank(machine);
  await cluster.sim.runUntil(joined, 20_000, `${machine.name} to have joined`);
}

async function removeNode(cluster: SimCluster, nodeId: string): Promise<void> {
  const { sim, operator } = cluster;
  await sim.finish(operator.removeNode(nodeId));
}

test.serial("churn: a worker that leaves comes back as another node", async (t) => {
  await forSeeds(t, SEEDS, async (seed) => {
    const cluster = await running(seed);
    const machine = cluster.machine("w1");
    const nodeId = cluster.nodeIdOf(machine);

    await cluster.sim.finish(cluster.leave(machine));
    t.deepEqual(machine.engine.containers, []);
    await removeNode(cluster, nodeId);
    await cluster.converge(30_000);
    await rejoin(cluster, machine, "worker");
    await cluster.converge(30_000);

    t.not(cluster.nodeIdOf(machine), nodeId);
  });
});

test.serial("churn: what a wiped worker's engine still runs is cleared away", async (t) => {
  await forSeeds(t, SEEDS, async (seed) => {
    const cluster = await running(seed);
    const machine = cluster.machine("w1");
    const nodeId = cluster.nodeIdOf(machine);
    const [left] = machine.engine.running;

    cluster.wipe(machine, "state");
    await rejoin(cluster, machine, "worker");
    await removeNode(cluster, nodeId);
    await cluster.converge(30_000);

    t.not(left, undefined);
    t.false(machine.engine.containers.some(({ id }) => id === left?.id));
  });
});

test.serial("churn: a manager that leaves or is wiped comes back as another", async (t) => {
  await forSeeds(t, SEEDS, async (seed) => {
    const cluster = await running(seed);
    for (const [name, how] of [
      ["m1", "leaves"],
      ["m2", "is wiped"],
    ] as const) {
      const machine = cluster.machine(name);
      const nodeId = cluster.nodeIdOf(machine);
      if (how === "leaves") await cluster.sim.finish(cluster.leave(machine));
      else cluster.wipe(machine, "everything");
      const replaced = (): boolean => cluster.leader !== undefined;
      await cluster.sim.runUntil(replaced, 5_000, "a leader");
      await cluster.sim.advance(2_000);
      const demote = (): Promise<void> => cluster.operator.changeRole(nodeId);
      t.true(await cluster.sim.finish(cluster.operator.attempt(demote)));
      await cluster.sim.advance(2_000);
      await removeNode(cluster, nodeId);
      await rejoin(cluster, machine, "manager");
      await cluster.converge(30_000);
      t.is(cluster.view((tx) => tx.nodes.get(cluster.nodeIdOf(machine)))?.role, NodeRole.MANAGER);
    }
    t.is(cluster.managers.length, 3);
  });
});

test.serial(
  "churn: a node that is removed while it runs is told so, and can join again",
  async (t) => {
    await forSeeds(t, SEEDS, async (seed) => {
      const cluster = await running(seed);
      const machine = cluster.machine("w2");
      const nodeId = cluster.nodeIdOf(machine);

      await removeNode(cluster, nodeId);
      const isTold = (): boolean => cluster.memberOf(machine)?.fault.includes("removed") === true;
      await cluster.sim.runUntil(isTold, 20_000, "word of its removal");
      await cluster.sim.finish(cluster.leave(machine));
      await rejoin(cluster, machine, "worker");
      await cluster.converge(30_000);

      t.not(cluster.nodeIdOf(machine), nodeId);
    });
  },
);
