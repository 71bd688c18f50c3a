import test from "ava";
import {
  NodeSpec_Availability,
  TaskState,
  UpdateStatus_UpdateState,
  makeNode,
  makeNamedGenericResource,
  makeGenericResource,
  makePlacement,
  makeResourceRequirements,
  makeResources,
  makeTaskSpec,
  makeUpdateStatus,
  type GenericResource,
  type Node,
  type Service,
  type Task,
} from "../../../src/model/generated/types.ts";
import { findMisfits } from "../../../src/manager/orchestrator/enforce.ts";
import { node } from "../../support/build.ts";
import { service, task } from "./tasks.ts";

const reserving = (cpus: number): ReturnType<typeof makeTaskSpec> =>
  makeTaskSpec({
    resources: makeResourceRequirements({ reservations: makeResources({ nanoCpus: cpus * 1e9 }) }),
  });
const constrained = (constraint: string): ReturnType<typeof makeTaskSpec> =>
  makeTaskSpec({ placement: makePlacement({ constraints: [constraint] }) });
const misfits = (one: Node, tasks: readonly Task[], its?: Service): string =>
  findMisfits(one, tasks, () => its)
    .map(({ id }) => id)
    .join(" ");

test("findMisfits: tasks whose constraints the node no longer satisfies", (t) => {
  const tasks = [task("a", { spec: constrained("node.labels.a==b") }), task("b")];
  t.is(misfits(node("n1"), tasks), "a");
  t.is(misfits(node("n1", { labels: { a: "b" } }), tasks), "");
});

test("findMisfits: where there is too little for all, the oldest stay", (t) => {
  const tasks = ["c", "a", "b"].map((id, at) => task(id, { createdS: 3 - at, spec: reserving(2) }));
  t.is(misfits(node("n1", { cpus: 4 }), tasks), "c");
  t.is(misfits(node("n1", { cpus: 1 }), [...tasks, task("free")]), "b a c");
});

test("findMisfits: a generic resource that is gone ends only the tasks that hold it", (t) => {
  const gpu = (value: string): GenericResource =>
    makeGenericResource({ namedResourceSpec: makeNamedGenericResource({ kind: "gpu", value }) });
  const holding = (id: string, value: string): Task => ({
    ...task(id),
    assignedGenericResources: [gpu(value)],
  });
  const tasks = [holding("a", "x"), holding("b", "y"), holding("c", "z")];
  t.is(misfits(node("n1", { generic: [gpu("x"), gpu("z")] }), tasks), "b");
});

test("findMisfits: the service's constraints count, but while an update runs the task's own", (t) => {
  const its = service(1, { spec: { task: constrained("node.labels.a==b") } });
  const updating = {
    ...its,
    updateStatus: makeUpdateStatus({ state: UpdateStatus_UpdateState.UPDATING }),
  };
  t.is(misfits(node("n1"), [task("a")], its), "a");
  t.is(misfits(node("n1"), [task("a")], updating), "");
});

test("findMisfits: tasks that are over or leaving, paused nodes and silent ones are left alone", (t) => {
  const spec = constrained("node.labels.a==b");
  const tasks = [
    task("a", { spec, state: TaskState.FAILED }),
    task("b", { spec, desired: TaskState.SHUTDOWN }),
  ];
  t.is(misfits(node("n1"), tasks), "");
  t.is(
    misfits(node("n1", { availability: NodeSpec_Availability.PAUSE }), [task("a", { spec })]),
    "",
  );
  t.is(misfits(makeNode({ id: "n1" }), [task("a", { spec: reserving(1) })]), "");
});
