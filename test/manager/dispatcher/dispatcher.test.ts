import test from "ava";
import { errorCodeOf } from "../../../src/base/errors.ts";
import {
  AssignmentsMessage_Type,
  NodeStatus_State,
  TaskState,
  makeClusterSpec,
  makeDispatcherConfig,
  makeNodeDescription,
  makePeer,
  makeSecret,
  makeSecretReference,
  makeWeightedPeer,
} from "../../../src/model/generated/types.ts";
import { durationOf } from "../../../src/model/time.ts";
import { Scene } from "./scene.ts";

test.serial("dispatcher: refuses every call while the manager does not lead", async (t) => {
  const scene = await Scene.begin();
  await scene.addNode("n1");
  const agent = scene.worker("n1");

  const error = await t.throwsAsync(agent.register());

  t.is(errorCodeOf(error), "unavailable");
});

test.serial(
  "dispatcher: a node that registers is READY, with its description and address",
  async (t) => {
    const scene = await Scene.begin();
    await scene.addNode("n1");
    scene.lead();
    const agent = scene.worker("n1");

    await agent.register(makeNodeDescription({ hostname: "host-1" }));

    t.is(scene.stateOf("n1"), "READY");
    t.is(scene.node("n1").status?.addr, "n1");
    t.is(scene.node("n1").description?.hostname, "host-1");
    t.is(agent.messages[0]?.node?.id, "n1");
    t.is(agent.messages[0]?.managers[0]?.peer?.addr, "m1:2377");
  },
);

test.serial("dispatcher: a node that is not in the cluster is not found", async (t) => {
  const scene = await Scene.begin();
  scene.lead();

  const error = await t.throwsAsync(scene.worker("stranger").register());

  t.is(errorCodeOf(error), "notFound");
});

test.serial(
  "dispatcher: a node that stays silent for three beats is DOWN, and its session over",
  async (t) => {
    const scene = await Scene.begin();
    await scene.addNode("n1");
    scene.lead();
    const agent = scene.worker("n1");
    await agent.register();
    await agent.beat();

    await scene.sim.advance(2_900);
    t.is(scene.stateOf("n1"), "READY");
    await scene.sim.advance(200);

    t.is(scene.stateOf("n1"), "DOWN");
    t.is(errorCodeOf(agent.sessionOutcome), "notFound");
    t.is(errorCodeOf(await t.throwsAsync(agent.beat())), "notFound");
  },
);

test.serial(
  "dispatcher: a node that beats stays READY, by the period the cluster's spec says",
  async (t) => {
    const scene = await Scene.begin();
    await scene.addNode("n1");
    await scene.store.write((tx) => {
      const dispatcher = makeDispatcherConfig({ heartbeatPeriod: durationOf(5_000) });
      tx.update("cluster", { ...tx.clusters.all()[0]!, spec: makeClusterSpec({ dispatcher }) });
    });
    scene.lead();
    const agent = scene.worker("n1");
    await agent.register();

    const periods: number[] = [];
    for (let beats = 0; beats < 20; beats++) {
      const periodMs = await agent.beat();
      periods.push(periodMs);
      await scene.sim.advance(periodMs);
    }

    t.is(scene.stateOf("n1"), "READY");
    t.true(periods.every((ms) => ms >= 4_500 && ms <= 5_500));
    t.true(new Set(periods).size > 10, "periods differ, so that agents spread out");
  },
);

test.serial(
  "dispatcher: a broken connection makes the node DOWN sooner, unless the agent comes back",
  async (t) => {
    const scene = await Scene.begin();
    await scene.addNode("n1");
    await scene.addNode("n2");
    scene.lead();
    const [back, gone] = [scene.worker("n1"), scene.worker("n2")];
    await back.register();
    await gone.register();

    back.disconnect();
    gone.disconnect();
    await scene.sim.advance(1_500); // A daemon starts again in less.
    t.is(scene.stateOf("n2"), "READY");
    const session = back.sessionId;
    await back.register();
    await scene.sim.advance(600);

    t.is(scene.stateOf("n2"), "DOWN");
    t.is(scene.stateOf("n1"), "READY");
    t.is(back.sessionId, session, "the session is taken up again");
  },
);

test.serial(
  "dispatcher: a manager that was held up doubts itself before it gives up a node",
  async (t) => {
    const scene = await Scene.begin();
    await scene.addNode("n1");
    scene.lead();
    const agent = scene.worker("n1");
    await agent.register();

    scene.stallMs = 1_000;
    await scene.sim.advance(4_900);
    t.is(scene.stateOf("n1"), "READY");
    await scene.sim.advance(200);
    t.is(scene.stateOf("n1"), "DOWN", "but not for ever");
  },
);

