import test from "ava";
import {
  TaskState,
  makeEndpointSpec,
  makeGlobalService,
  makeNetworkAttachmentConfig,
  makeNetworkAttachmentSpec,
  makePortConfig,
  makeReplicatedService,
  makeTask,
  makeTaskSpec,
  makeTaskStatus,
  type ServiceSpec,
  type Task,
} from "../../../src/model/generated/types.ts";
import { Prng } from "../../../src/base/prng.ts";
import {
  heldByNode,
  heldByService,
  heldByTask,
} from "../../../src/manager/allocator/attachments.ts";
import { isWanted, stateOf } from "../../../src/manager/orchestrator/task-order.ts";
import { node } from "../../support/build.ts";
import { forSeeds } from "../../support/seeds.ts";
import { wantedNetwork } from "../allocator/scene.ts";
import { TestCluster, webService, withImage, withReplicas } from "../support/cluster.ts";

const NODES = ["n1", "n2", "n3"];

async function clusterWith(
  seed: number,
  networks: readonly (readonly [name: string, subnet: string])[],
): Promise<TestCluster> {
  const cluster = new TestCluster(
    seed,
    NODES.map((id) => node(id)),
  );
  await cluster.sim.finish(
    cluster.store.update((tx) => {
      for (const [name, subnet] of networks) {
        tx.create("network", wantedNetwork(name, [subnet], { ingress: name === "mesh" }));
      }
    }),
  );
  return cluster;
}

function onNetworks(
  names: readonly string[],
  spec: Partial<ServiceSpec> = {},
): Partial<ServiceSpec> {
  const networks = names.map((target) => makeNetworkAttachmentConfig({ target }));
  const { task } = webService(1).spec!;
  return { task: { ...task!, networks }, ...spec };
}

/** Every address that somebody holds, with its holder. */
function held(cluster: TestCluster): readonly (readonly [address: string, holder: string])[] {
  return cluster.store.view((tx) =>
    [
      ...tx.tasks.all().map((task) => [task.id, heldByTask(task)] as const),
      ...tx.services.all().map((service) => [service.id, heldByService(service)] as const),
      ...tx.nodes.all().map((one) => [one.id, heldByNode(one)] as const),
    ].flatMap(([holder, holdings]) =>
      holdings.flatMap(({ networkId, addresses }) =>
        addresses.map((address) => [`${networkId} ${address}`, holder] as const),
      ),
    ),
  );
}

function isNew(task: Task): boolean {
  return stateOf(task) === TaskState.NEW;
}

test.serial(
  "a service on two networks runs with addresses on both, and its nodes carry them",
  async (t) => {
    const cluster = await clusterWith(1, [
      ["mesh", "10.0.0.0/24"],
      ["back", "10.0.1.0/24"],
    ]);
    const endpoint = makeEndpointSpec({ ports: [makePortConfig({ targetPort: 80 })] });
    await cluster.createService(webService(3, { spec: onNetworks(["back"], { endpoint }) }));
    await cluster.runsUntil("web", 3);
    await cluster.sim.advance(100);

    const service = cluster.service("web");
    t.deepEqual(
      service.endpoint?.virtualIps.map(({ networkId }) => networkId),
      ["mesh", "back"],
    );
    t.is(service.endpoint?.ports[0]?.publishedPort, 30_000);
    for (const task of cluster.running("web")) {
      t.deepEqual(
        task.networks.map(({ network }) => network?.id),
        ["mesh", "back"],
      );
      t.is(task.endpoint?.ports[0]?.publishedPort, 30_000);
    }
    const nodes = cluster.store.view((tx) => tx.nodes.all());
    for (const { attachments } of nodes) {
      t.deepEqual(attachments.map(({ network }) => network?.id).sort(), ["back", "mesh"]);
    }
    await cluster.updateService("web", withReplicas(0));
    await cluster.sim.advance(20_000);
    const idle = cluster.store.view((tx) => tx.nodes.all());
    for (const { attachments } of idle)
      t.deepEqual(
        attachments.map(({ network }) => network?.id),
        ["mesh"],
      );
    t.deepEqual(cluster.violations, []);
  },
);

test.serial(
  "a task that has its node from the start makes it carry its networks at once",
  async (t) => {
    const cluster = await clusterWith(1, [
      ["back", "10.0.1.0/24"],
      ["lent", "10.0.2.0/24"],
    ]);
    const { task } = onNetworks(["back"]);
    const everywhere = { task: task!, replicated: undefined, global: makeGlobalService() };
    await cluster.createService(webService(1, { spec: everywhere }));
    const lent = makeTaskSpec({
      attachment: makeNetworkAttachmentSpec({ containerId: "c1" }),
      networks: [makeNetworkAttachmentConfig({ target: "lent" })],
    });
    await cluster.sim.finish(
      cluster.store.update((tx) =>
        tx.create(
          "task",
          makeTask({
            ...{ id: "visitor", nodeId: "n2", spec: lent, desiredState: TaskState.RUNNING },
            status: makeTaskStatus({ state: TaskState.NEW }),
          }),
        ),
      ),
    );
    await cluster.sim.advance(2000);
    const carried = cluster.store.view((tx) =>
      tx.nodes.all().map(({ attachments }) => attachments.map(({ network }) => network?.id).sort()),
    );
    t.deepEqual(carried, [["back"], ["back", "lent"], ["back"]]);
  },
);

