import test from "ava";
import { errorCodeOf, messageOf } from "../../src/base/errors.ts";
import { Simulation } from "../sim/simulation.ts";
import { forSeeds } from "../support/seeds.ts";
import { RaftCluster, type RaftHost } from "./support/raft-cluster.ts";

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

test.serial(
  "RaftNode: a snapshot of many pieces is streamed from disk to disk, through crashes and newer ones",
  async (t) => {
    await forSeeds(t, 6, async (seed) => {
      const sim = new Simulation(seed);
      const cluster = new RaftCluster(sim, { limits: { snapshotInterval: 10, keptEntries: 3 } });
      await cluster.form(2);
      const load = async (count: number): Promise<void> => {
        for (let at = 0; at < count; at++) {
          await sim.finish(cluster.propose(cluster.leader(), `p${at} ${"x".repeat(60_000)}`));
        }
      };
      await load(25);
      const late = await cluster.admit(3);
      // It dies while pieces come in, and the leader makes newer ones meanwhile.
      late.disk.options = { accessMs: 5, syncMs: 40, stallProbability: 0.05 };
      await sim.advance(300);
      cluster.kill(late);
      late.disk.losePower();
      await load(12);
      await cluster.restart(late);
      await load(12);
      await cluster.converge();

      t.deepEqual(late.ledger.lines, cluster.leader().ledger.lines);
      t.true(late.ledger.restores >= 1);
      const places = (host: RaftHost): number =>
        new Set(
          [...host.disk.contents.keys()]
            .filter((key) => key.startsWith("raft/snapshot-data/"))
            .map((key) => key.split("/")[2]),
        ).size;
      const keepsOne = (): boolean => [late, cluster.leader()].every((host) => places(host) === 1);
      await sim.runUntil(keepsOne, 60_000, "one snapshot on each disk");
    });
  },
);

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

test.serial("RaftNode: a proposal that fits in no message is refused", async (t) => {
  const sim = new Simulation(22);
  const cluster = new RaftCluster(sim, { limits: { maxEntryBytes: 100 } });
  await cluster.form(1);

  const error = await t.throwsAsync(sim.finish(cluster.propose(cluster.leader(), "x".repeat(101))));

  t.is(errorCodeOf(error), "resourceExhausted");
  t.regex(messageOf(error), /101 bytes .* takes 100/);
});

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

test.serial("RaftNode: a removed member lingers, as others may need its answers", async (t) => {
  const sim = new Simulation(13);
  const cluster = new RaftCluster(sim);
  await cluster.form(3);
  const gone = cluster.followers()[0]!;

  await sim.finish(cluster.leader().running.removeMember(gone.raftId, cluster.signal));
  await sim.advance(300);
  t.true(gone.running.status().removed);
  t.is(gone.outcome, undefined);
  gone.life.abort();
  await sim.finish(Promise.resolve());
  for (const host of cluster.hosts) host.life.abort();
  await sim.advance(9000);
  t.is(sim.pendingCount, 0);
});

test.serial("RaftNode: a member that was away while it was removed is told so", async (t) => {
  const sim = new Simulation(14);
  const cluster = new RaftCluster(sim);
  await cluster.form(3);
  const gone = cluster.followers()[0]!;
  cluster.kill(gone);
  await sim.advance(2000);
  await sim.finish(cluster.leader().running.removeMember(gone.raftId, cluster.signal));
  await sim.advance(10_000);

  await cluster.restart(gone);
  await sim.runUntil(() => gone.outcome !== undefined, 5000, "the end of the removed member");

  t.is(gone.outcome, "removed");
});

test.serial("RaftNode: a learner that was away while it was removed is told so", async (t) => {
  for (const knowsLog of [true, false]) {
    const sim = new Simulation(14);
    const cluster = new RaftCluster(sim);
    await cluster.form(3);
    const gone = cluster.add(4);
    await sim.finish(cluster.start(gone, "join"));
    if (!knowsLog) cluster.isolate(gone);
    await sim.finish(cluster.leader().running.addLearner(gone.member, cluster.signal));
    await sim.advance(1000);
    cluster.kill(gone);
    cluster.network.links.heal();
    await sim.finish(cluster.leader().running.removeMember(gone.raftId, cluster.signal));
    await sim.advance(10_000);

    await cluster.restart(gone);
    await sim.runUntil(() => gone.outcome !== undefined, 10_000, "the end of the removed member");

    t.is(gone.outcome, "removed");
  }
});

