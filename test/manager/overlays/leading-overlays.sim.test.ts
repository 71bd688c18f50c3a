import test from "ava";
import { Prng } from "../../../src/base/prng.ts";
import { LeadingOverlays } from "../../../src/manager/overlays/leading-overlays.ts";
import {
  NodeStatus_State,
  makeAnnotations,
  makeDriver,
  makeEndpointSpec,
  makeEngineDescription,
  makeNetworkAttachmentConfig,
  makeNetworkFinding,
  makeNodeDescription,
  makeNodeStatus,
  makePluginDescription,
  makePortConfig,
  type OverlayChange,
  type ServiceSpec,
} from "../../../src/model/generated/types.ts";
import { PROXY_PROTOCOL_LABEL } from "../../../src/model/service-options.ts";
import { WIREGUARD_KEY_LABEL } from "../../../src/model/wireguard-keys.ts";
import { OverlayTables } from "../../../src/worker/overlay/overlay-tables.ts";
import { node } from "../../support/build.ts";
import { forSeeds } from "../../support/seeds.ts";
import { wantedNetwork } from "../allocator/scene.ts";
import { TestCluster, webService, withReplicas } from "../support/cluster.ts";

const NODES = ["n1", "n2", "n3"];
const PUBLISHED = makeEndpointSpec({
  ports: [makePortConfig({ targetPort: 80, publishedPort: 8080 })],
});

/** A node's agent as far as networks go: takes in all it is told, and says so when it is to. */
class Listener {
  readonly tables = new OverlayTables();
  readonly changes: OverlayChange[] = [];
  readonly #leaving = new AbortController();
  /** Says at once what is in force. */
  answers = true;

  constructor(overlays: LeadingOverlays, nodeId: string) {
    void this.#listen(overlays, nodeId);
  }

  leave(): void {
    this.#leaving.abort();
  }

  async #listen(overlays: LeadingOverlays, nodeId: string): Promise<void> {
    for await (const change of overlays.watch(nodeId, this.#leaving.signal)) {
      this.changes.push(change);
      this.tables.apply(change);
      if (this.answers) overlays.applied(nodeId, change.version);
    }
  }

  /** `back task 10.0.1.3/24 serving`, of all endpoints. */
  get serving(): readonly string[] {
    return [...this.tables.endpoints.values()]
      .filter(({ serving }) => serving)
      .map(({ networkId, taskId }) => `${networkId}/${taskId}`)
      .sort();
  }

  get everything(): unknown {
    const { networks, peers, endpoints, services } = this.tables;
    return [networks, peers, endpoints, services].map((table) =>
      [...table].sort(([left], [right]) => (left < right ? -1 : 1)),
    );
  }
}

interface Scene {
  readonly cluster: TestCluster;
  readonly overlays: LeadingOverlays;
  readonly released: string[];
}

async function newScene(seed: number): Promise<Scene> {
  const cluster = new TestCluster(
    seed,
    NODES.map((id) => node(id)),
  );
  await cluster.sim.advance(50); // The leader's loops have begun: networks are numbered as they come.
  await cluster.sim.finish(
    cluster.store.update((tx) => {
      tx.create("network", wantedNetwork("mesh", ["10.0.0.0/24"], { ingress: true }));
      tx.create("network", wantedNetwork("back", ["10.0.1.0/24"]));
      tx.create("network", wantedNetwork("front", ["10.0.2.0/24"]));
    }),
  );
  for (const [at, id] of NODES.entries()) await nodeIs(cluster, id, NodeStatus_State.READY, at);
  const released: string[] = [];
  const { store } = cluster;
  const { clock } = cluster.process;
  const overlays = new LeadingOverlays({ store, clock }, (taskId) => void released.push(taskId));
  return { cluster, overlays, released };
}

function nodeIs(
  cluster: TestCluster,
  id: string,
  state: NodeStatus_State,
  at = NODES.indexOf(id),
): Promise<void> {
  const status = makeNodeStatus({ state, addr: `192.0.2.${at + 1}` });
  return cluster.setNode(id, (one) => ({ ...one, status }));
}

function on(networks: readonly string[], spec: Partial<ServiceSpec> = {}): Partial<ServiceSpec> {
  const { task } = webService(1).spec!;
  const targets = networks.map((target) =>
    makeNetworkAttachmentConfig({ target, aliases: [`at-${target}`] }),
  );
  return { task: { ...task!, networks: targets }, ...spec };
}

