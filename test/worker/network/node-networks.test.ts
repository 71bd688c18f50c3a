import test from "ava";
import { makeOverlayPort } from "../../../src/model/generated/types.ts";
import { NodeNetworks } from "../../../src/worker/network/node-networks.ts";
import { CONTAINER_TABLE } from "../../../src/worker/overlay/container-rules.ts";
import { meshTable } from "../../../src/worker/overlay/mesh-rules.ts";
import { wireGuardTable } from "../../../src/worker/overlay/wireguard-plan.ts";
import { SimEngineNetworks, SimHostNetworks, SimKernel } from "../../sim/kernel.ts";
import { forSeeds } from "../../support/seeds.ts";
import {
  ME,
  Machine,
  container,
  encrypted,
  endpoint,
  keyOf,
  network,
  peer,
  service,
} from "./machine.ts";

test("node networks: bring up what they are told, in kernel and engine and containers", async (t) => {
  const machine = new Machine();
  await machine.say({
    complete: true,
    networks: [network(1), network(2, true)],
    services: [service(1), service(2)],
    endpoints: [endpoint(1, 1), endpoint(2, 1)],
  });
  machine.host.startContainer(container("c1", 20, 1));
  await machine.sim.advance(500);

  const { actual, wanted } = machine.compare();
  t.deepEqual(actual, wanted);
  t.deepEqual(machine.networks.applied, { stream: 0, version: 1, failed: {} });
  t.deepEqual([...machine.host.meshBridges], ["skb4099"]);
  await machine.stop();
});

test("node networks: a version is in force only when its rules are, in every container", async (t) => {
  const machine = new Machine();
  await machine.say({ complete: true, networks: [network(1)], services: [service(1)] });
  machine.host.startContainer(container("c1", 20, 1));
  await machine.sim.advance(500);
  const life = new AbortController();
  const before = machine.networks.applied;

  await machine.say({ endpoints: [endpoint(1, 1)] });
  t.is(machine.networks.applied, before);
  const news = machine.networks.news(before, life.signal);
  await machine.sim.advance(500);

  t.is((await news).version, 2);
  const { actual, wanted } = machine.compare();
  t.deepEqual(actual, wanted);
  await machine.stop();
});

test("node networks: a port is served while it passes from rules to a proxy and back", async (t) => {
  const machine = new Machine();
  const mesh = network(1, true);
  const proxied = { ...service(1), proxyProtocol: 1 };
  await machine.say({
    complete: true,
    networks: [mesh],
    services: [service(1)],
    endpoints: [endpoint(1, 1)],
  });
  await machine.sim.advance(500);
  t.deepEqual(machine.proxyLog, []);

  await machine.say({ services: [proxied] });
  await machine.sim.advance(500);
  t.is(machine.proxyLog[0], "open 80 led by rules");
  t.deepEqual(machine.compare().actual, machine.compare().wanted);
  await machine.say({ endpoints: [endpoint(1, 2)] });
  await machine.sim.advance(500);
  t.deepEqual(machine.proxied.get(80)?.backends, ["10.0.1.11", "10.0.1.12"]);
  await machine.say({ endpoints: [endpoint(1, 1, "n2", false)] });
  await machine.sim.advance(500);
  t.is(machine.networks.applied?.version, 4);
  t.deepEqual(machine.proxied.get(80)?.backends, ["10.0.1.12"]);

  await machine.say({ services: [service(1)] });
  await machine.sim.advance(500);
  t.is(machine.proxyLog.at(-1), "close 80 led by rules");
  t.is(machine.proxied.size, 0);
  await machine.stop();
});

test("node networks: what was led to a published port and is over is forgotten soon, where the kernel can", async (t) => {
  const begin = async (forgetsSoon: boolean): Promise<string> => {
    const machine = new Machine();
    machine.host.forgetsSoon = forgetsSoon;
    const told = {
      networks: [network(1, true)],
      services: [service(1)],
      endpoints: [endpoint(1, 1)],
    };
    await machine.say({ complete: true, ...told });
    await machine.sim.advance(500);
    t.is(machine.networks.applied?.version, 1);
    t.deepEqual(machine.compare().actual, machine.compare().wanted);
    await machine.stop();
    return JSON.stringify(machine.compare().actual);
  };
  t.true((await begin(true)).includes("ct timeout set"));
  t.false((await begin(false)).includes("ct timeout"));
});

