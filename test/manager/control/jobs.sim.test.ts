import test from "ava";
import {
  NodeSpec_Availability,
  RestartPolicy_RestartCondition,
  TaskState,
  makeClusterSpec,
  makeContainerSpec,
  makeGlobalJob,
  makeJobStatus,
  makeOrchestrationConfig,
  makeReplicatedJob,
  makeRestartPolicy,
  makeTaskSpec,
  makeVersion,
  type RestartPolicy,
  type Service,
  type Task,
} from "../../../src/model/generated/types.ts";
import { durationOf } from "../../../src/model/time.ts";
import { node } from "../../support/build.ts";
import { TestCluster, webService, withImage } from "../support/cluster.ts";

const NODES = [node("n1"), node("n2"), node("n3")];
const { COMPLETE, FAILED } = TaskState;

function job(
  mode: "replicatedJob" | "globalJob",
  sizes: { readonly total?: number; readonly most?: number } = {},
  restart?: Partial<RestartPolicy>,
): Service {
  const { total: totalCompletions = 1, most: maxConcurrent = 1 } = sizes;
  const service = webService(0, {
    spec: {
      replicated: undefined,
      task: makeTaskSpec({
        container: makeContainerSpec({ image: "app:1" }),
        restart: makeRestartPolicy({
          condition: RestartPolicy_RestartCondition.ON_FAILURE,
          delay: durationOf(100),
          ...restart,
        }),
      }),
      ...(mode === "replicatedJob"
        ? { replicatedJob: makeReplicatedJob({ totalCompletions, maxConcurrent }) }
        : { globalJob: makeGlobalJob() }),
    },
  });
  return { ...service, jobStatus: makeJobStatus({ jobIteration: makeVersion() }) };
}

const ofRun = (cluster: TestCluster, run: number): readonly Task[] =>
  cluster.tasks("web").filter((task) => task.jobIteration?.index === run);
const completed = (tasks: readonly Task[]): readonly Task[] =>
  tasks.filter(({ status }) => status?.state === COMPLETE);

/** As UpdateService of the control API does with a job. */
async function runAgain(cluster: TestCluster, image = "app:2"): Promise<void> {
  await cluster.updateService("web", withImage(image));
  const index = (cluster.service("web").jobStatus?.jobIteration?.index ?? 0) + 1;
  await cluster.sim.finish(
    cluster.store.update((tx) => {
      const jobStatus = makeJobStatus({ jobIteration: makeVersion({ index }) });
      tx.update("service", { ...tx.services.get("web")!, jobStatus });
    }),
  );
}

test.serial("jobs: a hundred completions, never more than ten side by side", async (t) => {
  const cluster = new TestCluster(1, NODES);
  cluster.agents.endOf = () => COMPLETE;
  await cluster.createService(job("replicatedJob", { total: 100, most: 10 }));
  await cluster.sim.advance(20_000);

  const tasks = cluster.tasks("web");
  t.is(tasks.length, 100);
  t.is(completed(tasks).length, 100);
  t.true(tasks.every(({ desiredState }) => desiredState === COMPLETE));
  t.deepEqual(
    tasks.map(({ slot }) => slot).sort((a, b) => a - b),
    Array.from({ length: 100 }, (_, slot) => slot),
  );
  t.is(Math.max(...cluster.agents.history.map(({ running }) => running)), 10);
  t.deepEqual(cluster.violations, []);
});

test.serial(
  "jobs: what fails is tried again in its slot, and only completions count",
  async (t) => {
    const cluster = new TestCluster(1, NODES);
    let ends = 0;
    cluster.agents.endOf = () => (++ends % 3 === 0 ? COMPLETE : FAILED);
    await cluster.createService(job("replicatedJob", { total: 12, most: 4 }));
    await cluster.sim.advance(60_000);

    t.is(completed(cluster.tasks("web")).length, 12);
    t.true(Math.max(...cluster.agents.history.map(({ running }) => running)) <= 4);
  },
);

