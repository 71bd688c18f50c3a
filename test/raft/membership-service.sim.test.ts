import test from "ava";
import { errorCodeOf, messageOf } from "../../src/base/errors.ts";
import { HealthCheckResponse_ServingStatus, NodeRole } from "../../src/model/generated/types.ts";
import { membershipRoutes } from "../../src/raft/membership-service.ts";
import { serve, type Channel, type Route } from "../../src/system/rpc.ts";
import { HealthService, RaftMembershipService } from "../../src/wire/generated/services.ts";
import type { SimProcess } from "../sim/process.ts";
import { Simulation } from "../sim/simulation.ts";
import { RaftCluster, type RaftHost } from "./support/raft-cluster.ts";

const { SERVING, NOT_SERVING } = HealthCheckResponse_ServingStatus;

/** Answers health checks for these parts of a manager. */
function healthOf(parts: readonly string[]): Route {
  return serve(HealthService.Check, async ({ service }) => ({
    status: parts.includes(service) ? SERVING : NOT_SERVING,
  }));
}

interface Cast {
  /** Members that are Docker's. */
  readonly docker?: readonly string[];
  readonly refusal?: (nodeId: string) => string | undefined;
}

/** Members that also admit and remove others. */
async function formCluster(
  sim: Simulation,
  size: number,
  { docker = [], refusal = () => undefined }: Cast = {},
): Promise<RaftCluster> {
  const cluster: RaftCluster = new RaftCluster(sim, {}, undefined, (host, process, identity) => [
    healthOf(docker.includes(host.name) ? ["Raft"] : ["Raft", "Raft.Learner"]),
    ...membershipRoutes({
      node: host.running,
      dialer: cluster.network.dialer(process, () => identity),
      clock: process.clock,
      entropy: process.entropy,
      log: process.log,
      refusal,
    }),
  ]);
  await cluster.form(size);
  return cluster;
}

/** A manager that wants to join: it answers health checks, and calls. */
class Newcomer {
  readonly process: SimProcess;
  readonly #channel: (address: string) => Channel;

  constructor(
    cluster: RaftCluster,
    name: string,
    {
      healthy = true,
      learns = false,
      nodeId = `node-${name}`,
    }: { healthy?: boolean; learns?: boolean; nodeId?: string } = {},
  ) {
    const { sim, network } = cluster;
    const identity = { nodeId, role: NodeRole.MANAGER, organization: "swarm" };
    this.process = sim.process(name);
    const check = healthOf([...(healthy ? ["Raft"] : []), ...(learns ? ["Raft.Learner"] : [])]);
    network.listen(this.process, `${name}:2377`, { routes: [check], identity: () => identity });
    const dialer = network.dialer(this.process, () => identity);
    this.#channel = (address) => dialer.certified(address);
  }

  join(to: RaftHost, addr: string): Promise<{ readonly raftId: bigint }> {
    const signal = new AbortController().signal;
    return this.#channel(to.member.address).unary(RaftMembershipService.Join, { addr }, { signal });
  }

  leave(to: RaftHost, raftId: bigint): Promise<unknown> {
    const signal = new AbortController().signal;
    const node = { raftId, nodeId: "", addr: "" };
    return this.#channel(to.member.address).unary(
      RaftMembershipService.Leave,
      { node },
      { signal },
    );
  }
}

const membersOf = (host: RaftHost): readonly string[] =>
  host.running.status().members.map(({ nodeId, address }) => `${nodeId} ${address}`);

test.serial("Join: a manager that answers at its address becomes a member", async (t) => {
  const sim = new Simulation(1);
  const cluster = await formCluster(sim, 1);
  const newcomer = new Newcomer(cluster, "fresh");

  const { raftId } = await sim.finish(newcomer.join(cluster.leader(), "fresh:2377"));

  t.true(raftId > 0n);
  t.deepEqual(membersOf(cluster.leader()), ["node-1 m1:2377", "node-fresh fresh:2377"]);
});

test.serial(
  "Join: a node that may not be a manager is told why, whatever its certificate says",
  async (t) => {
    const sim = new Simulation(1);
    const refusal = (nodeId: string): string | undefined =>
      nodeId === "node-former" ? "it is a worker" : undefined;
    const cluster = await formCluster(sim, 1, { refusal });

    const former = new Newcomer(cluster, "former").join(cluster.leader(), "former:2377");
    const error = await sim.finish(former.catch((cause: unknown) => cause));
    t.is(errorCodeOf(error), "permissionDenied");
    t.is(messageOf(error), "it is a worker");

    await sim.finish(new Newcomer(cluster, "fresh").join(cluster.leader(), "fresh:2377"));
    t.deepEqual(membersOf(cluster.leader()), ["node-1 m1:2377", "node-fresh fresh:2377"]);
  },
);

const learnersOf = (host: RaftHost): readonly string[] =>
  host.running.status().members.flatMap(({ nodeId, learner }) => (learner ? nodeId : []));

