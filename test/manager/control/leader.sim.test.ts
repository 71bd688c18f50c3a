import test from "ava";
import {
  NodeSpec_Availability,
  TaskState,
  makeNodeSpec,
  makeRestartPolicy,
  makeTaskSpec,
  makeContainerSpec,
  RestartPolicy_RestartCondition,
  type Task,
} from "../../../src/model/generated/types.ts";
import { durationOf } from "../../../src/model/time.ts";
import { node } from "../../support/build.ts";
import { TestCluster, webService, withReplicas } from "../support/cluster.ts";

const THREE = [node("n1"), node("n2"), node("n3")];
const spec = (restart: Parameters<typeof makeRestartPolicy>[0]): ReturnType<typeof makeTaskSpec> =>
  makeTaskSpec({
    container: makeContainerSpec({ image: "app:1" }),
    restart: makeRestartPolicy(restart),
  });
const states = (tasks: readonly Task[]): readonly string[] =>
  tasks.map(({ status, desiredState }) => `${status?.state ?? 0}/${desiredState}`).sort();

test.serial(
  "leader: a created service gets its tasks, spread over the nodes, within moments",
  async (t) => {
    const cluster = new TestCluster(1, THREE);
    await cluster.createService(webService(6));

    await cluster.runsUntil("web", 6, 300);

    t.is(cluster.where("web"), "1@n1 2@n2 3@n3 4@n1 5@n2 6@n3");
    t.deepEqual(cluster.violations, []);
  },
);

test.serial(
  "leader: tasks of a node that is down are replaced at once, and stop when it is back",
  async (t) => {
    const cluster = new TestCluster(1, THREE);
    await cluster.createService(webService(6));
    await cluster.runsUntil("web", 6);

    await cluster.nodeDies("n1");
    await cluster.sim.runUntil(
      () => cluster.running("web").filter(({ nodeId }) => nodeId !== "n1").length === 6,
      300,
    );
    const left = cluster.tasks("web").filter(({ nodeId }) => nodeId === "n1");
    t.deepEqual(states(left), ["512/640", "512/640"]);

    await cluster.nodeReturns("n1");
    await cluster.sim.advance(1000);
    t.deepEqual(states(cluster.tasks("web").filter(({ nodeId }) => nodeId === "n1")), [
      "640/640",
      "640/640",
    ]);
    t.is(cluster.running("web").length, 6);
    t.deepEqual(cluster.violations, []);
  },
);

test.serial(
  "leader: tasks leave a drained node one by one: each replacement waits for the old one",
  async (t) => {
    const cluster = new TestCluster(1, THREE);
    cluster.agents.stepMs = 200;
    await cluster.createService(webService(3));
    await cluster.runsUntil("web", 3);

    await cluster.setNode("n1", (one) => ({
      ...one,
      spec: makeNodeSpec({ availability: NodeSpec_Availability.DRAIN }),
    }));
    await cluster.runsUntil("web", 3);

    t.notRegex(cluster.where("web"), /n1/);
    t.true(cluster.agents.history.every(({ running }) => running <= 3));
  },
);

test.serial(
  "leader: scaling down removes replicas, and the reaper forgets them once they stopped",
  async (t) => {
    const cluster = new TestCluster(1, THREE);
    await cluster.createService(webService(7));
    await cluster.runsUntil("web", 7);

    await cluster.updateService("web", withReplicas(3));
    await cluster.sim.advance(2000);

    t.is(cluster.where("web"), "1@n1 2@n2 3@n3");
    t.is(cluster.tasks("web").length, 3);
  },
);

test.serial("leader: a removed service's tasks stop and are forgotten", async (t) => {
  const cluster = new TestCluster(1, THREE);
  await cluster.createService(webService(5));
  await cluster.runsUntil("web", 5);

  await cluster.sim.finish(cluster.store.update((tx) => tx.remove("service", "web")));
  await cluster.sim.advance(2000);

  t.deepEqual(cluster.tasks("web"), []);
});

test.serial(
  "leader: a task that failed is restarted after its delay, and history stays short",
  async (t) => {
    const cluster = new TestCluster(1, THREE);
    const starts: number[] = [];
    cluster.agents.endOf = () => TaskState.FAILED;
    cluster.store.onCommit(({ changes }) => {
      for (const { kind, object } of changes) {
        if (kind === "task" && object.status?.state === TaskState.RUNNING) {
          starts.push(cluster.sim.nowMs);
        }
      }
    });
    const task = spec({ condition: RestartPolicy_RestartCondition.ANY, delay: durationOf(2000) });
    await cluster.createService(webService(1, { spec: { task } }));

    await cluster.sim.advance(30_000);

    const gaps = starts.slice(1).map((at, nth) => Math.round((at - starts[nth]!) / 100));
    t.true(gaps.length > 10);
    t.deepEqual([...new Set(gaps)], [20]);
    t.true(cluster.tasks("web").length <= 6);
  },
);

