import test from "ava";
import { errorCodeOf, messageOf } from "../../src/base/errors.ts";
import { Simulation } from "../sim/simulation.ts";
import { RaftCluster } from "./support/raft-cluster.ts";

test.serial(
  "RaftNode: the first member leads at once and applies what it is asked to",
  async (t) => {
    const sim = new Simulation(1);
    const cluster = new RaftCluster(sim);
    await cluster.form(1);
    const [host] = cluster.hosts;

    const index = await sim.finish(cluster.propose(host!, "hello", { mine: true }));

    t.true(sim.nowMs < 100);
    t.is(index, 3);
    t.deepEqual(host!.ledger.lines, ["3:hello"]);
    t.deepEqual(host!.ledger.locals, [{ mine: true }]);
  },
);

test.serial(
  "RaftNode: three members apply the same, and only the proposer gets its local value",
  async (t) => {
    const sim = new Simulation(2);
    const cluster = new RaftCluster(sim);
    await cluster.form(3);

    const calls = ["a", "b", "c", "d"].map((payload) =>
      cluster.propose(cluster.leader(), payload, payload),
    );
    await sim.finish(Promise.all(calls));
    await cluster.converge();

    const [one, two, three] = cluster.hosts.map(({ ledger }) => ledger);
    t.is(one!.lines.length, 4);
    t.deepEqual(two!.lines, one!.lines);
    t.deepEqual(three!.lines, one!.lines);
    t.deepEqual(one!.locals, ["a", "b", "c", "d"]);
    t.deepEqual(two!.locals, []);
  },
);

test.serial(
  "RaftNode: a killed leader is replaced and a write is accepted within two seconds",
  async (t) => {
    for (let seed = 1; seed <= 10; seed++) {
      const sim = new Simulation(seed);
      const cluster = new RaftCluster(sim);
      await cluster.form(3);
      await sim.finish(cluster.propose(cluster.leader(), "before"));
      const old = cluster.leader();

      cluster.kill(old);
      const killedAtMs = sim.nowMs;
      await sim.runUntil(() => cluster.hasLeader(), 5000, "a new leader");
      await sim.finish(cluster.propose(cluster.leader(), "after"));

      t.true(sim.nowMs - killedAtMs < 2000, `seed ${seed}: ${sim.nowMs - killedAtMs} ms`);
      t.deepEqual(
        cluster.leader().ledger.lines.map((line) => line.split(":")[1]),
        ["before", "after"],
      );
    }
  },
);

test.serial("RaftNode: a follower refuses proposals and says who leads", async (t) => {
  const sim = new Simulation(3);
  const cluster = new RaftCluster(sim);
  await cluster.form(3);
  const [follower] = cluster.followers();

  const error = await t.throwsAsync(() => sim.finish(cluster.propose(follower!, "x")));

  t.is(errorCodeOf(error), "unavailable");
  t.regex(messageOf(error), /node node-1 at m1:2377/);
});

test.serial(
  "RaftNode: who waits on a leader that is cut off is told that the outcome is unknown",
  async (t) => {
    const sim = new Simulation(4);
    const cluster = new RaftCluster(sim);
    await cluster.form(3);
    const leader = cluster.leader();
    cluster.isolate(leader);

    const error = await t.throwsAsync(() => sim.finish(cluster.propose(leader, "lost?")));

    t.is(errorCodeOf(error), "aborted");
    t.regex(messageOf(error), /outcome of this proposal is unknown/);
    t.false(leader.running.status().leading);
  },
);

test.serial(
  "RaftNode: a member restarts from its disk with everything it had applied",
  async (t) => {
    const sim = new Simulation(5);
    const cluster = new RaftCluster(sim, { limits: { snapshotInterval: 10, keptEntries: 3 } });
    await cluster.form(3);
    for (let count = 0; count < 35; count++) {
      await sim.finish(cluster.propose(cluster.leader(), `p${count}`));
    }
    await cluster.converge();
    const host = cluster.followers()[0]!;
    const before = host.ledger.lines;

    cluster.kill(host);
    host.disk.losePower();
    await cluster.restart(host);
    await cluster.converge();

    t.is(before.length, 35);
    t.deepEqual(host.ledger.lines, before);
    t.is(host.ledger.restores, 1);
  },
);