test.serial("RaftNode: a learner that is being removed gets no vote", async (t) => {
  const sim = new Simulation(18);
  const cluster = new RaftCluster(sim);
  await cluster.form(3);
  const leader = cluster.leader().running;
  const learner = cluster.add(4);
  await sim.finish(cluster.start(learner, "join"));
  await sim.finish(leader.addLearner(learner.member, cluster.signal));
  await cluster.converge();

  const removal = leader.removeMember(learner.raftId, cluster.signal);
  const promotion = leader.promoteLearner(learner.raftId, cluster.signal);
  await sim.finish(removal);
  const error = await t.throwsAsync(() => sim.finish(promotion));

  t.is(errorCodeOf(error), "notFound");
  t.deepEqual(leader.membership().removed, [learner.raftId]);
  t.is(leader.status().members.length, 3);
});

test.serial("RaftNode: two removals at a time do not cost the majority either", async (t) => {
  const sim = new Simulation(19);
  const cluster = new RaftCluster(sim);
  await cluster.form(4);
  const leader = cluster.leader().running;
  const [lost, one, other] = cluster.followers();
  cluster.kill(lost!);
  await sim.advance(2000);

  const first = leader.removeMember(one!.raftId, cluster.signal);
  const second = leader.removeMember(other!.raftId, cluster.signal);
  await sim.finish(first);
  const error = await t.throwsAsync(() => sim.finish(second));

  t.is(errorCodeOf(error), "failedPrecondition");
  await sim.finish(leader.removeMember(lost!.raftId, cluster.signal));
  await sim.finish(leader.removeMember(other!.raftId, cluster.signal));
});

test.serial("RaftNode: a member that the others do not know yet waits for them", async (t) => {
  const sim = new Simulation(17);
  const cluster = new RaftCluster(sim);
  await cluster.form(3);
  const early = cluster.add(4);
  await sim.finish(cluster.start(early, "join"));
  await sim.advance(20_000);
  t.is(early.outcome, undefined);

  await sim.finish(cluster.leader().running.addMember(early.member, cluster.signal));
  await cluster.converge();
  t.is(early.outcome, undefined);
});

test.serial(
  "RaftNode: a leader that slept and finds nobody stops calling itself one",
  async (t) => {
    const sim = new Simulation(15);
    const cluster = new RaftCluster(sim);
    await cluster.form(3);
    const sleeper = cluster.leader();

    sleeper.process?.pause();
    await sim.advance(2000);
    t.true(sleeper.running.status().leading);
    cluster.isolate(sleeper);
    sleeper.process?.resume();
    await sim.advance(1300); // Patient, as its machine stalls.

    t.false(sleeper.running.status().leading);
  },
);

test.serial("RaftNode: one snapshot at a time, however slow the disk", async (t) => {
  const sim = new Simulation(16);
  const cluster = new RaftCluster(sim, { limits: { snapshotInterval: 10, keptEntries: 0 } });
  await cluster.form(1);
  const host = cluster.leader();
  host.disk.options = { accessMs: 200, syncMs: 200, stallProbability: 0 };
  const calls = Array.from({ length: 30 }, (_, count) => cluster.propose(host, `p${count}`));
  await sim.finish(Promise.all(calls));
  const { snapshots } = host.ledger;
  t.is(snapshots, 1);
  for (let turn = 0; turn < 5; turn++) {
    host.running.campaign(); // A turn for nothing.
    await sim.advance(0);
  }
  t.is(host.ledger.snapshots, snapshots);
});

test.serial("RaftNode: a disk that fails ends the run with its error", async (t) => {
  const sim = new Simulation(17);
  const cluster = new RaftCluster(sim);
  await cluster.form(1);
  const host = cluster.leader();

  await sim.advance(50);
  host.disk.fail();
  const error = await t.throwsAsync(sim.finish(cluster.propose(host, "x")));

  t.is(errorCodeOf(error), "aborted");
  t.regex(messageOf(error), /outcome of this proposal is unknown/);
  await sim.runUntil(() => host.outcome !== undefined, 1000, "the end of the run");
  t.is(errorCodeOf((host.outcome as { error: unknown }).error), "unavailable");
});

test.serial(
  "RaftNode: is restarted only from a store that was initialised, and begun only once",
  async (t) => {
    const sim = new Simulation(18);
    const cluster = new RaftCluster(sim);
    const host = cluster.add(1);
    const early = await t.throwsAsync(sim.finish(cluster.start(host, "restart")));
    t.is(errorCodeOf(early), "failedPrecondition");
    host.process?.kill();
    await sim.finish(cluster.start(host, "bootstrap"));
    host.process?.kill();
    const again = await t.throwsAsync(sim.finish(cluster.start(host, "bootstrap")));
    t.is(errorCodeOf(again), "alreadyExists");
  },
);

