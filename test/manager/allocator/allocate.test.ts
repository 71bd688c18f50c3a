import test from "ava";
import {
  EndpointSpec_ResolutionMode,
  PortConfig_PublishMode,
  TaskState,
  makeEndpoint,
  makeEndpointSpec,
  makeNetworkAttachmentConfig,
  makeNode,
  makePortConfig,
  makeService,
  makeServiceSpec,
  makeTask,
  makeTaskSpec,
  makeTaskStatus,
  type EndpointSpec,
  type Service,
  type Task,
} from "../../../src/model/generated/types.ts";
import { timestampOf } from "../../../src/model/time.ts";
import {
  allocateNode,
  allocateService,
  allocateTask,
  isServiceAllocated,
} from "../../../src/manager/allocator/allocate.ts";
import { Scene, wantedNetwork } from "./scene.ts";

const AT = timestampOf(5);
const HOST_80 = makePortConfig({
  targetPort: 80,
  publishedPort: 8080,
  publishMode: PortConfig_PublishMode.HOST,
});

function serviceOn(networks: readonly string[], endpoint?: EndpointSpec): Service {
  const targets = networks.map((target) => makeNetworkAttachmentConfig({ target }));
  const task = makeTaskSpec({ networks: targets });
  return makeService({ id: "s", spec: makeServiceSpec({ task, endpoint }) });
}

function taskOf({ id, spec }: Service, taskId: string): Task {
  const endpoint = makeEndpoint({ spec: spec?.endpoint });
  return makeTask({ id: taskId, serviceId: id, spec: spec?.task, endpoint });
}

function given(service: Service, scene: Scene): Service {
  const result = allocateService(service, scene.book, scene);
  if (!result.ok) throw new Error(result.error);
  scene.putService(result.value);
  return result.value;
}

function pending(task: Task, service: Service | undefined, scene: Scene): Task {
  const result = allocateTask(task, service, scene.book, scene, AT);
  if (!result.ok) throw new Error(result.error);
  scene.putTask(result.value);
  return result.value;
}

test("a new task becomes pending, with its ports where agents read them", (t) => {
  const spec = makeEndpointSpec({ ports: [HOST_80] });
  const task = makeTask({ id: "t", endpoint: makeEndpoint({ spec }) });

  const result = pending(task, undefined, new Scene());

  t.is(result.status?.state, TaskState.PENDING);
  t.is(result.status?.message, "pending task scheduling");
  t.deepEqual(result.endpoint?.ports, [HOST_80]);
});

test("a service is given its ports once, and loses them with the spec's", (t) => {
  const scene = new Scene();
  const service = given(serviceOn([], makeEndpointSpec({ ports: [HOST_80] })), scene);

  t.deepEqual(service.endpoint?.ports, [HOST_80]);
  t.is(given(service, scene), service);
  t.deepEqual(given({ ...service, spec: makeServiceSpec() }, scene).endpoint?.ports, []);
  const plain = makeService({ id: "plain", spec: makeServiceSpec() });
  t.is(given(plain, scene), plain);
});

test("a port of no number in particular keeps the one it was given", (t) => {
  const scene = new Scene();
  scene.addNetwork(wantedNetwork("mesh", [], { ingress: true }));
  const endpoint = makeEndpointSpec({ ports: [makePortConfig({ targetPort: 80 })] });
  const service = given(serviceOn([], endpoint), scene);

  t.is(service.endpoint?.ports[0]?.publishedPort, 30_000);
  const more = [...endpoint.ports, makePortConfig({ targetPort: 81 })];
  const changed = { ...service, spec: makeServiceSpec({ endpoint: { ...endpoint, ports: more } }) };
  t.false(isServiceAllocated(changed, scene.book));
  const numbers = given(changed, scene).endpoint?.ports.map(({ publishedPort }) => publishedPort);
  t.deepEqual(numbers, [30_000, 30_001]);
});

test("no port is given that another service asks for, and none where all are taken", (t) => {
  const scene = new Scene();
  scene.addNetwork(wantedNetwork("mesh", [], { ingress: true }));
  const all = Array.from({ length: 2767 }, (_, at) =>
    makePortConfig({ targetPort: 80, publishedPort: 30_000 + at }),
  );
  scene.putService({ ...serviceOn([], makeEndpointSpec({ ports: all })), id: "greedy" });
  const any = makeEndpointSpec({ ports: [makePortConfig({ targetPort: 80 })] });

  const last = given({ ...serviceOn([], any), id: "a" }, scene);
  t.is(last.endpoint?.ports[0]?.publishedPort, 32_767);
  const none = allocateService({ ...serviceOn([], any), id: "b" }, scene.book, scene);
  t.like(none, {
    ok: false,
    error: "no tcp port from 30000 to 32767 is free: publish one by its number",
  });
});

test("a service has a virtual address on each of its networks, and a task an address of its own", (t) => {
  const scene = new Scene();
  scene.addNetwork(wantedNetwork("mesh", [], { ingress: true }));
  const back = scene.addNetwork(wantedNetwork("back"));
  const endpoint = makeEndpointSpec({ ports: [makePortConfig({ targetPort: 80 })] });
  const service = given(serviceOn(["back"], endpoint), scene);

  t.deepEqual(
    service.endpoint?.virtualIps.map(({ networkId, addr }) => `${networkId} ${addr}`),
    ["mesh 10.0.0.2/24", "back 10.0.1.2/24"],
  );
  const task = pending(taskOf(service, "t"), service, scene);
  t.deepEqual(
    task.networks.map(({ network, addresses }) => [network?.id, addresses]),
    [
      ["mesh", ["10.0.0.3/24"]],
      ["back", ["10.0.1.3/24"]],
    ],
  );
  t.is(task.networks[1]?.network, back, "the whole network, as engines read it");
  t.deepEqual(task.endpoint?.virtualIps, service.endpoint?.virtualIps);
});

