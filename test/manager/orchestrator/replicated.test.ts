import test from "ava";
import fc from "fast-check";
import {
  RestartPolicy_RestartCondition,
  TaskState,
  type Task,
} from "../../../src/model/generated/types.ts";
import {
  reconcileReplicas,
  removalOf,
  type Decision,
} from "../../../src/manager/orchestrator/replicated.ts";
import { service, task } from "./tasks.ts";

const show = (decisions: readonly Decision[]): string =>
  decisions
    .map((one) => (one.kind === "createTask" ? `create ${one.slot}` : `${one.kind} ${one.taskId}`))
    .join(", ");
const reconcile = (replicas: number, tasks: readonly Task[]): string =>
  show(reconcileReplicas(service(replicas), tasks));

test("reconcileReplicas: fills the lowest free slots from 1", (t) => {
  t.is(reconcile(3, []), "create 1, create 2, create 3");
  t.is(reconcile(4, [task("b", { slot: 2 }), task("d", { slot: 4 })]), "create 1, create 3");
});

test("reconcileReplicas: a slot is filled by a task that is wanted, however far it got", (t) => {
  const tasks = [
    task("a", { slot: 1, state: TaskState.NEW, nodeId: "" }),
    task("b", { slot: 2, desired: TaskState.READY, state: TaskState.PENDING }),
    task("c", { slot: 3, state: TaskState.FAILED }),
  ];
  t.is(reconcile(3, tasks), "");
});

test("reconcileReplicas: a slot whose task was deleted is filled again, next to its history", (t) => {
  const history = task("old", { state: TaskState.FAILED, desired: TaskState.SHUTDOWN });
  t.is(reconcile(1, [history]), "create 1");
});

test("reconcileReplicas: a slot whose task may not be restarted stays as it is", (t) => {
  const restart = { condition: RestartPolicy_RestartCondition.NONE };
  const over = task("a", { state: TaskState.FAILED, desired: TaskState.SHUTDOWN, restart });
  t.is(reconcile(1, [over]), "");
});

test("reconcileReplicas: scaling down keeps one copy on every node before second copies", (t) => {
  const tasks = [
    task("a", { slot: 1, nodeId: "n1" }),
    task("b", { slot: 2, nodeId: "n1" }),
    task("c", { slot: 3, nodeId: "n2" }),
  ];
  t.is(reconcile(2, tasks), "removeTask b");
});

test("reconcileReplicas: among equals those that run stay, then low slots", (t) => {
  const tasks = [
    task("a", { slot: 1, nodeId: "n1", state: TaskState.PREPARING }),
    task("b", { slot: 2, nodeId: "n1" }),
    task("c", { slot: 3, nodeId: "n1" }),
  ];
  t.is(reconcile(2, tasks), "removeTask a");
  t.is(reconcile(1, tasks), "removeTask a, removeTask c");
});

test("reconcileReplicas: slots without a node go first", (t) => {
  const tasks = [
    task("a", { slot: 1, nodeId: "", state: TaskState.PENDING }),
    task("b", { slot: 2, nodeId: "n1" }),
    task("c", { slot: 3, nodeId: "n1" }),
  ];
  t.is(reconcile(2, tasks), "removeTask a");
});

test("reconcileReplicas: with many slots the order still holds", (t) => {
  const tasks = Array.from({ length: 60 }, (_, at) =>
    task(`t${String(at).padStart(2, "0")}`, {
      slot: at + 1,
      nodeId: `n${at % 5}`,
      state: at < 40 ? TaskState.RUNNING : TaskState.STARTING,
    }),
  );
  const removed = reconcileReplicas(service(20), tasks).map((one) =>
    one.kind === "removeTask" ? one.taskId : "",
  );
  t.deepEqual(
    removed,
    tasks.slice(20).map(({ id }) => id),
  );
});

test("reconcileReplicas: history of slots that are no longer in use goes too", (t) => {
  const old = task("old", { slot: 2, state: TaskState.FAILED, desired: TaskState.SHUTDOWN });
  t.is(reconcile(1, [task("a"), old]), "removeTask old");
});

test("removalOf: everything goes, once", (t) => {
  const gone = task("b", { desired: TaskState.REMOVE });
  t.is(show(removalOf([task("a"), gone])), "removeTask a");
});

/** What a store would do with the decisions. */
function apply(tasks: readonly Task[], decisions: readonly Decision[]): readonly Task[] {
  const desired = new Map<string, TaskState>();
  const made: Task[] = [];
  for (const one of decisions) {
    if (one.kind === "createTask") {
      const { slot, nodeId } = one;
      made.push(
        task(`new-${slot}-${nodeId}`, { slot, nodeId, state: TaskState.NEW, createdS: 99 }),
      );
    } else {
      desired.set(one.taskId, one.kind === "removeTask" ? TaskState.REMOVE : TaskState.SHUTDOWN);
    }
  }
  return [
    ...tasks.map((old) => ({ ...old, desiredState: desired.get(old.id) ?? old.desiredState })),
    ...made,
  ];
}

const arbitraryTasks = fc
  .array(
    fc.record({
      slot: fc.integer({ min: 1, max: 6 }),
      nodeId: fc.constantFrom("", "n1", "n2"),
      state: fc.constantFrom(
        ...Object.values(TaskState).filter((state) => state !== TaskState.REMOVE),
      ),
      desired: fc.constantFrom(
        TaskState.READY,
        TaskState.RUNNING,
        TaskState.SHUTDOWN,
        TaskState.REMOVE,
      ),
      createdS: fc.nat({ max: 5 }),
      restart: fc.constantFrom(
        {},
        { condition: RestartPolicy_RestartCondition.ANY, maxAttempts: 1 },
      ),
    }),
    { maxLength: 14 },
  )
  .map((records) => records.map((record, at) => task(`t${at}`, record)));

test("reconcileReplicas: deciding again yields nothing, and the slots are as many as wanted", (t) => {
  fc.assert(
    fc.property(fc.nat({ max: 7 }), arbitraryTasks, (replicas, tasks) => {
      const after = apply(tasks, reconcileReplicas(service(replicas), tasks));

      t.deepEqual(reconcileReplicas(service(replicas), after), []);
      const live = after.filter(({ desiredState }) => desiredState < TaskState.REMOVE);
      const slots = new Set(live.map(({ slot }) => slot));
      t.is(slots.size, replicas);
    }),
    { numRuns: 500 },
  );
});
