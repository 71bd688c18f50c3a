import test from "ava";
import {
  NodeStatus_State,
  makeCluster,
  makeEncryptionKey,
  makeEngineDescription,
  makeNode,
  makeNodeDescription,
  makeNodeStatus,
  type Node,
} from "../../src/model/generated/types.ts";
import { runEngineGossip } from "../../src/node/engine-gossip.ts";
import { SKEIN_LABEL } from "../../src/model/engine-kind.ts";
import { SimGossipNetwork, simGossipCipher } from "../sim/gossip-network.ts";
import { Simulation } from "../sim/simulation.ts";
import { LocalStore } from "../support/local-store.ts";

const MANAGER = "10.0.0.1:2377";

function node(id: string, addr: string, labels: Readonly<Record<string, string>>): Node {
  const { READY: state } = NodeStatus_State;
  return makeNode({
    id,
    description: makeNodeDescription({ engine: makeEngineDescription({ labels }) }),
    status: makeNodeStatus({ state, addr }),
  });
}

/** A manager's part in the gossip, in a cluster with the keys for it. */
async function managing(network: SimGossipNetwork, sim: Simulation) {
  const process = sim.process("m1");
  const store = new LocalStore(process);
  const key = (lamportTime: number, byte: number): ReturnType<typeof makeEncryptionKey> =>
    makeEncryptionKey({
      ...{ subsystem: "networking:gossip", lamportTime, key: new Uint8Array(16).fill(byte) },
    });
  const networkBootstrapKeys = [key(3, 3), key(1, 1), key(2, 2)];
  await store.write((tx) => {
    tx.create("cluster", makeCluster({ id: "c", networkBootstrapKeys }));
    tx.create("node", node("m1", "10.0.0.1", { [SKEIN_LABEL]: "0" }));
  });
  const { clock, entropy, log } = process;
  const life = new AbortController();
  const running = runEngineGossip(
    {
      ...{ store, clock, entropy, log },
      seams: { network: network.of(process, "10.0.0.1"), cipher: simGossipCipher },
      listenAddress: "0.0.0.0:2377",
      advertiseAddress: MANAGER,
      managers: () => [MANAGER],
      leading: () => true,
    },
    life.signal,
  );
  const lines = (): readonly string[] =>
    sim.logBook.lines.filter(({ level }) => level !== "debug").map(({ message }) => message);
  const end = async (): Promise<void> => {
    life.abort();
    await sim.finish(running);
  };
  return { store, lines, end };
}

test.serial(
  "engine gossip: a cluster of nodes that all run Skein opens no port for it",
  async (t) => {
    const sim = new Simulation(1);
    const { store, lines, end } = await managing(new SimGossipNetwork(sim), sim);
    await store.write((tx) => tx.create("node", node("w1", "10.0.0.2", { [SKEIN_LABEL]: "0" })));
    await sim.advance(60_000);

    t.false(lines().some((line) => line.includes("gossip")));
    await end();
    t.is(sim.pendingCount, 0);
  },
);

test.serial(
  "engine gossip: begins with the first Docker Engine, and ends with the last",
  async (t) => {
    const sim = new Simulation(1);
    const network = new SimGossipNetwork(sim);
    const { store, lines, end } = await managing(network, sim);
    const asked: string[] = [];
    const engine = { packet: () => undefined, message: () => void asked.push("the engine") };
    await network.of(sim.process("engine"), "10.0.0.2").open({ host: "", port: 7946 }, engine);
    await store.write((tx) => tx.create("node", node("e1", "10.0.0.2", {})));
    await sim.advance(3_000);

    t.true(lines().includes("taking part in the gossip of Docker Engines"));
    t.not(asked.length, 0);

    await store.write((tx) => tx.remove("node", "e1"));
    await sim.advance(3_000);
    const before = asked.length;
    await sim.advance(60_000);
    t.is(asked.length, before);
    await end();
    t.is(sim.pendingCount, 0);
  },
);

test.serial("engine gossip: a port that is taken is said once, and tried again", async (t) => {
  const sim = new Simulation(1);
  const network = new SimGossipNetwork(sim);
  const deaf = { packet: () => undefined, message: () => undefined };
  const other = await network
    .of(sim.process("other"), "10.0.0.1")
    .open({ host: "", port: 7946 }, deaf);
  const { store, lines, end } = await managing(network, sim);
  await store.write((tx) => tx.create("node", node("e1", "10.0.0.2", {})));
  await sim.advance(120_000);

  const lost = lines().filter((line) => line.includes("TCP and UDP port 7946"));
  t.is(lost.length, 1);
  await other.close();
  await sim.advance(31_000);
  t.true(lines().includes("taking part in the gossip of Docker Engines"));
  await end();
  t.is(sim.pendingCount, 0);
});