test.serial("leader: a task is restarted only as often as its policy says", async (t) => {
  const cluster = new TestCluster(1, THREE);
  cluster.agents.endOf = () => TaskState.FAILED;
  const { ON_FAILURE } = RestartPolicy_RestartCondition;
  const task = spec({ condition: ON_FAILURE, delay: durationOf(100), maxAttempts: 3 });
  await cluster.createService(webService(1, { spec: { task } }));

  await cluster.sim.advance(120_000);

  t.deepEqual(states(cluster.tasks("web")), ["704/640", "704/640", "704/640", "704/640"]);
});

test.serial(
  "leader: a task that may not be restarted leaves its slot ended, not empty",
  async (t) => {
    const cluster = new TestCluster(1, THREE);
    cluster.agents.endOf = () => TaskState.COMPLETE;
    const task = spec({ condition: RestartPolicy_RestartCondition.ON_FAILURE });
    await cluster.createService(webService(2, { spec: { task } }));

    await cluster.sim.advance(60_000);

    t.deepEqual(states(cluster.tasks("web")), ["576/640", "576/640"]);
  },
);

test.serial("leader: what fits nowhere says why, and is placed when a node comes", async (t) => {
  const cluster = new TestCluster(1, [node("n1", { cpus: 0 })]);
  await cluster.createService(
    webService(1, {
      spec: {
        task: {
          ...makeTaskSpec({ container: makeContainerSpec({ image: "app:1" }) }),
          resources: { reservations: { nanoCpus: 1e9, memoryBytes: 0, generic: [] } },
        },
      },
    }),
  );
  await cluster.sim.advance(200);
  t.is(
    cluster.tasks("web")[0]?.status?.err,
    "no suitable node (insufficient resources on 1 node): host-n1 lacks 1 CPU",
  );

  await cluster.sim.finish(cluster.store.update((tx) => tx.create("node", node("n2"))));
  await cluster.runsUntil("web", 1, 200);
  t.is(cluster.tasks("web")[0]?.status?.err, "");
});

test.serial("leader: a new leader goes on where the old one was", async (t) => {
  const cluster = new TestCluster(1, THREE);
  await cluster.createService(webService(6));
  await cluster.sim.advance(12);
  await cluster.depose();
  await cluster.nodeDies("n2");
  await cluster.updateService("web", withReplicas(4));
  await cluster.sim.advance(1000);

  cluster.lead();
  await cluster.sim.advance(1000);

  const wanted = cluster.running("web").filter(({ desiredState }) => desiredState <= 512);
  t.is(wanted.length, 4);
  t.true(wanted.every(({ nodeId }) => nodeId !== "n2"));
  t.deepEqual(cluster.violations, []);
});

test.serial("leader: its loops end when it is deposed, and leave nothing behind", async (t) => {
  const cluster = new TestCluster(1, THREE);
  await cluster.createService(webService(3));
  await cluster.runsUntil("web", 3);
  await cluster.sim.advance(1000);

  await cluster.depose();
  await cluster.sim.advance(100);

  t.is(cluster.sim.pendingCount, 0);
});

test.serial(
  "leader: tasks of a node that was removed are orphaned, replaced and forgotten in time",
  async (t) => {
    const cluster = new TestCluster(1, THREE);
    await cluster.createService(webService(3));
    await cluster.runsUntil("web", 3);

    cluster.agents.unplug("n1");
    await cluster.sim.finish(cluster.store.update((tx) => tx.remove("node", "n1")));
    await cluster.sim.advance(1000);

    t.is(cluster.running("web").length, 3);
    const [lost] = cluster.tasks("web").filter(({ nodeId }) => nodeId === "n1");
    t.deepEqual(
      [lost?.status?.state, lost?.desiredState],
      [TaskState.ORPHANED, TaskState.SHUTDOWN],
    );
  },
);

test.serial(
  "leader: a node's changed label evicts the tasks that asked for the old one",
  async (t) => {
    const cluster = new TestCluster(1, [
      node("n1", { labels: { a: "b" } }),
      node("n2", { labels: { a: "b" } }),
    ]);
    const task = {
      ...spec({ condition: RestartPolicy_RestartCondition.ANY }),
      placement: {
        constraints: ["node.labels.a==b"],
        preferences: [],
        platforms: [],
        maxReplicas: 0,
      },
    };
    await cluster.createService(webService(2, { spec: { task } }));
    await cluster.runsUntil("web", 2);

    await cluster.setNode("n1", (one) => ({ ...one, spec: makeNodeSpec() }));
    await cluster.runsUntil("web", 2, 500);

    t.is(cluster.where("web"), "1@n2 2@n2");
    const [evicted] = cluster.tasks("web").filter(({ nodeId }) => nodeId === "n1");
    t.is(evicted?.status?.err, "assigned node no longer meets constraints");
  },
);