test.serial("jobs: a slot whose attempts are used up is spent, and the others go on", async (t) => {
  const cluster = new TestCluster(1, NODES);
  cluster.agents.endOf = ({ slot }) => (slot === 2 ? FAILED : COMPLETE);
  await cluster.createService(job("replicatedJob", { total: 4 }, { maxAttempts: 2 }));
  await cluster.sim.advance(60_000);

  t.is(completed(cluster.tasks("web")).length, 3);
  t.is(cluster.tasks("web").filter(({ slot }) => slot === 2).length, 3);
  t.is(cluster.tasks("web").length, 6);
});

test.serial("jobs: restart condition any does not run a completed task again", async (t) => {
  const cluster = new TestCluster(1, NODES);
  cluster.agents.endOf = () => COMPLETE;
  const { ANY } = RestartPolicy_RestartCondition;
  await cluster.createService(job("replicatedJob", { total: 3, most: 3 }, { condition: ANY }));
  await cluster.sim.advance(40_000);
  t.is(cluster.tasks("web").length, 3);
});

test.serial(
  "jobs: an update runs the job again and removes the tasks of the run before",
  async (t) => {
    const cluster = new TestCluster(1, NODES);
    cluster.agents.endOf = () => COMPLETE;
    await cluster.createService(job("replicatedJob", { total: 5, most: 2 }));
    await cluster.sim.advance(10_000);
    await runAgain(cluster);
    await cluster.sim.advance(10_000);

    t.is(ofRun(cluster, 0).length, 0);
    t.is(completed(ofRun(cluster, 1)).length, 5);
    t.true(ofRun(cluster, 1).every(({ spec }) => spec?.container?.image === "app:2"));
  },
);

test.serial("jobs: a run that is under way is stopped for the next", async (t) => {
  const cluster = new TestCluster(1, NODES);
  await cluster.createService(job("replicatedJob", { total: 4, most: 4 }));
  await cluster.sim.advance(2000);
  cluster.agents.endOf = ({ jobIteration }) => (jobIteration?.index === 1 ? COMPLETE : undefined);
  await runAgain(cluster);
  await cluster.sim.advance(10_000);

  t.is(ofRun(cluster, 0).length, 0);
  t.is(completed(ofRun(cluster, 1)).length, 4);
});

test.serial(
  "jobs: a task on a node that dies runs elsewhere, completed ones stay so",
  async (t) => {
    const cluster = new TestCluster(1, NODES);
    cluster.agents.endOf = ({ slot }) => (slot <= 3 ? COMPLETE : undefined);
    await cluster.createService(job("replicatedJob", { total: 6, most: 6 }));
    await cluster.sim.advance(2000);
    await cluster.nodeDies("n1");
    await cluster.sim.advance(2000);
    cluster.agents.endOf = () => COMPLETE;
    for (const id of ["n2", "n3"]) cluster.agents.plugIn(id);
    await cluster.sim.advance(10_000);
    // The dead node's agent never reported, so its tasks were run again elsewhere.
    await cluster.nodeReturns("n1");
    await cluster.sim.advance(10_000);

    const slots = new Set(completed(cluster.tasks("web")).map(({ slot }) => slot));
    t.is(slots.size, 6);
    t.is(completed(cluster.tasks("web")).length, 6);
  },
);

test.serial(
  "jobs: a global job completes once on every node, and on nodes that come later",
  async (t) => {
    const cluster = new TestCluster(1, NODES);
    cluster.agents.endOf = () => COMPLETE;
    await cluster.createService(job("globalJob"));
    await cluster.sim.advance(5000);
    t.deepEqual(
      completed(cluster.tasks("web"))
        .map(({ nodeId }) => nodeId)
        .sort(),
      ["n1", "n2", "n3"],
    );

    await cluster.sim.finish(cluster.store.update((tx) => tx.create("node", node("n4"))));
    await cluster.nodeDies("n2");
    await cluster.nodeReturns("n2");
    await cluster.sim.advance(40_000);
    t.deepEqual(
      completed(cluster.tasks("web"))
        .map(({ nodeId }) => nodeId)
        .sort(),
      ["n1", "n2", "n3", "n4"],
    );
    t.is(cluster.tasks("web").length, 4);
  },
);

