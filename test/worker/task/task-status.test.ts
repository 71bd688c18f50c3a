import test from "ava";
import {
  TaskState,
  makeContainerStatus,
  makeTaskStatus,
} from "../../../src/model/generated/types.ts";
import { timestampOf } from "../../../src/model/time.ts";
import type { Step } from "../../../src/worker/task/next-step.ts";
import { statusAfter } from "../../../src/worker/task/task-status.ts";

type StateName = keyof typeof TaskState;

const container = makeContainerStatus({ containerId: "c1", pid: 7 });

function inState(state: TaskState, err = ""): { status: ReturnType<typeof makeTaskStatus> } {
  return { status: makeTaskStatus({ state, err, message: "before", timestamp: timestampOf(1) }) };
}

const STEP: Record<"ACCEPTED" | "PREPARING" | "READY" | "STARTING" | "RUNNING", Step> = {
  ACCEPTED: { do: "enter", state: TaskState.PREPARING },
  PREPARING: { do: "prepare" },
  READY: { do: "enter", state: TaskState.STARTING },
  STARTING: { do: "start" },
  RUNNING: { do: "wait" },
};

// prettier-ignore
const DONE: Record<keyof typeof STEP, readonly [StateName, string]> = {
  ACCEPTED:  ["PREPARING", "preparing"],
  PREPARING: ["READY", "prepared"],
  READY:     ["STARTING", "starting"],
  STARTING:  ["RUNNING", "started"],
  RUNNING:   ["COMPLETE", "finished"],
};
for (const [from, [to, message]] of Object.entries(DONE)) {
  test(`statusAfter: a step that succeeds in ${from} gives ${to}, with its message and no error`, (t) => {
    const name = from as keyof typeof STEP;
    const status = statusAfter(inState(TaskState[name], "old"), STEP[name], { kind: "done" }, 5000);

    t.is(status.state, TaskState[to]);
    t.is(status.message, message);
    t.is(status.err, "");
    t.deepEqual(status.timestamp, timestampOf(5000));
  });
}

const FAILED: Record<keyof typeof STEP, StateName> = {
  ACCEPTED: "REJECTED",
  PREPARING: "REJECTED",
  READY: "REJECTED",
  STARTING: "FAILED",
  RUNNING: "FAILED",
};
for (const [from, to] of Object.entries(FAILED)) {
  test(`statusAfter: a fatal error in ${from} gives ${to} and keeps the message`, (t) => {
    const name = from as keyof typeof STEP;
    const outcome = { kind: "failed", error: "no such image" } as const;

    const status = statusAfter(inState(TaskState[name]), STEP[name], outcome, 5000);

    t.is(status.state, TaskState[to]);
    t.is(status.err, "no such image");
    t.is(status.message, "before");
  });
}

test("statusAfter: an error that may pass keeps the state and tells the error", (t) => {
  const outcome = { kind: "postponed", error: "engine is away" } as const;

  const status = statusAfter(inState(TaskState.PREPARING), { do: "prepare" }, outcome, 5000);

  t.is(status.state, TaskState.PREPARING);
  t.is(status.err, "engine is away");
});

test("statusAfter: the same error again is the same status, timestamp and all", (t) => {
  const task = inState(TaskState.PREPARING, "engine is away");
  const outcome = { kind: "postponed", error: "engine is away" } as const;

  t.is(statusAfter(task, { do: "prepare" }, outcome, 5000), task.status);
});

test("statusAfter: the container is told from starting on", (t) => {
  const prepared = statusAfter(
    inState(TaskState.PREPARING),
    { do: "prepare" },
    { kind: "done", container },
    1,
  );
  const started = statusAfter(
    inState(TaskState.STARTING),
    { do: "start" },
    { kind: "done", container },
    1,
  );

  t.is(prepared.container, undefined);
  t.deepEqual(started.container, container);
});

test("statusAfter: shutting down ends every task the same way", (t) => {
  for (const state of [TaskState.ASSIGNED, TaskState.PREPARING, TaskState.RUNNING]) {
    const status = statusAfter(inState(state), { do: "shutDown" }, { kind: "done" }, 1);
    t.is(status.state, TaskState.SHUTDOWN);
    t.is(status.message, "shutdown");
  }
});
