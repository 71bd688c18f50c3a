import test from "ava";
import {
  TaskState,
  makeReplicatedService,
  makeService,
  makeServiceSpec,
  makeTask,
  makeTaskStatus,
  type Task,
} from "../../../src/model/generated/types.ts";
import { MemoryStore } from "../../support/memory-store.ts";
import { HistoryChecker } from "./history.ts";
import { LeaderChecker } from "./leaders.ts";
import { TaskChecker } from "./tasks.ts";

/** A store whose commits are checked as they happen. */
function checkedStore(): MemoryStore {
  const store = new MemoryStore();
  const history = new HistoryChecker();
  history.witness(new TaskChecker().onCommit);
  history.follow("m1", store);
  return store;
}

function task(id: string, fields: Partial<Task> & { readonly state?: TaskState } = {}): Task {
  const { state = TaskState.NEW, ...rest } = fields;
  return makeTask({
    id,
    serviceId: "s",
    slot: 1,
    desiredState: TaskState.RUNNING,
    status: makeTaskStatus({ state }),
    ...rest,
  });
}

function withTask(fields: Parameters<typeof task>[1] = {}): MemoryStore {
  const store = checkedStore();
  store.write((tx) => tx.create("task", task("t", fields)));
  return store;
}

const FORBIDDEN: Readonly<
  Record<string, readonly [() => MemoryStore, (store: MemoryStore) => void, RegExp]>
> = {
  "an observed state that goes back": [
    () => withTask({ state: TaskState.RUNNING, nodeId: "n" }),
    (store) =>
      store.write((tx) => tx.update("task", task("t", { state: TaskState.STARTING, nodeId: "n" }))),
    /observed starting after running/,
  ],
  "a desired state that goes back": [
    () => withTask({ desiredState: TaskState.SHUTDOWN }),
    (store) => store.write((tx) => tx.update("task", task("t"))),
    /desired running after shutdown/,
  ],
  "a task that moves to another node": [
    () => withTask({ nodeId: "n1" }),
    (store) => store.write((tx) => tx.update("task", task("t", { nodeId: "n2" }))),
    /moved from n1 to n2/,
  ],
  "a task that runs on no node": [
    () => withTask(),
    (store) => store.write((tx) => tx.update("task", task("t", { state: TaskState.RUNNING }))),
    /running on no node/,
  ],
  "a removed task that comes back": [
    () => {
      const store = withTask();
      store.write((tx) => tx.remove("task", "t"));
      return store;
    },
    (store) => store.write((tx) => tx.create("task", task("t"))),
    /removed before/,
  ],
  "more wanted tasks than replicas": [
    () => {
      const store = checkedStore();
      const spec = makeServiceSpec({ replicated: makeReplicatedService({ replicas: 1 }) });
      store.write((tx) => tx.create("service", makeService({ id: "s", spec })));
      store.write((tx) => tx.create("task", task("a")));
      return store;
    },
    (store) => store.write((tx) => tx.create("task", task("b", { slot: 2 }))),
    /2 tasks in 2 slots are wanted of 1 replicas/,
  ],
};

for (const [what, [before, act, message]] of Object.entries(FORBIDDEN)) {
  test(`checkers: ${what} is found`, (t) => {
    const store = before();
    t.throws(() => act(store), { message });
  });
}

test("checkers: a task's ordinary life is not found", (t) => {
  const store = withTask();
  const { PENDING, ASSIGNED, RUNNING, SHUTDOWN } = TaskState;

  t.notThrows(() => {
    store.write((tx) => tx.update("task", task("t", { state: PENDING })));
    for (const state of [ASSIGNED, RUNNING]) {
      store.write((tx) => tx.update("task", task("t", { state, nodeId: "n" })));
    }
    store.write((tx) =>
      tx.update("task", task("t", { state: SHUTDOWN, nodeId: "n", desiredState: SHUTDOWN })),
    );
    store.write((tx) => tx.remove("task", "t"));
  });
});

test("checkers: managers that apply the same commits agree, and one that applies others is found", (t) => {
  const history = new HistoryChecker();
  const [one, same, other] = [new MemoryStore(), new MemoryStore(), new MemoryStore()];
  history.follow("m1", one);
  history.follow("m2", same);
  history.follow("m3", other);

  one.write((tx) => tx.create("task", task("t")));
  t.notThrows(() => same.write((tx) => tx.create("task", task("t"))));
  t.throws(() => other.write((tx) => tx.create("task", task("u"))), {
    message: /m3 holds another state at 1/,
  });
  t.is(history.lastVersion, 1);
});

test("checkers: a term has one leader", (t) => {
  const leaders = new LeaderChecker();
  leaders.observe("m1", 1);
  leaders.observe("m1", 1);
  leaders.observe("m2", 2);

  t.throws(() => leaders.observe("m3", 2), { message: /Both m2 and m3 lead in term 2/ });
});
