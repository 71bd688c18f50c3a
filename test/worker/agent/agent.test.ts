import test from "ava";
import {
  NodeStatus_State,
  TaskState,
  makeAnnotations,
  makeContainerSpec,
  makeFileTarget,
  makeSecret,
  makeSecretReference,
  makeTask,
  makeTaskSpec,
  makeTaskStatus,
} from "../../../src/model/generated/types.ts";
import type { Task } from "../../../src/model/generated/types.ts";
import { Scene } from "../../manager/dispatcher/scene.ts";
import { WorkerHost } from "./scene.ts";

interface Shape {
  readonly command?: readonly string[];
  readonly desired?: TaskState;
  readonly secretId?: string;
}

/** A task that the scheduler just gave to a node. */
async function assign(
  scene: Scene,
  id: string,
  nodeId: string,
  { command = [], desired = TaskState.RUNNING, secretId }: Shape = {},
): Promise<void> {
  const file = makeFileTarget({ name: "key" });
  const secrets = secretId === undefined ? [] : [makeSecretReference({ secretId, file })];
  const task = makeTask({
    id,
    nodeId,
    desiredState: desired,
    serviceAnnotations: makeAnnotations({ name: "web" }),
    status: makeTaskStatus({ state: TaskState.ASSIGNED }),
    spec: makeTaskSpec({ container: makeContainerSpec({ image: "busybox", command, secrets }) }),
  });
  await scene.store.write((tx) => tx.create("task", task));
}

async function want(scene: Scene, id: string, desiredState: TaskState): Promise<void> {
  await scene.store.write((tx) => tx.update("task", { ...tx.tasks.get(id)!, desiredState }));
}

function stateOf(scene: Scene, id: string): TaskState | undefined {
  return scene.task(id).status?.state;
}

async function untilState(
  scene: Scene,
  id: string,
  state: TaskState,
  limitMs = 5_000,
): Promise<Task> {
  const what = `${id} to be in state ${state}`;
  await scene.sim.runUntil(() => stateOf(scene, id) === state, limitMs, what);
  return scene.task(id);
}

/** A cluster of one manager that leads and one worker that has joined. */
async function begin(): Promise<{ scene: Scene; worker: WorkerHost }> {
  const scene = await Scene.begin();
  await scene.addNode("n1");
  scene.lead();
  const worker = new WorkerHost(scene, "n1");
  await worker.start();
  return { scene, worker };
}

test.serial(
  "agent: a task assigned to its node runs, and every observer knows the container",
  async (t) => {
    const { scene, worker } = await begin();
    await assign(scene, "t1", "n1");

    const task = await untilState(scene, "t1", TaskState.RUNNING);

    t.deepEqual(worker.running, ["t1"]);
    t.is(task.status?.message, "started");
    t.is(task.status?.container?.containerId, worker.engine.containers[0]?.id);
    t.is(task.status?.appliedBy, "m1");
    t.is(scene.node("n1").description?.hostname, "n1");
  },
);

test.serial("agent: a task that is to be ready waits, and starts when it is wanted", async (t) => {
  const { scene, worker } = await begin();
  await assign(scene, "t1", "n1", { desired: TaskState.READY });
  await untilState(scene, "t1", TaskState.READY);
  t.deepEqual(worker.running, []);

  await want(scene, "t1", TaskState.RUNNING);
  await untilState(scene, "t1", TaskState.RUNNING);
});

test.serial(
  "agent: a task that ends well is COMPLETE, one that does not FAILED with its code",
  async (t) => {
    const { scene } = await begin();
    await assign(scene, "good", "n1", { command: ["sleep", "50", "0"] });
    await assign(scene, "bad", "n1", { command: ["sleep", "50", "3"] });

    await untilState(scene, "good", TaskState.COMPLETE);
    const bad = await untilState(scene, "bad", TaskState.FAILED);

    t.is(bad.status?.err, "task: non-zero exit (3)");
    t.is(bad.status?.container?.exitCode, 3);
  },
);

test.serial("agent: what cannot be prepared is REJECTED, what cannot start FAILED", async (t) => {
  const { scene } = await begin();
  await assign(scene, "a", "n1", { command: ["unpullable"] });
  await assign(scene, "b", "n1", { command: ["unstartable"] });

  const rejected = await untilState(scene, "a", TaskState.REJECTED);
  const failed = await untilState(scene, "b", TaskState.FAILED);

  t.is(rejected.status?.err, "No such image");
  t.is(failed.status?.err, "no such file or directory");
});

