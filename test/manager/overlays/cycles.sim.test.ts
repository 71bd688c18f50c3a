import test from "ava";
import { AddressBook } from "../../../src/manager/allocator/address-book.ts";
import { LeadingOverlays } from "../../../src/manager/overlays/leading-overlays.ts";
import {
  NodeStatus_State,
  TaskState,
  makeEndpointSpec,
  makeNetworkAttachmentConfig,
  makeNodeStatus,
  makePortConfig,
  makeTaskStatus,
  type OverlayChange,
} from "../../../src/model/generated/types.ts";
import { timestampOf } from "../../../src/model/time.ts";
import {
  CONTAINER_TABLE,
  balancersScript,
  containerScript,
} from "../../../src/worker/overlay/container-rules.ts";
import {
  meshScript,
  meshServicesScript,
  meshTable,
} from "../../../src/worker/overlay/mesh-rules.ts";
import { OverlayPlan } from "../../../src/worker/overlay/overlay-plan.ts";
import { entryKey } from "../../../src/worker/overlay/tunnel-entries.ts";
import { NftModel } from "../../sim/nft-model.ts";
import { node } from "../../support/build.ts";
import { forSeeds } from "../../support/seeds.ts";
import { wantedNetwork } from "../allocator/scene.ts";
import { TestCluster, webService, withImage, withReplicas } from "../support/cluster.ts";

const NODES = ["n1", "n2", "n3"];
const FEW = 3;
const present = <T>(items: readonly (T | undefined)[]): T[] => items.flatMap((item) => item ?? []);

/** What one node's kernel and names are like after all that it was told, change by change. */
class Carrier {
  readonly #plan: OverlayPlan;
  readonly #mesh: string;
  readonly #entries = new Set<string>();
  readonly #rules = new NftModel();

  constructor(nodeId: string) {
    this.#plan = new OverlayPlan(nodeId);
    this.#mesh = meshTable(nodeId);
    this.#rules.run(containerScript([]));
  }

  async follow(overlays: LeadingOverlays, nodeId: string): Promise<void> {
    const watching = overlays.watch(nodeId, new AbortController().signal);
    for await (const change of watching) {
      this.#take(change);
      overlays.applied(nodeId, change.version);
    }
  }

  #take(message: OverlayChange): void {
    const { entries, balancers, mesh, networks } = this.#plan.apply(message);
    for (const entry of entries.removed) this.#entries.delete(entryKey(entry));
    for (const entry of entries.put) this.#entries.add(entryKey(entry));
    const [before, after] = [
      balancers.map((each) => each.before),
      balancers.map((each) => each.after),
    ];
    this.#rules.run(balancersScript(present(before), present(after)));
    const renewed = networks.some((each) => each.before?.ingress ?? each.after?.ingress);
    if (renewed) {
      this.#rules.run(meshScript(this.#mesh, this.#plan.meshNetwork, this.#plan.meshServices()));
    } else if (mesh.length > 0) {
      const [old, now] = [mesh.map((each) => each.before), mesh.map((each) => each.after)];
      this.#rules.run(meshServicesScript(this.#mesh, present(old), present(now)));
    }
  }

  /** How much of everything there is; which addresses it is about does not matter. */
  get footprint(): unknown {
    const shape = (table: string): string =>
      JSON.stringify(this.#rules.listing(table)).replaceAll(/10\.0\.\d+\.\d+/g, "ADDRESS");
    return {
      entries: this.#entries.size,
      names: this.#plan.names.size,
      container: shape(CONTAINER_TABLE),
      mesh: shape(this.#mesh),
    };
  }

  get tasks(): readonly string[] {
    return this.#plan.names.find(["back"], "tasks.web")?.addresses.toSorted() ?? [];
  }
}

interface Scene {
  readonly cluster: TestCluster;
  readonly carriers: readonly Carrier[];
}

/** A network with so little room that a few addresses that nobody has would stop everything. */
async function newScene(seed: number): Promise<Scene> {
  const cluster = new TestCluster(
    seed,
    NODES.map((id) => node(id)),
  );
  await cluster.sim.finish(
    cluster.store.update((tx) => {
      tx.create("network", wantedNetwork("mesh", ["10.0.0.0/27"], { ingress: true }));
      tx.create("network", wantedNetwork("back", ["10.0.1.0/27"]));
    }),
  );
  for (const [at, id] of NODES.entries()) {
    const status = makeNodeStatus({ state: NodeStatus_State.READY, addr: `192.0.2.${at + 1}` });
    await cluster.setNode(id, (one) => ({ ...one, status }));
  }
  const { store, process } = cluster;
  const overlays = new LeadingOverlays({ store, clock: process.clock }, () => undefined);
  const carriers = NODES.map((id) => new Carrier(id));
  for (const [at, carrier] of carriers.entries()) void carrier.follow(overlays, NODES[at]!);
  const { task } = webService(1).spec!;
  const networks = [makeNetworkAttachmentConfig({ target: "back" })];
  const ports = [makePortConfig({ targetPort: 80, publishedPort: 8080 })];
  const spec = { task: { ...task!, networks }, endpoint: makeEndpointSpec({ ports }) };
  await cluster.createService(webService(FEW, { spec }));
  return { cluster, carriers };
}

async function happen({ cluster }: Scene): Promise<number> {
  const { prng } = cluster.sim;
  const count = 1 + prng.below(8);
  switch (prng.below(4)) {
    case 0:
      await cluster.updateService("web", withImage(`app:${prng.below(1000)}`));
      break;
    case 1: {
      const running = cluster.running("web");
      if (running.length > 0) await end(cluster, prng.pick(running).id);
      break;
    }
    case 2:
      await cluster.depose();
      cluster.lead();
      break;
    default:
      await cluster.updateService("web", withReplicas(count));
  }
  await cluster.sim.advance(prng.below(2_000));
  return count;
}

function end(cluster: TestCluster, taskId: string): Promise<void> {
  return cluster.sim.finish(
    cluster.store.update((tx) => {
      const task = tx.tasks.get(taskId);
      if (task?.status?.state !== TaskState.RUNNING) return;
      const status = makeTaskStatus({ state: TaskState.FAILED, timestamp: timestampOf(1) });
      tx.update("task", { ...task, status });
    }),
  );
}

/** With so many tasks, and nothing under way. */
async function settle({ cluster, carriers }: Scene): Promise<unknown> {
  await cluster.updateService("web", withReplicas(FEW));
  await cluster.sim.advance(60_000);
  await cluster.runsUntil("web", FEW);
  const free = cluster.store.view((tx) => {
    const book = new AddressBook(tx);
    return ["mesh", "back"].map((id) => book.freeCount(id));
  });
  return { free, nodes: carriers.map(({ footprint }) => footprint) };
}

test.serial("cycles of scaling, updates, failures and new leaders leave nothing behind", (t) =>
  forSeeds(t, 5, async (seed) => {
    const scene = await newScene(seed);
    const before = await settle(scene);
    for (let cycle = 0; cycle < 25; cycle++) await happen(scene);

    t.deepEqual(await settle(scene), before);
    const running = scene.cluster.running("web");
    const addresses = running.flatMap(({ networks }) =>
      networks.flatMap((each) => (each.network?.id === "back" ? each.addresses : [])),
    );
    for (const carrier of scene.carriers) {
      t.deepEqual(carrier.tasks, addresses.map((each) => each.split("/")[0]!).sort());
    }
    await scene.cluster.depose();
  }),
);
