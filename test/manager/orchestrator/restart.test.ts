import test from "ava";
import {
  NodeSpec_Availability,
  NodeStatus_State,
  RestartPolicy_RestartCondition,
  TaskState,
  type Node,
  type Task,
} from "../../../src/model/generated/types.ts";
import { durationOf } from "../../../src/model/time.ts";
import {
  ENFORCER_MESSAGE,
  decideRestart,
  mayRestart,
  startInMs,
} from "../../../src/manager/orchestrator/restart.ts";
import { node } from "../../support/build.ts";
import { task } from "./tasks.ts";

const { NONE, ON_FAILURE, ANY } = RestartPolicy_RestartCondition;
const { COMPLETE, FAILED, REJECTED, RUNNING, SHUTDOWN, ORPHANED } = TaskState;

const decide = (
  subject: Task,
  around: { node?: Node | undefined; others?: readonly Task[]; isGlobal?: boolean } = {},
): string =>
  decideRestart({
    task: subject,
    slotTasks: [subject, ...(around.others ?? [])],
    node: "node" in around ? around.node : node("n1"),
    isGlobal: around.isGlobal ?? false,
  });

// prettier-ignore
const BY_CONDITION: Record<string, Record<string, string>> = {
  NONE:       { COMPLETE: "retire",  FAILED: "retire",  REJECTED: "retire",  RUNNING: "nothing" },
  ON_FAILURE: { COMPLETE: "retire",  FAILED: "replace", REJECTED: "replace", RUNNING: "nothing" },
  ANY:        { COMPLETE: "replace", FAILED: "replace", REJECTED: "replace", RUNNING: "nothing" },
};

for (const [condition, ends] of Object.entries(BY_CONDITION)) {
  for (const [state, expected] of Object.entries(ends)) {
    test(`decideRestart: condition ${condition}, task ${state} → ${expected}`, (t) => {
      const subject = task("a", {
        state: TaskState[state as keyof typeof TaskState],
        restart: {
          condition:
            RestartPolicy_RestartCondition[
              condition as keyof typeof RestartPolicy_RestartCondition
            ],
        },
      });
      t.is(decide(subject), expected);
    });
  }
}

test("decideRestart: without a policy every end is followed by another start", (t) => {
  t.is(decide(task("a", { state: COMPLETE })), "replace");
});

test("decideRestart: a task that is not wanted any more is left alone", (t) => {
  t.is(decide(task("a", { state: FAILED, desired: SHUTDOWN })), "nothing");
});

test("decideRestart: a task moves off a node that is down, gone or drained, and stays on others", (t) => {
  const moved = (one: Node | undefined): string => decide(task("a"), { node: one });
  t.is(moved(node("n1", { state: NodeStatus_State.DOWN })), "replace");
  t.is(moved(node("n1", { availability: NodeSpec_Availability.DRAIN })), "replace");
  t.is(moved(undefined), "replace");
  t.is(moved(node("n1", { state: NodeStatus_State.UNKNOWN })), "nothing");
  t.is(moved(node("n1", { state: NodeStatus_State.DISCONNECTED })), "nothing");
  t.is(moved(node("n1", { availability: NodeSpec_Availability.PAUSE })), "nothing");
});

test("decideRestart: a task without a node has none to leave", (t) => {
  t.is(decide(task("a", { nodeId: "", state: TaskState.PENDING }), { node: undefined }), "nothing");
});

test("decideRestart: one whose place another has taken only goes", (t) => {
  const newer = task("b", { createdS: 5 });
  t.is(decide(task("a", { state: FAILED }), { others: [newer] }), "retire");
  t.is(
    decide(task("a", { state: FAILED }), { others: [{ ...newer, desiredState: SHUTDOWN }] }),
    "replace",
  );
});

test("decideRestart: a global service's task is made again only where its node takes tasks", (t) => {
  const failed = task("a", { slot: 0, state: FAILED });
  const on = (one: Node): string => decide(failed, { node: one, isGlobal: true });
  t.is(on(node("n1")), "replace");
  t.is(on(node("n1", { availability: NodeSpec_Availability.PAUSE })), "retire");
  t.is(on(node("n1", { state: NodeStatus_State.DOWN })), "retire");
});

const attempt = (id: string, reachedS: number, options: Parameters<typeof task>[1] = {}): Task =>
  task(id, { state: FAILED, desired: SHUTDOWN, createdS: reachedS - 1, reachedS, ...options });

