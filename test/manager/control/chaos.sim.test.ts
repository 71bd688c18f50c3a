import test from "ava";
import type { Prng } from "../../../src/base/prng.ts";
import {
  NodeSpec_Availability,
  NodeStatus_State,
  RestartPolicy_RestartCondition,
  TaskState,
  UpdateConfig_FailureAction,
  UpdateConfig_UpdateOrder,
  makeContainerSpec,
  makeGlobalService,
  makeNodeSpec,
  makeRestartPolicy,
  makeTaskSpec,
  makeUpdateConfig,
  type Service,
} from "../../../src/model/generated/types.ts";
import { durationOf } from "../../../src/model/time.ts";
import { node } from "../../support/build.ts";
import { forSeeds } from "../../support/seeds.ts";
import { TestCluster, webService, withImage, withReplicas } from "../support/cluster.ts";

const NODE_IDS = ["n1", "n2", "n3", "n4"];
const HISTORY_LIMIT = 5;

/** A service of any kind; all of its policies let it converge once nothing disturbs it. */
function anyService(id: string, prng: Prng): Service {
  const policy = makeUpdateConfig({
    parallelism: prng.below(3),
    delay: durationOf(prng.below(1000)),
    monitor: durationOf(1000),
    failureAction: UpdateConfig_FailureAction.CONTINUE,
    order: prng.pick(Object.values(UpdateConfig_UpdateOrder)),
  });
  const restart = makeRestartPolicy({
    condition: RestartPolicy_RestartCondition.ANY,
    delay: durationOf(prng.below(2000)),
  });
  const task = makeTaskSpec({ container: makeContainerSpec({ image: "app:0" }), restart });
  const spec = { task, update: policy, rollback: policy };
  return prng.chance(0.3)
    ? webService(0, { id, spec: { ...spec, replicated: undefined, global: makeGlobalService() } })
    : webService(prng.below(6), { id, spec });
}

/** One thing that goes wrong, or that somebody does. */
async function disturb(cluster: TestCluster, prng: Prng): Promise<void> {
  const services = cluster.store.view((tx) => tx.services.all());
  const nodeId = prng.pick(NODE_IDS);
  const known = cluster.store.view((tx) => tx.nodes.get(nodeId));
  const service = services.length > 0 ? prng.pick(services) : undefined;
  switch (prng.below(10)) {
    case 0:
    case 1:
      if (services.length < 4) await cluster.createService(anyService(`s${prng.below(1e6)}`, prng));
      return;
    case 2:
      if (service?.spec?.replicated) {
        await cluster.updateService(service.id, withReplicas(prng.below(8)));
      }
      return;
    case 3:
      if (service) await cluster.updateService(service.id, withImage(`app:${prng.below(100)}`));
      return;
    case 4:
      if (service && prng.chance(0.3)) {
        await cluster.sim.finish(cluster.store.update((tx) => tx.remove("service", service.id)));
      }
      return;
    case 5:
      if (known) await cluster.nodeDies(nodeId);
      return;
    case 6:
      if (known) await cluster.nodeReturns(nodeId);
      return;
    case 7: {
      const availability = prng.pick(Object.values(NodeSpec_Availability));
      if (known) {
        await cluster.setNode(nodeId, (one) => ({ ...one, spec: makeNodeSpec({ availability }) }));
      }
      return;
    }
    case 8:
      if (known && prng.chance(0.3)) {
        cluster.agents.unplug(nodeId);
        await cluster.sim.finish(cluster.store.update((tx) => tx.remove("node", nodeId)));
      }
      return;
    default:
      await cluster.depose();
      await cluster.sim.advance(prng.below(500));
      cluster.lead();
  }
}

/** Leaves some nodes down for good and puts the others right; gives their ids. */
async function settle(cluster: TestCluster, prng: Prng): Promise<readonly string[]> {
  cluster.agents.endOf = () => undefined;
  const alive = prng.shuffle(NODE_IDS).slice(0, prng.between(1, NODE_IDS.length));
  for (const id of NODE_IDS) {
    const known = cluster.store.view((tx) => tx.nodes.get(id));
    if (!alive.includes(id)) {
      if (known) await cluster.nodeDies(id);
      continue;
    }
    if (known) await cluster.setNode(id, (one) => ({ ...one, spec: makeNodeSpec() }));
    else await cluster.sim.finish(cluster.store.update((tx) => tx.create("node", node(id))));
    await cluster.nodeReturns(id);
  }
  return alive;
}

test.serial("leader: whatever happens, once it stops every service runs as declared", async (t) => {
  await forSeeds(t, 25, async (seed) => {
    const cluster = new TestCluster(
      seed,
      NODE_IDS.map((id) => node(id)),
    );
    const { prng } = cluster.sim;
    cluster.agents.stepMs = 1 + prng.below(100);
    const faults = cluster.sim.fork("faults");
    cluster.agents.endOf = () =>
      faults.chance(0.3) ? faults.pick([TaskState.FAILED, TaskState.COMPLETE]) : undefined;

    for (let step = 0; step < 40; step++) {
      await disturb(cluster, prng);
      await cluster.sim.advance(prng.below(1500));
    }
    const alive = await settle(cluster, prng);
    await cluster.sim.advance(90_000);

    for (const service of cluster.store.view((tx) => tx.services.all())) {
      const running = cluster.running(service.id).filter(({ nodeId }) => alive.includes(nodeId)); // The dead say nothing any more.
      const { spec: declared } = service;
      const replicas = declared?.global ? alive.length : (declared?.replicated?.replicas ?? 0);
      const wanted = running.filter(({ desiredState }) => desiredState === TaskState.RUNNING);
      t.is(wanted.length, replicas, `seed ${seed}: ${service.id} runs as often as declared`);
      t.is(running.length, wanted.length, `seed ${seed}: nothing else of ${service.id} runs`);
      const image = service.spec?.task?.container?.image;
      t.true(
        wanted.every(({ spec }) => spec?.container?.image === image),
        `seed ${seed}: ${service.id} runs its newest image`,
      );
    }
    // What was on the dead nodes cannot stop, and so cannot be forgotten.
    const left = cluster.store.view((tx) =>
      tx.tasks.all().filter(({ nodeId }) => alive.includes(nodeId)),
    );
    const places = new Map<string, number>();
    for (const task of left) {
      const place = `${task.serviceId} ${task.slot > 0 ? task.slot : task.nodeId}`;
      places.set(place, (places.get(place) ?? 0) + 1);
      const service = cluster.store.view((tx) => tx.services.get(task.serviceId));
      t.not(service, undefined, `seed ${seed}: nothing is left of removed services`);
    }
    t.true(Math.max(0, ...places.values()) <= HISTORY_LIMIT, `seed ${seed}: history is short`);
    t.deepEqual(cluster.violations, []);
  });
});

test.serial("leader: the same seed gives the same run", async (t) => {
  const run = async (): Promise<string> => {
    const cluster = new TestCluster(
      7,
      NODE_IDS.map((id) => node(id)),
    );
    await cluster.createService(webService(9));
    await cluster.sim.advance(50);
    await cluster.nodeDies("n2");
    await cluster.setState("n3", NodeStatus_State.UNKNOWN);
    await cluster.sim.advance(2000);
    return JSON.stringify(cluster.store.view((tx) => tx.tasks.all()));
  };
  t.is(await run(), await run());
});
