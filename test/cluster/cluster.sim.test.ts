import test from "ava";
import { SimCluster } from "../sim/cluster.ts";
import type { SimMachine } from "../sim/machine.ts";
import { forSeeds } from "../support/seeds.ts";

/** A cluster that runs a service of six replicas, or as many as asked for. */
async function running(seed: number, replicas = 6): Promise<SimCluster> {
  const cluster = await SimCluster.boot(seed);
  await cluster.sim.finish(cluster.operator.create("web", replicas));
  await cluster.converge(10_000);
  return cluster;
}

function leaderOf(cluster: SimCluster): SimMachine {
  const { leader } = cluster;
  if (leader === undefined) throw new Error("Nobody leads");
  return leader;
}

async function newLeader(cluster: SimCluster, old: SimMachine): Promise<SimMachine> {
  const another = (): boolean => cluster.leader !== undefined && cluster.leader !== old;
  await cluster.sim.runUntil(another, 5_000, "another leader");
  return leaderOf(cluster);
}

/** Every running container of the cluster, by the machine it is on. */
function containers(cluster: SimCluster): readonly string[] {
  return cluster.machines
    .flatMap(({ name, engine }) => engine.running.map(({ id }) => `${name}: ${id}`))
    .sort();
}

function countOn(machine: SimMachine): number {
  return machine.engine.running.length;
}

const SEEDS = 3;

test.serial("cluster: a service runs all its replicas, and more when it is scaled", async (t) => {
  await forSeeds(t, SEEDS, async (seed) => {
    const cluster = await running(seed);
    t.is(containers(cluster).length, 6);
    // Spread over all six machines.
    t.true(cluster.machines.every((machine) => countOn(machine) === 1));

    await cluster.sim.finish(cluster.operator.scale("web", 10));
    await cluster.converge(10_000);
    t.is(containers(cluster).length, 10);

    await cluster.sim.finish(cluster.operator.remove("web"));
    await cluster.converge(10_000);
    t.is(containers(cluster).length, 0);
  });
});

test.serial("cluster: when its leader is killed, the next takes the next write soon", async (t) => {
  await forSeeds(t, SEEDS, async (seed) => {
    const cluster = await running(seed);
    const before = containers(cluster);
    const leader = leaderOf(cluster);
    const killedAtMs = cluster.sim.nowMs;

    leader.kill();
    await newLeader(cluster, leader);
    await cluster.sim.finish(cluster.operator.create("next", 1), 2_000);
    const tookMs = cluster.sim.nowMs - killedAtMs;

    t.true(tookMs < 1_500, `${tookMs} ms`);
    leader.start();
    await cluster.converge(30_000);
    // The daemon was away for a moment only: its containers never stopped.
    t.deepEqual(
      before.filter((one) => !containers(cluster).includes(one)),
      [],
    );
  });
});

test.serial("cluster: the replicas of a machine without power run elsewhere", async (t) => {
  await forSeeds(t, SEEDS, async (seed) => {
    const cluster = await running(seed);
    const lost = cluster.machine("w2");
    const lostAtMs = cluster.sim.nowMs;

    lost.losePower();
    const elsewhere = (): boolean => containers(cluster).length === 6;
    await cluster.sim.runUntil(elsewhere, 20_000, "six containers elsewhere");

    t.is(countOn(lost), 0);
    t.true(cluster.sim.nowMs - lostAtMs < 10_000, `${cluster.sim.nowMs - lostAtMs} ms`);
    lost.start();
    await cluster.converge(30_000);
  });
});

test.serial("cluster: a partition stops only the side without a majority, and heals", async (t) => {
  await forSeeds(t, SEEDS, async (seed) => {
    const cluster = await running(seed);
    const old = leaderOf(cluster);
    const others = cluster.machines.filter((machine) => machine !== old);

    cluster.network.links.partition(
      [old.name],
      others.map(({ name }) => name),
    );
    await newLeader(cluster, old);
    await cluster.sim.finish(cluster.operator.scale("web", 9), 10_000);
    const running9 = (): boolean => others.reduce((sum, each) => sum + countOn(each), 0) === 9;
    await cluster.sim.runUntil(running9, 20_000, "nine containers with the majority");
    // Cut off, it keeps what it runs: nobody can tell it otherwise.
    t.is(countOn(old), 1);

    cluster.heal();
    await cluster.converge(30_000);
    t.is(containers(cluster).length, 9);
  });
});