test.serial(
  "agent: a task to be shut down stops, is kept for its logs, and goes when removed",
  async (t) => {
    const { scene, worker } = await begin();
    await assign(scene, "t1", "n1");
    await untilState(scene, "t1", TaskState.RUNNING);

    await want(scene, "t1", TaskState.SHUTDOWN);
    await untilState(scene, "t1", TaskState.SHUTDOWN);
    t.deepEqual(worker.running, []);
    t.deepEqual(worker.containers, ["t1"]);

    await scene.store.write((tx) => tx.remove("task", "t1"));
    await scene.sim.runUntil(
      () => worker.containers.length === 0,
      2_000,
      "the container's removal",
    );
    t.pass();
  },
);

test.serial("agent: a new wish cuts short the wait for an engine that is away", async (t) => {
  const { scene, worker } = await begin();
  await scene.sim.advance(100);
  worker.engine.setDown(true);
  await assign(scene, "t1", "n1");
  await untilState(scene, "t1", TaskState.PREPARING);
  await scene.sim.advance(5_000);
  t.regex(scene.task("t1").status?.err ?? "", /Cannot reach/);

  worker.engine.setDown(false);
  await want(scene, "t1", TaskState.SHUTDOWN);
  await untilState(scene, "t1", TaskState.SHUTDOWN, 1_000);
});

test.serial("agent: an engine that comes back is used again, by the same task", async (t) => {
  const { scene, worker } = await begin();
  await scene.sim.advance(100);
  worker.engine.setDown(true);
  await assign(scene, "t1", "n1");
  await scene.sim.advance(10_000);
  worker.engine.setDown(false);

  await untilState(scene, "t1", TaskState.RUNNING, 20_000);
  t.is(scene.task("t1").status?.err, "");
});

test.serial(
  "agent: a secret is here before the task that mounts it, and gone after it",
  async (t) => {
    const { scene, worker } = await begin();
    await scene.store.write((tx) => tx.create("secret", makeSecret({ id: "s1" })));
    await assign(scene, "t1", "n1", { secretId: "s1" });
    await untilState(scene, "t1", TaskState.RUNNING);
    t.truthy(worker.held.secret("s1"));
    t.is(worker.engine.files.get("t1")?.length, 1);

    await want(scene, "t1", TaskState.SHUTDOWN);
    await untilState(scene, "t1", TaskState.SHUTDOWN);
    await scene.sim.advance(100);
    t.is(worker.held.secret("s1"), undefined);
    t.is(worker.engine.files.size, 0);
  },
);

test.serial("agent: what a killed agent left in memory is gone when it is back", async (t) => {
  const { scene, worker } = await begin();
  await scene.store.write((tx) => tx.create("secret", makeSecret({ id: "s1" })));
  for (const id of ["t1", "t2"]) {
    await assign(scene, id, "n1", { secretId: "s1" });
    await untilState(scene, id, TaskState.RUNNING);
  }
  worker.process.kill();
  worker.engine.endContainer("t1", 0);
  worker.engine.files.set("forgotten", []);
  await worker.start();
  await untilState(scene, "t1", TaskState.COMPLETE);
  await scene.sim.advance(1_000);

  t.deepEqual([...worker.engine.files.keys()], ["t2"]);
});

test.serial("agent: what runs keeps its secrets though the agent's journal is lost", async (t) => {
  const { scene, worker } = await begin();
  await scene.store.write((tx) => tx.create("secret", makeSecret({ id: "s1" })));
  await assign(scene, "t1", "n1", { secretId: "s1" });
  await untilState(scene, "t1", TaskState.RUNNING);
  worker.process.kill();
  worker.disk.erase();
  worker.engine.files.set("forgotten", []);
  await worker.start();
  await scene.sim.advance(1_000);

  t.is(worker.engine.running.length, 1);
  t.deepEqual([...worker.engine.files.keys()], ["t1"]);
});

