import test from "ava";
import {
  TaskState,
  UpdateConfig_FailureAction,
  UpdateConfig_UpdateOrder,
  UpdateStatus_UpdateState,
  makeAnnotations,
  makeGlobalService,
  makePlacement,
  makeUpdateConfig,
  type UpdateConfig,
} from "../../../src/model/generated/types.ts";
import { durationOf } from "../../../src/model/time.ts";
import { node } from "../../support/build.ts";
import { TestCluster, webService, withImage } from "../support/cluster.ts";

const NODES = [node("n1"), node("n2"), node("n3")];

async function running(replicas: number, update: Partial<UpdateConfig>): Promise<TestCluster> {
  const cluster = new TestCluster(1, NODES);
  const config = makeUpdateConfig({ parallelism: 1, ...update });
  const spec = { update: config, rollback: makeUpdateConfig({ parallelism: 1 }) };
  await cluster.createService(webService(replicas, { spec }));
  await cluster.runsUntil("web", replicas);
  cluster.agents.history.length = 0;
  return cluster;
}

const images = (cluster: TestCluster): readonly string[] =>
  [...new Set(cluster.running("web").map(({ spec }) => spec?.container?.image ?? ""))].sort();
const update = (cluster: TestCluster): string => {
  const { updateStatus } = cluster.service("web");
  const name = Object.entries(UpdateStatus_UpdateState).find(
    ([, state]) => state === updateStatus?.state,
  );
  return `${name?.[0] ?? "none"}: ${updateStatus?.message ?? ""}`;
};

test.serial(
  "updates: replace one slot after the other, stopping first, and say when they are done",
  async (t) => {
    const cluster = await running(4, { monitor: durationOf(2000), delay: durationOf(1000) });

    await cluster.updateService("web", withImage("app:2"));
    await cluster.sim.advance(50);
    t.is(update(cluster), "UPDATING: update in progress");
    await cluster.sim.advance(1500);
    t.deepEqual(images(cluster), ["app:1", "app:2"]);
    await cluster.sim.advance(10_000);

    t.is(update(cluster), "COMPLETED: update completed");
    t.deepEqual(images(cluster), ["app:2"]);
    t.is(Math.min(...cluster.agents.history.map((one) => one.running)), 3);
    t.is(Math.max(...cluster.agents.history.map((one) => one.running)), 4);
    t.deepEqual(cluster.violations, []);
  },
);

test.serial("updates: starting first never has fewer running than wanted", async (t) => {
  const cluster = await running(3, { order: UpdateConfig_UpdateOrder.START_FIRST, parallelism: 2 });

  await cluster.updateService("web", withImage("app:2"));
  await cluster.sim.advance(10_000);

  t.is(update(cluster), "COMPLETED: update completed");
  t.deepEqual(images(cluster), ["app:2"]);
  t.is(cluster.running("web").length, 3);
  t.true(cluster.agents.history.every((one) => one.running >= 3));
});

test.serial("updates: pause when a new task fails, and leave the rest as it is", async (t) => {
  const cluster = await running(3, { delay: durationOf(1000) });
  cluster.agents.endOf = ({ spec }) =>
    spec?.container?.image === "bad" ? TaskState.FAILED : undefined;

  await cluster.updateService("web", withImage("bad"));
  await cluster.sim.advance(20_000);

  t.regex(update(cluster), /^PAUSED: update paused due to failure or early termination of task /);
  t.is(cluster.running("web").filter(({ spec }) => spec?.container?.image === "app:1").length, 2);
});

test.serial(
  "updates: roll back to the spec before when told to, and all runs as it did",
  async (t) => {
    const cluster = await running(3, { failureAction: UpdateConfig_FailureAction.ROLLBACK });
    cluster.agents.endOf = ({ spec }) =>
      spec?.container?.image === "bad" ? TaskState.FAILED : undefined;
    const before = cluster.service("web");

    await cluster.updateService("web", withImage("bad"));
    await cluster.sim.advance(30_000);

    t.is(update(cluster), "ROLLBACK_COMPLETED: rollback completed");
    t.deepEqual(images(cluster), ["app:1"]);
    t.is(cluster.running("web").length, 3);
    t.deepEqual(cluster.service("web").spec, before.spec);
    t.deepEqual(cluster.service("web").specVersion, before.specVersion);
    t.is(cluster.service("web").previousSpec, undefined);
  },
);

test.serial("updates: a new spec on the way takes over from the one before", async (t) => {
  const cluster = await running(4, { delay: durationOf(1000) });

  await cluster.updateService("web", withImage("app:2"));
  await cluster.sim.advance(1500);
  await cluster.updateService("web", withImage("app:3"));
  await cluster.sim.advance(30_000);

  t.deepEqual(images(cluster), ["app:3"]);
  t.is(update(cluster), "COMPLETED: update completed");
});

test.serial("updates: a new leader goes on with an update where the old one was", async (t) => {
  const cluster = await running(6, { delay: durationOf(1000) });
  await cluster.updateService("web", withImage("app:2"));
  await cluster.sim.advance(2500);
  const done = cluster
    .running("web")
    .filter(({ spec }) => spec?.container?.image === "app:2").length;
  t.true(done > 0 && done < 6);

  await cluster.depose();
  await cluster.sim.advance(3000);
  cluster.lead();
  await cluster.sim.advance(30_000);

  t.deepEqual(images(cluster), ["app:2"]);
  t.is(update(cluster), "COMPLETED: update completed");
  t.is(cluster.running("web").length, 6);
});

