import test from "ava";
import fc from "fast-check";
import { isTerminal } from "../../../src/model/task-state.ts";
import { TaskState, makeTask, makeTaskStatus } from "../../../src/model/generated/types.ts";
import { nextStep } from "../../../src/worker/task/next-step.ts";
import type { Step } from "../../../src/worker/task/next-step.ts";
import { statusAfter } from "../../../src/worker/task/task-status.ts";

type StateName = keyof typeof TaskState;
type DesiredName = "READY" | "RUNNING" | "COMPLETE" | "SHUTDOWN" | "REMOVE";

const OVER: Record<DesiredName, string> = {
  READY: "nothing",
  RUNNING: "nothing",
  COMPLETE: "nothing",
  SHUTDOWN: "nothing",
  REMOVE: "nothing",
};

// prettier-ignore
const EXPECTED: Record<StateName, Record<DesiredName, string>> = {
  NEW:       { READY: "enter ACCEPTED",  RUNNING: "enter ACCEPTED",  COMPLETE: "enter ACCEPTED",  SHUTDOWN: "shutDown", REMOVE: "shutDown" },
  PENDING:   { READY: "enter ACCEPTED",  RUNNING: "enter ACCEPTED",  COMPLETE: "enter ACCEPTED",  SHUTDOWN: "shutDown", REMOVE: "shutDown" },
  ASSIGNED:  { READY: "enter ACCEPTED",  RUNNING: "enter ACCEPTED",  COMPLETE: "enter ACCEPTED",  SHUTDOWN: "shutDown", REMOVE: "shutDown" },
  ACCEPTED:  { READY: "enter PREPARING", RUNNING: "enter PREPARING", COMPLETE: "enter PREPARING", SHUTDOWN: "shutDown", REMOVE: "shutDown" },
  PREPARING: { READY: "prepare",         RUNNING: "prepare",         COMPLETE: "prepare",         SHUTDOWN: "shutDown", REMOVE: "shutDown" },
  READY:     { READY: "nothing",         RUNNING: "enter STARTING",  COMPLETE: "enter STARTING",  SHUTDOWN: "shutDown", REMOVE: "shutDown" },
  STARTING:  { READY: "nothing",         RUNNING: "start",           COMPLETE: "start",           SHUTDOWN: "shutDown", REMOVE: "shutDown" },
  RUNNING:   { READY: "nothing",         RUNNING: "wait",            COMPLETE: "wait",            SHUTDOWN: "shutDown", REMOVE: "shutDown" },
  COMPLETE: OVER, SHUTDOWN: OVER, FAILED: OVER, REJECTED: OVER, REMOVE: OVER, ORPHANED: OVER,
};

function describe(step: Step): string {
  if (step.do !== "enter") return step.do;
  const name = Object.entries(TaskState).find(([, value]) => value === step.state)?.[0];
  return `enter ${name ?? "?"}`;
}

for (const [stateName, goals] of Object.entries(EXPECTED)) {
  for (const [desiredName, expected] of Object.entries(goals)) {
    test(`nextStep: ${stateName}, wanted ${desiredName} → ${expected}`, (t) => {
      const state = TaskState[stateName as StateName];
      const desiredState = TaskState[desiredName as DesiredName];

      const step = nextStep({ desiredState, status: makeTaskStatus({ state }) });

      t.is(describe(step), expected);
    });
  }
}

test("nextStep: a task whose steps all succeed reaches what is wanted of it and rests there", (t) => {
  const desired = fc.constantFrom(
    TaskState.READY,
    TaskState.RUNNING,
    TaskState.COMPLETE,
    TaskState.SHUTDOWN,
    TaskState.REMOVE,
  );
  fc.assert(
    fc.property(fc.constantFrom(...Object.values(TaskState)), desired, (state, desiredState) => {
      let task = makeTask({ desiredState, status: makeTaskStatus({ state }) });
      for (let steps = 0; steps < 10; steps++) {
        const step = nextStep(task);
        if (step.do === "nothing") break;
        const status = statusAfter(task, step, { kind: "done" }, steps);
        t.true(status.state > (task.status?.state ?? 0), "every step moves forward");
        task = { ...task, status };
      }
      const reached = task.status?.state ?? 0;
      t.is(nextStep(task).do, "nothing");
      t.true(reached >= Math.min(desiredState, TaskState.COMPLETE) || isTerminal(reached));
    }),
  );
});