test.serial(
  "agent: a restarted agent adopts what runs, and nothing is started twice",
  async (t) => {
    const { scene, worker } = await begin();
    await assign(scene, "t1", "n1");
    await untilState(scene, "t1", TaskState.RUNNING);
    const [container] = worker.engine.containers;

    worker.process.kill();
    await scene.sim.advance(500);
    await worker.start();
    await scene.sim.advance(5_000);

    t.is(stateOf(scene, "t1"), TaskState.RUNNING);
    t.is(worker.engine.running[0]?.id, container?.id);
    t.is(scene.stateOf("n1"), "READY");

    worker.engine.endContainer("t1", 9);
    await untilState(scene, "t1", TaskState.FAILED);
  },
);

test.serial("agent: a restart without a manager goes on with the tasks it knows", async (t) => {
  const { scene, worker } = await begin();
  await assign(scene, "t1", "n1");
  await assign(scene, "t2", "n1", { desired: TaskState.READY });
  await untilState(scene, "t1", TaskState.RUNNING);
  await untilState(scene, "t2", TaskState.READY);
  scene.network.links.setUp("m1", false);
  worker.process.kill();

  await worker.start();
  await scene.sim.advance(60_000);
  t.deepEqual(worker.running, ["t1"]);
  worker.engine.endContainer("t1", 7);
  await scene.sim.advance(1_000);

  scene.network.links.setUp("m1", true);
  await untilState(scene, "t1", TaskState.FAILED, 30_000);
  t.is(stateOf(scene, "t2"), TaskState.READY);
});

test.serial("agent: a task that was over before a restart never runs again", async (t) => {
  const { scene, worker } = await begin();
  await assign(scene, "t1", "n1", { command: ["sleep", "50", "0"] });
  await untilState(scene, "t1", TaskState.COMPLETE);
  worker.process.kill();
  await worker.start();
  await scene.sim.advance(2_000);

  t.is(stateOf(scene, "t1"), TaskState.COMPLETE);
  t.deepEqual(worker.running, []);
});

test.serial(
  "agent: what was taken from its node while it was paused is removed when it comes back",
  async (t) => {
    const { scene, worker } = await begin();
    await assign(scene, "mine", "n1");
    await assign(scene, "moved", "n1");
    await untilState(scene, "mine", TaskState.RUNNING);
    await untilState(scene, "moved", TaskState.RUNNING);
    worker.process.pause();
    await scene.sim.advance(10_000);
    t.is(scene.stateOf("n1"), "DOWN");
    await scene.store.write((tx) => tx.remove("task", "moved"));

    worker.process.resume();
    await scene.sim.runUntil(() => worker.containers.length === 1, 5_000, "the removal");

    t.deepEqual(worker.running, ["mine"]);
    await scene.sim.advance(1_000);
    t.is(scene.stateOf("n1"), "READY");
  },
);

test.serial("agent: containers whose tasks nobody knows any more are removed", async (t) => {
  const { scene, worker } = await begin();
  await assign(scene, "t1", "n1");
  await untilState(scene, "t1", TaskState.RUNNING);
  worker.process.kill();
  const fresh = new WorkerHost(scene, "n1");
  const stale = worker.engine.connect(scene.sim.process("n1"));
  const forgotten = makeTask({ id: "forgotten", spec: makeTaskSpec() });
  const never = new AbortController().signal;
  await scene.sim.finish(stale.prepare(forgotten, never).then(() => stale.start(forgotten, never)));
  t.deepEqual(worker.running, ["forgotten", "t1"]);

  // The disk is another one: nothing of the old list is left.
  Object.assign(fresh, { engine: worker.engine });
  await fresh.start();
  await scene.sim.runUntil(() => worker.containers.length === 1, 5_000, "the removal");

  t.deepEqual(worker.running, ["t1"]);
  await scene.sim.advance(500);
  t.is(stateOf(scene, "t1"), TaskState.RUNNING);
});

test.serial(
  "agent: a task that managers gave up is stopped when its node comes back",
  async (t) => {
    const { scene, worker } = await begin();
    await assign(scene, "t1", "n1");
    await untilState(scene, "t1", TaskState.RUNNING);
    worker.process.pause();
    await scene.sim.advance(10_000);
    await scene.store.write((tx) => {
      const task = tx.tasks.get("t1")!;
      const status = { ...task.status!, state: TaskState.ORPHANED };
      tx.update("task", { ...task, status });
    });

    worker.process.resume();
    await scene.sim.runUntil(() => worker.running.length === 0, 5_000, "the stop");
    await scene.sim.advance(1_000);

    t.is(stateOf(scene, "t1"), TaskState.ORPHANED);
  },
);

