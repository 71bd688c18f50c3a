import test from "ava";
import {
  NodeSpec_Availability,
  RestartPolicy_RestartCondition,
  TaskState,
  makeContainerSpec,
  makePlacement,
  makeRestartPolicy,
  makeTaskSpec,
  makeUpdateConfig,
  type TaskSpec,
} from "../../../src/model/generated/types.ts";
import { durationOf } from "../../../src/model/time.ts";
import { explainService, explainTask } from "../../../src/manager/orchestrator/explain.ts";
import { newestOf } from "../../../src/manager/orchestrator/task-order.ts";
import { node } from "../../support/build.ts";
import { TestCluster, webService, withImage } from "../support/cluster.ts";

const spec = (options: Partial<TaskSpec>): { task: TaskSpec } => ({
  task: makeTaskSpec({ container: makeContainerSpec({ image: "app:1" }), ...options }),
});

function ofService(cluster: TestCluster): string {
  const nowMs = cluster.process.clock.wallMs();
  return cluster.store.view((tx) => explainService(tx, "web", nowMs)).join("\n");
}

function ofNewest(cluster: TestCluster): string {
  const id = newestOf(cluster.tasks("web"))?.id ?? "";
  const nowMs = cluster.process.clock.wallMs();
  return cluster.store.view((tx) => explainTask(tx, id, nowMs)).join("\n");
}

test.serial("explain: a task without a node says which filter ruled out how many", async (t) => {
  const cluster = new TestCluster(1, [node("n1"), node("n2"), node("n3", { labels: { a: "b" } })]);
  const placement = makePlacement({ constraints: ["node.labels.a==c"] });
  await cluster.createService(webService(2, { spec: spec({ placement }) }));
  await cluster.sim.advance(3000);

  t.regex(
    ofNewest(cluster),
    /^Task web\.\d \(\S+\) has waited for a node for \d.* s: no suitable node \(scheduling constraints not satisfied on 3 nodes\): node\.labels\.a==c on 3 nodes\.\nIt is placed as soon as a change/,
  );
  t.regex(ofService(cluster), /web runs 0 of 2 replicas\.\n2 tasks wait: no suitable node/);
});

test.serial("explain: a task that moved says what moved it, and the old one too", async (t) => {
  const cluster = new TestCluster(1, [node("n1"), node("n2")]);
  await cluster.createService(webService(1));
  await cluster.runsUntil("web", 1);
  const [old] = cluster.running("web");
  await cluster.setNode(old?.nodeId ?? "", (one) => ({
    ...one,
    spec: { ...one.spec!, availability: NodeSpec_Availability.DRAIN },
  }));
  await cluster.sim.advance(3000);

  const name = `host-${old?.nodeId}`;
  t.true(ofNewest(cluster).includes(`because task ${old?.id} had to move: ${name} is drained.`));
  const nowMs = cluster.process.clock.wallMs();
  const ofOld = cluster.store.view((tx) => explainTask(tx, old?.id ?? "", nowMs)).join("\n");
  t.true(ofOld.includes(`asked to stop because ${name} is drained. Task `), ofOld);
});

test.serial("explain: a failing task says how often it was restarted, and when next", async (t) => {
  const cluster = new TestCluster(1, [node("n1")]);
  const restart = makeRestartPolicy({
    condition: RestartPolicy_RestartCondition.ANY,
    delay: durationOf(4000),
    maxAttempts: 2,
  });
  cluster.agents.endOf = () => TaskState.FAILED;
  await cluster.createService(webService(1, { spec: spec({ restart }) }));
  await cluster.sim.advance(1000);
  t.regex(ofNewest(cluster), /made because task \S+ ended on host-n1 as failed: restart 1 of 2\./);
  t.regex(ofNewest(cluster), /It starts in 3(\.\d)? s, when its restart delay is over\./);

  await cluster.sim.advance(30_000);
  t.regex(ofNewest(cluster), /all 2 attempts are used \(2 restarts counted\)/);
  t.regex(
    ofService(cluster),
    /web runs 0 of 1 replicas\.\nTask web\.1 \(\S+\) is failed on host-n1/,
  );
});

test.serial(
  "explain: an update says how far it is, and its tasks why they were made",
  async (t) => {
    const cluster = new TestCluster(1, [node("n1"), node("n2")]);
    const update = makeUpdateConfig({ parallelism: 1, delay: durationOf(1000) });
    await cluster.createService(webService(4, { spec: { update } }));
    await cluster.runsUntil("web", 4);
    await cluster.updateService("web", withImage("app:2"));
    await cluster.sim.advance(1500);

    t.regex(ofService(cluster), /update in progress, for 1\.5 s: [12] of 4 tasks are as asked\./);
    t.regex(
      ofNewest(cluster),
      /It was made because the service was updated to version \d+ of its spec/,
    );
  },
);

test("explain: what does not exist has no explanation", (t) => {
  const cluster = new TestCluster(1, []);
  cluster.store.view((tx) => {
    t.deepEqual(explainTask(tx, "nope", 0), []);
    t.deepEqual(explainService(tx, "nope", 0), []);
  });
});
