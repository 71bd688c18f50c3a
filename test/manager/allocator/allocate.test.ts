import test from "ava";
import {
  PortConfig_PublishMode,
  TaskState,
  makeEndpoint,
  makeEndpointSpec,
  makePortConfig,
  makeService,
  makeServiceSpec,
  makeTask,
} from "../../../src/model/generated/types.ts";
import { timestampOf } from "../../../src/model/time.ts";
import { allocateService, allocateTask } from "../../../src/manager/allocator/allocate.ts";

const HOST_80 = makePortConfig({
  targetPort: 80,
  publishedPort: 8080,
  publishMode: PortConfig_PublishMode.HOST,
});

test("allocateTask: a new task becomes pending, with its ports where agents read them", (t) => {
  const spec = makeEndpointSpec({ ports: [HOST_80] });
  const task = makeTask({ id: "t", endpoint: makeEndpoint({ spec }) });

  const pending = allocateTask(task, undefined, timestampOf(5));

  t.is(pending.status?.state, TaskState.PENDING);
  t.is(pending.status?.message, "pending task scheduling");
  t.deepEqual(pending.endpoint?.ports, [HOST_80]);
});

test("allocateService: writes the ports once, and takes them back with the spec's", (t) => {
  const endpoint = makeEndpointSpec({ ports: [HOST_80] });
  const service = makeService({ id: "s", spec: makeServiceSpec({ endpoint }) });

  const given = allocateService(service);

  t.deepEqual(given.endpoint?.ports, [HOST_80]);
  t.is(allocateService(given), given);
  t.deepEqual(allocateService({ ...given, spec: makeServiceSpec() }).endpoint?.ports, []);
  const plain = makeService({ id: "s", spec: makeServiceSpec() });
  t.is(allocateService(plain), plain);
});

test("allocateService: a port of no number in particular keeps the one it was given", (t) => {
  const any = makePortConfig({ targetPort: 80 });
  const given = makePortConfig({ targetPort: 80, publishedPort: 30_001 });
  const service = makeService({
    id: "s",
    spec: makeServiceSpec({ endpoint: makeEndpointSpec({ ports: [any] }) }),
    endpoint: makeEndpoint({ ports: [given] }),
  });
  t.deepEqual(allocateService(service).endpoint?.ports, [given]);
});
