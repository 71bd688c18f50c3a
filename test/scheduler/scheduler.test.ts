import test from "ava";
import fc from "fast-check";
import {
  NodeSpec_Availability,
  NodeStatus_State,
  TaskState,
  makeDiscreteGenericResource,
  makeGenericResource,
  makeNamedGenericResource,
  makePlacementPreference,
  makePlatform,
  makeSpreadOver,
  type GenericResource,
  type Node,
  type Task,
} from "../../src/model/generated/types.ts";
import { Scheduler, type Placement, type Round } from "../../src/scheduler/scheduler.ts";
import { node, task } from "../support/build.ts";

const NOW = 1_000_000;
const ALL = 1_000_000;

function scheduler(nodes: readonly Node[], tasks: readonly Task[]): Scheduler {
  const made = new Scheduler();
  for (const one of nodes) made.putNode(one);
  for (const one of tasks) made.putTask(one, NOW);
  return made;
}

function schedule(nodes: readonly Node[], tasks: readonly Task[]): Round {
  return scheduler(nodes, tasks).schedule(NOW, ALL);
}

/** `n1:2 n2:1`: how many tasks each node got. */
function counts(round: Round): string {
  const byNode = new Map<string, number>();
  for (const { nodeId } of round.placements) byNode.set(nodeId, (byNode.get(nodeId) ?? 0) + 1);
  return [...byNode]
    .sort()
    .map(([id, count]) => `${id}:${count}`)
    .join(" ");
}

const replicas = (count: number, options: Parameters<typeof task>[1] = {}): readonly Task[] =>
  Array.from({ length: count }, (_, at) =>
    task(`${options.serviceId ?? "s"}${String(at + 1).padStart(3, "0")}`, {
      slot: at + 1,
      ...options,
    }),
  );
const spreadOver = (
  ...keys: readonly string[]
): { preferences: ReturnType<typeof makePlacementPreference>[] } => ({
  preferences: keys.map((spreadDescriptor) =>
    makePlacementPreference({ spread: makeSpreadOver({ spreadDescriptor }) }),
  ),
});
const counted = (kind: string, value: number): GenericResource =>
  makeGenericResource({ discreteResourceSpec: makeDiscreteGenericResource({ kind, value }) });
const named = (kind: string, value: string): GenericResource =>
  makeGenericResource({ namedResourceSpec: makeNamedGenericResource({ kind, value }) });

test("schedule: replicas are spread evenly", (t) => {
  t.is(counts(schedule([node("n1"), node("n2"), node("n3")], replicas(7))), "n1:3 n2:2 n3:2");
});

test("schedule: nodes with fewer tasks of the service are filled first, then those with fewer tasks", (t) => {
  const running = [
    ...replicas(3, { serviceId: "other", nodeId: "n3", state: TaskState.RUNNING }),
    task("old1", { slot: 90, nodeId: "n1", state: TaskState.RUNNING }),
    task("old2", { slot: 91, nodeId: "n1", state: TaskState.RUNNING }),
  ];

  const round = schedule([node("n1"), node("n2"), node("n3")], [...running, ...replicas(3)]);

  t.is(counts(round), "n2:2 n3:1");
});

test("schedule: a task that is being shut down holds its resources but is not counted as a replica", (t) => {
  const leaving = task("old", {
    slot: 9,
    nodeId: "n1",
    state: TaskState.RUNNING,
    desired: TaskState.SHUTDOWN,
    cpus: 3,
  });
  const nodes = [node("n1"), node("n2", { cpus: 1 })];

  t.is(counts(schedule(nodes, [leaving, ...replicas(1)])), "n1:1");
  t.is(counts(schedule(nodes, [leaving, ...replicas(1, { cpus: 2 })])), "");
});

test("schedule: reservations are subtracted, and what no longer fits waits with an explanation", (t) => {
  const gib = 2 ** 30;
  const round = schedule(
    [node("n1", { memoryBytes: gib }), node("n2", { memoryBytes: 2 * gib })],
    replicas(4, { memoryBytes: gib }),
  );

  t.is(counts(round), "n1:1 n2:2");
  t.deepEqual(round.misfits, [
    {
      taskId: "s004",
      explanation:
        "no suitable node (insufficient resources on 2 nodes): host-n1 lacks 1 GiB of memory",
    },
  ]);
});