test.serial("agent: eighty tasks start together, soon, and in few reports", async (t) => {
  const { scene, worker } = await begin();
  await scene.sim.advance(200);
  const before = scene.store.commitCount;
  await scene.store.write((tx) => {
    for (let index = 0; index < 80; index++) {
      tx.create(
        "task",
        makeTask({
          id: `t${String(index).padStart(2, "0")}`,
          nodeId: "n1",
          desiredState: TaskState.RUNNING,
          status: makeTaskStatus({ state: TaskState.ASSIGNED }),
          spec: makeTaskSpec({ container: makeContainerSpec() }),
        }),
      );
    }
  });
  const startMs = scene.sim.nowMs;
  const allRun = (): boolean =>
    scene.store
      .view((tx) => tx.tasks.onNode("n1"))
      .every(({ status }) => status?.state === TaskState.RUNNING);
  await scene.sim.runUntil(allRun, 10_000, "all tasks");

  t.is(worker.running.length, 80);
  // At most 150 ms a task, sixteen at once: five rounds, and the reports after the last.
  t.true(scene.sim.nowMs - startMs < 1_500, `took ${scene.sim.nowMs - startMs} ms`);
  t.true(scene.store.commitCount - before < 60, `${scene.store.commitCount - before} entries`);
});

test.serial(
  "agent: after its leader's death it is back with the next within a second",
  async (t) => {
    for (let seed = 1; seed <= 10; seed++) {
      const scene = await Scene.begin({}, seed);
      scene.addManager("m2");
      scene.addManager("m3");
      await scene.addNode("n1");
      scene.lead("m1");
      const worker = new WorkerHost(scene, "n1");
      await worker.start();
      await assign(scene, "t1", "n1");
      await untilState(scene, "t1", TaskState.RUNNING);
      await scene.sim.advance(3_000 + seed * 100);

      scene.manager.kill();
      scene.leader = undefined;
      await scene.sim.advance(600);
      scene.lead("m2");
      const sessions = worker.sessionCount;
      const startMs = scene.sim.nowMs;
      await scene.sim.runUntil(() => worker.sessionCount > sessions, 3_000, "a new session");

      t.true(scene.sim.nowMs - startMs < 1_000, `seed ${seed}: ${scene.sim.nowMs - startMs} ms`);
      await scene.sim.advance(5_000);
      t.is(scene.stateOf("n1"), "READY");
      t.deepEqual(worker.running, ["t1"]);
    }
  },
);

test.serial("agent: a leader that hangs is given up, and its reports reach the next", async (t) => {
  const scene = await Scene.begin();
  scene.addManager("m2");
  await scene.addNode("n1");
  scene.lead("m1");
  const worker = new WorkerHost(scene, "n1");
  await worker.start();
  await assign(scene, "t1", "n1", { command: ["sleep", "8000", "0"] });
  await untilState(scene, "t1", TaskState.RUNNING);

  scene.manager.pause();
  await scene.sim.advance(500);
  scene.lead("m2");

  await untilState(scene, "t1", TaskState.COMPLETE, 15_000);
  t.is(scene.task("t1").status?.appliedBy, "m2");
});

test.serial(
  "agent: learns of managers it was not told of at first, and remembers them",
  async (t) => {
    const { scene, worker } = await begin();
    scene.addManager("m2");
    await scene.sim.advance(2_000);
    worker.process.kill();
    scene.manager.kill();
    scene.lead("m2");

    await worker.start();
    await scene.sim.runUntil(() => scene.stateOf("n1") === "READY", 10_000, "the node");
    await scene.sim.advance(5_000);

    t.is(scene.stateOf("n1"), "READY");
  },
);

test.serial("agent: a changed description is told, in the same session", async (t) => {
  const { scene, worker } = await begin();
  await scene.sim.advance(1_000);
  Object.assign(worker.engine.options, { nanoCpus: 8e9 });
  await scene.sim.advance(25_000);

  t.is(scene.node("n1").description?.resources?.nanoCpus, 8e9);
  t.is(worker.sessionCount, 1);
  t.is(scene.stateOf("n1"), "READY");
});