test.serial(
  "a node is told of the networks of its tasks, and of the mesh while ports are published",
  async (t) => {
    const { cluster, overlays } = await newScene(1);
    const listener = new Listener(overlays, "n1");
    await cluster.sim.advance(50);
    t.deepEqual(
      listener.changes.map(({ complete }) => complete),
      [true],
    );
    t.is(listener.tables.networks.size, 0);

    await cluster.createService(webService(3, { id: "a", spec: on(["back"]) }));
    await cluster.runsUntil("a", 3);
    await cluster.sim.advance(100);
    const { networks, peers, endpoints, services } = listener.tables;
    t.like(networks.get("back"), { vxlanId: 4097, subnets: ["10.0.1.0/24"] });
    t.is(networks.get("back")?.gateways.length, 1);
    t.deepEqual([...peers.keys()].sort(), ["back/n2", "back/n3"]);
    t.is(peers.get("back/n2")?.nodeAddress, "192.0.2.2");
    t.is(endpoints.size, 3);
    t.is(listener.serving.length, 3);
    t.like(services.get("back/a"), { name: "a", aliases: ["at-back"], ports: [] });
    t.is(services.get("back/a")?.virtualAddresses.length, 1);

    const labels = { [PROXY_PROTOCOL_LABEL]: "v2" };
    const annotations = makeAnnotations({ name: "b", labels });
    const spec = on([], { endpoint: PUBLISHED, annotations });
    await cluster.createService(webService(1, { id: "b", spec }));
    await cluster.runsUntil("b", 1);
    await cluster.sim.advance(100);
    t.true(networks.get("mesh")?.ingress);
    t.deepEqual(services.get("mesh/b")?.ports, [{ protocol: "tcp", published: 8080, target: 80 }]);
    t.deepEqual(
      ["mesh/b", "back/a"].map((key) => services.get(key)?.proxyProtocol),
      [2, 0],
    );
    await cluster.sim.finish(cluster.store.update((tx) => tx.remove("service", "b")));
    await cluster.sim.advance(10_000);
    t.deepEqual([...networks.keys()], ["back"]);
  },
);

test.serial(
  "a node's key is told to those that are on an encrypted network with it, and a new one too",
  async (t) => {
    const { cluster, overlays } = await newScene(1);
    const says = (id: string, key: string): Promise<void> =>
      cluster.setNode(id, (one) => {
        const engine = makeEngineDescription({
          labels: { [WIREGUARD_KEY_LABEL]: key },
          plugins: [makePluginDescription({ type: "Network", name: "overlay" })],
        });
        return { ...one, description: makeNodeDescription({ ...one.description, engine }) };
      });
    await cluster.sim.finish(
      cluster.store.update((tx) => {
        const driverConfig = makeDriver({ name: "overlay", options: { encrypted: "" } });
        tx.create("network", wantedNetwork("secret", ["10.0.3.0/24"], { driverConfig }));
      }),
    );
    const [first, again] = ["B", "C"].map((letter) => `${letter.repeat(42)}A=`) as [string, string];
    await says("n2", first);
    await says("n3", "what is no key");
    const listener = new Listener(overlays, "n1");
    await cluster.createService(webService(3, { id: "a", spec: on(["back", "secret"]) }));
    await cluster.runsUntil("a", 3);
    await cluster.sim.advance(100);
    const { networks, peers } = listener.tables;
    t.deepEqual(
      [networks.get("secret")?.encrypted, networks.get("back")?.encrypted],
      [true, false],
    );
    const keys = (): unknown =>
      ["secret/n2", "secret/n3", "back/n2"].map((key) => peers.get(key)?.publicKey);
    t.deepEqual(keys(), [first, "", ""]);

    const count = listener.changes.length;
    await says("n2", again);
    await cluster.sim.advance(50);
    t.deepEqual(keys(), [again, "", ""]);
    t.deepEqual(
      listener.changes.slice(count).map(({ complete }) => complete),
      [false],
    );
  },
);

test.serial("tasks on a node that is down are led to no more", async (t) => {
  const { cluster, overlays } = await newScene(1);
  const listener = new Listener(overlays, "n1");
  await cluster.createService(webService(3, { id: "a", spec: on(["back"]) }));
  await cluster.runsUntil("a", 3);
  await cluster.sim.advance(100);
  t.is(listener.serving.length, 3);

  cluster.agents.unplug("n2");
  await nodeIs(cluster, "n2", NodeStatus_State.DOWN);
  await cluster.sim.advance(10);
  const onDown = [...listener.tables.endpoints.values()].filter(({ nodeId }) => nodeId === "n2");
  t.true(onDown.length > 0 && onDown.every(({ serving }) => !serving));
});

test.serial("a task's stop is held until every node that watches has let go of it", async (t) => {
  const { cluster, overlays, released } = await newScene(1);
  const [first, second] = [new Listener(overlays, "n1"), new Listener(overlays, "n2")];
  await cluster.createService(webService(3, { id: "a", spec: on(["back"]) }));
  await cluster.runsUntil("a", 3);
  await cluster.sim.advance(200);
  NODES.forEach((id) => cluster.agents.unplug(id)); // Only what is told to tasks counts here.

  second.answers = false;
  await cluster.updateService("a", withReplicas(2));
  await cluster.sim.advance(50);
  const gone = cluster.tasks("a").find(({ desiredState }) => desiredState > 512)!;
  t.true(overlays.isHeld(gone.id));
  t.is(first.serving.length, 2);
  overlays.applied("n2", second.changes.at(-1)!.version);
  t.false(overlays.isHeld(gone.id));
  t.deepEqual(released, [gone.id]);

  await cluster.updateService("a", withReplicas(1));
  await cluster.sim.advance(1500);
  t.is(released.length, 1, "n2 has not answered");
  await cluster.sim.advance(600);
  t.is(released.length, 2, "and is waited for no longer than the limit");

  await cluster.updateService("a", withReplicas(0));
  await cluster.sim.advance(100);
  t.is(released.length, 2);
  await nodeIs(cluster, "n2", NodeStatus_State.DOWN);
  await cluster.sim.advance(50);
  t.is(released.length, 3, "a node that is down is not waited for");
});

