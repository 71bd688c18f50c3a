import test from "ava";
import {
  PortConfig_PublishMode,
  TaskState,
  UpdateServiceRequest_Rollback,
  UpdateStatus_UpdateState,
  makeAnnotations,
  makeEndpoint,
  makeEndpointSpec,
  makeGetServiceRequest,
  makeGlobalService,
  makeJobStatus,
  makeListServiceStatusesRequest,
  makeListServicesRequest,
  makeListServicesRequest_Filters,
  makeNetworkAttachmentConfig,
  makePortConfig,
  makeRemoveServiceRequest,
  makeReplicatedJob,
  makeReplicatedService,
  makeRestartPolicy,
  makeService,
  makeTask,
  makeTaskStatus,
  makeUpdateStatus,
  makeVersion,
  type PortConfig,
  type ServiceSpec,
  type Task,
} from "../../../src/model/generated/types.ts";
import { ControlService } from "../../../src/wire/generated/services.ts";
import { ControlScene, refusal, serviceSpec } from "./control-scene.ts";

const port = (publishedPort: number, mode: "INGRESS" | "HOST" = "HOST"): PortConfig =>
  makePortConfig({
    ...{ targetPort: 80, publishedPort },
    publishMode: PortConfig_PublishMode[mode],
  });
const withPorts = (name: string, ...ports: readonly PortConfig[]): ServiceSpec =>
  serviceSpec(name, { spec: { endpoint: makeEndpointSpec({ ports }) } });
const scaled = (spec: ServiceSpec | undefined, replicas: number): ServiceSpec => ({
  ...(spec ?? serviceSpec("")),
  replicated: makeReplicatedService({ replicas }),
});

test("CreateService: a name can be taken once, whatever its case", async (t) => {
  const scene = new ControlScene();
  await scene.create(serviceSpec("web"));

  t.is(
    await refusal(scene.create(serviceSpec("WEB"))),
    "alreadyExists: name conflicts with an existing object: service WEB already exists",
  );
});