test("schedule: says what the nearest node lacks", (t) => {
  const nodes = [node("n1", { cpus: 1 }), node("n2", { cpus: 2 }), node("n3", { cpus: 0.5 })];

  const [misfit] = schedule(nodes, replicas(1, { cpus: 2.5 })).misfits;

  t.is(
    misfit?.explanation,
    "no suitable node (insufficient resources on 3 nodes): host-n2 lacks 0.5 CPUs",
  );
});

test("schedule: only nodes that are ready and active take tasks, and reasons come commonest first", (t) => {
  const nodes = [
    node("n1", { state: NodeStatus_State.DOWN }),
    node("n2", { availability: NodeSpec_Availability.DRAIN }),
    node("n3", { availability: NodeSpec_Availability.PAUSE }),
    node("n4", { cpus: 0 }),
  ];

  const round = schedule(nodes, replicas(1, { cpus: 1 }));

  t.is(counts(round), "");
  t.is(
    round.misfits[0]?.explanation,
    "no suitable node (3 nodes not available for new tasks; insufficient resources on 1 node): " +
      "1 down, 1 drained, 1 paused; host-n4 lacks 1 CPU",
  );
});

test("schedule: without any node there is nothing to explain", (t) => {
  t.is(schedule([], replicas(1)).misfits[0]?.explanation, "no suitable node");
});

test("schedule: placement constraints must hold, and the one that most nodes fail is named", (t) => {
  const nodes = [node("n1", { labels: { zone: "a" } }), node("n2", { labels: { zone: "b" } })];
  const wanting = (constraints: readonly string[]): Round =>
    schedule(nodes, replicas(1, { placement: { constraints } }));

  t.is(counts(wanting(["node.labels.zone==b"])), "n2:1");
  t.is(
    wanting(["node.labels.zone!=a", "node.labels.disk==ssd"]).misfits[0]?.explanation,
    "no suitable node (scheduling constraints not satisfied on 2 nodes): " +
      "node.labels.disk==ssd on 2 nodes, node.labels.zone!=a on 1 node",
  );
});

test("schedule: an image's platforms must be the node's, whatever they call it", (t) => {
  const nodes = [
    node("n1", { platform: "linux/aarch64" }),
    node("n2", { platform: "windows/x86_64" }),
  ];
  const platforms = (os: string, architecture: string): Round =>
    schedule(
      nodes,
      replicas(1, { placement: { platforms: [makePlatform({ os, architecture })] } }),
    );

  t.is(counts(platforms("linux", "arm64")), "n1:1");
  t.is(counts(platforms("", "amd64")), "n2:1");
  t.regex(
    platforms("linux", "amd64").misfits[0]?.explanation ?? "",
    /unsupported platform on 2 nodes/,
  );
});

test("schedule: a host-mode port is used once on a node", (t) => {
  const round = schedule([node("n1"), node("n2")], replicas(3, { hostPort: 8080 }));

  t.is(counts(round), "n1:1 n2:1");
  t.is(
    round.misfits[0]?.explanation,
    "no suitable node (host-mode port already in use on 2 nodes): tcp/8080 on 2 nodes",
  );
});

test("schedule: no node gets more replicas than the most allowed", (t) => {
  const round = schedule([node("n1"), node("n2")], replicas(5, { placement: { maxReplicas: 2 } }));

  t.is(counts(round), "n1:2 n2:2");
  t.regex(
    round.misfits[0]?.explanation ?? "",
    /^no suitable node \(max replicas per node limit exceed\)/,
  );
});