test("node networks: flows of UDP to a task that is gone are led anew, on the host and in containers", async (t) => {
  const machine = new Machine();
  const ports = [makeOverlayPort({ protocol: "udp", published: 53, target: 5353 })];
  await machine.say({
    complete: true,
    networks: [network(1), network(2, true), network(3, false)],
    services: [service(1), { ...service(2), ports }],
    endpoints: [endpoint(1, 1), endpoint(1, 2), endpoint(2, 1), endpoint(2, 2)],
  });
  machine.host.startContainer(container("c1", 20, 1));
  machine.host.startContainer(container("c3", 21, 3));
  await machine.sim.advance(500);
  t.deepEqual(machine.host.forgotten, []);

  await machine.say({ removedEndpoints: ["net1/task1"], endpoints: [endpoint(2, 1, "n2", false)] });
  await machine.sim.advance(500);
  t.deepEqual(machine.host.forgotten, ["host: 10.0.2.11", "container 20: 10.0.1.11"]);

  await machine.say({ services: [service(2)] }); // No port of UDP any more.
  await machine.say({ removedEndpoints: ["net2/task2"] });
  await machine.sim.advance(500);
  t.is(machine.host.forgotten.filter((each) => each.startsWith("host")).length, 1);
  await machine.stop();
});

test("node networks: a port that a proxy cannot take is told of, until it can", async (t) => {
  const machine = new Machine();
  const services = [{ ...service(1), proxyProtocol: 1 }];
  machine.proxyFailures = ["published port 80 is not served: EADDRINUSE"];
  await machine.say({
    complete: true,
    networks: [network(1, true)],
    services,
    endpoints: [endpoint(1, 1)],
  });
  await machine.sim.advance(500);
  t.deepEqual(machine.networks.applied?.failed, { net1: machine.proxyFailures[0] });
  machine.proxyFailures = [];
  await machine.sim.advance(2_000);
  t.deepEqual(machine.networks.applied?.failed, {});
  await machine.stop();
});

test("node networks: a name that is on its way is waited for; others are told while things change", async (t) => {
  const machine = new Machine();
  await machine.say({ complete: true, networks: [network(1)], services: [service(1)] });
  machine.host.startContainer(container("c1", 20, 1));
  await machine.sim.advance(500);
  const life = new AbortController();
  const told: string[] = [];
  const ask = (name: string, addresses?: readonly string[]): Promise<unknown> =>
    machine.networks.mayTell(addresses, life.signal).then(() => told.push(name));

  await machine.say({ endpoints: [endpoint(1, 2)] });
  await machine.sim.advance(0); // A pass is under way, and what comes now is of the next one.
  const more = { ...service(1), serviceId: "more", name: "more", virtualAddresses: ["10.0.1.4"] };
  await machine.say({ services: [more], endpoints: [endpoint(1, 1)] });
  const asked = [ask("unknown"), ask("known", ["10.0.1.3"])];
  await machine.sim.advance(0);
  t.deepEqual(told, ["known"], "what was not known may be what was just said");
  while (!told.includes("unknown")) await machine.sim.advance(1);
  asked.push(ask("new", ["10.0.1.4"]), ask("still known", ["10.0.1.3"]));
  await machine.sim.advance(0);
  t.deepEqual(told, ["known", "unknown", "still known"], "rules do not know it yet");
  await machine.sim.advance(500);
  await Promise.all(asked);

  t.deepEqual(told, ["known", "unknown", "still known", "new"]);
  await machine.stop();
});

