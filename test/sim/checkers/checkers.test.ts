import test from "ava";
import {
  TaskState,
  makeContainerSpec,
  makeJobStatus,
  makeReplicatedJob,
  makeReplicatedService,
  makeRestartPolicy,
  makeSecret,
  makeSecretReference,
  makeSecretSpec,
  makeService,
  makeServiceSpec,
  makeTask,
  makeTaskSpec,
  makeTaskStatus,
  makeVersion,
  type Secret,
  type Task,
} from "../../../src/model/generated/types.ts";
import type { TaskFile } from "../../../src/model/task-file.ts";
import { MemoryStore } from "../../support/memory-store.ts";
import { HeldObjects } from "../../../src/worker/agent/held-objects.ts";
import { DataChecker } from "./data.ts";
import { HistoryChecker } from "./history.ts";
import { JobChecker } from "./jobs.ts";
import { LeaderChecker } from "./leaders.ts";
import { TaskChecker } from "./tasks.ts";

/** A store whose commits are checked as they happen. */
function checkedStore(data = new DataChecker()): MemoryStore {
  const store = new MemoryStore();
  const history = new HistoryChecker();
  history.witness(new TaskChecker().onCommit);
  history.witness(new JobChecker((taskId) => taskId !== "liar").onCommit);
  history.witness(data.onCommit);
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

/** A store with a job of two slots, one at a time, in its first run. */
function withJob(...tasks: readonly Task[]): MemoryStore {
  const store = checkedStore();
  const replicatedJob = makeReplicatedJob({ totalCompletions: 2, maxConcurrent: 1 });
  const spec = makeServiceSpec({ replicatedJob });
  const jobStatus = makeJobStatus({ jobIteration: makeVersion() });
  store.write((tx) => tx.create("service", makeService({ id: "s", spec, jobStatus })));
  for (const one of tasks) store.write((tx) => tx.create("task", one));
  return store;
}

function jobTask(id: string, fields: Parameters<typeof task>[1] = {}): Task {
  const { COMPLETE: desiredState } = TaskState;
  return task(id, { slot: 0, jobIteration: makeVersion(), nodeId: "n", desiredState, ...fields });
}

const completed = (id: string, fields: Parameters<typeof task>[1] = {}): Task =>
  jobTask(id, { state: TaskState.COMPLETE, ...fields });

function failed(id: string): Task {
  const { FAILED: state, SHUTDOWN: desiredState } = TaskState;
  return { ...jobTask(id, { state, desiredState }), spec: twice };
}

const twice = makeTaskSpec({ restart: makeRestartPolicy({ maxAttempts: 1 }) });

function secret(text: string): Secret {
  const spec = makeSecretSpec({ data: new TextEncoder().encode(text) });
  return makeSecret({ id: "pass", spec });
}

const withPass = makeTaskSpec({
  container: makeContainerSpec({ secrets: [makeSecretReference({ secretId: "pass" })] }),
});

/** A store with a secret and a service that uses it. */
function withSecret(data = new DataChecker()): MemoryStore {
  const store = checkedStore(data);
  store.write((tx) => tx.create("secret", secret("sesame")));
  const spec = makeServiceSpec({ task: withPass });
  store.write((tx) => tx.create("service", makeService({ id: "s", spec })));
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
  "one more than replicas beside one that is replaced": [
    () => {
      const store = checkedStore();
      const spec = makeServiceSpec({ replicated: makeReplicatedService({ replicas: 1 }) });
      store.write((tx) => tx.create("service", makeService({ id: "s", spec })));
      store.write((tx) => tx.create("task", task("a", { state: TaskState.FAILED })));
      return store;
    },
    (store) =>
      store.write((tx) => {
        tx.update("task", { ...tx.tasks.get("a")!, desiredState: TaskState.SHUTDOWN });
        tx.create("task", task("b"));
        tx.create("task", task("c", { slot: 2 }));
      }),
    /2 tasks in 2 slots are wanted of 1 replicas/,
  ],
  "more tasks of a job than it allows side by side": [
    () => withJob(jobTask("a")),
    (store) => store.write((tx) => tx.create("task", jobTask("b", { slot: 1 }))),
    /2 tasks in 2 places, of 1 side by side/,
  ],
  "a job's slot beyond its completions": [
    () => withJob(),
    (store) => store.write((tx) => tx.create("task", jobTask("a", { slot: 2 }))),
    /slot 2 of 2/,
  ],
  "a task for a run of a job that is not on": [
    () => withJob(),
    (store) =>
      store.write((tx) =>
        tx.create("task", jobTask("a", { jobIteration: makeVersion({ index: 1 }) })),
      ),
    /made for run 1/,
  ],
  "a job's slot that is completed again": [
    () => withJob(completed("a", { desiredState: TaskState.SHUTDOWN })),
    (store) => store.write((tx) => tx.create("task", jobTask("b"))),
    /its place was completed before/,
  ],
  "a completion that is forgotten": [
    () => withJob(completed("a")),
    (store) => store.write((tx) => tx.remove("task", "a")),
    /a completion is lost/,
  ],
  "a completion that never was": [
    () => withJob(jobTask("liar", { state: TaskState.RUNNING })),
    (store) => store.write((tx) => tx.update("task", completed("liar"))),
    /it did not complete/,
  ],
  "a secret that is removed while a service refers to it": [
    () => withSecret(),
    (store) => store.write((tx) => tx.remove("secret", "pass")),
    /refers to secret\/pass: gone/,
  ],
  "a secret that changes": [
    () => withSecret(),
    (store) => store.write((tx) => tx.update("secret", secret("other"))),
    /secret\/pass changed/,
  ],
  "more attempts than a job's policy allows": [
    () => withJob(failed("a"), failed("b")),
    (store) => store.write((tx) => tx.create("task", { ...jobTask("c"), spec: twice })),
    /it follows 2 that failed/,
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

test("checkers: a secret on a node that never needed it, or with another content, is found", (t) => {
  const data = new DataChecker();
  const store = withSecret(data);
  store.write((tx) => tx.create("task", task("t", { nodeId: "n", spec: withPass })));
  const held = new HeldObjects();
  held.putSecret(secret("sesame"));
  const files = (text: string): ReadonlyMap<string, readonly TaskFile[]> => {
    const place = { kind: "secret", objectId: "pass", objectName: "pass", name: "pass" } as const;
    const file = { ...place, target: "/run/secrets/pass", uid: 0, gid: 0, mode: 0o400 };
    return new Map([["t", [{ ...file, data: new TextEncoder().encode(text) }]]]);
  };

  t.notThrows(() => data.check(["n"], files("sesame"), held));
  t.throws(() => data.check(["m"], new Map(), held), { message: /no task there ever needed/ });
  t.throws(() => data.check(["m"], files("sesame"), undefined), { message: /elsewhere/ });
  t.throws(() => data.check(["n"], files("simsim"), undefined), { message: /something else/ });
});