test.serial("dispatcher: a pause of the manager itself takes no node down", async (t) => {
  const scene = await Scene.begin();
  await scene.addNode("n1");
  scene.lead();
  const agent = scene.worker("n1");
  await agent.register();

  scene.manager.pause();
  await scene.sim.advance(10_000);
  scene.manager.resume();
  await scene.sim.advance(100);
  await agent.beat();

  t.is(scene.stateOf("n1"), "READY");
});

test.serial("dispatcher: registering again replaces the session", async (t) => {
  const scene = await Scene.begin();
  await scene.addNode("n1");
  scene.lead();
  const older = scene.worker("n1");
  await older.register();
  const newer = scene.worker("n1");

  await newer.register();

  t.not(newer.sessionId, older.sessionId);
  await scene.sim.advance(5);
  t.is(errorCodeOf(older.sessionOutcome), "aborted");
  t.is(errorCodeOf(await t.throwsAsync(older.beat())), "invalidArgument");
  t.is(scene.stateOf("n1"), "READY");
});

test.serial(
  "dispatcher: a node that registers again and again is refused for a while",
  async (t) => {
    const scene = await Scene.begin({ maxRegistrations: 3, registrationWindowMs: 8_000 });
    await scene.addNode("n1");
    scene.lead();
    for (let times = 0; times < 3; times++) await scene.worker("n1").register();

    const refused = await t.throwsAsync(scene.worker("n1").register());
    await scene.sim.advance(8_000);

    t.is(errorCodeOf(refused), "unavailable");
    await t.notThrowsAsync(scene.worker("n1").register());
  },
);

test.serial("dispatcher: taking up a session again costs no transaction", async (t) => {
  const scene = await Scene.begin();
  await scene.addNode("n1");
  scene.lead();
  const agent = scene.worker("n1");
  await agent.register();
  const before = scene.store.commitCount;

  agent.disconnect();
  await agent.register();

  t.is(scene.store.commitCount, before);
});

test.serial(
  "dispatcher: a new leader leaves alone what comes back, and what was down",
  async (t) => {
    const scene = await Scene.begin();
    for (const id of ["n1", "n2", "n3"]) await scene.addNode(id, NodeStatus_State.READY);
    await scene.addNode("dead", NodeStatus_State.DOWN);
    scene.lead();
    const agents = ["n1", "n2"].map((id) => scene.worker(id));
    for (const agent of agents) await agent.register();
    const states = (): string[] => ["n1", "n2", "n3", "dead"].map((id) => scene.stateOf(id));

    await scene.sim.advance(500);
    t.deepEqual(states(), ["READY", "READY", "READY", "DOWN"]);
    await scene.sim.advance(1_000);
    t.deepEqual(states(), ["READY", "READY", "UNKNOWN", "DOWN"]);
    for (let beats = 0; beats < 4; beats++) {
      for (const agent of agents) await agent.beat();
      await scene.sim.advance(1_800);
    }
    t.deepEqual(states(), ["READY", "READY", "UNKNOWN", "DOWN"]);
    await scene.sim.advance(500);
    t.deepEqual(states(), ["READY", "READY", "DOWN", "DOWN"], "after nine seconds");
  },
);

test.serial(
  "dispatcher: the machine of a manager that raft has lost is DOWN soon after a change of leader",
  async (t) => {
    const scene = await Scene.begin();
    for (const id of ["old-leader", "worker"]) await scene.addNode(id, NodeStatus_State.READY);
    scene.lost.add("old-leader");
    scene.lead();

    await scene.sim.advance(1_400);
    t.not(scene.stateOf("old-leader"), "DOWN");
    await scene.sim.advance(200);
    t.is(scene.stateOf("old-leader"), "DOWN");
    t.is(scene.stateOf("worker"), "UNKNOWN");
  },
);

test.serial("dispatcher: tasks of a node that is down for a day are ORPHANED", async (t) => {
  const scene = await Scene.begin();
  await scene.addNode("n1", NodeStatus_State.DOWN);
  await scene.addTask("t1", "n1", TaskState.RUNNING);
  await scene.addTask("t2", "n1", TaskState.FAILED);
  await scene.addTask("t3", "n1", TaskState.PENDING);
  scene.lead();

  await scene.sim.advance(23 * 3_600_000);
  t.is(scene.task("t1").status?.state, TaskState.RUNNING);
  await scene.sim.advance(2 * 3_600_000);

  t.is(scene.task("t1").status?.state, TaskState.ORPHANED);
  t.is(scene.task("t2").status?.state, TaskState.FAILED);
  t.is(scene.task("t3").status?.state, TaskState.PENDING);
});

