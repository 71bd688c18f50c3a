import test from "ava";
import { messageOf } from "../../src/base/errors.ts";
import {
  NodeRole,
  NodeStatus_State,
  TaskState,
  makeAnnotations,
  makeContainerSpec,
  makeCreateSecretRequest,
  makeCreateServiceRequest,
  makeListSecretsRequest,
  makeSecretSpec,
  makeServiceSpec,
  makeTaskSpec,
} from "../../src/model/generated/types.ts";
import { ControlService } from "../../src/wire/generated/services.ts";
import { Machine, until } from "./machines.ts";

const { READY, DOWN } = NodeStatus_State;

async function running(asked: Machine): Promise<number> {
  const nodes = await asked.nodes();
  const ready = new Set(nodes.flatMap(({ id, status }) => (status?.state === READY ? id : [])));
  const tasks = await asked.tasks();
  return tasks.filter(
    ({ status, nodeId }) => status?.state === TaskState.RUNNING && ready.has(nodeId),
  ).length;
}

const states = async (asked: Machine): Promise<Readonly<Record<string, number | undefined>>> =>
  Object.fromEntries(
    (await asked.nodes()).map(({ description, status }) => [
      description?.hostname ?? "",
      status?.state,
    ]),
  );

test.serial(
  "force new cluster: a survivor goes on alone with everything that the swarm had",
  async (t) => {
    t.timeout(180_000);
    const machines = await Machine.boot(t, 4);
    const [first, second, third, worker] = machines as [Machine, Machine, Machine, Machine];
    await first.init();
    await second.join(first, "manager");
    await third.join(first, "manager");
    await worker.join(first, "worker");
    const container = makeContainerSpec({ image: "none", command: ["sleep", "1000"] });
    const spec = makeServiceSpec({
      annotations: makeAnnotations({ name: "sleepers" }),
      replicated: { replicas: 4 },
      task: makeTaskSpec({ container }),
    });
    await first.control(ControlService.CreateService, makeCreateServiceRequest({ spec }));
    const secret = makeSecretSpec({
      annotations: makeAnnotations({ name: "password" }),
      data: new TextEncoder().encode("tiger"),
    });
    await first.control(ControlService.CreateSecret, makeCreateSecretRequest({ spec: secret }));
    await until("4 tasks run", async () => (await running(second)) === 4);
    const tokens = await second.tokens();
    const nodeId = second.nodeId;

    await t.throwsAsync(second.init({ forceNewCluster: true }), {
      message: /has not lost its quorum: node \w+ leads it, and 3 managers belong to it/,
    });
    await t.throwsAsync(worker.init({ forceNewCluster: true }), { message: /Worker nodes/ });

    await Promise.all([first.stop(), third.stop()]);
    await until("the survivor has no leader", async () => {
      return second.nodes().then(
        () => false,
        (error: unknown) => messageOf(error).includes("does not have a leader"),
      );
    });
    t.is(await second.init({ forceNewCluster: true, advertiseAddress: "" }), nodeId);

    t.deepEqual(await second.managers(), [second.address]);
    t.deepEqual(await second.tokens(), tokens);
    const { secrets } = await second.control(ControlService.ListSecrets, makeListSecretsRequest());
    t.deepEqual(
      secrets.map(({ spec: found }) => found?.annotations?.name),
      ["password"],
    );
    await until("the worker is back and the lost ones are down", async () => {
      const now = await states(second);
      return now["m1"] === DOWN && now["m2"] === READY && now["m3"] === DOWN && now["m4"] === READY;
    });
    await until("4 tasks run on what is left", async () => (await running(second)) === 4);
    const roles = (await second.nodes()).map(({ role }) => role).sort();
    t.deepEqual(
      roles,
      [NodeRole.WORKER, NodeRole.WORKER, NodeRole.WORKER, NodeRole.MANAGER].sort(),
    );

    // Against the advice, a lost manager is started again, with its old disk: it comes as a worker.
    await third.start();
    await until("the third is a worker", async () => (await states(second))["m3"] === READY);
    await until("and knows it", () => !third.daemon.status().controlAvailable);
    t.deepEqual(await second.managers(), [second.address]);

    await second.removeNode(first.lastNodeId, { force: false });
    await second.promote(third);
    await until("two managers", async () => (await third.managers()).length === 2);
    await second.stop();
    await second.start();
    await until("both are there after a restart", async () => {
      const now = await states(second);
      return now["m2"] === READY && now["m3"] === READY && (await second.managers()).length === 2;
    });
  },
);

test.serial(
  "force new cluster: a lone manager may use it to move to another address",
  async (t) => {
    const [only] = (await Machine.boot(t, 1)) as [Machine];
    await only.init();
    const moved = only.address.replace(/:\d+$/, ":4379");

    await only.init({ forceNewCluster: true, listenAddress: moved, advertiseAddress: moved });

    t.deepEqual(await only.managers(), [moved]);
    await until("it is ready there", async () => (await states(only))["m1"] === READY);
  },
);