test.serial(
  "updates: a node that dies in the middle neither fails the update nor holds it up",
  async (t) => {
    const cluster = await running(6, { delay: durationOf(500) });
    cluster.agents.stepMs = 100;
    await cluster.updateService("web", withImage("app:2"));
    await cluster.sim.advance(1000);

    await cluster.nodeDies("n2");
    await cluster.sim.advance(30_000);

    t.is(update(cluster), "COMPLETED: update completed");
    const alive = cluster.running("web").filter(({ nodeId }) => nodeId !== "n2");
    t.is(alive.length, 6);
    t.true(alive.every(({ spec }) => spec?.container?.image === "app:2"));
  },
);

test.serial("updates: global services are updated too", async (t) => {
  const cluster = new TestCluster(1, NODES);
  const config = makeUpdateConfig({ parallelism: 1 });
  await cluster.createService(
    webService(0, { spec: { replicated: undefined, global: makeGlobalService(), update: config } }),
  );
  await cluster.runsUntil("web", 3);

  await cluster.updateService("web", withImage("app:2"));
  await cluster.sim.advance(15_000);

  t.is(update(cluster), "COMPLETED: update completed");
  t.deepEqual(images(cluster), ["app:2"]);
  t.is(cluster.where("web"), "0@n1 0@n2 0@n3");
});

test.serial("updates: a global service's task comes back with its node", async (t) => {
  const cluster = new TestCluster(1, NODES);
  await cluster.createService(
    webService(0, { spec: { replicated: undefined, global: makeGlobalService() } }),
  );
  await cluster.runsUntil("web", 3);
  await cluster.nodeDies("n2");
  await cluster.sim.advance(500);
  t.is(
    cluster.running("web").filter(({ desiredState }) => desiredState <= TaskState.RUNNING).length,
    2,
  );

  await cluster.nodeReturns("n2");
  await cluster.runsUntil("web", 3, 1000);
  await cluster.sim.finish(cluster.store.update((tx) => tx.create("node", node("n4"))));
  await cluster.runsUntil("web", 4, 1000);
  t.deepEqual(cluster.violations, []);
});

test.serial(
  "updates: a task that fits nowhere counts as a failure after the limit (weakness 9)",
  async (t) => {
    const cluster = await running(3, { failureAction: UpdateConfig_FailureAction.ROLLBACK });
    await cluster.updateService("web", (spec) => ({
      ...spec,
      annotations: makeAnnotations({ name: "web", labels: { "skein.update.limit": "30s" } }),
      task: { ...spec.task!, placement: makePlacement({ constraints: ["node.labels.a==b"] }) },
    }));
    await cluster.sim.advance(29_000);
    t.is(update(cluster), "UPDATING: update in progress");
    await cluster.sim.advance(2000);
    t.regex(
      update(cluster),
      /^ROLLBACK_STARTED: update rolled back due to failure or early termination of task \S+: it did not run within 30 s: no suitable node \(scheduling constraints not satisfied on 3 nodes\)/,
    );
    await cluster.sim.advance(20_000);
    t.is(update(cluster), "ROLLBACK_COMPLETED: rollback completed");
    t.is(cluster.running("web").length, 3);
  },
);

test.serial("updates: one that goes on past failures passes such a task by", async (t) => {
  const cluster = await running(3, { failureAction: UpdateConfig_FailureAction.CONTINUE });
  await cluster.updateService("web", (spec) => ({
    ...spec,
    annotations: makeAnnotations({ name: "web", labels: { "skein.update.limit": "10s" } }),
    task: { ...spec.task!, placement: makePlacement({ constraints: ["node.labels.a==b"] }) },
  }));
  await cluster.sim.advance(45_000);
  t.is(update(cluster), "COMPLETED: update completed");
});

test.serial("updates: forced without a change, every task is replaced once", async (t) => {
  const cluster = await running(3, {});
  const before = new Set(cluster.running("web").map(({ id }) => id));
  await cluster.updateService("web", (spec) => ({
    ...spec,
    task: { ...spec.task!, forceUpdate: 1 },
  }));
  await cluster.sim.advance(40_000);
  t.is(update(cluster), "COMPLETED: update completed");
  t.is(cluster.running("web").length, 3);
  t.true(cluster.running("web").every(({ id }) => !before.has(id)));
});

test.serial("updates: parallelism 0 replaces all at once", async (t) => {
  const cluster = await running(6, { parallelism: 0 });
  cluster.agents.stepMs = 200;
  await cluster.updateService("web", withImage("app:2"));
  await cluster.sim.advance(300);
  const fresh = cluster.tasks("web").filter(({ spec }) => spec?.container?.image === "app:2");
  t.is(fresh.length, 6);
});

test.serial(
  "updates: a rollback that fails pauses, whatever it was told (defect 28 of the reference)",
  async (t) => {
    const { ROLLBACK } = UpdateConfig_FailureAction;
    const cluster = await running(3, { failureAction: ROLLBACK });
    await cluster.updateService("web", (spec) => ({
      ...withImage("bad")(spec),
      rollback: makeUpdateConfig({ parallelism: 1, failureAction: ROLLBACK }),
    }));
    await cluster.updateService("web", (spec) => ({
      ...withImage("worse")(spec),
      rollback: makeUpdateConfig({ parallelism: 1, failureAction: ROLLBACK }),
    }));
    cluster.agents.endOf = ({ spec }) =>
      spec?.container?.image === "app:1" ? undefined : TaskState.FAILED;
    await cluster.sim.advance(60_000);
    t.regex(update(cluster), /^ROLLBACK_PAUSED: rollback paused due to failure/);
    await cluster.sim.advance(60_000);
    t.regex(update(cluster), /^ROLLBACK_PAUSED: rollback paused due to failure/);
  },
);