test("mayRestart: ends count against the attempts allowed, moves and other specs do not", (t) => {
  const restart = { condition: ANY, maxAttempts: 2 };
  const subject = task("now", { state: FAILED, createdS: 100, reachedS: 101, restart });
  const allowed = (...others: readonly Task[]): boolean =>
    mayRestart(subject, [subject, ...others]);

  t.true(allowed(attempt("a", 10)));
  t.false(allowed(attempt("a", 10), attempt("b", 20)));
  t.true(allowed(attempt("a", 10), attempt("b", 20, { state: SHUTDOWN })));
  t.true(allowed(attempt("a", 10), attempt("b", 20, { state: ORPHANED })));
  t.true(allowed(attempt("a", 10), attempt("b", 20, { version: 7 })));
  t.true(
    allowed(attempt("a", 10), attempt("b", 20, { state: REJECTED, message: ENFORCER_MESSAGE })),
  );
  t.false(allowed(attempt("a", 10), attempt("b", 20, { state: REJECTED })));
});

test("mayRestart: with a window only ends within it count", (t) => {
  const restart = { condition: ANY, maxAttempts: 2, window: durationOf(60_000) };
  const subject = task("now", { state: FAILED, createdS: 100, reachedS: 101, restart });
  t.false(mayRestart(subject, [subject, attempt("a", 50), attempt("b", 60)]));
  t.true(mayRestart(subject, [subject, attempt("a", 40), attempt("b", 60)]));
});

test("mayRestart: a task that is moved costs no attempt, even when none is left", (t) => {
  const restart = { condition: ON_FAILURE, maxAttempts: 1 };
  const subject = task("now", { state: RUNNING, createdS: 100, restart });
  t.true(mayRestart(subject, [subject, attempt("a", 10), attempt("b", 20)]));
  const never = task("now", { restart: { condition: NONE } });
  t.false(mayRestart(never, [never]));
});

const replacement = (options: Parameters<typeof task>[1] = {}): Task =>
  task("new", {
    desired: TaskState.READY,
    state: TaskState.NEW,
    nodeId: "",
    createdS: 100,
    ...options,
  });
const startIn = (subject: Task, old: readonly Task[], nowS: number, on?: Node): number =>
  startInMs(subject, [subject, ...old], () => on, nowS * 1000);

test("startInMs: after a task that ended, the restart delay, counted from the replacement's birth", (t) => {
  const failed = attempt("old", 100);
  t.is(startIn(replacement(), [failed], 100), 5000);
  t.is(startIn(replacement(), [failed], 103), 2000);
  t.is(startIn(replacement(), [failed], 120), 0);
  const slow = replacement({ restart: { condition: ANY, delay: durationOf(60_000) } });
  t.is(startIn(slow, [failed], 101), 59_000);
});

test("startInMs: after a move or an update there is no delay", (t) => {
  t.is(startIn(replacement(), [attempt("old", 100, { state: SHUTDOWN })], 100), 0);
  t.is(startIn(replacement(), [attempt("old", 100, { state: ORPHANED })], 100), 0);
  t.is(startIn(replacement({ version: 7 }), [attempt("old", 100)], 100), 0);
});

test("startInMs: waits for the old task to stop, but not for one whose node is down, and not for ever", (t) => {
  const stopping = task("old", { desired: SHUTDOWN, createdS: 1 });
  t.is(startIn(replacement(), [stopping], 100, node("n1")), 60_000);
  t.is(startIn(replacement(), [stopping], 150, node("n1")), 10_000);
  t.is(startIn(replacement(), [stopping], 160, node("n1")), 0);
  t.is(startIn(replacement(), [stopping], 100, node("n1", { state: NodeStatus_State.DOWN })), 0);
  t.is(startIn(replacement(), [stopping], 100, undefined), 0);
});

test("startInMs: an old task that is to go on does not hold up its successor", (t) => {
  t.is(startIn(replacement({ version: 7 }), [task("old", { createdS: 1 })], 100, node("n1")), 0);
});

test("startInMs: one whose story is lost waits rather than spins, and a clock that went back adds nothing", (t) => {
  t.is(startIn(replacement(), [], 100), 5000);
  t.is(startIn(replacement(), [attempt("old", 100)], 50), 5000);
});