test.serial(
  "tasks that find no address stay new, say why, and go on when one is free",
  async (t) => {
    // 29 usable: a virtual address, and up to one for each of the three nodes.
    const cluster = await clusterWith(1, [["back", "10.0.1.0/27"]]);
    await cluster.createService(webService(30, { spec: onNetworks(["back"]) }));
    await cluster.sim.advance(5000);
    const waiting = cluster.tasks("web").filter(isNew);
    t.is(waiting.length, 30 - cluster.running("web").length);
    t.true(waiting.length >= 5, `${waiting.length} wait`);
    t.regex(waiting[0]?.status?.err ?? "", /^no address is free on network back \(10.0.1.0\/27\):/);

    await cluster.updateService("web", withReplicas(20));
    await cluster.runsUntil("web", 20);
    await cluster.createService(webService(10, { id: "late", spec: onNetworks(["back"]) }));
    await cluster.sim.advance(2000);
    t.true(cluster.tasks("late").some(isNew));
    await cluster.updateService("web", withReplicas(5));
    await cluster.runsUntil("late", 10, 5000);
    t.deepEqual(cluster.violations, []);
  },
);

test.serial("a new leader changes nothing of what is given, and gives nothing twice", async (t) => {
  const cluster = await clusterWith(1, [
    ["mesh", "10.0.0.0/24"],
    ["back", "10.0.1.0/24"],
  ]);
  const endpoint = makeEndpointSpec({ ports: [makePortConfig({ targetPort: 80 })] });
  await cluster.createService(webService(20, { spec: onNetworks(["back"], { endpoint }) }));
  await cluster.runsUntil("web", 20);
  await cluster.sim.advance(1000);
  const before = held(cluster);

  await cluster.depose();
  cluster.lead();
  await cluster.sim.advance(60_000);
  t.deepEqual(held(cluster), before);
  await cluster.updateService("web", withReplicas(40));
  await cluster.runsUntil("web", 40);
  const addresses = held(cluster).map(([address]) => address);
  t.is(new Set(addresses).size, addresses.length);
});

test.serial("services that come, grow, are updated and go leave nothing behind", async (t) => {
  await forSeeds(t, 4, async (seed) => {
    const cluster = await clusterWith(seed, [
      ["mesh", "10.0.0.0/26"],
      ["back", "10.0.1.0/26"],
      ["small", "10.0.2.0/28"],
    ]);
    const prng = new Prng(seed);
    cluster.store.onCommit(() => {
      const addresses = held(cluster).map(([address]) => address);
      if (new Set(addresses).size !== addresses.length) {
        throw new Error(`an address twice: ${addresses.sort().join(", ")}`);
      }
    });
    const endpoint = makeEndpointSpec({ ports: [makePortConfig({ targetPort: 80 })] });
    const alive = new Set<string>();
    for (let round = 0; round < 25; round++) {
      const id = `s${prng.below(4)}`;
      const choice = prng.below(5);
      if (!alive.has(id)) {
        const nets = prng.below(2) === 0 ? ["back"] : ["back", "small"];
        const spec = onNetworks(nets, prng.below(2) === 0 ? { endpoint } : {});
        await cluster.createService(webService(1 + prng.below(6), { id, spec }));
        alive.add(id);
      } else if (choice < 2) await cluster.updateService(id, withReplicas(prng.below(12)));
      else if (choice === 2) {
        await cluster.updateService(id, (spec) => ({
          ...spec,
          task: { ...spec.task!, container: withImage(`app:${round}`)(spec).task!.container },
        }));
      } else if (choice === 3) {
        await cluster.depose();
        cluster.lead();
      } else {
        await cluster.sim.finish(cluster.store.update((tx) => tx.remove("service", id)));
        alive.delete(id);
      }
      await cluster.sim.advance(prng.below(400));
    }
    for (const id of alive) {
      await cluster.updateService(id, (spec) => ({
        ...spec,
        replicated: makeReplicatedService({ replicas: 1 }),
      }));
    }
    await cluster.sim.advance(120_000);
    for (const id of alive) {
      t.is(cluster.tasks(id).filter(isWanted).length, 1, `${id} of seed ${seed}`);
      t.is(cluster.running(id).length, 1, `${id} of seed ${seed}`);
    }
    for (const id of alive) {
      await cluster.sim.finish(cluster.store.update((tx) => tx.remove("service", id)));
    }
    await cluster.sim.advance(120_000);
    // The nodes' own addresses on the network of the mesh, and nothing else.
    t.deepEqual(
      held(cluster).map(([address, holder]) => `${address.split(" ")[0] ?? ""} ${holder}`),
      NODES.map((id) => `mesh ${id}`),
    );
    t.deepEqual(cluster.violations, []);
  });
});