test.serial(
  "a check asks the nodes that carry a network, and says who did not answer",
  async (t) => {
    const { cluster, overlays } = await newScene(1);
    const [first] = [new Listener(overlays, "n1"), new Listener(overlays, "n2")];
    await cluster.createService(webService(3, { id: "a", spec: on(["back"]) }));
    await cluster.runsUntil("a", 3);
    await cluster.sim.advance(200);
    const life = new AbortController();

    const checking = overlays.check("back", life.signal);
    await cluster.sim.advance(50);
    const [asked] = first.changes.at(-1)!.checks;
    t.is(asked?.networkId, "back");
    t.is(first.tables.networks.size, 1, "asking changes nothing else");
    const fine = makeNetworkFinding({
      kind: "network",
      subject: "back",
      ok: true,
      detail: "MTU 1450",
    });
    overlays.checked("n1", asked!.id, [fine]);
    overlays.checked("stranger", asked!.id, [fine]);
    await cluster.sim.advance(10_000);

    const { nodes } = await checking;
    t.deepEqual(
      nodes.map(({ nodeId, findings }) => [nodeId, findings[0]?.ok, findings[0]?.detail]),
      [
        ["n1", true, "MTU 1450"],
        ["n2", false, "the node has not answered in time"],
        ["n3", false, "the node is not connected"],
      ],
    );
    await t.throwsAsync(overlays.check("none", life.signal), { message: /network none not found/ });
  },
);

test.serial("tasks without networks, and those that nobody watches, stop at once", async (t) => {
  const { cluster, overlays } = await newScene(1);
  await cluster.createService(webService(1, { id: "plain" }));
  await cluster.createService(webService(1, { id: "netted", spec: on(["back"]) }));
  await cluster.runsUntil("plain", 1);
  await cluster.runsUntil("netted", 1);
  NODES.forEach((id) => cluster.agents.unplug(id));
  for (const id of ["plain", "netted"]) await cluster.updateService(id, withReplicas(0));
  await cluster.sim.advance(20);
  for (const id of ["plain", "netted"]) {
    for (const task of cluster.tasks(id)) t.false(overlays.isHeld(task.id));
  }
});

test.serial("what a node was told bit by bit is what a new one is told at once", async (t) => {
  await forSeeds(t, 4, async (seed) => {
    const { cluster, overlays } = await newScene(seed);
    const prng = new Prng(seed);
    const listeners = NODES.map((id) => new Listener(overlays, id));
    const alive = new Set<string>();
    const stopped = new Set<string>();
    for (let round = 0; round < 30; round++) {
      const id = `s${prng.below(4)}`;
      const choice = prng.below(6);
      if (!alive.has(id)) {
        const networks = [["back"], ["front"], ["back", "front"]][prng.below(3)]!;
        const endpoint = id === "s0" ? { endpoint: PUBLISHED } : {};
        await cluster.createService(
          webService(1 + prng.below(5), { id, spec: on(networks, endpoint) }),
        );
        alive.add(id);
      } else if (choice < 3) await cluster.updateService(id, withReplicas(prng.below(6)));
      else if (choice === 3) {
        await cluster.sim.finish(cluster.store.update((tx) => tx.remove("service", id)));
        alive.delete(id);
      } else {
        const nodeId = NODES[prng.below(3)]!;
        const down = prng.below(2) === 0 && !stopped.has(nodeId);
        await nodeIs(cluster, nodeId, down ? NodeStatus_State.DOWN : NodeStatus_State.READY);
        if (down) {
          cluster.agents.unplug(nodeId);
          stopped.add(nodeId);
        } else {
          cluster.agents.plugIn(nodeId);
          stopped.delete(nodeId);
        }
      }
      await cluster.sim.advance(prng.below(300));
    }
    for (const id of stopped) {
      await nodeIs(cluster, id, NodeStatus_State.READY);
      cluster.agents.plugIn(id);
    }
    await cluster.sim.advance(30_000);
    for (const [at, id] of NODES.entries()) {
      const told = listeners[at]!.everything;
      listeners[at]!.leave();
      const fresh = new Listener(overlays, id);
      await cluster.sim.advance(50);
      t.deepEqual(told, fresh.everything, `${id} of seed ${seed}`);
    }
    t.false(cluster.tasks("s0").some(({ id }) => overlays.isHeld(id)));
  });
});
