import test from "ava";
import fc from "fast-check";
import {
  AssignmentChange_AssignmentAction as Action,
  TaskState,
  makeConfig,
  makeConfigReference,
  makeContainerSpec,
  makeDriver,
  makeMeta,
  makeSecret,
  makeSecretReference,
  makeSecretSpec,
  makeTask,
  makeTaskSpec,
  makeTaskStatus,
} from "../../../src/model/generated/types.ts";
import type { AssignmentChange, Task } from "../../../src/model/generated/types.ts";
import { NodeAssignments } from "../../../src/manager/assignment/node-assignments.ts";
import type { Lookup } from "../../../src/manager/assignment/node-assignments.ts";

const LOOKUP: Lookup = {
  secret: (id) => makeSecret({ id }),
  config: (id) => makeConfig({ id }),
};

interface Shape {
  readonly state?: TaskState;
  readonly desired?: TaskState;
  readonly secrets?: readonly string[];
  readonly configs?: readonly string[];
}

function task(id: string, shape: Shape = {}): Task {
  const { state = TaskState.ASSIGNED, desired = TaskState.RUNNING } = shape;
  const container = makeContainerSpec({
    secrets: (shape.secrets ?? []).map((secretId) => makeSecretReference({ secretId })),
    configs: (shape.configs ?? []).map((configId) => makeConfigReference({ configId })),
  });
  return makeTask({
    id,
    desiredState: desired,
    status: makeTaskStatus({ state }),
    spec: makeTaskSpec({ container }),
  });
}

/** `+task/a` for an update, `-secret/s` for a removal. */
function describe(changes: readonly AssignmentChange[]): readonly string[] {
  return changes
    .map(({ assignment, action }) => {
      const sign = action === Action.REMOVE ? "-" : "+";
      if (assignment?.task) return `${sign}task/${assignment.task.id}`;
      if (assignment?.secret) return `${sign}secret/${assignment.secret.id}`;
      return `${sign}config/${assignment?.config?.id ?? "?"}`;
    })
    .toSorted();
}

function told(...tasks: readonly Task[]): NodeAssignments {
  const assignments = new NodeAssignments();
  for (const each of tasks) assignments.put(each, LOOKUP);
  assignments.take(Infinity);
  return assignments;
}

test("NodeAssignments: a task comes with the secrets and configs it refers to, each once", (t) => {
  const assignments = new NodeAssignments();
  assignments.put(task("a", { secrets: ["s", "s"], configs: ["k"] }), LOOKUP);
  assignments.put(task("b", { secrets: ["s"] }), LOOKUP);

  t.deepEqual(describe(assignments.take(Infinity)), [
    "+config/k",
    "+secret/s",
    "+task/a",
    "+task/b",
  ]);
  t.false(assignments.changed);
});

test("NodeAssignments: a task that is not assigned yet is not this node's to know", (t) => {
  const assignments = told();
  assignments.put(task("a", { state: TaskState.PENDING }), LOOKUP);

  t.false(assignments.changed);
});

test("NodeAssignments: what the agent reported is not sent back to it", (t) => {
  const assignments = told(task("a"));
  assignments.put({ ...task("a", { state: TaskState.RUNNING }), meta: makeMeta() }, LOOKUP);

  t.false(assignments.changed);
});

test("NodeAssignments: a new wish is sent, however far the task got", (t) => {
  const assignments = told(task("a", { state: TaskState.RUNNING }));
  assignments.put(task("a", { state: TaskState.RUNNING, desired: TaskState.SHUTDOWN }), LOOKUP);

  t.deepEqual(describe(assignments.take(Infinity)), ["+task/a"]);
});

test("NodeAssignments: a secret goes with the last task that uses it, once that is over", (t) => {
  const assignments = told(task("a", { secrets: ["s"] }), task("b", { secrets: ["s"] }));

  assignments.put(task("a", { secrets: ["s"], state: TaskState.FAILED }), LOOKUP);
  t.deepEqual(describe(assignments.take(Infinity)), []);

  assignments.remove("b");
  t.deepEqual(describe(assignments.take(Infinity)), ["-secret/s", "-task/b"]);

  assignments.remove("a");
  t.deepEqual(describe(assignments.take(Infinity)), ["-task/a"]);
});

test("NodeAssignments: a task that comes and goes before the agent hears of it is a removal", (t) => {
  const assignments = told();
  assignments.put(task("a", { configs: ["k"] }), LOOKUP);
  assignments.remove("a");

  t.deepEqual(describe(assignments.take(Infinity)), ["-config/k", "-task/a"]);
});

test("NodeAssignments: a limited take leaves the rest for the next", (t) => {
  const assignments = new NodeAssignments();
  for (const id of ["a", "b", "c"]) assignments.put(task(id), LOOKUP);

  t.deepEqual(describe(assignments.take(2)), ["+task/a", "+task/b"]);
  t.true(assignments.changed);
  t.deepEqual(describe(assignments.take(2)), ["+task/c"]);
});

test("NodeAssignments: a secret that is gone, or that only a driver has, is not sent", (t) => {
  const assignments = new NodeAssignments();
  const driven = makeSecret({ id: "d", spec: makeSecretSpec({ driver: makeDriver() }) });
  const lookup: Lookup = { ...LOOKUP, secret: (id) => (id === "d" ? driven : undefined) };
  assignments.put(task("a", { secrets: ["d", "gone"] }), lookup);

  t.deepEqual(describe(assignments.take(Infinity)), ["+task/a"]);
});

const NAMES = ["s1", "s2", "s3"] as const;
const shapes = fc.record({
  state: fc.constantFrom(
    TaskState.PENDING,
    TaskState.ASSIGNED,
    TaskState.RUNNING,
    TaskState.SHUTDOWN,
  ),
  desired: fc.constantFrom(TaskState.RUNNING, TaskState.SHUTDOWN),
});
const wishes = fc.array(
  fc.record({
    id: fc.constantFrom("a", "b", "c", "d"),
    shape: fc.option(shapes, { nil: undefined }),
    take: fc.nat({ max: 3 }),
  }),
);

test("NodeAssignments: an agent told every change holds what one told everything at once holds", (t) => {
  // A task's references never change in its life; its state never goes back to pending.
  const secretsOf = (id: string): readonly string[] =>
    NAMES.filter((_, index) => (id.charCodeAt(0) + index) % 2 === 0);
  fc.assert(
    fc.property(wishes, (history) => {
      const assignments = new NodeAssignments();
      const truth = new Map<string, Task>();
      const agent = new Set<string>();
      const tell = (limit: number): void => {
        for (const word of describe(assignments.take(limit))) {
          if (word.startsWith("+")) agent.add(word.slice(1));
          else agent.delete(word.slice(1));
        }
      };
      for (const { id, shape, take } of history) {
        const known = truth.get(id);
        if (shape === undefined) {
          truth.delete(id);
          assignments.remove(id);
        } else {
          const state = Math.max(shape.state, known?.status?.state ?? 0) as TaskState;
          const now = task(id, { ...shape, state, secrets: secretsOf(id) });
          truth.set(id, now);
          assignments.put(now, LOOKUP);
        }
        tell(take);
      }
      tell(Infinity);

      const fresh = new NodeAssignments();
      for (const each of truth.values()) fresh.put(each, LOOKUP);
      const expected = describe(fresh.take(Infinity)).map((word) => word.slice(1));
      t.deepEqual([...agent].toSorted(), expected);
    }),
  );
});
