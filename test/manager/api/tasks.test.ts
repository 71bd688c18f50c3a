import test from "ava";
import {
  TaskState,
  makeAnnotations,
  makeContainerSpec,
  makeContainerSpec_PullOptions,
  makeEndpoint,
  makeEndpointSpec,
  makeGetTaskRequest,
  makeListTasksRequest,
  makeListTasksRequest_Filters,
  makeNetworkAttachmentSpec,
  makeNode,
  makeNodeSpec,
  makePlacement,
  makePortConfig,
  makeRemoveTaskRequest,
  makeTask,
  makeTaskSpec,
  makeTaskStatus,
  type NodeSpec,
  type Task,
  type TaskSpec,
} from "../../../src/model/generated/types.ts";
import { ControlService } from "../../../src/wire/generated/services.ts";
import { ControlScene, refusal, serviceSpec } from "./control-scene.ts";

const ENDPOINT = makeEndpointSpec({ ports: [makePortConfig({ publishedPort: 1 })] });

async function scene(): Promise<{ readonly scene: ControlScene; readonly serviceId: string }> {
  const made = new ControlScene();
  const first = await made.create(
    serviceSpec("web", {
      spec: { annotations: makeAnnotations({ name: "web", labels: { tier: "front" } }) },
    }),
  );
  const image = (name: string): Task["spec"] =>
    makeTaskSpec({ container: makeContainerSpec({ image: name }) });
  // Twice, for a version of its own.
  const once = await made.update(first, { spec: serviceSpec("web") });
  const second = await made.update(once, { spec: serviceSpec("web") });
  const base = {
    serviceId: first.id,
    serviceAnnotations: first.spec?.annotations,
    status: makeTaskStatus({ state: TaskState.RUNNING }),
    desiredState: TaskState.RUNNING,
    specVersion: first.specVersion,
  };
  await made.store.update((tx) => {
    // Of an older version, but not of another content.
    tx.create(
      "task",
      makeTask({ ...base, id: "t1", slot: 1, nodeId: "n1", spec: second.spec?.task }),
    );
    tx.create(
      "task",
      makeTask({
        ...{ ...base, id: "t2", slot: 2, nodeId: "n2", spec: image("old:1") },
        desiredState: TaskState.SHUTDOWN,
      }),
    );
    tx.create(
      "task",
      makeTask({
        ...{ id: "t3", nodeId: "n1", desiredState: TaskState.RUNNING },
        spec: makeTaskSpec({ attachment: makeNetworkAttachmentSpec({ containerId: "x" }) }),
      }),
    );
  });
  return { scene: made, serviceId: first.id };
}

test("ListTasks: filters by service, node, name, label, desired state, runtime and being up to date", async (t) => {
  const { scene: made, serviceId } = await scene();
  const list = async (
    filters: Parameters<typeof makeListTasksRequest_Filters>[0],
  ): Promise<readonly string[]> => {
    const request = makeListTasksRequest({ filters: makeListTasksRequest_Filters(filters) });
    const { tasks } = await made.call(ControlService.ListTasks, request);
    return tasks.map(({ id }) => id).sort();
  };

  t.deepEqual(await list({}), ["t1", "t2", "t3"]);
  t.deepEqual(await list({ serviceIds: [serviceId] }), ["t1", "t2"]);
  t.deepEqual(await list({ serviceIds: ["nobody"] }), []);
  t.deepEqual(await list({ nodeIds: ["n1"] }), ["t1", "t3"]);
  t.deepEqual(await list({ nodeIds: ["n1", "n2"], serviceIds: [serviceId] }), ["t1", "t2"]);
  t.deepEqual(await list({ namePrefixes: ["web.2"] }), ["t2"]);
  t.deepEqual(await list({ names: ["web.1.t1"] }), ["t1"]);
  t.deepEqual(await list({ idPrefixes: ["t2"] }), ["t2"]);
  t.deepEqual(await list({ labels: { tier: "front" } }), ["t1", "t2"]);
  t.deepEqual(await list({ desiredStates: [TaskState.SHUTDOWN] }), ["t2"]);
  t.deepEqual(await list({ runtimes: ["container", ""] }), ["t1", "t2"]);
  t.deepEqual(await list({ runtimes: ["attachment"] }), ["t3"]);
  t.deepEqual(await list({ upToDate: true }), ["t1"]);
});

test("ListTasks: what no update would replace is up to date", async (t) => {
  const made = new ControlScene();
  const { READY, RUNNING, PENDING } = TaskState;
  const pulled = makeContainerSpec({
    image: "busybox:1",
    pullOptions: makeContainerSpec_PullOptions({ registryAuth: "new" }),
  });
  const constrained = makePlacement({ constraints: ["node.labels.zone==a"] });
  const service = await made.create(
    serviceSpec("web", { task: { container: pulled, placement: constrained } }),
  );
  const labels = (zone: string): NodeSpec =>
    makeNodeSpec({ annotations: makeAnnotations({ labels: { zone } }) });
  const old = makeTaskSpec({
    container: makeContainerSpec({ image: "busybox:1" }),
    placement: constrained,
  });
  const elsewhere = { ...service.spec?.task, placement: makePlacement() } as TaskSpec;
  const tasks: readonly (readonly [id: string, fields: Partial<Task>])[] = [
    ["pulled", { spec: old, status: makeTaskStatus({ state: READY }) }],
    ["notPulled", { spec: old, status: makeTaskStatus({ state: PENDING }) }],
    ["leaving", { spec: old, desiredState: TaskState.SHUTDOWN }],
    ["fits", { spec: elsewhere, nodeId: "a" }],
    ["fitsNot", { spec: elsewhere, nodeId: "b" }],
    ["nowhere", { spec: elsewhere, nodeId: "gone" }],
    ["otherPort", { spec: service.spec?.task, endpoint: makeEndpoint({ spec: ENDPOINT }) }],
  ];
  await made.store.update((tx) => {
    tx.create("node", makeNode({ id: "a", spec: labels("a") }));
    tx.create("node", makeNode({ id: "b", spec: labels("b") }));
    for (const [id, fields] of tasks) {
      const base = { serviceId: service.id, desiredState: RUNNING };
      const status = makeTaskStatus({ state: RUNNING });
      tx.create("task", makeTask({ id, ...base, status, ...fields }));
    }
  });

  const listed = await made.call(
    ControlService.ListTasks,
    makeListTasksRequest({ filters: makeListTasksRequest_Filters({ upToDate: true }) }),
  );

  t.deepEqual(
    listed.tasks.map(({ id }) => id),
    ["fits", "pulled"],
  );
});

test("GetTask and RemoveTask: one that is not there is not found", async (t) => {
  const { scene: made } = await scene();
  const get = (taskId: string): Promise<unknown> =>
    made.call(ControlService.GetTask, makeGetTaskRequest({ taskId }));

  await made.call(ControlService.RemoveTask, makeRemoveTaskRequest({ taskId: "t1" }));

  t.is(await refusal(get("t1")), "notFound: task t1 not found");
  t.is(
    await refusal(made.call(ControlService.RemoveTask, makeRemoveTaskRequest({ taskId: "t1" }))),
    "notFound: task t1 not found",
  );
});
