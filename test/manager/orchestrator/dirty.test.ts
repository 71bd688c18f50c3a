import test from "ava";
import {
  TaskState,
  makeContainerSpec,
  makeContainerSpec_PullOptions,
  makeEndpoint,
  makeEndpointSpec,
  makePlacement,
  makePortConfig,
  makeTaskSpec,
  makeVersion,
  type TaskSpec,
} from "../../../src/model/generated/types.ts";
import { isDirty } from "../../../src/manager/orchestrator/dirty.ts";
import { node } from "../../support/build.ts";
import { service, task } from "./tasks.ts";

const app = (image: string, more: Partial<TaskSpec> = {}): TaskSpec =>
  makeTaskSpec({ container: makeContainerSpec({ image }), ...more });
const updated = (spec: TaskSpec): ReturnType<typeof service> =>
  service(1, { spec: { task: spec }, specVersion: makeVersion({ index: 9 }) });

test("isDirty: a task of the newest version is clean, whatever it holds", (t) => {
  t.false(isDirty(updated(app("a:2")), task("t", { version: 9, spec: app("a:1") }), undefined));
});

test("isDirty: a task of an older version is dirty only where its spec differs", (t) => {
  t.true(isDirty(updated(app("a:2")), task("t", { spec: app("a:1") }), node("n1")));
  t.false(isDirty(updated(app("a:1")), task("t", { spec: app("a:1") }), node("n1")));
  t.true(
    isDirty(updated(app("a:1", { forceUpdate: 1 })), task("t", { spec: app("a:1") }), node("n1")),
  );
});

test("isDirty: other published ports make it dirty", (t) => {
  const ports = [makePortConfig({ targetPort: 80, publishedPort: 8080 })];
  const changed = service(1, {
    spec: { task: app("a:1"), endpoint: makeEndpointSpec({ ports }) },
    specVersion: makeVersion({ index: 9 }),
  });
  const old = { ...task("t", { spec: app("a:1") }), endpoint: makeEndpoint() };
  t.true(isDirty(changed, old, node("n1")));
  const same = { ...old, endpoint: makeEndpoint({ spec: makeEndpointSpec({ ports }) }) };
  t.false(isDirty(changed, same, node("n1")));
});

test("isDirty: other constraints that its node satisfies leave it alone", (t) => {
  const placement = makePlacement({ constraints: ["node.labels.a==b"] });
  const wanted = updated(app("a:1", { placement }));
  const old = task("t", { spec: app("a:1", { placement: makePlacement() }) });
  t.false(isDirty(wanted, old, node("n1", { labels: { a: "b" } })));
  t.true(isDirty(wanted, old, node("n1")));
  t.true(isDirty(wanted, old, undefined));
  const both = updated(app("a:2", { placement }));
  t.true(isDirty(both, old, node("n1", { labels: { a: "b" } })));
});

test("isDirty: other credentials matter only while the image is not pulled", (t) => {
  const pullOptions = makeContainerSpec_PullOptions({ registryAuth: "new" });
  const wanted = updated(
    makeTaskSpec({ container: makeContainerSpec({ image: "a:1", pullOptions }) }),
  );
  const old = (state: TaskState): ReturnType<typeof task> => task("t", { spec: app("a:1"), state });
  t.false(isDirty(wanted, old(TaskState.RUNNING), node("n1")));
  t.true(isDirty(wanted, old(TaskState.PENDING), node("n1")));
});
