import test from "ava";
import {
  RestartPolicy_RestartCondition,
  TaskState,
  makeRestartPolicy,
  makeTaskSpec,
  type Task,
} from "../../../src/model/generated/types.ts";
import { reapable } from "../../../src/manager/orchestrator/reap.ts";
import { service, task } from "./tasks.ts";

const { FAILED, PENDING, RUNNING, SHUTDOWN, REMOVE, READY } = TaskState;
const ended = (id: string, createdS: number, options: Parameters<typeof task>[1] = {}): Task =>
  task(id, { state: FAILED, desired: SHUTDOWN, createdS, ...options });
const ids = (tasks: readonly Task[]): string => tasks.map(({ id }) => id).join(" ");
const limited = (maxAttempts: number): ReturnType<typeof service> =>
  service(1, {
    spec: {
      task: makeTaskSpec({
        restart: makeRestartPolicy({ condition: RestartPolicy_RestartCondition.ANY, maxAttempts }),
      }),
    },
  });

test("reapable: history beyond the limit goes, oldest first; what runs counts and stays", (t) => {
  const tasks = [ended("c", 3), ended("a", 1), task("now", { createdS: 4 }), ended("b", 2)];
  t.is(ids(reapable(service(1), tasks, 2)), "a b");
  t.is(ids(reapable(service(1), tasks, 5)), "");
  t.is(ids(reapable(service(1), tasks, 0)), "a b c");
  t.is(ids(reapable(service(1), tasks, -1)), "");
});

test("reapable: a task that still runs, or may, is never forgotten", (t) => {
  const stopping = task("a", { state: RUNNING, desired: SHUTDOWN });
  t.is(ids(reapable(service(1), [stopping, task("b")], 0)), "");
  t.is(ids(reapable(service(1), [task("a", { state: FAILED })], 0)), "");
});

test("reapable: what was asked to be removed goes once it stopped, or if it never ran", (t) => {
  const tasks = [
    task("a", { state: RUNNING, desired: REMOVE }),
    task("b", { state: SHUTDOWN, desired: REMOVE }),
    task("c", { state: PENDING, desired: REMOVE, nodeId: "" }),
  ];
  t.is(ids(reapable(service(1), tasks, 5)), "b c");
});

test("reapable: all that ended goes when the service is gone", (t) => {
  t.is(ids(reapable(undefined, [ended("a", 1), task("b")], 5)), "a");
});

test("reapable: the last end stays while its successor waits to be started", (t) => {
  const waiting = task("new", { desired: READY, createdS: 9, state: TaskState.NEW });
  t.is(ids(reapable(service(1), [ended("a", 1), ended("b", 2), waiting], 0)), "a");
});

test("reapable: ends that count as attempts outlive others, and are kept as far as they matter", (t) => {
  const moved = ended("m", 5, { state: SHUTDOWN });
  const tasks = [ended("a", 1), ended("b", 2), moved, task("now", { createdS: 9 })];
  t.is(ids(reapable(limited(2), tasks, 1)), "m");
  t.is(ids(reapable(limited(1), tasks, 9)), "m a");
});

test("reapable: ends that count as attempts stay, though a moved task that nobody hears of takes room", (t) => {
  const lost = task("lost", { state: RUNNING, desired: SHUTDOWN, createdS: 1 });
  const again = task("now", { createdS: 9 });
  t.is(ids(reapable(limited(1), [lost, ended("a", 2), again], 5)), "");
  t.is(ids(reapable(limited(1), [lost, ended("a", 2), ended("b", 3)], 5)), "");
  t.is(ids(reapable(limited(1), [lost, ended("a", 2), ended("b", 3), again], 5)), "a");
});
