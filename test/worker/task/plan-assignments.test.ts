import test from "ava";
import {
  AssignmentChange_AssignmentAction as Action,
  AssignmentsMessage_Type as Type,
  makeAssignment,
  makeAssignmentChange,
  makeAssignmentsMessage,
  makeConfig,
  makeSecret,
  makeTask,
} from "../../../src/model/generated/types.ts";
import type { Assignment, AssignmentsMessage } from "../../../src/model/generated/types.ts";
import { planAssignments } from "../../../src/worker/task/plan-assignments.ts";

const NOTHING_HELD = { tasks: [], secrets: [], configs: [] };

type Item = Partial<Assignment>;

function message(
  type: Type,
  updates: readonly Item[],
  removals: readonly Item[] = [],
): AssignmentsMessage {
  const change = (item: Item, action: Action) =>
    makeAssignmentChange({ assignment: makeAssignment(item), action });
  return makeAssignmentsMessage({
    type,
    changes: [
      ...updates.map((item) => change(item, Action.UPDATE)),
      ...removals.map((item) => change(item, Action.REMOVE)),
    ],
  });
}

const task = (id: string): Item => ({ task: makeTask({ id }) });
const secret = (id: string): Item => ({ secret: makeSecret({ id }) });
const config = (id: string): Item => ({ config: makeConfig({ id }) });

test("planAssignments: a complete message removes whatever it does not list", (t) => {
  const plan = planAssignments(message(Type.COMPLETE, [task("b"), secret("s2")]), {
    tasks: ["c", "a", "b"],
    secrets: ["s1", "s2"],
    configs: ["k1"],
  });

  t.deepEqual(
    plan.tasks.map(({ id }) => id),
    ["b"],
  );
  t.deepEqual(plan.removedTasks, ["a", "c"]);
  t.deepEqual(plan.removedSecrets, ["s1"]);
  t.deepEqual(plan.removedConfigs, ["k1"]);
});

test("planAssignments: an incremental message leaves alone what it does not name", (t) => {
  const plan = planAssignments(message(Type.INCREMENTAL, [task("b")], [task("a"), config("k1")]), {
    tasks: ["a", "b", "c"],
    secrets: ["s1"],
    configs: ["k1"],
  });

  t.deepEqual(
    plan.tasks.map(({ id }) => id),
    ["b"],
  );
  t.deepEqual(plan.removedTasks, ["a"]);
  t.deepEqual(plan.removedSecrets, []);
  t.deepEqual(plan.removedConfigs, ["k1"]);
});

test("planAssignments: of two changes to one object the later one counts", (t) => {
  const changes = [
    ...message(Type.INCREMENTAL, [task("a")], [task("a")]).changes,
    ...message(Type.INCREMENTAL, [], [task("b")]).changes,
    ...message(Type.INCREMENTAL, [task("b")]).changes,
  ];

  const plan = planAssignments(
    makeAssignmentsMessage({ type: Type.INCREMENTAL, changes }),
    NOTHING_HELD,
  );

  t.deepEqual(
    plan.tasks.map(({ id }) => id),
    ["b"],
  );
  t.deepEqual(plan.removedTasks, ["a"]);
});

test("planAssignments: a complete message without changes removes everything", (t) => {
  const plan = planAssignments(message(Type.COMPLETE, []), { ...NOTHING_HELD, tasks: ["a"] });

  t.deepEqual(plan.removedTasks, ["a"]);
});

test("planAssignments: an item of a kind this version does not know is passed over", (t) => {
  const plan = planAssignments(message(Type.COMPLETE, [{}, task("a")]), NOTHING_HELD);

  t.deepEqual(
    plan.tasks.map(({ id }) => id),
    ["a"],
  );
});
