import type { ExecutionContext } from "ava";
import { createCertificateAuthority } from "../../src/manager/ca/certificate-authority.ts";
import { ReplicatedStore } from "../../src/manager/control/replicated-store.ts";
import { createDispatcher } from "../../src/manager/dispatcher/dispatcher.ts";
import {
  NodeRole,
  NodeStatus_State,
  TaskState,
  makeAnnotations,
  makeCluster,
  makeConfig,
  makeConfigReference,
  makeConfigSpec,
  makeContainerSpec,
  makeFileTarget,
  makeJoinTokens,
  makePeer,
  makeRootCA,
  makeSecret,
  makeSecretReference,
  makeSecretSpec,
  makeTask,
  makeTaskSpec,
  makeTaskStatus,
  makeWeightedPeer,
  type ContainerSpec,
  type Node,
} from "../../src/model/generated/types.ts";
import { durationOf } from "../../src/model/time.ts";
import { RpcServer } from "../../src/rpc/server.ts";
import { x509Certificates } from "../../src/security/certificates.ts";
import { newId } from "../../src/system/entropy.ts";
import { digestText, newJoinToken } from "../../src/system/join-token.ts";
import { realClock } from "../../src/system/real/clock.ts";
import { realEntropy } from "../../src/system/real/entropy.ts";
import { together } from "../../src/system/together.ts";
import { IMAGE } from "./rig/engine-image.ts";
import { rigTests } from "./rig/guard.ts";
import { Rig } from "./rig/rig.ts";
import { until } from "./rig/shell.ts";

// Docker's own engines as workers of this project's managers: what the wire protocol is for.

const rigTest = await rigTests();
const silent = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A manager's certificate authority and dispatcher, on a real port, with nobody to agree with. */
class Manager implements AsyncDisposable {
  readonly store: ReplicatedStore;
  readonly address: string;
  readonly workerToken: string;
  readonly #server: RpcServer;
  readonly #controller: AbortController;
  readonly #life: Promise<void>;

  private constructor(parts: {
    store: ReplicatedStore;
    address: string;
    workerToken: string;
    server: RpcServer;
    controller: AbortController;
    life: Promise<void>;
  }) {
    this.store = parts.store;
    this.address = parts.address;
    this.workerToken = parts.workerToken;
    this.#server = parts.server;
    this.#controller = parts.controller;
    this.#life = parts.life;
  }

  static async start(host: string): Promise<Manager> {
    const deps = { clock: realClock, entropy: realEntropy, log: silent };
    const certificates = x509Certificates(realClock);
    const clusterId = newId(realEntropy);
    const nodeId = newId(realEntropy);
    const root = await certificates.createRoot();
    const digest = digestText(certificates.rootDigest(root.certificate));
    const workerToken = newJoinToken(digest, realEntropy);
    const { csr, key } = await certificates.createRequest();
    const subject = { nodeId, role: NodeRole.MANAGER, organization: clusterId };
    const certificate = await certificates.sign(root, csr, subject, 3_600_000);
    const controller = new AbortController();
    const store = new ReplicatedStore(deps);
    let index = 1;
    const propose = async (data: Uint8Array, local: unknown): Promise<number> => {
      await Promise.resolve();
      store.apply(++index, data, local);
      return index;
    };
    store.connect({ propose }, controller.signal);
    let address = "";
    const dispatcher = createDispatcher({
      ...deps,
      store,
      nodeId,
      stallMs: () => 0,
      managers: () => [makeWeightedPeer({ peer: makePeer({ nodeId, addr: address }), weight: 10 })],
    });
    const authority = createCertificateAuthority({ ...deps, store, certificates });
    const server = await RpcServer.listen(`${host}:0`, {
      organization: clusterId,
      isRemoved: () => false,
      credentials: { root: root.certificate, certificate, key },
      routes: [...dispatcher.routes, ...authority.routes],
      log: silent,
      clock: realClock,
    });
    address = `${host}:${server.port}`;
    await store.update((tx) =>
      tx.create(
        "cluster",
        makeCluster({
          id: clusterId,
          rootCa: makeRootCA({
            caCert: bytes(root.certificate),
            caKey: bytes(root.key),
            joinTokens: makeJoinTokens({ worker: workerToken, manager: "" }),
          }),
        }),
      ),
    );
    const life = together(controller.signal, [
      (signal) => dispatcher.run(signal),
      (signal) => authority.run(signal),
    ]);
    return new Manager({ store, address, workerToken, server, controller, life });
  }

  nodes(): readonly Node[] {
    return this.store.view((tx) => tx.nodes.all());
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#controller.abort();
    await this.#life;
    await this.#server.close();
  }
}