test("schedule: generic resources are handed out by name, in the order described", (t) => {
  const gpus = ["a", "b", "c"].map((value) => named("gpu", value));
  const made = scheduler(
    [node("n1", { generic: [...gpus, counted("ssd", 4)] })],
    [
      task("old", {
        slot: 9,
        nodeId: "n1",
        state: TaskState.RUNNING,
        assigned: [named("gpu", "b")],
      }),
      ...replicas(2, { generic: [counted("gpu", 1), counted("ssd", 2)] }),
    ],
  );

  const { placements } = made.schedule(NOW, ALL);

  t.deepEqual(
    placements.map(({ genericResources }) => genericResources),
    [
      [named("gpu", "a"), counted("ssd", 2)],
      [named("gpu", "c"), counted("ssd", 2)],
    ],
  );
  made.putTask(task("s003", { slot: 3, generic: [counted("gpu", 1)] }), NOW);
  t.is(
    made.schedule(NOW, ALL).misfits[0]?.explanation,
    "no suitable node (insufficient resources on 1 node): host-n1 lacks 1 gpu",
  );
  made.removeTask("old");
  t.deepEqual(made.schedule(NOW, ALL).placements[0]?.genericResources, [named("gpu", "b")]);
});

test("schedule: preferences spread over labels, then over labels within them", (t) => {
  const place = (az: string, rack: string): Parameters<typeof node>[1] => ({
    labels: { az, rack },
  });
  const nodes = [
    node("a1", place("a", "1")),
    node("a2", place("a", "1")),
    node("a3", place("a", "2")),
    node("b1", place("b", "1")),
  ];

  const round = schedule(
    nodes,
    replicas(8, { placement: spreadOver("node.labels.az", "node.labels.rack") }),
  );

  t.is(counts(round), "a1:1 a2:1 a3:2 b1:4");
});

test("schedule: a branch that is ahead gets nothing until the others have caught up", (t) => {
  const nodes = ["a", "b", "c"].map((az) => node(`n-${az}`, { labels: { az } }));
  const old = replicas(10, { nodeId: "n-a", state: TaskState.RUNNING }).map((one) => ({
    ...one,
    id: `old-${one.id}`,
  }));

  const round = schedule(nodes, [
    ...old,
    ...replicas(5, { placement: spreadOver("node.labels.az") }),
  ]);

  t.is(counts(round), "n-b:3 n-c:2");
});

test("schedule: what a full branch cannot take goes to the others", (t) => {
  const nodes = [
    node("a", { labels: { az: "a" }, cpus: 1 }),
    node("b", { labels: { az: "b" }, cpus: 8 }),
  ];

  const round = schedule(nodes, replicas(6, { cpus: 1, placement: spreadOver("node.labels.az") }));

  t.is(counts(round), "a:1 b:5");
});

test("schedule: a node on which the service keeps failing comes last, for five minutes", (t) => {
  const made = scheduler(
    [node("n1"), node("n2")],
    replicas(2, { serviceId: "x", nodeId: "n2", state: TaskState.RUNNING }),
  );
  for (let at = 0; at < 5; at++) {
    const failed = task(`f${at}`, { nodeId: "n1", state: TaskState.FAILED });
    made.putTask(failed, NOW);
    made.putTask(failed, NOW); // Told twice, counted once.
  }
  const place = (id: string, nowMs: number, version = 1): string | undefined => {
    made.putTask(task(id, { version }), nowMs);
    const [placement] = made.schedule(nowMs, ALL).placements;
    made.removeTask(id);
    return placement?.nodeId;
  };

  t.is(place("t1", NOW), "n2");
  t.is(place("t2", NOW, 2), "n1");
  t.is(place("t3", NOW + 6 * 60_000), "n1");
});

test("schedule: a task with a node given beforehand is confirmed there or told why not", (t) => {
  const made = scheduler(
    [node("n1"), node("n2", { cpus: 1 })],
    [
      task("t1", { slot: 0, nodeId: "n1", cpus: 2 }),
      task("t2", { slot: 0, nodeId: "n2", cpus: 2 }),
    ],
  );

  const round = made.schedule(NOW, ALL);

  t.deepEqual(
    round.placements.map(({ taskId, nodeId, preassigned }) => [taskId, nodeId, preassigned]),
    [["t1", "n1", true]],
  );
  t.is(round.misfits[0]?.explanation, "insufficient resources on 1 node: host-n2 lacks 1 CPU");
  made.putNode(node("n2", { cpus: 2 }));
  t.is(made.schedule(NOW, ALL).placements[0]?.nodeId, "n2");
});

