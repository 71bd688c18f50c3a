import test from "ava";
import fc from "fast-check";
import {
  NodeSpec_Availability,
  NodeStatus_State,
  RestartPolicy_RestartCondition,
  TaskState,
  makeGlobalService,
  makePlacement,
  makeTaskSpec,
  type Node,
  type Service,
  type Task,
} from "../../../src/model/generated/types.ts";
import { reconcileGlobal } from "../../../src/manager/orchestrator/global.ts";
import { node } from "../../support/build.ts";
import { service, task } from "./tasks.ts";

function globalService(constraints: readonly string[] = []): Service {
  return service(0, {
    spec: {
      global: makeGlobalService(),
      replicated: undefined,
      task: makeTaskSpec({ placement: makePlacement({ constraints }) }),
    },
  });
}

function reconcile(
  tasks: readonly Task[],
  nodes: readonly Node[],
  constraints?: readonly string[],
): string {
  return reconcileGlobal(globalService(constraints), tasks, nodes)
    .map((one) =>
      one.kind === "createTask" ? `create on ${one.nodeId}` : `${one.kind} ${one.taskId}`,
    )
    .join(", ");
}

const on = (nodeId: string, options: Parameters<typeof task>[1] = {}): Task =>
  task(`on-${nodeId}`, { slot: 0, nodeId, ...options });

test("reconcileGlobal: every node that is up and satisfies the constraints gets one task", (t) => {
  const nodes = [
    node("n1", { labels: { a: "b" } }),
    node("n2"),
    node("n3", { labels: { a: "b" } }),
  ];
  t.is(reconcile([on("n1")], nodes), "create on n2, create on n3");
  t.is(reconcile([on("n1")], nodes, ["node.labels.a==b"]), "create on n3");
});

test("reconcileGlobal: a node that is down, drained or unsuited stops its task; a paused one keeps it", (t) => {
  const nodes = [
    node("n1", { state: NodeStatus_State.DOWN }),
    node("n2", { availability: NodeSpec_Availability.DRAIN }),
    node("n3", { availability: NodeSpec_Availability.PAUSE }),
    node("n4", { availability: NodeSpec_Availability.PAUSE }),
  ];
  t.is(reconcile([on("n1"), on("n2"), on("n3")], nodes), "stopTask on-n1, stopTask on-n2");
  t.is(reconcile([on("n3")], nodes.slice(2), ["node.labels.a==b"]), "stopTask on-n3");
});

test("reconcileGlobal: a node that is not heard of yet keeps its task", (t) => {
  t.is(reconcile([on("n1")], [node("n1", { state: NodeStatus_State.UNKNOWN })]), "");
});

test("reconcileGlobal: tasks of a node that is gone are removed", (t) => {
  t.is(
    reconcile([on("n1", { state: TaskState.FAILED, desired: TaskState.SHUTDOWN })], []),
    "removeTask on-n1",
  );
});

test("reconcileGlobal: a task that may not be restarted is not made again", (t) => {
  const restart = { condition: RestartPolicy_RestartCondition.NONE };
  const over = { state: TaskState.COMPLETE, desired: TaskState.SHUTDOWN };
  t.is(reconcile([on("n1", { ...over, restart })], [node("n1")]), "");
  t.is(reconcile([on("n1", over)], [node("n1")]), "create on n1");
});

test("reconcileGlobal: deciding again yields nothing", (t) => {
  const arbitraryNode = fc.record({
    state: fc.constantFrom(...Object.values(NodeStatus_State)),
    availability: fc.constantFrom(...Object.values(NodeSpec_Availability)),
    labels: fc.constantFrom({ a: "b" }, {}),
  });
  const arbitraryTask = fc.record({
    nodeId: fc.constantFrom("n0", "n1", "n2", "gone"),
    state: fc.constantFrom(TaskState.NEW, TaskState.RUNNING, TaskState.FAILED),
    desired: fc.constantFrom(TaskState.RUNNING, TaskState.SHUTDOWN, TaskState.REMOVE),
  });
  fc.assert(
    fc.property(
      fc.array(arbitraryNode, { maxLength: 3 }),
      fc.array(arbitraryTask, { maxLength: 8 }),
      (nodeRecords, taskRecords) => {
        const nodes = nodeRecords.map((record, at) => node(`n${at}`, record));
        const tasks = taskRecords.map((record, at) => task(`t${at}`, { slot: 0, ...record }));
        const its = globalService(["node.labels.a==b"]);
        const desired = new Map<string, TaskState>();
        const made: Task[] = [];
        for (const one of reconcileGlobal(its, tasks, nodes)) {
          if (one.kind === "createTask") made.push(on(one.nodeId));
          else {
            desired.set(
              one.taskId,
              one.kind === "stopTask" ? TaskState.SHUTDOWN : TaskState.REMOVE,
            );
          }
        }
        const after = tasks.map((old) => ({
          ...old,
          desiredState: desired.get(old.id) ?? old.desiredState,
        }));
        return reconcileGlobal(its, [...after, ...made], nodes).length === 0;
      },
    ),
    { numRuns: 500 },
  );
  t.pass();
});