test.serial("agent: stops in good order, leaves containers running and no timer", async (t) => {
  const { scene, worker } = await begin();
  await assign(scene, "t1", "n1");
  await untilState(scene, "t1", TaskState.RUNNING);

  await worker.stop();
  await scene.stepDown();
  await scene.sim.advance(50);

  t.deepEqual(worker.running, ["t1"]);
  t.is(scene.sim.pendingCount, 0);
});

test.serial(
  "agent: under lost packets and broken connections nothing is lost or run twice",
  async (t) => {
    for (let seed = 1; seed <= 5; seed++) {
      const scene = await Scene.begin({}, seed);
      scene.addManager("m2");
      await scene.addNode("n1", NodeStatus_State.UNKNOWN);
      scene.lead();
      const worker = new WorkerHost(scene, "n1");
      await worker.start();
      scene.network.links.options = {
        minLatencyMs: 1,
        maxLatencyMs: 50,
        lossProbability: 0.05,
        retransmitMs: 200,
      };
      for (let index = 0; index < 20; index++) {
        await assign(scene, `t${index}`, "n1");
        if (scene.sim.prng.chance(0.3)) scene.network.reset("n1");
        await scene.sim.advance(scene.sim.prng.below(400));
        const victim = `t${scene.sim.prng.below(index + 1)}`;
        if (scene.sim.prng.chance(0.5)) await want(scene, victim, TaskState.SHUTDOWN);
      }
      const settled = (): boolean =>
        scene.store
          .view((tx) => tx.tasks.all())
          .every(({ desiredState, status }) => status?.state === Math.min(desiredState, 640));
      await scene.sim.runUntil(settled, 60_000, "everything as wanted");

      const wanted = scene.store.view((tx) => tx.tasks.all());
      const running = wanted.filter(({ desiredState }) => desiredState === TaskState.RUNNING);
      t.deepEqual(worker.running, running.map(({ id }) => id).toSorted());
    }
  },
);

test.serial("agent: a report that died with its leader is made again to the next", async (t) => {
  const scene = await Scene.begin();
  scene.addManager("m2");
  await scene.addNode("n1");
  scene.lead("m1");
  const worker = new WorkerHost(scene, "n1");
  await worker.start();
  await assign(scene, "t1", "n1");
  await untilState(scene, "t1", TaskState.RUNNING);
  const { commitPoint } = scene.store;
  scene.store.commitPoint = () => Promise.reject(new Error("no quorum"));

  // The manager takes the report and never gets to write it.
  worker.engine.endContainer("t1", 5);
  await scene.sim.advance(2_000);
  scene.manager.kill();
  scene.store.commitPoint = commitPoint;
  scene.lead("m2");

  const task = await untilState(scene, "t1", TaskState.FAILED);
  t.is(task.status?.container?.exitCode, 5);
});

test.serial("agent: that a task is over survives the loss of power", async (t) => {
  const { scene, worker } = await begin();
  await assign(scene, "t1", "n1", { command: ["unpullable"] });
  await untilState(scene, "t1", TaskState.REJECTED);
  await scene.sim.advance(100);
  worker.process.kill();
  worker.disk.losePower();
  worker.engine.losePower();
  scene.network.links.setUp("m1", false);

  // Its image could be pulled now.
  worker.engine.fateOf = () => ({});
  await worker.start();
  await scene.sim.advance(10_000);

  t.deepEqual(worker.containers, []);
});

test.serial(
  "agent: a task that is taken away and given again at any moment runs in the end",
  async (t) => {
    for (let delayMs = 0; delayMs < 250; delayMs += 10) {
      const { scene, worker } = await begin();
      await assign(scene, "t1", "n1");
      await untilState(scene, "t1", TaskState.RUNNING);
      await scene.store.write((tx) => tx.remove("task", "t1"));
      await scene.sim.advance(delayMs);
      await assign(scene, "t1", "n1");

      await untilState(scene, "t1", TaskState.RUNNING);
      await scene.sim.advance(1_000);
      t.deepEqual(worker.running, ["t1"], `after ${delayMs} ms`);
    }
  },
);
