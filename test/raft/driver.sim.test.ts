import test from "ava";
import { Simulation } from "../sim/simulation.ts";
import { RaftCluster } from "./support/raft-cluster.ts";

test.serial("Driver: what is proposed during a write leaves together in the next", async (t) => {
  const sim = new Simulation(12);
  const cluster = new RaftCluster(sim);
  await cluster.form(1);
  const host = cluster.leader();
  const batches = (): number =>
    [...host.disk.contents.keys()].filter((key) => key.startsWith("raft/log/")).length;
  await sim.advance(50);
  const before = batches();

  const calls = [cluster.propose(host, "first")];
  await sim.advance(0);
  for (let count = 0; count < 20; count++) {
    calls.push(cluster.propose(host, `p${count}`));
    await sim.advance(0);
  }
  await sim.finish(Promise.all(calls));

  t.is(batches() - before, 2);
});

test.serial(
  "Driver: what others wait for leaves before what is committed is applied",
  async (t) => {
    const sim = new Simulation(13);
    const cluster = new RaftCluster(sim);
    await cluster.form(1);
    const host = cluster.leader();
    const { ledger } = host;
    await sim.advance(50);

    const writing: boolean[] = [];
    const apply = ledger.apply.bind(ledger);
    ledger.apply = (...entry) => {
      apply(...entry);
      writing.push(host.disk.isWriting);
    };
    const calls = [cluster.propose(host, "first")];
    await sim.advance(0);
    calls.push(cluster.propose(host, "second"));
    await sim.finish(Promise.all(calls));

    t.deepEqual(writing, [true, false]);
  },
);

test.serial(
  "Driver: a follower that no majority needs is told a moment later, of all at once",
  async (t) => {
    const sim = new Simulation(14);
    const cluster = new RaftCluster(sim);
    await cluster.form(3);
    const leader = cluster.leader();
    await sim.advance(1000);
    const held = (): readonly (number | undefined)[] =>
      leader.running
        .status()
        .members.filter(({ raftId }) => raftId !== leader.raftId)
        .map(({ matchIndex }) => matchIndex);
    const before = leader.running.status().commitIndex;

    for (let count = 0; count < 3; count++) await sim.finish(cluster.propose(leader, `p${count}`));
    t.deepEqual(held(), [before + 3, before]);
    await sim.advance(40);
    t.deepEqual(held(), [before + 3, before + 3]);

    const [needed] = cluster.followers();
    cluster.kill(needed!);
    await sim.finish(cluster.propose(leader, "without the first"));
    await sim.finish(cluster.propose(leader, "with the other at once"));
    t.deepEqual(held(), [before + 3, before + 5]);
  },
);