test.serial(
  "Join: begins as a learner where all know what that is; one of Docker's votes at once",
  async (t) => {
    const sim = new Simulation(1);
    const cluster = await formCluster(sim, 1);
    const leader = cluster.leader();

    const ours = new Newcomer(cluster, "ours", { learns: true });
    await sim.finish(ours.join(leader, "ours:2377"));
    t.deepEqual(learnersOf(leader), ["node-ours"]);

    await sim.finish(new Newcomer(cluster, "docker").join(leader, "docker:2377"));
    t.deepEqual(learnersOf(leader), ["node-ours"]);
  },
);

test.serial(
  "Join: none begins as a learner where one of Docker's managers is a member",
  async (t) => {
    const sim = new Simulation(1);
    const cluster = await formCluster(sim, 3, { docker: ["m2"] });
    const leader = cluster.leader();

    const ours = new Newcomer(cluster, "ours", { learns: true });
    await sim.finish(ours.join(leader, "ours:2377"));

    t.true(membersOf(leader).includes("node-ours ours:2377"));
    t.deepEqual(learnersOf(leader), []);
  },
);

test.serial("Join: an unspecified address becomes the one the call came from", async (t) => {
  const sim = new Simulation(2);
  const cluster = await formCluster(sim, 1);
  const newcomer = new Newcomer(cluster, "fresh");

  await sim.finish(newcomer.join(cluster.leader(), "0.0.0.0:2377"));

  t.is(membersOf(cluster.leader())[1], "node-fresh fresh:2377");
});

for (const [why, name, addr] of [
  ["nobody answers at its address", "fresh", "elsewhere:2377"],
  ["it does not serve raft", "sick", "sick:2377"],
] as const) {
  test.serial(`Join: a manager is not admitted when ${why}`, async (t) => {
    const sim = new Simulation(3);
    const cluster = await formCluster(sim, 1);
    const newcomer = new Newcomer(cluster, name, { healthy: name !== "sick" });

    const error = await t.throwsAsync(sim.finish(newcomer.join(cluster.leader(), addr)));

    t.is(errorCodeOf(error), "failedPrecondition");
    t.regex(messageOf(error), /cannot reach it there/);
    t.is(membersOf(cluster.leader()).length, 1);
  });
}

test.serial("Join: a node that asks twice at once is one member", async (t) => {
  const sim = new Simulation(4);
  const cluster = await formCluster(sim, 1);
  const newcomer = new Newcomer(cluster, "fresh");

  const both = [1, 2].map(() => newcomer.join(cluster.leader(), "fresh:2377"));
  const [one, two] = await sim.finish(Promise.all(both));

  t.is(one!.raftId, two!.raftId);
  t.is(membersOf(cluster.leader()).length, 2);
});

test.serial("Join: a member that moved keeps its id and gets its new address", async (t) => {
  const sim = new Simulation(5);
  const cluster = await formCluster(sim, 3);
  const moved = new Newcomer(cluster, "moved", { nodeId: "node-3" });

  const { raftId } = await sim.finish(moved.join(cluster.leader(), "moved:2377"));

  t.is(raftId, 3n);
  t.is(membersOf(cluster.leader())[2], "node-3 moved:2377");
});

test.serial("Join: a follower refuses and names the leader", async (t) => {
  const sim = new Simulation(6);
  const cluster = await formCluster(sim, 3);
  const newcomer = new Newcomer(cluster, "fresh");

  const error = await t.throwsAsync(
    sim.finish(newcomer.join(cluster.followers()[0]!, "fresh:2377")),
  );

  t.is(errorCodeOf(error), "unavailable");
  t.regex(messageOf(error), /node-1 at m1:2377/);
});

test.serial("Leave: removes the member, and asking again is no error", async (t) => {
  const sim = new Simulation(7);
  const cluster = await formCluster(sim, 3);
  const caller = new Newcomer(cluster, "caller");

  await sim.finish(caller.leave(cluster.leader(), 3n));
  await sim.finish(caller.leave(cluster.leader(), 3n));

  t.deepEqual(membersOf(cluster.leader()), ["node-1 m1:2377", "node-2 m2:2377"]);
  t.true(cluster.leader().running.isRemoved(3n));
});

test.serial("Leave: is refused when the rest would be without a majority", async (t) => {
  const sim = new Simulation(8);
  const cluster = await formCluster(sim, 3);
  const leader = cluster.leader();
  const [first, second] = cluster.followers();
  cluster.kill(first!);
  await sim.advance(2000);
  const caller = new Newcomer(cluster, "caller");

  const error = await t.throwsAsync(sim.finish(caller.leave(leader, second!.raftId)));

  t.is(errorCodeOf(error), "failedPrecondition");
  t.regex(
    messageOf(error),
    /of the 2 managers that would remain 1 can be reached, and 2 are needed/,
  );
  await sim.finish(caller.leave(leader, first!.raftId));
  t.is(membersOf(leader).length, 2);
});