test("a service that is resolved to its tasks has no virtual address", (t) => {
  const scene = new Scene();
  scene.addNetwork(wantedNetwork("back"));
  const endpoint = makeEndpointSpec({ mode: EndpointSpec_ResolutionMode.DNSRR });
  t.deepEqual(given(serviceOn(["back"], endpoint), scene).endpoint, undefined);
});

test("a service that leaves a network gives its virtual address back and keeps the others", (t) => {
  const scene = new Scene();
  for (const id of ["a", "b"]) scene.addNetwork(wantedNetwork(id));
  const both = given(serviceOn(["a", "b"]), scene);
  const one = given({ ...both, spec: serviceOn(["b"]).spec }, scene);

  t.deepEqual(one.endpoint?.virtualIps, both.endpoint?.virtualIps.slice(1));
  t.false(scene.book.isTaken("a", "10.0.0.2/24"));
  t.true(scene.book.isTaken("b", "10.0.1.2/24"));
});

test("a task without an address says which network has none, and leaves nothing taken", (t) => {
  const scene = new Scene();
  scene.addNetwork(wantedNetwork("wide"));
  scene.addNetwork(wantedNetwork("narrow", ["192.0.2.0/29"]));
  const service = given(serviceOn(["wide", "narrow"]), scene);
  for (let at = 0; at < 4; at++) pending(taskOf(service, `t${at}`), service, scene);
  const before = scene.book.freeCount("wide");

  const result = allocateTask(taskOf(service, "late"), service, scene.book, scene, AT);

  t.like(result, { ok: false });
  t.regex(
    result.ok ? "" : result.error,
    /^no address is free on network narrow \(192.0.2.0\/29\):/,
  );
  t.is(scene.book.freeCount("wide"), before);
  const over = makeTaskStatus({ state: TaskState.FAILED });
  scene.putTask({ ...scene.tasks.get("t1")!, status: over });
  t.true(allocateTask(taskOf(service, "late"), service, scene.book, scene, AT).ok);
});

test("published on every node where no network carries the mesh: the task says so", (t) => {
  const scene = new Scene();
  const endpoint = makeEndpointSpec({ ports: [makePortConfig({ publishedPort: 80 })] });
  const service = given(serviceOn([], endpoint), scene);
  const result = allocateTask(taskOf(service, "t"), service, scene.book, scene, AT);
  t.regex(result.ok ? "" : result.error, /^there is no ingress network/);
});

test("an address that was given in a transaction which came to nothing is free again", (t) => {
  const scene = new Scene();
  scene.addNetwork(wantedNetwork("narrow", ["192.0.2.0/29"]));
  const service = { ...serviceOn(["narrow"]), id: "" };
  for (let round = 0; round < 10; round++) {
    t.true(allocateTask(taskOf(service, `t${round}`), service, scene.book, scene, AT).ok);
  }
});

test("a node has an address on the mesh and on the networks of its tasks, as long as they are there", (t) => {
  const scene = new Scene();
  scene.addNetwork(wantedNetwork("mesh", [], { ingress: true }));
  scene.addNetwork(wantedNetwork("back"));
  const service = given(serviceOn(["back"]), scene);
  const task = pending(taskOf(service, "t"), service, scene);
  scene.putNode(makeNode({ id: "n" }));
  const settle = (keeps: boolean): readonly string[] => {
    const { node } = allocateNode(scene.nodes.get("n")!, scene.book, scene, () => keeps);
    scene.putNode(node);
    return node.attachments.map(({ network, addresses }) => `${network?.id} ${addresses.join()}`);
  };

  t.deepEqual(settle(false), ["mesh 10.0.0.2/24"]);
  scene.putTask({ ...task, nodeId: "n" });
  t.deepEqual(settle(false), ["mesh 10.0.0.2/24", "back 10.0.1.4/24"]);
  scene.removeTask("t");
  t.deepEqual(settle(true), ["mesh 10.0.0.2/24", "back 10.0.1.4/24"]);
  t.deepEqual(settle(false), ["mesh 10.0.0.2/24"]);
  t.false(scene.book.isTaken("back", "10.0.1.4"));
});

test("tasks leave room in a subnet for the nodes that may have to carry it", (t) => {
  const scene = new Scene();
  scene.addNetwork(wantedNetwork("back", ["192.0.2.0/28"])); // 13 beside the gateway.
  for (const id of ["n1", "n2", "n3"]) scene.putNode(makeNode({ id }));
  const service = serviceOn(["back"]);
  let count = 0;
  while (allocateTask(taskOf(service, `t${count}`), service, scene.book, scene, AT).ok) {
    scene.putTask({
      ...makeTask({ id: `t${count}` }),
      networks: [{ ...pending(taskOf(service, `t${count}`), service, scene).networks[0]! }],
    });
    count++;
    if (count > 20) break;
  }
  t.is(scene.book.freeCount("back"), 3);
});
