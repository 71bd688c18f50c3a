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