test("schedule: a task that fitted nowhere is tried again only when something has changed", (t) => {
  const made = scheduler([node("n1", { cpus: 1 })], replicas(2, { cpus: 1 }));
  t.is(made.schedule(NOW, ALL).misfits.length, 1);

  t.deepEqual(made.schedule(NOW, ALL), { placements: [], misfits: [], unfinished: false });
  made.putTask(task("s001", { nodeId: "n1", cpus: 1, state: TaskState.RUNNING }), NOW);
  t.is(made.schedule(NOW, ALL).misfits.length, 0);
  made.putTask(task("s001", { nodeId: "n1", cpus: 1, state: TaskState.COMPLETE }), NOW);
  t.deepEqual(
    made.schedule(NOW, ALL).placements.map(({ taskId }) => taskId),
    ["s002"],
  );
});

test("schedule: a round places no more than its limit and says that there is more", (t) => {
  const made = scheduler([node("n1"), node("n2")], replicas(5));

  const first = made.schedule(NOW, 3);
  const second = made.schedule(NOW, 3);

  t.deepEqual([first.placements.length, first.unfinished], [3, true]);
  t.deepEqual([second.placements.length, second.unfinished], [2, false]);
  t.is(counts({ ...first, placements: [...first.placements, ...second.placements] }), "n1:3 n2:2");
});

test("schedule: a decision that was not committed is undone by putting the task as it is", (t) => {
  const [waiting] = replicas(1, { cpus: 4 });
  const made = scheduler([node("n1")], [waiting!]);
  t.is(made.schedule(NOW, ALL).placements.length, 1);

  made.putTask(waiting!, NOW);

  t.is(made.schedule(NOW, ALL).placements[0]?.nodeId, "n1");
});

test("schedule: tasks of a node that comes later hold their resources there", (t) => {
  const made = scheduler([], [task("old", { nodeId: "n1", state: TaskState.RUNNING, cpus: 3 })]);
  made.putNode(node("n1"));
  made.putTask(task("new", { slot: 2, cpus: 2 }), NOW);
  t.is(made.schedule(NOW, ALL).placements.length, 0);

  made.removeNode("n1");
  made.putNode(node("n1"));
  t.is(made.schedule(NOW, ALL).placements.length, 0);
});

const arbitraryNode = fc.record({
  cpus: fc.nat({ max: 3 }),
  zone: fc.constantFrom("a", "b"),
  state: fc.constantFrom(NodeStatus_State.READY, NodeStatus_State.READY, NodeStatus_State.DOWN),
});
const arbitraryTask = fc.record({
  serviceId: fc.constantFrom("s", "x"),
  cpus: fc.nat({ max: 2 }),
  hostPort: fc.option(fc.constantFrom(80, 443), { nil: undefined, freq: 3 }),
  constraints: fc.constantFrom<string[]>([], ["node.labels.zone==a"], ["node.labels.zone!=a"]),
  maxReplicas: fc.constantFrom(0, 0, 1),
});