async function assign(
  { store }: Manager,
  taskId: string,
  nodeId: string,
  container: Partial<ContainerSpec>,
): Promise<void> {
  const stopGracePeriod = durationOf(500);
  const spec = makeContainerSpec({ image: IMAGE, stopGracePeriod, ...container });
  await store.update((tx) =>
    tx.create(
      "task",
      makeTask({
        id: taskId,
        nodeId,
        slot: 1,
        serviceId: "service",
        serviceAnnotations: makeAnnotations({ name: "web" }),
        desiredState: TaskState.RUNNING,
        status: makeTaskStatus({ state: TaskState.ASSIGNED }),
        spec: makeTaskSpec({ container: spec }),
      }),
    ),
  );
}

async function untilTask(manager: Manager, taskId: string, state: TaskState): Promise<void> {
  const status = (): string => {
    const { state: now, err } =
      manager.store.view((tx) => tx.tasks.get(taskId))?.status ?? makeTaskStatus();
    return `${now} ${err}`;
  };
  try {
    await until(`${taskId} is ${state}`, () => status().startsWith(`${state} `));
  } catch (error) {
    throw new Error(`Task ${taskId} is ${status()}`, { cause: error });
  }
}

async function joinAndRun(t: ExecutionContext, rig: Rig, number: number): Promise<void> {
  const host = rig.host(number);
  await using manager = await Manager.start(`10.77.${rig.slot}.254`);
  const { store } = manager;

  const startMs = Date.now();
  await host.docker("swarm", "join", "--token", manager.workerToken, manager.address);
  await until("the node is ready", () =>
    manager.nodes().some(({ status }) => status?.state === NodeStatus_State.READY),
  );
  t.log(`joined in ${Date.now() - startMs} ms`);
  const [node] = manager.nodes();
  t.is(node?.description?.hostname, host.name);
  t.is(node?.status?.addr, host.address);

  const secret = makeSecretSpec({
    annotations: makeAnnotations({ name: "word" }),
    data: bytes("swordfish"),
  });
  const config = makeConfigSpec({
    annotations: makeAnnotations({ name: "motd" }),
    data: bytes("welcome"),
  });
  await store.update((tx) => {
    tx.create("secret", makeSecret({ id: "secret1", spec: secret }));
    tx.create("config", makeConfig({ id: "config1", spec: config }));
  });
  const file = (name: string): ReturnType<typeof makeFileTarget> =>
    makeFileTarget({ name, uid: "0", gid: "0", mode: 0o444 });
  await assign(manager, "task1", node?.id ?? "", {
    command: ["sleep", "1000"],
    secrets: [makeSecretReference({ secretId: "secret1", secretName: "word", file: file("word") })],
    configs: [
      makeConfigReference({ configId: "config1", configName: "motd", file: file("/motd") }),
    ],
  });
  await untilTask(manager, "task1", TaskState.RUNNING);
  const [container] = (await host.docker("ps", "--quiet")).split("\n");
  t.is(await host.docker("exec", container ?? "", "cat", "/run/secrets/word"), "swordfish");
  t.is(await host.docker("exec", container ?? "", "cat", "/motd"), "welcome");

  // Several at once, one of which cannot start.
  await Promise.all(
    ["task2", "task3", "task4"].map((id) =>
      assign(manager, id, node?.id ?? "", { command: ["sleep", "1000"] }),
    ),
  );
  await assign(manager, "task5", node?.id ?? "", { command: ["no-such-program"] });
  for (const id of ["task2", "task3", "task4"]) await untilTask(manager, id, TaskState.RUNNING);
  await untilTask(manager, "task5", TaskState.FAILED);

  await store.update((tx) => {
    const task = tx.tasks.get("task1");
    if (task) tx.update("task", { ...task, desiredState: TaskState.SHUTDOWN });
  });
  await untilTask(manager, "task1", TaskState.SHUTDOWN);
  await store.update((tx) => tx.remove("task", "task1"));
  await until("the container is gone", async () => {
    const all = await host.docker("ps", "--all", "--quiet", "--filter", "name=web.1.task1");
    return all === "";
  });

  // Through several beats, and then an end that is noticed at once.
  await realClock.sleep(5_000, new AbortController().signal);
  t.is(manager.nodes()[0]?.status?.state, NodeStatus_State.READY);
  await host.killEngine();
  const killedMs = Date.now();
  await until(
    "the node is down",
    () => manager.nodes()[0]?.status?.state === NodeStatus_State.DOWN,
  );
  t.log(`down ${Date.now() - killedMs} ms after the engine was killed`);
  await host.startEngine();
  await until(
    "the node is back",
    () => manager.nodes()[0]?.status?.state === NodeStatus_State.READY,
  );
}

rigTest(
  "docker engines join as workers, run tasks with secrets and configs, and report",
  async (t) => {
    await using rig = await Rig.up({ hosts: [{}, { engine: "newer" }] });
    await joinAndRun(t, rig, 1);
    await joinAndRun(t, rig, 2);
  },
);
