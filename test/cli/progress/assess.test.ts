import test from "ava";
import { assess, complaint } from "../../../src/cli/progress/assess.ts";
import { node, service, task } from "../cluster.ts";

const replicas = (count: number): ReturnType<typeof service> =>
  service({ Mode: { Replicated: { Replicas: count } } });
const NODES = [node("n1"), node("n2")];

test("assess: a replicated service has converged when all its slots run", (t) => {
  const half = assess(replicas(2), [task(1, "running"), task(2, "starting")], NODES);
  const whole = assess(replicas(2), [task(1, "running"), task(2, "running")], NODES);

  t.like(half, { done: 1, wanted: 2, converged: false });
  t.like(whole, { done: 2, wanted: 2, converged: true });
});

test("assess: a service of no tasks has converged when none is wanted", (t) => {
  const stopping = task(1, "running", { DesiredState: "shutdown" });

  t.like(assess(replicas(0), [stopping], NODES), {
    done: 0,
    wanted: 0,
    converged: true,
    slots: [],
  });
});

test("assess: of a slot's tasks the one that is wanted to run counts", (t) => {
  const old = task(1, "running", { DesiredState: "shutdown", ID: "old" });
  const young = task(1, "preparing", { ID: "young" });

  for (const tasks of [
    [old, young],
    [young, old],
  ]) {
    const { done, slots } = assess(replicas(1), tasks, NODES);
    t.is(done, 0);
    t.is(slots[0]?.state, "preparing");
  }
});

test("assess: with two tasks wanted in a slot the less advanced one counts", (t) => {
  const { done } = assess(replicas(1), [task(1, "running"), task(1, "starting")], NODES);

  t.is(done, 0);
});

test("assess: a task on a node that is down does not count", (t) => {
  const nodes = [node("n1", { Status: { State: "down" } })];

  t.like(assess(replicas(1), [task(1, "running")], nodes), { done: 0, slots: [] });
});

test("assess: a slot tells its task's error, or that of the task before it", (t) => {
  const pending = task(1, "pending", {
    Status: { State: "pending", Err: "no suitable node (1 node not available)" },
  });
  const failed = task(2, "failed", {
    DesiredState: "shutdown",
    Status: { State: "failed", Err: "task: non-zero exit (3)" },
  });
  const { slots } = assess(replicas(2), [pending, failed, task(2, "ready")], NODES);

  t.deepEqual(
    slots.map((slot) => complaint(slot)),
    [
      "pending: no suitable node (1 node not available)",
      "ready (task before it: task: non-zero exit (3))",
    ],
  );
});

test("assess: a slot that runs has no error, whatever happened before", (t) => {
  const failed = task(1, "failed", {
    DesiredState: "shutdown",
    Status: { State: "failed", Err: "task: non-zero exit (3)" },
  });
  const { slots } = assess(replicas(1), [failed, task(1, "running")], NODES);

  t.is(complaint(slots[0]!), undefined);
});

test("assess: a global service wants one task for each node that has one", (t) => {
  const everywhere = service({ Mode: { Global: {} } });

  t.like(assess(everywhere, [], NODES), { wanted: undefined, converged: false });
  t.like(assess(everywhere, [task("n1", "running"), task("n2", "pending")], NODES), {
    done: 1,
    wanted: 2,
    converged: false,
  });
  t.like(assess(everywhere, [task("n1", "running"), task("n2", "running")], NODES), {
    converged: true,
  });
});

test("assess: a global service does not wait for a drained node", (t) => {
  const drained = node("n2", { Spec: { Role: "worker", Availability: "drain" } });
  const stopped = task("n2", "shutdown", { DesiredState: "shutdown" });

  t.like(
    assess(
      service({ Mode: { Global: {} } }),
      [task("n1", "running"), stopped],
      [node("n1"), drained],
    ),
    { done: 1, wanted: 1, converged: true },
  );
});

test("assess: a job is done when the tasks of its last run are complete", (t) => {
  const job = service(
    { Mode: { ReplicatedJob: { MaxConcurrent: 1, TotalCompletions: 2 } } },
    { JobStatus: { JobIteration: { Index: 5 } } },
  );
  const run = (slot: number, state: string, iteration: number): ReturnType<typeof task> =>
    task(slot, state, { DesiredState: "complete", JobIteration: { Index: iteration } });

  t.like(assess(job, [run(0, "complete", 5), run(1, "complete", 4)], NODES), {
    done: 1,
    wanted: 2,
    converged: false,
    isJob: true,
  });
  t.like(assess(job, [run(0, "complete", 5), run(1, "complete", 5)], NODES), { converged: true });
});
