import test from "ava";
import {
  RestartPolicy_RestartCondition,
  TaskState,
  makeContainerSpec,
  makeRestartPolicy,
  makeTaskSpec,
  type TaskSpec,
} from "../../../src/model/generated/types.ts";
import { createdAtMs, newestOf } from "../../../src/manager/orchestrator/task-order.ts";
import { explainTask } from "../../../src/manager/orchestrator/explain.ts";
import { durationOf } from "../../../src/model/time.ts";
import { node } from "../../support/build.ts";
import { TestCluster, webService, withImage } from "../support/cluster.ts";

const spec = (options: Partial<TaskSpec>): { task: TaskSpec } => ({
  task: makeTaskSpec({ container: makeContainerSpec({ image: "nowhere:1" }), ...options }),
});

/** How long after the one before it each task of the service was made. */
function pausesMs(cluster: TestCluster): readonly number[] {
  const atMs = cluster
    .tasks("web")
    .map(createdAtMs)
    .sort((a, b) => a - b);
  return atMs.slice(1).map((each, index) => each - (atMs[index] ?? 0));
}

for (const [delay, atLeastMs] of [
  [undefined, 5000],
  [2000, 2000],
] as const) {
  const named = delay === undefined ? "the default delay" : `a delay of ${delay} ms`;
  test.serial(`restarts: what no node can prepare is tried again after ${named}`, async (t) => {
    const cluster = new TestCluster(1, [node("n1")]);
    cluster.agents.refuses = () => true;
    const restart =
      delay === undefined
        ? {}
        : { condition: RestartPolicy_RestartCondition.ANY, delay: durationOf(delay) };
    const policy = delay === undefined ? {} : { restart: makeRestartPolicy(restart) };
    await cluster.createService(webService(1, { spec: spec(policy) }));
    await cluster.sim.advance(1000);
    const [first, second] = cluster.tasks("web");
    t.truthy(first && second);
    const nowMs = cluster.process.clock.wallMs();
    const newest = [first!, second!].sort((a, b) => createdAtMs(b) - createdAtMs(a))[0]!;
    t.regex(
      cluster.store.view((tx) => explainTask(tx, newest.id, nowMs)).join("\n"),
      /Another is tried in \d(\.\d)? s, when the restart delay is over\./,
    );
    await cluster.sim.advance(20_000);
    // The first failed unawaited: its successor is made at once, and waits.
    const pauses = pausesMs(cluster).slice(1);
    t.true(pauses.length >= 2, pauses.join());
    t.true(Math.min(...pauses) >= atLeastMs - 100, pauses.join());
    t.true(Math.max(...pauses) <= atLeastMs + 1000, pauses.join());
  });
}

test.serial(
  "restarts: what could not be prepared is forgotten when its image is named",
  async (t) => {
    const cluster = new TestCluster(1, [node("n1")]);
    cluster.agents.refuses = ({ spec: asked }) => asked?.container?.image !== "app:2";
    await cluster.createService(webService(2, { spec: spec({}) }));
    await cluster.sim.advance(3000);
    await cluster.updateService("web", withImage("app:2"));
    await cluster.runsUntil("web", 2);
    t.is(cluster.running("web").length, 2);
  },
);

test.serial(
  "restarts: a new leader keeps to the delay of what could not be prepared",
  async (t) => {
    const cluster = new TestCluster(1, [node("n1")]);
    cluster.agents.refuses = () => true;
    await cluster.createService(webService(1, { spec: spec({}) }));
    await cluster.sim.advance(1000);
    await cluster.depose();
    await cluster.sim.advance(1000);
    cluster.lead();
    await cluster.sim.advance(16_000);
    const pauses = pausesMs(cluster).slice(1);
    t.true(pauses.length >= 2, pauses.join());
    t.true(Math.min(...pauses) >= 4900, pauses.join());
  },
);

test.serial("restarts: a successor is the newer one, though the clock went back", async (t) => {
  const cluster = new TestCluster(1, [node("n1"), node("n2")]);
  await cluster.createService(webService(1));
  await cluster.runsUntil("web", 1);
  const [first] = cluster.tasks("web");
  cluster.process.clock.stepWall(-60_000);
  await cluster.nodeDies(first!.nodeId);
  await cluster.runsUntil("web", 1);
  const newest = newestOf(cluster.tasks("web"));
  t.not(newest?.id, first!.id);
  t.is(newest?.desiredState, TaskState.RUNNING);
});