test("CreateService: of two at once with one name, one is refused", async (t) => {
  const scene = new ControlScene();

  const outcomes = await Promise.allSettled([
    scene.create(serviceSpec("web")),
    scene.create(serviceSpec("web")),
  ]);

  t.deepEqual(outcomes.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
});

test("CreateService: of two at once with one port, one is refused", async (t) => {
  const scene = new ControlScene();
  // The first is on its way, and not committed, when the second is asked for.
  const first = scene.store.update((tx) =>
    tx.create("service", makeService({ id: "x", spec: withPorts("b", port(8080, "INGRESS")) })),
  );
  t.regex(
    await refusal(scene.create(withPorts("a", port(8080)))),
    /port '8080' is already in use by service 'b' \(x\) as an ingress port/,
  );
  await first;
});

test("CreateService: a port that another service has on every node is refused", async (t) => {
  const scene = new ControlScene();
  await scene.create(withPorts("a", port(8080)));
  // Made by a Docker manager of the same swarm: its allocator gave out the second port.
  await scene.store.update((tx) =>
    tx.create(
      "service",
      makeService({
        id: "ingress1",
        spec: withPorts("b", port(9090, "INGRESS")),
        endpoint: makeEndpoint({ ports: [port(30_000, "INGRESS")] }),
      }),
    ),
  );

  await t.notThrowsAsync(scene.create(withPorts("c", port(8080))));
  t.is(
    await refusal(scene.create(withPorts("d", port(9090)))),
    "invalidArgument: port '9090' is already in use by service 'b' (ingress1) as an ingress port",
  );
  t.is(
    await refusal(scene.create(withPorts("e", port(30_000)))),
    "invalidArgument: port '30000' is already in use by service 'b' (ingress1) as an ingress port",
  );
});

test("UpdateService: keeps the spec before, and says which version the new one is", async (t) => {
  const scene = new ControlScene();
  const first = await scene.create(serviceSpec("web"));

  const second = await scene.update(first, { spec: scaled(first.spec, 3) });

  t.is(second.spec?.replicated?.replicas, 3);
  t.is(second.previousSpec?.replicated?.replicas, 1);
  t.deepEqual(second.specVersion, first.meta?.version);
  t.deepEqual(second.previousSpecVersion, first.specVersion);
  t.true((second.meta?.version?.index ?? 0) > (first.meta?.version?.index ?? 0));
});

test("UpdateService: an update of an older version changes nothing", async (t) => {
  const scene = new ControlScene();
  const first = await scene.create(serviceSpec("web"));
  await scene.update(first, { spec: scaled(first.spec, 3) });

  t.is(
    await refusal(scene.update(first, { spec: scaled(first.spec, 9) })),
    "unknown: update out of sequence",
  );
  t.is(
    await refusal(scene.update(first, { serviceVersion: undefined })),
    "unknown: update out of sequence",
  );
  t.is((await scene.service(first.id)).spec?.replicated?.replicas, 3);
});

test("UpdateService: how far an update has come is no reason to refuse the next", async (t) => {
  const scene = new ControlScene();
  const first = await scene.create(serviceSpec("web"));
  const second = await scene.update(first, { spec: scaled(first.spec, 3) });
  await scene.store.update((tx) => {
    const state = UpdateStatus_UpdateState.UPDATING;
    const updateStatus = makeUpdateStatus({ state });
    tx.update("service", { ...tx.services.get(first.id)!, updateStatus });
  });

  const third = await scene.update(second, { spec: scaled(second.spec, 5) });
  t.is(third.spec?.replicated?.replicas, 5);
  for (const stale of [first, second]) {
    t.is(
      await refusal(scene.update(stale, { spec: scaled(second.spec, 9) })),
      "unknown: update out of sequence",
    );
  }
});

test("UpdateService: what was seen before a rollback is of another spec", async (t) => {
  const scene = new ControlScene();
  const first = await scene.create(serviceSpec("web"));
  const second = await scene.update(first, { spec: scaled(first.spec, 3) });
  const { PREVIOUS } = UpdateServiceRequest_Rollback;
  const third = await scene.update(second, { rollback: PREVIOUS });
  t.is(
    await refusal(scene.update(second, { spec: scaled(second.spec, 9) })),
    "unknown: update out of sequence",
  );
  // The swarm itself rolls back, too, and then keeps no spec before.
  await scene.store.update((tx) => {
    const { ROLLBACK_COMPLETED: state } = UpdateStatus_UpdateState;
    const service = { ...tx.services.get(first.id)!, updateStatus: makeUpdateStatus({ state }) };
    tx.update("service", { ...service, previousSpec: undefined, previousSpecVersion: undefined });
  });
  t.is(
    await refusal(scene.update(third, { spec: scaled(second.spec, 9) })),
    "unknown: update out of sequence",
  );
});

test("UpdateService: of two at once from one version, one is refused", async (t) => {
  const scene = new ControlScene();
  const first = await scene.create(serviceSpec("web"));

  const outcomes = await Promise.allSettled(
    [2, 3].map((replicas) => scene.update(first, { spec: scaled(first.spec, replicas) })),
  );

  t.deepEqual(outcomes.map(({ status }) => status).sort(), ["fulfilled", "rejected"]);
});

test("UpdateService: a rollback swaps the specs and their versions, and says so", async (t) => {
  const scene = new ControlScene();
  const first = await scene.create(serviceSpec("web"));
  const second = await scene.update(first, { spec: scaled(first.spec, 3) });

  const back = await scene.update(second, { rollback: UpdateServiceRequest_Rollback.PREVIOUS });

  t.is(back.spec?.replicated?.replicas, 1);
  t.is(back.previousSpec?.replicated?.replicas, 3);
  t.deepEqual(back.specVersion, first.specVersion);
  t.deepEqual(back.previousSpecVersion, second.specVersion);
  t.is(back.updateStatus?.state, UpdateStatus_UpdateState.ROLLBACK_STARTED);
  t.is(back.updateStatus?.message, "manually requested rollback");
  const forward = await scene.update(back, { spec: scaled(back.spec, 5) });
  t.is(forward.updateStatus, undefined);
});

test("UpdateService: what cannot be changed, or rolled back, is refused", async (t) => {
  const scene = new ControlScene();
  const service = await scene.create(serviceSpec("web"));
  const change = (spec: ServiceSpec): Promise<string> => refusal(scene.update(service, { spec }));
  const networks = [makeNetworkAttachmentConfig({ target: "n" })];

  t.is(await change(serviceSpec("other")), "unimplemented: renaming services is not supported");
  t.is(
    await change(
      serviceSpec("web", { spec: { replicated: undefined, global: makeGlobalService() } }),
    ),
    "unimplemented: service mode change is not allowed",
  );
  t.regex(await change(serviceSpec("web", { spec: { networks } })), /^unimplemented: /);
  t.is(
    await refusal(scene.update(service, { rollback: UpdateServiceRequest_Rollback.PREVIOUS })),
    `failedPrecondition: service ${service.id} does not have a previous spec`,
  );
  t.is(
    await refusal(scene.update({ ...service, id: "nobody" }, {})),
    "notFound: service nobody not found",
  );
});

test("UpdateService: ports are looked at again only when they change", async (t) => {
  const scene = new ControlScene();
  const service = await scene.create(withPorts("web", port(8080)));
  await scene.store.update((tx) =>
    tx.create(
      "service",
      makeService({ id: "later", spec: withPorts("later", port(8080, "INGRESS")) }),
    ),
  );

  const same = await scene.update(service, { spec: scaled(service.spec, 2) });
  const moved = withPorts("web", port(8081), port(8080));

  t.is(same.spec?.replicated?.replicas, 2);
  t.regex(
    await refusal(scene.update(same, { spec: moved })),
    /port '8080' is already in use by service 'later'/,
  );
});

test("UpdateService: any update of a job runs it again", async (t) => {
  const scene = new ControlScene();
  const { id, jobStatus } = await scene.create(
    serviceSpec("job", {
      spec: { replicated: undefined, replicatedJob: makeReplicatedJob({ totalCompletions: 2 }) },
    }),
  );
  t.is(jobStatus?.jobIteration?.index, 0);
  await scene.update(await scene.service(id), {});
  t.is((await scene.service(id)).jobStatus?.jobIteration?.index, 1);
});

test("RemoveService: takes it away, once", async (t) => {
  const scene = new ControlScene();
  const { id } = await scene.create(serviceSpec("web"));
  const remove = (): Promise<unknown> =>
    scene.call(ControlService.RemoveService, makeRemoveServiceRequest({ serviceId: id }));

  await remove();

  t.is(await refusal(remove()), `notFound: service ${id} not found`);
  t.is(await refusal(scene.service(id)), `notFound: service ${id} not found`);
});

test("GetService: inserts defaults where asked, and only what is missing", async (t) => {
  const scene = new ControlScene();
  const restart = makeRestartPolicy({ condition: 0, maxAttempts: 3 });
  const { id } = await scene.create(serviceSpec("web", { task: { restart } }));

  const { service } = await scene.call(
    ControlService.GetService,
    makeGetServiceRequest({ serviceId: id, insertDefaults: true }),
  );

  const shown = service?.spec;
  t.deepEqual(shown?.task?.restart, { ...restart, delay: { seconds: 5, nanos: 0 } });
  t.deepEqual(shown?.task?.container?.stopGracePeriod, { seconds: 10, nanos: 0 });
  t.deepEqual(shown?.update?.monitor, { seconds: 5, nanos: 0 });
  t.is(shown?.rollback?.parallelism, 1);
  t.is(shown?.endpoint, undefined);
  t.is((await scene.service(id)).spec?.update, undefined);
});

test("ListServices: filters by name, id, label and runtime; all of them must hold", async (t) => {
  const scene = new ControlScene();
  for (const [name, labels] of [
    ["web", { tier: "front" }],
    ["web2", { tier: "back" }],
    ["db", {}],
  ] as const) {
    await scene.create(
      serviceSpec(name, { spec: { annotations: makeAnnotations({ name, labels }) } }),
    );
  }
  const list = async (
    filters: Parameters<typeof makeListServicesRequest_Filters>[0],
  ): Promise<readonly string[]> => {
    const request = makeListServicesRequest({ filters: makeListServicesRequest_Filters(filters) });
    const { services } = await scene.call(ControlService.ListServices, request);
    return services.map(({ spec }) => spec?.annotations?.name ?? "").sort();
  };
  const all = await scene.call(ControlService.ListServices, makeListServicesRequest());
  const [first] = all.services;

  t.is(all.services.length, 3);
  t.deepEqual(
    all.services.map(({ id }) => id),
    all.services.map(({ id }) => id).sort(),
  );
  t.deepEqual(await list({}), ["db", "web", "web2"]);
  t.deepEqual(await list({ names: ["web"] }), ["web"]);
  t.deepEqual(await list({ namePrefixes: ["web"] }), ["web", "web2"]);
  t.deepEqual(await list({ idPrefixes: [first?.id.slice(0, 5) ?? ""] }), [
    first?.spec?.annotations?.name ?? "",
  ]);
  t.deepEqual(await list({ labels: { tier: "" } }), ["web", "web2"]);
  t.deepEqual(await list({ labels: { tier: "back" } }), ["web2"]);
  t.deepEqual(await list({ names: ["web"], labels: { tier: "back" } }), []);
  t.deepEqual(await list({ runtimes: ["plugin"] }), []);
  t.deepEqual(await list({ runtimes: ["container"] }), ["db", "web", "web2"]);
});

test("ListServiceStatuses: counts what runs, what should, and what a job has done", async (t) => {
  const scene = new ControlScene();
  const web = await scene.create(scaled(serviceSpec("web"), 3));
  const everywhere = await scene.create(
    serviceSpec("everywhere", { spec: { replicated: undefined, global: makeGlobalService() } }),
  );
  const job = makeService({
    id: "job",
    spec: serviceSpec("job", {
      spec: {
        replicated: undefined,
        replicatedJob: makeReplicatedJob({ maxConcurrent: 2, totalCompletions: 5 }),
      },
    }),
    jobStatus: makeJobStatus({ jobIteration: makeVersion({ index: 1 }) }),
  });
  let count = 0;
  const task = (serviceId: string, state: TaskState, fields: Partial<Task> = {}): Task =>
    makeTask({
      id: `t${count++}`,
      serviceId,
      status: makeTaskStatus({ state }),
      desiredState: TaskState.RUNNING,
      ...fields,
    });
  const { RUNNING, FAILED, PENDING, COMPLETE, SHUTDOWN } = TaskState;
  const ofIteration = (index: number): Partial<Task> => ({
    desiredState: COMPLETE,
    jobIteration: makeVersion({ index }),
  });
  await scene.store.update((tx) => {
    tx.create("service", job);
    for (const each of [
      task(web.id, RUNNING),
      task(web.id, RUNNING, { desiredState: SHUTDOWN }),
      task(web.id, FAILED, { desiredState: SHUTDOWN }),
      task(everywhere.id, RUNNING),
      task(everywhere.id, PENDING),
      task(everywhere.id, FAILED, { desiredState: SHUTDOWN }),
      task("job", COMPLETE, ofIteration(0)),
      task("job", COMPLETE, ofIteration(1)),
      task("job", RUNNING, ofIteration(1)),
    ]) {
      tx.create("task", each);
    }
  });

  const { statuses } = await scene.call(
    ControlService.ListServiceStatuses,
    makeListServiceStatusesRequest({ services: [web.id, everywhere.id, "job", "nobody"] }),
  );

  t.deepEqual(
    statuses.map(({ runningTasks, desiredTasks, completedTasks }) => [
      ...[runningTasks, desiredTasks, completedTasks],
    ]),
    [
      [2, 3, 0],
      [1, 2, 0],
      [1, 2, 1],
      [0, 0, 0],
    ],
  );
});