test.serial(
  "dispatcher: session messages follow the managers, the keys and the node itself",
  async (t) => {
    const scene = await Scene.begin();
    await scene.addNode("n1");
    scene.lead();
    const agent = scene.worker("n1");
    await agent.register();

    scene.managers = [makeWeightedPeer({ peer: makePeer({ nodeId: "m2", addr: "m2:2377" }) })];
    await scene.sim.advance(1_100);
    t.is(agent.messages.at(-1)?.managers[0]?.peer?.nodeId, "m2");

    await scene.store.write((tx) => {
      tx.update("cluster", {
        ...tx.clusters.all()[0]!,
        networkBootstrapKeys: [
          {
            subsystem: "networking:gossip",
            algorithm: 0,
            key: new Uint8Array([1]),
            lamportTime: 1,
          },
        ],
      });
    });
    await scene.sim.advance(50);
    t.is(agent.messages.at(-1)?.networkBootstrapKeys.length, 1);

    await scene.store.write((tx) => tx.update("node", { ...scene.node("n1"), role: 1 }));
    await scene.sim.advance(50);
    t.is(agent.messages.at(-1)?.node?.role, 1);
    t.is(agent.messages.length, 4, "and nothing is said twice");
  },
);

test.serial("dispatcher: assignments come complete, then as they change", async (t) => {
  const scene = await Scene.begin();
  await scene.addNode("n1");
  await scene.addTask("t1", "n1", TaskState.RUNNING);
  await scene.addTask("elsewhere", "n2");
  scene.lead();
  const agent = scene.worker("n1");
  await agent.register();
  agent.listen();
  await scene.sim.advance(20);
  await scene.addTask("t2", "n1");
  await scene.sim.advance(20);
  await scene.store.write((tx) => tx.remove("task", "t1"));
  await scene.sim.advance(20);

  const [complete, ...increments] = agent.assignments;
  t.is(complete?.type, AssignmentsMessage_Type.COMPLETE);
  t.deepEqual(
    complete?.changes.map(({ assignment }) => assignment?.task?.id),
    ["t1"],
  );
  t.deepEqual(
    increments.map(({ appliesTo, resultsIn, changes }) => [
      appliesTo,
      resultsIn,
      changes.map(({ assignment, action }) => [action, assignment?.task?.id]),
    ]),
    [
      ["0", "1", [[0, "t2"]]],
      ["1", "2", [[1, "t1"]]],
    ],
  );
});

test.serial(
  "dispatcher: changes in quick succession are one message; many are several",
  async (t) => {
    const scene = await Scene.begin({ maxChangesPerMessage: 2 });
    await scene.addNode("n1");
    scene.lead();
    const agent = scene.worker("n1");
    await agent.register();
    agent.listen();
    await scene.sim.advance(20);

    await scene.addTask("t1", "n1");
    await scene.addTask("t2", "n1");
    await scene.sim.advance(20);
    t.is(agent.assignments.length, 2);

    for (const id of ["t3", "t4", "t5"]) await scene.addTask(id, "n1");
    await scene.sim.advance(20);
    t.deepEqual(
      agent.assignments.slice(2).map(({ resultsIn }) => resultsIn),
      ["2", "3"],
    );
  },
);

test.serial(
  "dispatcher: a task hears that it is to stop when others have let go of it, and not before",
  async (t) => {
    const scene = await Scene.begin();
    scene.lead();
    await scene.addNode("n1");
    await scene.addTask("t1", "n1", TaskState.RUNNING);
    const agent = scene.worker("n1");
    await agent.register();
    agent.listen();
    await scene.sim.advance(20);
    const told = (): readonly (number | undefined)[] =>
      agent.assignments.flatMap(({ changes }) =>
        changes.map(({ assignment }) => assignment?.task?.desiredState),
      );

    scene.held.add("t1");
    await scene.store.write((tx) => {
      tx.update("task", { ...tx.tasks.get("t1")!, desiredState: TaskState.SHUTDOWN });
    });
    await scene.sim.advance(100);
    t.deepEqual(told(), [TaskState.RUNNING]);
    agent.disconnect();
    agent.assignments.length = 0;
    await agent.register();
    agent.listen();
    await scene.sim.advance(100);
    t.deepEqual(told(), [TaskState.RUNNING], "nor does an agent that comes back");

    scene.held.delete("t1");
    scene.release("t1");
    await scene.sim.advance(20);
    t.deepEqual(told(), [TaskState.RUNNING, TaskState.SHUTDOWN]);
  },
);

test.serial("dispatcher: a task's secret comes with it", async (t) => {
  const scene = await Scene.begin();
  await scene.addNode("n1");
  await scene.store.write((tx) => tx.create("secret", makeSecret({ id: "s1" })));
  scene.lead();
  const agent = scene.worker("n1");
  await agent.register();
  agent.listen();
  await scene.sim.advance(20);

  const task = await scene.addTask("t1", "n1", TaskState.PENDING);
  const container = {
    ...task.spec!.container!,
    secrets: [makeSecretReference({ secretId: "s1" })],
  };
  await scene.store.write((tx) =>
    tx.update("task", {
      ...task,
      spec: { ...task.spec!, container },
      status: { ...task.status!, state: TaskState.ASSIGNED },
    }),
  );
  await scene.sim.advance(20);

  const { changes } = agent.assignments[1]!;
  t.deepEqual(
    changes.map(({ assignment }) => assignment?.secret?.id),
    ["s1", undefined],
  );
});

