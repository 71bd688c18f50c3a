import test from "ava";
import {
  NodeSpec_Availability,
  TaskState,
  UpdateConfig_FailureAction,
  UpdateConfig_UpdateOrder,
  UpdateStatus_UpdateState,
  makeGlobalService,
  makeServiceSpec,
  makeTaskSpec,
  makeUpdateConfig,
  makeUpdateStatus,
  makeVersion,
  type Service,
  type Task,
  type UpdateConfig,
} from "../../../src/model/generated/types.ts";
import { durationOf, timestampOf } from "../../../src/model/time.ts";
import { planUpdate, type UpdatePlan } from "../../../src/manager/orchestrator/update.ts";
import { node } from "../../support/build.ts";
import { service, task } from "./tasks.ts";

const { UPDATING, PAUSED, COMPLETED, ROLLBACK_STARTED } = UpdateStatus_UpdateState;
const { SHUTDOWN, FAILED, REJECTED, READY, STARTING, RUNNING } = TaskState;
const NEW_SPEC = makeTaskSpec({ forceUpdate: 1 });

/** A service whose newest spec is version 9, updated since second 100. */
function updated(
  replicas: number,
  options: {
    readonly config?: Partial<UpdateConfig>;
    readonly state?: UpdateStatus_UpdateState | undefined;
    readonly previous?: boolean;
  } = {},
): Service {
  const config = makeUpdateConfig({ parallelism: 1, ...options.config });
  const state = "state" in options ? options.state : UPDATING;
  return service(replicas, {
    specVersion: makeVersion({ index: 9 }),
    spec: { task: NEW_SPEC, update: config, rollback: config },
    updateStatus:
      state === undefined
        ? undefined
        : makeUpdateStatus({ state, startedAt: timestampOf(100_000) }),
    previousSpec: options.previous === false ? undefined : makeServiceSpec(),
  });
}

const old = (slot: number, options: Parameters<typeof task>[1] = {}): Task =>
  task(`old${slot}`, { slot, createdS: slot, ...options });
const stopped = (slot: number): Task => old(slot, { state: SHUTDOWN, desired: SHUTDOWN });
/** A task of the new spec, made in second 101. */
const fresh = (slot: number, options: Parameters<typeof task>[1] = {}): Task =>
  task(`new${slot}`, { slot, version: 9, spec: NEW_SPEC, createdS: 101, ...options });

function plan(
  its: Service,
  tasks: readonly Task[],
  nowS = 101,
  runningSinceS: Readonly<Record<string, number>> = {},
): UpdatePlan {
  return planUpdate({
    service: its,
    tasks,
    findNode: (id) => node(id),
    runningSinceMs: (id) => {
      const sinceS = runningSinceS[id];
      return sinceS === undefined ? undefined : sinceS * 1000;
    },
    nowMs: nowS * 1000,
  });
}

function show({ verdict, steps, lookAgainInMs }: UpdatePlan): string {
  const parts = steps.map((step) =>
    step.kind === "stopTask"
      ? `stop ${step.taskId}`
      : `replace ${step.slot === 0 ? step.nodeId : step.slot} [${step.stopTaskIds.join()}] ${step.desiredState}`,
  );
  const later = lookAgainInMs === undefined ? [] : [`in ${lookAgainInMs}`];
  return [verdict.kind, ...parts, ...later].join("; ");
}

test("planUpdate: clean tasks need nothing", (t) => {
  t.is(show(plan(updated(2, { state: undefined }), [fresh(1), fresh(2)])), "goOn");
});

test("planUpdate: as many slots as may be updated side by side are replaced, low ones first", (t) => {
  const tasks = [3, 1, 2].map((slot) => old(slot));
  const begin = (parallelism: number): string =>
    show(plan(updated(3, { state: undefined, config: { parallelism } }), tasks));

  t.is(begin(1), "start; replace 1 [old1] 384");
  t.is(begin(2), "start; replace 1 [old1] 384; replace 2 [old2] 384");
  t.is(begin(0), "start; replace 1 [old1] 384; replace 2 [old2] 384; replace 3 [old3] 384");
});

test("planUpdate: the next slot waits until the last one runs, and then for the delay", (t) => {
  const config = { delay: durationOf(10_000) };
  const at = (state: TaskState, nowS: number): string =>
    show(
      plan(updated(2, { config }), [stopped(1), fresh(1, { state, reachedS: 103 }), old(2)], nowS),
    );

  t.is(at(STARTING, 104), "goOn; in 597000");
  t.is(at(RUNNING, 104), "goOn; in 9000");
  t.is(at(RUNNING, 113), "goOn; replace 2 [old2] 384");
});

test("planUpdate: starting first makes the new task before the old one stops", (t) => {
  const config = { order: UpdateConfig_UpdateOrder.START_FIRST };
  const its = updated(1, { config });

  t.is(show(plan(its, [old(1)])), "goOn; replace 1 [] 512");
  t.is(show(plan(its, [old(1), fresh(1, { state: STARTING })])), "goOn; in 600000");
  t.is(show(plan(its, [old(1), fresh(1)])), "goOn; stop old1");
});

test("planUpdate: stopping first, where both are wanted, the old one goes", (t) => {
  t.is(show(plan(updated(1), [old(1), fresh(1, { state: READY })])), "goOn; stop old1; in 600000");
});