test("node networks: a daemon that starts again finds everything in place and changes nothing but rules", async (t) => {
  const machine = new Machine();
  await machine.say({
    complete: true,
    networks: [network(1)],
    services: [service(1)],
    endpoints: [endpoint(1, 1)],
  });
  await machine.sim.advance(500);
  const links = [...machine.host.links.values()];
  const before = machine.host.changeCount;

  await machine.restart();
  await machine.sim.advance(500);

  t.deepEqual([...machine.host.links.values()], links);
  t.is(machine.host.changeCount - before, 1, "the mesh's empty table alone");
  t.deepEqual(machine.networks.repaired, {});
  await machine.stop();
});

test("node networks: what somebody deletes is put back, and counted", async (t) => {
  const machine = new Machine();
  await machine.say({
    complete: true,
    networks: [network(1), network(2, true)],
    services: [service(1), service(2)],
    endpoints: [endpoint(1, 1), endpoint(2, 1)],
  });
  machine.host.startContainer(container("c1", 20, 1));
  await machine.sim.advance(500);

  machine.host.links.delete("skv4098");
  machine.host.entries.delete("skv4098");
  machine.host.entries.get("skv4099")?.clear();
  machine.host.host.drop(meshTable(ME));
  machine.host.containers.get("c1")?.rules.drop(CONTAINER_TABLE);
  await machine.sim.advance(20_000);

  const { actual, wanted } = machine.compare();
  t.deepEqual(actual, wanted);
  t.deepEqual(machine.networks.repaired, { tunnels: 1, entries: 2, mesh: 1, containers: 1 });
  await machine.stop();
});

test("node networks: what is said between two checks puts off none of them", async (t) => {
  const machine = new Machine();
  await machine.say({ complete: true, networks: [network(1)] });
  await machine.sim.advance(14_500);
  await machine.say({ endpoints: [endpoint(1, 1)] });
  await machine.sim.advance(100);

  machine.host.links.delete("skv4098");
  machine.host.entries.delete("skv4098");
  await machine.sim.advance(1_500);

  t.deepEqual(machine.networks.repaired, { tunnels: 1 });
  await machine.stop();
});

test("node networks: nothing is left when the last network goes, once its containers are gone", async (t) => {
  const machine = new Machine();
  await machine.say({
    complete: true,
    networks: [network(1, true), encrypted(2)],
    services: [service(1)],
    endpoints: [endpoint(1, 1)],
  });
  machine.host.startContainer(container("c1", 20, 1));
  await machine.sim.advance(500);

  await machine.say({ complete: true });
  await machine.sim.advance(3_000);
  t.deepEqual([...machine.host.networks.keys()], ["net1"], "a container is on it");
  machine.host.stopContainer("c1");
  await machine.sim.advance(3_000);

  t.deepEqual([...machine.host.networks], []);
  t.deepEqual([...machine.host.links], []);
  t.deepEqual([...machine.host.meshBridges], []);
  t.is(machine.host.host.listing(meshTable(ME)), undefined);
  t.is(machine.host.host.listing(wireGuardTable(ME)), undefined);
  await machine.stop();
});

test("node networks: a network is ready only when it is up, and nothing of the others waits for it", async (t) => {
  const machine = new Machine();
  machine.host.wireGuardLack = "there is no WireGuard here";
  const life = new AbortController();
  let ready = "";
  const first = machine.networks.ready(["net1"], life.signal).then(() => (ready += "1"));
  const second = machine.networks.ready(["net1", "net2"], life.signal).then(
    () => (ready += "2"),
    () => undefined,
  );
  await machine.say({ complete: true, networks: [network(1), encrypted(2)] });
  await machine.sim.advance(5_000);

  t.is(ready, "1");
  t.regex(machine.networks.applied?.failed["net2"] ?? "", /encrypted.*no WireGuard here/);
  t.deepEqual(await machine.networks.encryption(life.signal), {
    lack: "there is no WireGuard here",
  });
  life.abort();
  await Promise.all([first, second]);
  await machine.stop();
});