test.serial(
  "dispatcher: reports are written soon, together, with who applied them and when",
  async (t) => {
    const scene = await Scene.begin();
    await scene.addNode("n1");
    for (const id of ["t1", "t2"]) await scene.addTask(id, "n1");
    scene.lead();
    const agent = scene.worker("n1");
    await agent.register();
    const before = scene.store.commitCount;

    await agent.report({ t1: TaskState.ACCEPTED });
    await agent.report({ t1: TaskState.PREPARING, t2: TaskState.ACCEPTED });
    await scene.sim.advance(30);

    t.is(scene.task("t1").status?.state, TaskState.PREPARING);
    t.is(scene.task("t2").status?.state, TaskState.ACCEPTED);
    t.is(scene.task("t1").status?.appliedBy, "m1");
    t.truthy(scene.task("t1").status?.appliedAt);
    t.is(scene.store.commitCount, before + 1);
  },
);

test.serial(
  "dispatcher: a report that goes back, says nothing new or comes too late changes nothing",
  async (t) => {
    const scene = await Scene.begin();
    await scene.addNode("n1");
    await scene.addTask("t1", "n1", TaskState.RUNNING);
    scene.lead();
    const agent = scene.worker("n1");
    await agent.register();
    await agent.report({ t1: TaskState.RUNNING });
    await scene.sim.advance(50);
    const before = scene.store.commitCount;

    await agent.report({ t1: TaskState.STARTING, gone: TaskState.RUNNING });
    await scene.sim.advance(50);
    await agent.report({ t1: TaskState.RUNNING });
    await scene.sim.advance(50);

    t.is(scene.task("t1").status?.state, TaskState.RUNNING);
    t.is(scene.store.commitCount, before);
  },
);

test.serial("dispatcher: a node may not speak for another's task", async (t) => {
  const scene = await Scene.begin();
  await scene.addNode("n1");
  await scene.addTask("t1", "n2");
  scene.lead();
  const agent = scene.worker("n1");
  await agent.register();

  const error = await t.throwsAsync(agent.report({ t1: TaskState.RUNNING }));

  t.is(errorCodeOf(error), "permissionDenied");
});

test.serial("dispatcher: a report survives a store that fails for a while", async (t) => {
  const scene = await Scene.begin();
  await scene.addNode("n1");
  await scene.addTask("t1", "n1");
  scene.lead();
  const agent = scene.worker("n1");
  await agent.register();
  const commitPoint = scene.store.commitPoint;
  scene.store.commitPoint = () => Promise.reject(new Error("disk is full"));
  await agent.report({ t1: TaskState.RUNNING });
  await scene.sim.advance(100);

  scene.store.commitPoint = commitPoint;
  await scene.sim.advance(600);

  t.is(scene.task("t1").status?.state, TaskState.RUNNING);
});

test.serial(
  "dispatcher: losing leadership ends every stream with unavailable and leaves no timer",
  async (t) => {
    const scene = await Scene.begin();
    await scene.addNode("n1");
    scene.lead();
    const agent = scene.worker("n1");
    await agent.register();
    agent.listen();
    await scene.sim.advance(20);

    await scene.stepDown();
    await scene.sim.advance(20);

    t.is(errorCodeOf(agent.sessionOutcome), "unavailable");
    t.is(errorCodeOf(agent.assignmentsOutcome), "unavailable");
    t.is(scene.sim.pendingCount, 0);
  },
);

test.serial("dispatcher: a removed node's session ends", async (t) => {
  const scene = await Scene.begin();
  await scene.addNode("n1");
  scene.lead();
  const agent = scene.worker("n1");
  await agent.register();

  await scene.store.write((tx) => tx.remove("node", "n1"));
  await scene.sim.advance(20);

  t.is(errorCodeOf(agent.sessionOutcome), "notFound");
});

test.serial("dispatcher: a leader that cannot commit registers nobody", async (t) => {
  const scene = await Scene.begin();
  await scene.addNode("n1", NodeStatus_State.READY);
  scene.lead();
  scene.store.commitPoint = () => scene.manager.clock.sleep(1e9, new AbortController().signal);
  const agent = scene.worker("n1");

  const error = await t.throwsAsync(agent.register());

  t.regex(error.message, /in vain for a session/);
  t.is(agent.messages.length, 0);
});
