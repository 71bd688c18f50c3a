import test from "ava";
import {
  NodeSpec_Availability,
  TaskState,
  makeContainerSpec,
  makeGlobalService,
  makePlacement,
  makeTaskSpec,
  type ServiceSpec,
} from "../../../src/model/generated/types.ts";
import { isWanted } from "../../../src/manager/orchestrator/task-order.ts";
import { node } from "../../support/build.ts";
import { TestCluster, webService } from "../support/cluster.ts";

const onlyLabelled = (image = "app:1"): Partial<ServiceSpec> => ({
  task: makeTaskSpec({
    container: makeContainerSpec({ image }),
    placement: makePlacement({ constraints: ["node.labels.a==b"] }),
  }),
});
const global = (image: string): Partial<ServiceSpec> => ({
  replicated: undefined,
  global: makeGlobalService(),
  task: makeTaskSpec({ container: makeContainerSpec({ image }) }),
});
const setLabel = (cluster: TestCluster, id: string, value: string): Promise<void> =>
  cluster.setNode(id, (one) => ({
    ...one,
    spec: { ...one.spec!, annotations: { ...one.spec!.annotations!, labels: { a: value } } },
  }));

test.serial(
  "enforcement: a replica leaves a node whose labels change, and may come back",
  async (t) => {
    const cluster = new TestCluster(1, [node("n1", { labels: { a: "b" } }), node("n2")]);
    await cluster.createService(webService(2, { spec: onlyLabelled() }));
    await cluster.runsUntil("web", 2);

    await setLabel(cluster, "n1", "c");
    await cluster.sim.advance(3000);
    t.is(cluster.running("web").length, 0);
    const waiting = cluster.tasks("web").filter(isWanted);
    t.is(waiting.length, 2);
    t.regex(waiting[0]?.status?.err ?? "", /scheduling constraints not satisfied on 2 nodes/);

    await setLabel(cluster, "n2", "b");
    await cluster.runsUntil("web", 2, 1000);
    await setLabel(cluster, "n1", "b");
    await setLabel(cluster, "n2", "c");
    await cluster.sim.advance(100); // Those on n2 run until somebody looks.
    await cluster.runsUntil("web", 2, 1000);
    t.is(cluster.where("web"), "1@n1 2@n1");
    t.deepEqual(cluster.violations, []);
  },
);

test.serial(
  "enforcement: a global service leaves a node with its label and returns with it",
  async (t) => {
    const cluster = new TestCluster(1, [node("n1", { labels: { a: "b" } }), node("n2")]);
    await cluster.createService(
      webService(0, {
        spec: { ...onlyLabelled(), replicated: undefined, global: makeGlobalService() },
      }),
    );
    await cluster.runsUntil("web", 1);
    await setLabel(cluster, "n1", "c");
    await cluster.sim.advance(2000);
    t.is(cluster.running("web").length, 0);
    await setLabel(cluster, "n1", "b");
    await cluster.runsUntil("web", 1, 1000);
    await setLabel(cluster, "n2", "b");
    await cluster.runsUntil("web", 2, 1000);
    t.deepEqual(cluster.violations, []);
  },
);

test.serial(
  "scheduling: no task is assigned to a node that stopped taking tasks since (defect 31)",
  async (t) => {
    const { ACTIVE, PAUSE } = NodeSpec_Availability;
    const cluster = new TestCluster(1, [node("n1", { availability: PAUSE })]);
    await cluster.createService(webService(3));
    await cluster.sim.advance(1000);
    const setAvailability = (availability: NodeSpec_Availability): Promise<void> =>
      cluster.store.update((tx) => {
        const one = tx.nodes.get("n1")!;
        tx.update("node", { ...one, spec: { ...one.spec!, availability } });
      });

    // Once it is active it is paused again: on its way, but not committed, while the scheduler decides.
    let pausing: Promise<void> | undefined;
    cluster.store.onCommit(({ changes }) => {
      if (pausing !== undefined || !changes.some(({ kind }) => kind === "node")) return;
      cluster.raft.hold = true;
      pausing = setAvailability(PAUSE);
    });
    await cluster.sim.finish(setAvailability(ACTIVE));
    await cluster.sim.advance(200);
    cluster.raft.hold = false;
    cluster.raft.release();
    await cluster.sim.finish(pausing!);
    await cluster.sim.advance(1000);
    t.deepEqual(cluster.running("web"), []);
    t.true(cluster.tasks("web").every(({ nodeId }) => nodeId === ""));
  },
);

test.serial(
  "replication: each global service gets its own task on a node that returns (defect 34)",
  async (t) => {
    const cluster = new TestCluster(1, [node("n1"), node("n2")]);
    for (const id of ["a", "b", "c"]) {
      await cluster.createService(webService(0, { id, spec: global(`${id}:1`) }));
      await cluster.runsUntil(id, 2);
    }
    await cluster.nodeDies("n2");
    await cluster.sim.advance(500);
    await cluster.nodeReturns("n2");
    for (const id of ["a", "b", "c"]) {
      await cluster.runsUntil(id, 2, 2000);
      const images = cluster
        .running(id)
        .filter(isWanted)
        .map(({ spec }) => spec?.container?.image);
      t.deepEqual(images, [`${id}:1`, `${id}:1`]);
    }
  },
);

test.serial(
  "orphans: a removed node's many tasks are given up in many small entries (defect 14)",
  async (t) => {
    const cluster = new TestCluster(1, [node("n1")]);
    await cluster.createService(webService(1200));
    await cluster.runsUntil("web", 1200);
    const sizes: number[] = [];
    cluster.store.onCommit(({ changes }) => {
      sizes.push(changes.filter(({ kind }) => kind === "task").length);
    });
    await cluster.sim.finish(cluster.store.update((tx) => tx.remove("node", "n1")));
    await cluster.sim.advance(20_000);
    t.is(
      cluster.tasks("web").filter(({ status }) => status?.state === TaskState.RUNNING).length,
      0,
    );
    const orphaned = cluster
      .tasks("web")
      .filter(({ status }) => status?.state === TaskState.ORPHANED);
    t.is(orphaned.length, 1200);
    t.true(Math.max(...sizes) <= 1000, String(Math.max(...sizes)));
  },
);
