import test from "ava";
import {
  NodeSpec_Availability,
  TaskState,
  UpdateConfig_UpdateOrder,
  makeAnnotations,
  makeContainerSpec,
  makeResourceRequirements,
  makeResources,
  makeTaskSpec,
  makeUpdateConfig,
  type ServiceSpec,
  type Task,
} from "../../../src/model/generated/types.ts";
import { stoppedBecause } from "../../../src/model/task-cause.ts";
import { explainNode, explainService } from "../../../src/manager/orchestrator/explain.ts";
import { isWanted } from "../../../src/manager/orchestrator/task-order.ts";
import { node } from "../../support/build.ts";
import { TestCluster, webService, withImage } from "../support/cluster.ts";

const { ACTIVE, DRAIN } = NodeSpec_Availability;
const START_FIRST = makeUpdateConfig({
  parallelism: 1,
  order: UpdateConfig_UpdateOrder.START_FIRST,
});

async function running(
  replicas: number,
  spec: Partial<ServiceSpec> = { update: START_FIRST },
  nodes = [node("n1"), node("n2"), node("n3")],
): Promise<TestCluster> {
  const cluster = new TestCluster(1, nodes);
  await cluster.createService(webService(replicas, { spec }));
  await cluster.runsUntil("web", replicas);
  cluster.agents.history.length = 0;
  return cluster;
}

const setAvailability = (
  cluster: TestCluster,
  id: string,
  availability: NodeSpec_Availability,
): Promise<void> =>
  cluster.setNode(id, (one) => ({ ...one, spec: { ...one.spec!, availability } }));
const fewest = (cluster: TestCluster): number =>
  Math.min(...cluster.agents.history.map((one) => one.running));
const wantedOn = (cluster: TestCluster, id: string): readonly Task[] =>
  cluster.tasks("web").filter((task) => isWanted(task) && task.nodeId === id);
const labelled = (labels: Record<string, string>): Partial<ServiceSpec> => ({
  annotations: makeAnnotations({ name: "web", labels }),
});

test.serial("drain: a start-first service never has fewer running than it wants", async (t) => {
  const cluster = await running(20);
  cluster.agents.stepMs = 500;
  await setAvailability(cluster, "n1", DRAIN);
  await cluster.sim.advance(300);
  const nowMs = cluster.process.clock.wallMs();
  t.regex(
    cluster.store.view((tx) => explainService(tx, "web", nowMs)).join("\n"),
    /host-n1 is being left: [67] tasks run there until others have taken their place\./,
  );
  t.regex(
    cluster.store.view((tx) => explainNode(tx, "n1", nowMs)).join("\n"),
    /^host-n1 is drained: [67] tasks left, of which 0 are stopping\.\nweb\.\d+ runs on until task \S+ does \(\w+\), for \S+ min at most\./,
  );
  await cluster.sim.advance(5000);

  t.deepEqual(wantedOn(cluster, "n1"), []);
  t.deepEqual(
    cluster.store.view((tx) => explainNode(tx, "n1", nowMs)),
    ["host-n1 is drained and has no tasks left."],
  );
  t.is(cluster.running("web").length, 20);
  t.is(fewest(cluster), 20);
  t.deepEqual(cluster.violations, []);
});

test.serial("drain: a label asks for it where updates stop first", async (t) => {
  const cluster = await running(6, labelled({ "skein.drain": "start-first" }));
  await setAvailability(cluster, "n1", DRAIN);
  await cluster.sim.advance(5000);
  t.is(fewest(cluster), 6);
  t.deepEqual(wantedOn(cluster, "n1"), []);
});

test.serial("drain: a stop-first service is moved at once, as in Swarm", async (t) => {
  const cluster = await running(6, {});
  await setAvailability(cluster, "n1", DRAIN);
  await cluster.sim.advance(5000);
  t.is(fewest(cluster), 4);
  t.is(cluster.running("web").length, 6);
});

test.serial("drain: without room the old task runs until the limit, and then goes", async (t) => {
  const reservations = makeResources({ nanoCpus: 3e9 });
  const task = makeTaskSpec({
    container: makeContainerSpec({ image: "app:1" }),
    resources: makeResourceRequirements({ reservations }),
  });
  const labels = { "skein.drain": "start-first", "skein.drain.limit": "30s" };
  const cluster = await running(3, { ...labelled(labels), task });
  await setAvailability(cluster, "n1", DRAIN);
  await cluster.sim.advance(29_000);
  t.is(cluster.running("web").length, 3);
  await cluster.sim.advance(5000);

  t.is(cluster.running("web").length, 2);
  const left = cluster.tasks("web").filter(({ nodeId }) => nodeId === "n1");
  t.deepEqual(left.map(stoppedBecause), ["its node is drained and no replacement ran within 30 s"]);
  await setAvailability(cluster, "n1", ACTIVE);
  await cluster.runsUntil("web", 3);
});

test.serial("drain: a replacement that fails is tried again while the old one runs", async (t) => {
  const cluster = await running(3);
  let failures = 0;
  cluster.agents.endOf = ({ nodeId }) =>
    nodeId !== "n1" && failures++ < 2 ? TaskState.FAILED : undefined;
  await setAvailability(cluster, "n1", DRAIN);
  await cluster.sim.advance(30_000);
  t.is(cluster.running("web").length, 3);
  t.deepEqual(wantedOn(cluster, "n1"), []);
});

test.serial(
  "drain: a node that is taken back before keeps its tasks, and no slot two",
  async (t) => {
    const cluster = await running(6);
    cluster.agents.stepMs = 1000;
    const before = cluster.where("web");
    await setAvailability(cluster, "n1", DRAIN);
    await cluster.sim.advance(500);
    await setAvailability(cluster, "n1", ACTIVE);
    await cluster.sim.advance(20_000);
    t.is(cluster.where("web"), before);
    t.is(cluster.tasks("web").filter(isWanted).length, 6);
    t.is(fewest(cluster), 6);
  },
);

test.serial("drain: a drained node that dies is left at once", async (t) => {
  const cluster = await running(6);
  cluster.agents.stepMs = 1000;
  await setAvailability(cluster, "n1", DRAIN);
  await cluster.sim.advance(100);
  await cluster.nodeDies("n1");
  await cluster.sim.advance(20_000);
  t.is(cluster.running("web").filter(isWanted).length, 6);
  t.deepEqual(wantedOn(cluster, "n1"), []);
});

test.serial("drain: an update of the service in the middle of it comes to an end", async (t) => {
  const cluster = await running(6);
  cluster.agents.stepMs = 200;
  await setAvailability(cluster, "n1", DRAIN);
  await cluster.sim.advance(300);
  await cluster.updateService("web", withImage("app:2"));
  await cluster.sim.advance(60_000);
  t.is(cluster.service("web").updateStatus?.message, "update completed");
  t.is(cluster.running("web").length, 6);
  t.is(fewest(cluster), 6);
  t.deepEqual(wantedOn(cluster, "n1"), []);
});

test.serial("drain: a new leader goes on with it, and its limit", async (t) => {
  const cluster = await running(6);
  cluster.agents.stepMs = 800;
  await setAvailability(cluster, "n1", DRAIN);
  await cluster.sim.advance(500);
  await cluster.depose();
  await cluster.sim.advance(3000);
  cluster.lead();
  await cluster.sim.advance(10_000);
  t.is(cluster.running("web").length, 6);
  t.is(fewest(cluster), 6);
  t.deepEqual(wantedOn(cluster, "n1"), []);
});