test("schedule: no filter is ever violated, and what waits fits nowhere", (t) => {
  const world = fc.record({
    nodes: fc.array(arbitraryNode, { maxLength: 5 }),
    tasks: fc.array(arbitraryTask, { maxLength: 12 }),
    limit: fc.integer({ min: 1, max: 20 }),
  });
  fc.assert(
    fc.property(world, ({ nodes, tasks, limit }) => {
      const made = nodes.map(({ cpus, zone, state }, at) =>
        node(`n${at}`, { cpus, state, labels: { zone } }),
      );
      const waiting = tasks.map(({ constraints, maxReplicas, hostPort, ...rest }, at) =>
        task(`t${at}`, {
          ...rest,
          version: at, // Each is a group of its own: they are not alike.
          slot: at + 1,
          placement: { constraints, maxReplicas },
          ...(hostPort === undefined ? {} : { hostPort }),
        }),
      );
      const one = scheduler(made, waiting);
      const placements: Placement[] = [];
      for (let unfinished = true; unfinished;) {
        const round = one.schedule(NOW, limit);
        placements.push(...round.placements);
        ({ unfinished } = round);
      }
      const order = placements.map(({ taskId }) => taskId);
      /** By definition, next to the tasks placed before it (all of them, for one that waits). */
      const fits = (candidate: Task, nodeId: string): boolean => {
        const wanted = tasks[Number(candidate.id.slice(1))]!;
        const at = order.indexOf(candidate.id);
        const there = placements
          .filter((placement, nth) => placement.nodeId === nodeId && (at < 0 || nth < at))
          .map(({ taskId }) => tasks[Number(taskId.slice(1))]!);
        const given = nodes[Number(nodeId.slice(1))]!;
        const constraint = wanted.constraints[0];
        return (
          given.state === NodeStatus_State.READY &&
          wanted.cpus + there.reduce((sum, { cpus }) => sum + cpus, 0) <= given.cpus &&
          !there.some(({ hostPort }) => hostPort !== undefined && hostPort === wanted.hostPort) &&
          (constraint === undefined || (given.zone === "a") === constraint.includes("==")) &&
          (wanted.maxReplicas === 0 ||
            !there.some(({ serviceId }) => serviceId === wanted.serviceId))
        );
      };
      for (const { taskId, nodeId } of placements) {
        t.true(
          fits(
            waiting.find(({ id }) => id === taskId)!,
            nodeId,
          ),
        );
      }
      for (const candidate of waiting.filter(({ id }) => !order.includes(id))) {
        t.false(made.some(({ id }) => fits(candidate, id)));
      }
    }),
  );
});

test("schedule: equal nodes end up within one task of each other, whatever they had", (t) => {
  const law = fc.record({
    held: fc.array(fc.nat({ max: 4 }), { minLength: 1, maxLength: 8 }),
    count: fc.nat({ max: 60 }),
  });
  fc.assert(
    fc.property(law, ({ held, count }) => {
      const nodes = held.map((_, at) => node(`n${at}`));
      const old = held.flatMap((has, at) =>
        Array.from({ length: has }, (_, nth) =>
          task(`old-${at}-${nth}`, { slot: 100, nodeId: `n${at}`, state: TaskState.RUNNING }),
        ),
      );
      const totals = [...held];
      for (const { nodeId } of schedule(nodes, [...old, ...replicas(count)]).placements) {
        totals[Number(nodeId.slice(1))]! += 1;
      }
      const least = Math.min(...totals);
      // Only what a node had before may put it further ahead.
      return totals.every((total, at) => total <= least + 1 || total === held[at]);
    }),
  );
  t.pass();
});

test("schedule: the same cluster is served alike, in whatever order it was told", (t) => {
  const nodes = [node("n1"), node("n2"), node("n3")];
  const tasks = replicas(8);

  const forward = schedule(nodes, tasks);
  const backward = schedule([...nodes].reverse(), [...tasks].reverse());

  t.deepEqual(backward, forward);
});

test("schedule: rounds take the lowest slots first, in whatever order they came", (t) => {
  const [one, two, three, four] = replicas(4);
  const made = scheduler([node("n1")], [three!, one!, four!, two!]);
  made.putTask(three!, NOW);
  const rounds = [1, 2, 3].map(() => made.schedule(NOW, 2).placements.map(({ taskId }) => taskId));
  t.deepEqual(rounds, [["s001", "s002"], ["s003", "s004"], []]);
});

test("schedule: a task that only gets on holds what it held, and frees it when it is over", (t) => {
  const made = scheduler([node("n1", { cpus: 2 })], [task("a", { cpus: 2 })]);
  made.schedule(NOW, ALL);
  const at = (state: TaskState): Task => ({
    ...task("a", { cpus: 2, state, nodeId: "n1" }),
  });
  for (const state of [TaskState.ASSIGNED, TaskState.STARTING, TaskState.RUNNING]) {
    made.putTask(at(state), NOW);
  }
  made.putTask(task("b", { cpus: 1, slot: 2 }), NOW);
  t.is(made.schedule(NOW, ALL).placements.length, 0);
  made.putTask({ ...at(TaskState.RUNNING), desiredState: TaskState.SHUTDOWN }, NOW);
  t.is(made.schedule(NOW, ALL).placements.length, 0);
  made.putTask(at(TaskState.SHUTDOWN), NOW);
  t.deepEqual(counts(made.schedule(NOW, ALL)), "n1:1");
});