test.serial("jobs: a global job passes drained nodes by until they are back", async (t) => {
  const cluster = new TestCluster(1, NODES);
  const available = (availability: NodeSpec_Availability): Promise<void> =>
    cluster.setNode("n2", (one) => ({ ...one, spec: { ...one.spec!, availability } }));
  await available(NodeSpec_Availability.DRAIN);
  cluster.agents.endOf = () => COMPLETE;
  await cluster.createService(job("globalJob"));
  await cluster.sim.advance(5000);
  t.is(completed(cluster.tasks("web")).length, 2);

  await available(NodeSpec_Availability.ACTIVE);
  await cluster.sim.advance(5000);
  t.is(completed(cluster.tasks("web")).length, 3);
});

test.serial("jobs: a global job honours its attempts (defect 24 of the reference)", async (t) => {
  const cluster = new TestCluster(1, [node("n1")]);
  cluster.agents.endOf = () => FAILED;
  await cluster.createService(job("globalJob", {}, { maxAttempts: 2 }));
  await cluster.sim.advance(120_000);
  t.is(cluster.tasks("web").length, 3);
});

test.serial(
  "jobs: failed tasks are trimmed to the history, and end with the leader (defect 30)",
  async (t) => {
    const cluster = new TestCluster(1, [node("n1")]);
    await cluster.sim.finish(
      cluster.store.update((tx) => {
        const orchestration = makeOrchestrationConfig({ taskHistoryRetentionLimit: 2 });
        const spec = makeClusterSpec({ orchestration });
        tx.update("cluster", { ...tx.clusters.get("cluster")!, spec });
      }),
    );
    cluster.agents.endOf = () => FAILED;
    await cluster.createService(job("replicatedJob"));
    await cluster.sim.advance(20_000);
    t.true(cluster.tasks("web").length <= 5, String(cluster.tasks("web").length));

    await cluster.depose();
    const before = cluster.tasks("web");
    cluster.agents.unplug("n1");
    await cluster.sim.advance(20_000);
    t.deepEqual(cluster.tasks("web"), before);
    cluster.agents.endOf = () => COMPLETE;
    cluster.agents.plugIn("n1");
    cluster.lead();
    await cluster.sim.advance(20_000);
    t.is(completed(cluster.tasks("web")).length, 1);
  },
);

test.serial("jobs: a new leader goes on with a run where the old one was", async (t) => {
  const cluster = new TestCluster(1, NODES);
  cluster.agents.stepMs = 100;
  cluster.agents.endOf = () => COMPLETE;
  await cluster.createService(job("replicatedJob", { total: 20, most: 3 }));
  await cluster.sim.advance(1000);
  t.true(cluster.tasks("web").length < 20);
  await cluster.depose();
  await cluster.sim.advance(1000);
  cluster.lead();
  await cluster.sim.advance(30_000);

  t.is(cluster.tasks("web").length, 20);
  t.is(completed(cluster.tasks("web")).length, 20);
  t.true(Math.max(...cluster.agents.history.map(({ running }) => running)) <= 3);
});

test.serial("jobs: a task of the first slot that never had a node is forgotten too", async (t) => {
  const cluster = new TestCluster(1, []);
  await cluster.createService(job("replicatedJob", { total: 2, most: 2 }));
  await cluster.sim.advance(1000);
  t.is(ofRun(cluster, 0).length, 2);

  await runAgain(cluster);
  await cluster.sim.advance(2000);
  t.is(ofRun(cluster, 0).length, 0);
});