test("node networks: an engine that takes its time over a container keeps nobody from letting go of a dead task", async (t) => {
  const machine = new Machine();
  await machine.say({
    complete: true,
    networks: [network(1)],
    services: [service(1)],
    endpoints: [endpoint(1, 1), endpoint(1, 2)],
  });
  machine.host.startContainer(container("c1", 20, 1));
  await machine.sim.advance(500);
  machine.host.inspectMs = 10_000;
  machine.host.startContainer(container("c2", 21, 1));
  await machine.sim.advance(100);

  await machine.say({ endpoints: [endpoint(1, 1, "n2", false)] });
  await machine.sim.advance(500);

  t.is(machine.networks.applied?.version, 2);
  const rules = machine.host.containers.get("c1")?.rules.listing(CONTAINER_TABLE);
  t.false(JSON.stringify(rules).includes("10.0.1.11"));
  await machine.sim.advance(20_000);
  const { actual, wanted } = machine.compare();
  t.deepEqual(actual, wanted, "and the container gets its rules in the end");
  await machine.stop();
});

test("node networks: a daemon that has heard from no manager leaves everything as it is", async (t) => {
  const machine = new Machine();
  await machine.say({ complete: true, networks: [network(1)] });
  await machine.sim.advance(500);
  await machine.stop();
  const silent = new SimHostNetworks(machine.sim.fork("other"));
  for (const [key, link] of machine.host.links) silent.links.set(key, link);
  const process = machine.sim.process("w2");
  const life = new AbortController();
  const networks = new NodeNetworks({
    kernel: new SimKernel(silent, process),
    engine: new SimEngineNetworks(silent, process),
    clock: process.clock,
    entropy: process.entropy,
    log: process.log,
    nodeId: ME,
    nodeAddress: () => undefined,
    onNetworks: async () => new Map(),
  });
  const running = networks.run(life.signal);
  await machine.sim.advance(60_000);

  t.is(silent.changeCount, 0);
  t.is(silent.links.size, 2);
  life.abort();
  await machine.sim.advance(1_000);
  await running;
});

test("node networks: whatever happens, kernel and engine become what was said last", (t) =>
  forSeeds(t, 30, async (seed) => {
    const machine = new Machine(seed);
    const { prng } = machine.sim;
    machine.host.failureRate = 0.05;
    await machine.say({ complete: true, networks: [network(0, true)] });
    for (let step = 0; step < 40; step++) {
      const at = prng.below(3);
      const task = prng.below(6);
      const happenings: readonly (() => Promise<void> | void)[] = [
        () => machine.say({ networks: [at === 2 ? encrypted(2) : network(at, at === 0)] }),
        () =>
          machine.say({ peers: [peer(at, `n${2 + prng.below(2)}`, keyOf(prng.pick(["B", "C"])))] }),
        () => machine.say({ removedPeers: [`net${at}/n${2 + prng.below(2)}`] }),
        () => machine.host.removeLink("skwn1"),
        () => machine.host.host.drop(wireGuardTable(ME)),
        () => machine.say({ removedNetworks: [`net${at}`] }),
        () =>
          machine.say({
            endpoints: [endpoint(at, task, `n${1 + prng.below(3)}`, prng.chance(0.7))],
          }),
        () => machine.say({ removedEndpoints: [`net${at}/task${task}`] }),
        () => machine.say({ services: [service(at)] }),
        () => machine.say({ removedServices: [`net${at}/svc`] }),
        () => machine.host.startContainer(container(`c${task}`, 20 + task + 10 * at, at)),
        () => machine.host.stopContainer(`c${task}`),
        () => void machine.host.links.delete(`skv${4097 + at}`),
        () => machine.host.host.drop(meshTable(ME)),
        () => machine.host.entries.get(`skv${4097 + at}`)?.clear(),
        () => machine.restart(),
      ];
      await prng.pick(happenings)();
      await machine.sim.advance(prng.below(300));
    }
    machine.host.failureRate = 0;
    // Containers on networks that are gone hold these up.
    for (const id of [...machine.host.containers.keys()]) machine.host.stopContainer(id);
    await machine.sim.advance(40_000);

    const { actual, wanted } = machine.compare();
    t.deepEqual(actual, wanted);
    await machine.stop();
  }));
