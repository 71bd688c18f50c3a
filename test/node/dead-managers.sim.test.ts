import test from "ava";
import { NodeRole, makeNode, makeNodeSpec } from "../../src/model/generated/types.ts";
import { runDeadManagers } from "../../src/node/dead-managers.ts";
import type { RaftStatus } from "../../src/raft/status.ts";
import { Simulation } from "../sim/simulation.ts";
import { LocalStore } from "../support/local-store.ts";

/** Managers of whom some cannot be reached, and the leader's watch over them. */
async function watched(deadManagerMs: number | undefined, names: readonly string[]) {
  const sim = new Simulation(1);
  const process = sim.process("m1");
  const { clock, log } = process;
  const store = new LocalStore(process);
  const { MANAGER: role } = NodeRole;
  await store.write((tx) => {
    for (const id of names) {
      tx.create("node", makeNode({ id, role, spec: makeNodeSpec({ desiredRole: role }) }));
    }
  });
  const unreachable = new Set<string>();
  const status = (): RaftStatus => ({
    ...{ raftId: 1n, role: "leader", term: 2, leaderId: 1n, leading: true, removed: false },
    ...{ commitIndex: 1, appliedIndex: 1 },
    members: names.map((nodeId, index) => ({
      ...{ raftId: BigInt(index + 1), nodeId, address: nodeId, leader: index === 0 },
      ...{ reachable: !unreachable.has(nodeId), learner: false, matchIndex: 1 },
    })),
  });
  const life = new AbortController();
  const watch = runDeadManagers(
    { raft: { status }, store, clock, log, deadManagerMs },
    life.signal,
  );
  const demoted = (): readonly string[] =>
    store.view((tx) =>
      tx.nodes.all().flatMap(({ id, spec }) => (spec?.desiredRole === role ? [] : id)),
    );
  const end = async (): Promise<void> => {
    life.abort();
    await sim.finish(watch);
  };
  return { sim, unreachable, demoted, end };
}

test.serial(
  "dead managers: one that is out of reach for too long is demoted, and not before",
  async (t) => {
    const { sim, unreachable, demoted, end } = await watched(60_000, ["m1", "m2", "m3"]);
    unreachable.add("m2");
    await sim.advance(50_000);
    unreachable.delete("m2");
    await sim.advance(5_000);
    unreachable.add("m2");
    await sim.advance(55_000);
    t.deepEqual(demoted(), []);

    await sim.advance(10_000);
    t.deepEqual(demoted(), ["m2"]);
    await end();
  },
);

test.serial("dead managers: none is demoted where the rest would have no majority", async (t) => {
  const { sim, unreachable, demoted, end } = await watched(60_000, ["m1", "m2", "m3"]);
  unreachable.add("m3");
  unreachable.add("m2");
  await sim.advance(120_000);
  t.deepEqual(demoted(), []);
  await end();
});

test.serial("dead managers: nobody is demoted unless the operator has asked for it", async (t) => {
  const { sim, unreachable, demoted, end } = await watched(undefined, ["m1", "m2", "m3"]);
  unreachable.add("m2");
  await sim.advance(1_000_000);
  t.deepEqual(demoted(), []);
  await end();
});