test.serial("cluster: a machine that was frozen stops what is no longer its own", async (t) => {
  await forSeeds(t, SEEDS, async (seed) => {
    const cluster = await running(seed);
    const frozen = cluster.machine("w1");
    const [stale] = frozen.engine.running;

    frozen.pause();
    const replaced = (): boolean => containers(cluster).length === 7;
    await cluster.sim.runUntil(replaced, 20_000, "a replacement of what is frozen");
    frozen.resume();
    await cluster.converge(30_000);

    t.is(containers(cluster).length, 6);
    t.false(frozen.engine.running.some(({ id }) => id === stale?.id));
  });
});

test.serial("cluster: when all daemons die, what ran runs on, and is known again", async (t) => {
  await forSeeds(t, SEEDS, async (seed) => {
    const cluster = await running(seed);
    const before = containers(cluster);
    const ids = cluster.machines.map((machine) => cluster.nodeIdOf(machine));

    for (const machine of cluster.machines) machine.kill();
    await cluster.sim.advance(5_000);
    for (const machine of cluster.machines) machine.start();
    await cluster.converge(30_000);

    t.deepEqual(containers(cluster), before);
    t.deepEqual(
      cluster.machines.map((machine) => cluster.nodeIdOf(machine)),
      ids,
    );
  });
});

test.serial("cluster: when the power fails everywhere, what was declared comes back", async (t) => {
  await forSeeds(t, SEEDS, async (seed) => {
    const cluster = await running(seed);
    const ids = cluster.machines.map((machine) => cluster.nodeIdOf(machine));
    // In the middle of things.
    const writing = cluster.operator.create("late", 3);
    writing.catch(() => undefined);
    await cluster.sim.advance(cluster.sim.prng.unit() * 10);

    for (const machine of cluster.machines) machine.losePower();
    await cluster.sim.advance(5_000);
    for (const machine of cluster.machines) machine.start();
    await cluster.converge(30_000);

    t.deepEqual(
      cluster.machines.map((machine) => cluster.nodeIdOf(machine)),
      ids,
    );
    t.true(containers(cluster).length >= 6);
  });
});

test.serial(
  "cluster: a task that fails is replaced, and one without an image says why",
  async (t) => {
    await forSeeds(t, 1, async (seed) => {
      const cluster = await running(seed, 3);
      const [victim] = cluster.machines.flatMap(({ engine }) => engine.running);
      for (const { engine } of cluster.machines) engine.endContainer(victim!.task.id, 1);
      await cluster.sim.advance(1_000);
      await cluster.converge(30_000);
      t.is(containers(cluster).length, 3);

      await cluster.sim.finish(cluster.operator.create("bad", 1, ["unpullable"]));
      await cluster.sim.advance(3_000);
      const [manager] = cluster.managers;
      const errors = manager!.store.view((tx) =>
        tx.tasks.all().flatMap(({ status }) => status?.err ?? []),
      );
      t.true(
        errors.some((error) => error.includes("No such image")),
        errors.join(),
      );
    });
  },
);

test.serial("cluster: a leader whose clock was ahead holds up no replacement", async (t) => {
  await forSeeds(t, SEEDS, async (seed) => {
    const cluster = await running(seed);
    const ahead = leaderOf(cluster);
    ahead.process?.clock.stepWall(300_000);
    const worker = cluster.machine("w1");
    const [victim] = worker.engine.running;
    worker.engine.endContainer(victim!.task.id, 1);
    // Long enough for a successor to be made, and less than the delay of its start.
    await cluster.sim.advance(2_000);

    ahead.kill();
    await newLeader(cluster, ahead);
    await cluster.sim.runUntil(() => containers(cluster).length >= 6, 30_000, "a replacement");
    ahead.start();
    await cluster.converge(30_000);

    t.is(containers(cluster).length, 6);
  });
});