test("planUpdate: a slot that ended for good under the old spec is tried with the new one", (t) => {
  const over = old(1, { state: FAILED, desired: SHUTDOWN, restart: { condition: 0 } });
  t.is(show(plan(updated(1, { state: undefined }), [over])), "start; replace 1 [] 384");
});

test("planUpdate: it is complete when all run and have been watched", (t) => {
  const tasks = [stopped(1), fresh(1, { reachedS: 103 })];
  t.is(show(plan(updated(1), tasks, 104)), "goOn; in 4000");
  t.is(show(plan(updated(1), tasks, 108)), "complete");
  t.is(show(plan(updated(1, { state: COMPLETED }), tasks, 108)), "goOn");
});

test("planUpdate: it is complete at once when there is nothing to do", (t) => {
  t.is(show(plan(updated(1), [fresh(1, { createdS: 50 })])), "complete");
});

test("planUpdate: a new task that ends early pauses the update, and names it", (t) => {
  for (const state of [FAILED, REJECTED, TaskState.COMPLETE]) {
    const tasks = [stopped(1), fresh(1, { state, reachedS: 104 }), old(2)];
    t.deepEqual(plan(updated(2), tasks, 105).verdict, {
      kind: "pause",
      message: "update paused due to failure or early termination of task new1",
    });
  }
});

test("planUpdate: a paused update stays so", (t) => {
  t.is(show(plan(updated(1, { state: PAUSED }), [old(1)])), "goOn");
});

test("planUpdate: an end after the monitoring time is no failure of the update", (t) => {
  const tasks = [stopped(1), fresh(1, { state: FAILED, reachedS: 120 }), old(2)];
  t.is(plan(updated(2), tasks, 121, { new1: 110 }).verdict.kind, "goOn");
  t.is(plan(updated(2), tasks, 121, { new1: 116 }).verdict.kind, "pause");
  t.is(plan(updated(2), tasks, 121).verdict.kind, "pause");
});

test("planUpdate: a task that was moved has not failed, and its successor is waited for", (t) => {
  const moved = fresh(1, { state: STARTING, desired: SHUTDOWN });
  const successor = task("succ1", {
    ...{ slot: 1, version: 9, spec: NEW_SPEC },
    createdS: 102,
    state: READY,
  });
  t.is(show(plan(updated(2), [stopped(1), moved, successor, old(2)])), "goOn; in 601000");
  const runs = { ...successor, status: fresh(1, { reachedS: 102 }).status };
  t.is(
    show(plan(updated(2), [stopped(1), moved, runs, old(2)], 103)),
    "goOn; replace 2 [old2] 384",
  );
});

test("planUpdate: failures up to the ratio are tolerated", (t) => {
  const tasks = [stopped(1), fresh(1, { state: FAILED }), old(2), old(3), old(4)];
  const kind = (maxFailureRatio: number): string =>
    plan(updated(4, { config: { maxFailureRatio } }), tasks).verdict.kind;
  t.is(kind(0.25), "goOn");
  t.is(kind(0.24), "pause");
});

test("planUpdate: on failure it goes on, or back, as its policy says", (t) => {
  const tasks = [stopped(1), fresh(1, { state: FAILED }), old(2)];
  const { CONTINUE, ROLLBACK } = UpdateConfig_FailureAction;
  const verdict = (failureAction: UpdateConfig_FailureAction, options = {}): string => {
    const its = updated(2, { config: { failureAction }, ...options });
    return JSON.stringify(plan(its, tasks).verdict);
  };

  t.regex(verdict(CONTINUE), /goOn/);
  t.regex(verdict(ROLLBACK), /rollBack.*update rolled back due to failure.*new1/);
  t.regex(verdict(ROLLBACK, { previous: false }), /pause/);
  t.regex(verdict(ROLLBACK, { state: ROLLBACK_STARTED }), /pause.*rollback paused due to failure/);
});

test("planUpdate: a rollback does not take the tasks from before the update for its own", (t) => {
  const survivor = fresh(2, { createdS: 5, reachedS: 6 });
  const tasks = [old(1, { createdS: 90 }), survivor];
  t.is(show(plan(updated(2, { state: ROLLBACK_STARTED }), tasks)), "goOn; replace 1 [old1] 384");
});

test("planUpdate: replicas that are too many leave first", (t) => {
  t.is(show(plan(updated(1, { state: undefined }), [old(1), old(2)])), "goOn; in 100");
});

test("planUpdate: a global service is updated node by node, where nodes take tasks", (t) => {
  const its = {
    ...updated(0),
    spec: { ...updated(0).spec!, replicated: undefined, global: makeGlobalService() },
  };
  const on = (nodeId: string): Task => task(`on-${nodeId}`, { slot: 0, nodeId });
  const nodes = { n3: node("n3", { availability: NodeSpec_Availability.PAUSE }) };
  const result = planUpdate({
    service: its,
    tasks: [on("n2"), on("n3"), on("n1")],
    findNode: (id) => (nodes as Record<string, ReturnType<typeof node>>)[id] ?? node(id),
    runningSinceMs: () => undefined,
    nowMs: 0,
  });
  t.is(show(result), "goOn; replace n1 [on-n1] 384");
});

test("planUpdate: a task that does not run within the limit has failed", (t) => {
  const tasks = [stopped(1), fresh(1, { state: TaskState.PENDING }), old(2)];
  t.deepEqual(plan(updated(2), tasks, 702).verdict, {
    kind: "pause",
    message:
      "update paused due to failure or early termination of task new1: it did not run within 10 min: it is pending",
  });
});