test.serial(
  "RaftNode: listeners hear of every change of role and membership, and no more",
  async (t) => {
    const sim = new Simulation(19);
    const cluster = new RaftCluster(sim);
    await cluster.form(1);
    const host = cluster.leader();
    const heard: string[] = [];
    const stop = host.running.observe(({ leading, members }) => {
      heard.push(`${leading} ${members.length}`);
    });

    await sim.finish(cluster.propose(host, "x"));
    t.deepEqual(heard, []);
    await cluster.admit(2);
    cluster.kill(cluster.host(2));
    await sim.runUntil(() => !host.running.status().leading, 3000, "the loss of the majority");
    t.deepEqual(heard, ["true 2", "false 2"]);
    stop();
    await cluster.restart(cluster.host(2));
    await sim.runUntil(() => cluster.hasLeader(), 5000, "a leader");
    t.is(heard.length, 2);
  },
);

test.serial("RaftNode: a member that moved is reached at its new address", async (t) => {
  const sim = new Simulation(20);
  const cluster = new RaftCluster(sim);
  await cluster.form(3);
  const mover = cluster.followers()[0]!;
  cluster.kill(mover);
  mover.address = `${mover.name}:4000`;
  await cluster.restart(mover);
  await sim.finish(cluster.leader().running.updateMember(mover.member, cluster.signal));
  await sim.finish(cluster.propose(cluster.leader(), "to the new address"));
  await cluster.converge();
  t.is(mover.ledger.lines.length, 1);
  t.is(cluster.leader().running.memberOf(mover.raftId)?.address, "m2:4000");
});

test.serial("RaftNode: a joiner finds a leader that it was never told of", async (t) => {
  const sim = new Simulation(21);
  const cluster = new RaftCluster(sim);
  await cluster.form(2);
  const old = cluster.leader();
  const late = cluster.add(4);
  await sim.finish(cluster.start(late, "join")); // It is told of members 1 and 2.
  const unknown = await cluster.admit(3);
  await cluster.converge();
  await sim.finish(old.running.transferLeadership(cluster.signal, unknown.raftId));
  await sim.runUntil(() => unknown.running.status().leading, 2000, "member 3 to lead");

  await sim.finish(unknown.running.addMember(late.member, cluster.signal));
  await cluster.converge();

  t.is(late.running.status().members.length, 4);
});

test.serial("RaftNode: one member goes on alone when the others are lost for ever", async (t) => {
  for (const snapshotInterval of [5, 10_000]) {
    const sim = new Simulation(23);
    const cluster = new RaftCluster(sim, { limits: { snapshotInterval, keptEntries: 2 } });
    await cluster.form(3);
    for (let count = 0; count < 12; count++) {
      await sim.finish(cluster.propose(cluster.leader(), `p${count}`));
    }
    await cluster.converge();
    const survivor = cluster.followers()[0]!;
    for (const host of cluster.hosts) cluster.kill(host);
    survivor.disk.losePower();
    survivor.address = "m2:4000";

    await sim.finish(cluster.start(survivor, "force"));
    await sim.runUntil(() => survivor.running.status().leading, 1000, "the survivor to lead");
    await sim.finish(cluster.propose(survivor, "alone"));

    t.is(survivor.ledger.lines.length, 13);
    t.deepEqual(survivor.running.membership(), {
      members: [{ raftId: 2n, nodeId: "node-2", address: "m2:4000" }],
      removed: [1n, 3n],
    });
    await cluster.restart(survivor);
    await sim.runUntil(() => survivor.running.status().leading, 1000, "it to lead again");
    t.is(survivor.ledger.lines.length, 13);
  }
});

test.serial("RaftNode: who was removed cannot go on alone", async (t) => {
  const sim = new Simulation(24);
  const cluster = new RaftCluster(sim);
  await cluster.form(3);
  const gone = cluster.followers()[0]!;
  await sim.finish(cluster.leader().running.removeMember(gone.raftId, cluster.signal));
  await sim.runUntil(() => gone.outcome !== undefined, 5000, "the end of the removed member");
  cluster.kill(gone);

  const error = await t.throwsAsync(sim.finish(cluster.start(gone, "force")));

  t.is(errorCodeOf(error), "failedPrecondition");
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