test.serial(
  "cluster: a node whose first manager is lost finds the others after a loss of power",
  async (t) => {
    await forSeeds(t, SEEDS, async (seed) => {
      const cluster = await SimCluster.boot(seed);
      await cluster.sim.advance(1_000);
      // Where everybody joined.
      cluster.machine("m1").losePower();
      const worker = cluster.machine("w3");
      worker.losePower();
      worker.start();

      const isReady = (): boolean =>
        !cluster.complaints().some((each) => each.includes(cluster.nodeIdOf(worker)));
      await cluster.sim.advance(3_000);
      await cluster.sim.runUntil(isReady, 30_000, "the worker to be back");
      t.pass();
    });
  },
);

test.serial("cluster: whoever founded it is admitted when it is promoted again", async (t) => {
  await forSeeds(t, SEEDS, async (seed) => {
    const cluster = await running(seed);
    const [founder] = cluster.machines;
    if (founder === undefined) throw new Error("No machines");
    const nodeId = cluster.nodeIdOf(founder);
    const isManager = (): boolean => cluster.memberOf(founder)?.manager !== undefined;
    const voters = (): number =>
      cluster
        .memberOf(founder)
        ?.manager?.status()
        .members.filter(({ learner }) => !learner).length ?? 0;
    t.true(isManager());

    await cluster.sim.finish(cluster.operator.changeRole(nodeId));
    await cluster.sim.runUntil(() => !isManager(), 20_000, "a worker");
    await cluster.sim.advance(2_000);
    await cluster.sim.finish(cluster.operator.changeRole(nodeId));
    // Its process is the one that founded the cluster: what it began with then must be forgotten.
    await cluster.sim.runUntil(() => voters() === 3, 20_000, "one of three managers");
    await cluster.converge(30_000);
    t.is(containers(cluster).length, 6);
  });
});

test.serial(
  "cluster: a manager that was removed while it was down and promoted again becomes one",
  async (t) => {
    await forSeeds(t, SEEDS, async (seed) => {
      const cluster = await running(seed);
      const machine = cluster.machine("w1");
      const nodeId = cluster.nodeIdOf(machine);
      const members = (): readonly { nodeId: string; learner: boolean }[] =>
        cluster.managers[0]?.status().members.filter((member) => member.nodeId === nodeId) ?? [];
      await cluster.changeRole(machine);
      const begun = (): boolean => cluster.memberOf(machine)?.state.raftId !== undefined;
      await cluster.sim.runUntil(begun, 20_000, "a member");
      // Before it has a vote: it will not campaign, and those who removed it will not call.
      t.true(members().every(({ learner }) => learner));

      machine.losePower();
      await cluster.changeRole(machine);
      await cluster.sim.runUntil(() => members().length === 0, 20_000, "its removal");
      await cluster.changeRole(machine);
      await cluster.sim.advance(5_000);
      machine.start();

      const votes = (): boolean => members().some(({ learner }) => !learner);
      await cluster.sim.runUntil(votes, 20_000, "its vote");
      await cluster.converge(20_000);
      t.is(containers(cluster).length, 6);
    });
  },
);

test.serial(
  "cluster: a promotion that is taken back at once costs nobody the majority",
  async (t) => {
    await forSeeds(t, SEEDS, async (seed) => {
      const cluster = await SimCluster.boot(seed, { managers: 1, workers: 1 });
      const machine = cluster.machine("w1");
      for (let gapMs = 0; gapMs <= 30; gapMs += 3) {
        await cluster.changeRole(machine);
        await cluster.sim.advance(gapMs);
        await cluster.changeRole(machine);
        await cluster.sim.advance(2_000);
        t.not(cluster.leader, undefined, `taken back after ${gapMs} ms`);
        await cluster.converge(20_000);
      }
      t.is(cluster.managers.length, 1);
    });
  },
);