test.serial("RaftNode: a member that joins late gets a snapshot and follows", async (t) => {
  const sim = new Simulation(6);
  const cluster = new RaftCluster(sim, { limits: { snapshotInterval: 10, keptEntries: 3 } });
  await cluster.form(2);
  for (let count = 0; count < 35; count++) {
    await sim.finish(cluster.propose(cluster.leader(), `p${count}`));
  }

  const late = await cluster.admit(3);
  await cluster.converge();

  t.is(late.ledger.restores, 1);
  t.deepEqual(late.ledger.lines, cluster.leader().ledger.lines);
  t.is(late.running.status().members.length, 3);
});

test.serial("RaftNode: a removed member ends its run, and the rest goes on", async (t) => {
  const sim = new Simulation(7);
  const cluster = new RaftCluster(sim);
  await cluster.form(3);
  const gone = cluster.followers()[0]!;

  await sim.finish(cluster.leader().running.removeMember(gone.raftId, cluster.signal));
  await sim.runUntil(() => gone.outcome !== undefined, 5000, "the end of the removed member");

  t.is(gone.outcome, "removed");
  await sim.finish(cluster.propose(cluster.leader(), "still here"));
  t.deepEqual(
    cluster
      .leader()
      .running.status()
      .members.map(({ raftId }) => raftId)
      .includes(gone.raftId),
    false,
  );
});

test.serial("RaftNode: a leader of two removes itself, and the other leads on", async (t) => {
  const sim = new Simulation(8);
  const cluster = new RaftCluster(sim);
  await cluster.form(2);
  const leader = cluster.leader();
  const other = cluster.followers()[0]!;

  await sim.finish(leader.running.removeMember(leader.raftId, cluster.signal));
  await sim.runUntil(() => leader.outcome !== undefined, 5000, "the end of the removed leader");
  await sim.runUntil(() => other.running.status().leading, 2000, "the other to lead");

  t.is(leader.outcome, "removed");
  await sim.finish(cluster.propose(other, "alone"));
  t.pass();
});

test.serial(
  "RaftNode: leadership is handed over on request, without an election timeout",
  async (t) => {
    const sim = new Simulation(9);
    const cluster = new RaftCluster(sim);
    await cluster.form(3);
    const target = cluster.followers()[1]!;
    const startMs = sim.nowMs;

    await sim.finish(cluster.leader().running.transferLeadership(cluster.signal, target.raftId));
    await sim.runUntil(() => target.running.status().leading, 1000, "the successor to lead");

    t.true(sim.nowMs - startMs < 50);
  },
);

test.serial("RaftNode: too many waiting proposals are refused", async (t) => {
  const sim = new Simulation(10);
  const cluster = new RaftCluster(sim, { limits: { maxProposalBytes: 100 } });
  await cluster.form(1);
  const host = cluster.leader();

  const first = cluster.propose(host, "x".repeat(90));
  const second = cluster.propose(host, "y".repeat(20));

  const error = await t.throwsAsync(() => sim.finish(second));
  t.is(errorCodeOf(error), "resourceExhausted");
  await sim.finish(first);
  await sim.finish(cluster.propose(host, "z".repeat(20)));
  t.is(host.ledger.lines.length, 2);
});

test.serial("RaftNode: stopping it leaves nothing behind", async (t) => {
  const sim = new Simulation(11);
  const cluster = new RaftCluster(sim);
  await cluster.form(3);

  for (const host of cluster.hosts) host.life.abort();
  await sim.advance(100);

  t.deepEqual(
    cluster.hosts.map(({ outcome }) => outcome),
    ["stopped", "stopped", "stopped"],
  );
  t.is(sim.pendingCount, 0);
});
