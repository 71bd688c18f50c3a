import test from "ava";
import { runLearnerPromotion } from "../../src/raft/learner-promotion.ts";
import { Simulation } from "../sim/simulation.ts";
import { RaftCluster, type RaftHost } from "./support/raft-cluster.ts";

/** Runs the promotion on the host that leads, for as long as the simulation lasts. */
function promoteOn(
  host: RaftHost,
  refusal: (nodeId: string) => string | undefined = (): undefined => undefined,
): void {
  const { clock, log } = host.process!;
  const deps = { raft: host.running, clock, log, refusal };
  void runLearnerPromotion(deps, new AbortController().signal).catch((error: unknown) => {
    throw error;
  });
}

const votes = (asked: RaftHost, host: RaftHost): boolean =>
  asked.running.status().members.some(({ raftId, learner }) => raftId === host.raftId && !learner);

/** Admits a host as a learner without starting it. */
async function admitUnseen(cluster: RaftCluster, raftId: number): Promise<RaftHost> {
  const host = cluster.add(raftId);
  const leader = cluster.leader().running;
  await cluster.sim.finish(leader.addLearner(host.member, cluster.signal));
  return host;
}

test.serial(
  "learner: the second manager does not cost the first its lead, however late it comes",
  async (t) => {
    const sim = new Simulation(1);
    const cluster = new RaftCluster(sim);
    await cluster.form(1);
    const first = cluster.leader();
    promoteOn(first);
    const { term } = first.running.status();

    const second = await admitUnseen(cluster, 2);
    for (let at = 0; at < 20; at++) {
      await sim.finish(cluster.propose(first, `while it starts ${at}`));
      await sim.advance(500);
    }
    t.false(votes(first, second));
    await sim.finish(cluster.start(second, "join"));
    await sim.runUntil(() => votes(first, second), 3000, "the second manager's vote");

    await cluster.converge();
    t.is(first.running.status().term, term, "nobody else has led");
    t.deepEqual(second.ledger.lines, first.ledger.lines);
  },
);

test.serial("learner: gets no vote while the larger majority could not be reached", async (t) => {
  const sim = new Simulation(2);
  const cluster = new RaftCluster(sim);
  await cluster.form(3);
  const leader = cluster.leader();
  promoteOn(leader);
  const [lost] = cluster.followers();
  cluster.kill(lost!);

  // Two of three: a fourth that is there makes three of four, a fifth that is not would not do.
  const fourth = await admitUnseen(cluster, 4);
  await sim.finish(cluster.start(fourth, "join"));
  await sim.runUntil(() => votes(leader, fourth), 10_000, "the fourth manager's vote");

  const fifth = await admitUnseen(cluster, 5);
  await sim.advance(20_000);
  t.false(votes(leader, fifth));
  await sim.finish(cluster.propose(leader, "still leading"));
});

test.serial("learner: one that stays behind waits; it votes once it has caught up", async (t) => {
  const sim = new Simulation(3);
  const cluster = new RaftCluster(sim);
  await cluster.form(1);
  const first = cluster.leader();
  promoteOn(first);
  const second = await admitUnseen(cluster, 2);
  await sim.finish(cluster.start(second, "join"));
  cluster.isolate(second);
  await sim.finish(cluster.propose(first, "unheard"));
  await sim.advance(10_000);
  t.false(votes(first, second));

  cluster.network.links.heal();
  await sim.runUntil(() => votes(first, second), 10_000, "the second manager's vote");
  t.true(votes(first, second));
});

test.serial("learner: a node that was demoted after its admission gets no vote", async (t) => {
  const sim = new Simulation(3);
  const cluster = new RaftCluster(sim);
  await cluster.form(1);
  const leader = cluster.leader();
  let refused: string | undefined = "node-2";
  promoteOn(leader, (nodeId) => (nodeId === refused ? "it is to be a worker" : undefined));

  const demoted = await admitUnseen(cluster, 2);
  await sim.finish(cluster.start(demoted, "join"));
  const other = await admitUnseen(cluster, 3);
  await sim.finish(cluster.start(other, "join"));
  await sim.runUntil(() => votes(leader, other), 10_000, "the other's vote");
  t.false(votes(leader, demoted));

  refused = undefined;
  await sim.runUntil(
    () => votes(leader, demoted),
    10_000,
    "its vote, as it may be a manager again",
  );
});
