import { createCertificateAuthority } from "../../src/manager/ca/certificate-authority.ts";
import { ReplicatedStore } from "../../src/manager/control/replicated-store.ts";
import { createDispatcher } from "../../src/manager/dispatcher/dispatcher.ts";
import { createLogBroker } from "../../src/manager/logbroker/log-broker.ts";
import {
  NodeRole,
  TaskState,
  makeAnnotations,
  makeCluster,
  makeContainerSpec,
  makeJoinTokens,
  makeLogSelector,
  makeLogSubscriptionOptions,
  makeNode,
  makePeer,
  makeRootCA,
  makeSubscribeLogsRequest,
  makeTask,
  makeTaskSpec,
  makeTaskStatus,
  makeWeightedPeer,
  type ContainerSpec,
  type Node,
} from "../../src/model/generated/types.ts";
import { durationOf } from "../../src/model/time.ts";
import { localChannel } from "../../src/node/local-channel.ts";
import type { NodeCredentials } from "../../src/rpc/credentials.ts";
import { RpcServer } from "../../src/rpc/server.ts";
import { x509Certificates } from "../../src/security/certificates.ts";
import type { SigningRoot } from "../../src/system/certificates.ts";
import { newId } from "../../src/system/entropy.ts";
import { digestText, newJoinToken } from "../../src/system/join-token.ts";
import type { Log } from "../../src/system/log.ts";
import { realClock } from "../../src/system/real/clock.ts";
import { realEntropy } from "../../src/system/real/entropy.ts";
import type { Channel, Route } from "../../src/system/rpc.ts";
import { together } from "../../src/system/together.ts";
import { LogsService } from "../../src/wire/generated/services.ts";
import { IMAGE } from "./rig/engine-image.ts";
import { until } from "./rig/shell.ts";

export const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {}, child: () => SILENT };
export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

const CERTIFICATES = x509Certificates(realClock);
const VALIDITY_MS = 3_600_000;

interface Parts {
  readonly clusterId: string;
  readonly host: string;
  readonly root: SigningRoot;
  readonly credentials: NodeCredentials;
  readonly store: ReplicatedStore;
  readonly workerToken: string;
}

/**
 * A manager's certificate authority and dispatcher on a real port, over a store with nobody to agree
 * with: what workers see of a manager.
 */
export class LoneManager implements AsyncDisposable {
  readonly store: ReplicatedStore;
  readonly workerToken: string;
  readonly #parts: Parts;
  #port = 0;
  #server: RpcServer | undefined;
  #readers: Channel | undefined;
  #controller = new AbortController();
  #life: Promise<void> = Promise.resolve();

  private constructor(parts: Parts) {
    this.#parts = parts;
    this.store = parts.store;
    this.workerToken = parts.workerToken;
  }

  get address(): string {
    return `${this.#parts.host}:${this.#port}`;
  }

  static async start(host: string): Promise<LoneManager> {
    const clusterId = newId(realEntropy);
    const root = await CERTIFICATES.createRoot();
    const workerToken = newJoinToken(
      digestText(CERTIFICATES.rootDigest(root.certificate)),
      realEntropy,
    );
    const subject = { nodeId: newId(realEntropy), role: NodeRole.MANAGER, organization: clusterId };
    const credentials = await certify(root, subject);
    const store = new ReplicatedStore({ clock: realClock, entropy: realEntropy, log: SILENT });
    let index = 1;
    const propose = async (data: Uint8Array, local: unknown): Promise<number> => {
      await Promise.resolve();
      store.apply(++index, data, local);
      return index;
    };
    store.connect({ propose }, new AbortController().signal);
    const rootCa = makeRootCA({
      caCert: bytes(root.certificate),
      caKey: bytes(root.key),
      joinTokens: makeJoinTokens({ worker: workerToken, manager: "" }),
    });
    await store.update((tx) => tx.create("cluster", makeCluster({ id: clusterId, rootCa })));
    const manager = new LoneManager({ clusterId, host, root, credentials, store, workerToken });
    await manager.serve();
    return manager;
  }

  /** Begins to lead and to listen; again after `cease`, at the same port. */
  async serve(): Promise<void> {
    const { store, credentials, clusterId, host } = this.#parts;
    const deps = { clock: realClock, entropy: realEntropy, log: SILENT };
    this.#controller = new AbortController();
    const nodeId = "manager";
    const dispatcher = createDispatcher({
      ...deps,
      store,
      nodeId,
      stallMs: () => 0,
      isLost: () => false,
      managers: () => [
        makeWeightedPeer({ peer: makePeer({ nodeId, addr: this.address }), weight: 10 }),
      ],
    });
    const authority = createCertificateAuthority({ ...deps, store, certificates: CERTIFICATES });
    const broker = createLogBroker({ ...deps, store });
    this.#readers = localChannel(broker.readerRoutes, {
      ...{ nodeId, role: NodeRole.MANAGER, organization: clusterId },
    });
    const routes: readonly Route[] = [
      ...[...dispatcher.routes, ...authority.routes, ...broker.agentRoutes],
    ];
    this.#server = await RpcServer.listen(`${host}:${this.#port}`, {
      organization: clusterId,
      isRemoved: () => false,
      credentials,
      routes,
      log: SILENT,
      clock: realClock,
    });
    this.#port = this.#server.port;
    this.#life = together(this.#controller.signal, [
      (signal) => dispatcher.run(signal),
      (signal) => authority.run(signal),
      (signal) => broker.run(signal),
    ]);
  }

  /** Ends what `serve` began. */
  async cease(): Promise<void> {
    this.#controller.abort();
    await this.#life;
    await this.#server?.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.cease();
  }

  /** Makes a worker of the cluster, without the joining. */
  async admit(nodeId: string): Promise<NodeCredentials> {
    const { root, clusterId } = this.#parts;
    await this.store.update((tx) => tx.create("node", makeNode({ id: nodeId })));
    return certify(root, { nodeId, role: NodeRole.WORKER, organization: clusterId });
  }

  nodes(): readonly Node[] {
    return this.store.view((tx) => tx.nodes.all());
  }

  async assign(taskId: string, nodeId: string, container: Partial<ContainerSpec>): Promise<void> {
    const stopGracePeriod = durationOf(500);
    const spec = makeContainerSpec({ image: IMAGE, stopGracePeriod, ...container });
    const task = makeTask({
      id: taskId,
      nodeId,
      slot: 1,
      serviceId: "service",
      serviceAnnotations: makeAnnotations({ name: "web" }),
      desiredState: TaskState.RUNNING,
      status: makeTaskStatus({ state: TaskState.ASSIGNED }),
      spec: makeTaskSpec({ container: spec }),
    });
    await this.store.update((tx) => tx.create("task", task));
  }

  /** What a task has printed, once it has printed something. */
  async logsOf(taskId: string): Promise<string> {
    const request = makeSubscribeLogsRequest({
      selector: makeLogSelector({ taskIds: [taskId] }),
      options: makeLogSubscriptionOptions({ follow: true }),
    });
    const reading = new AbortController();
    const stream = this.#readers!.serverStream(LogsService.SubscribeLogs, request, {
      signal: reading.signal,
    });
    for await (const { messages } of stream) {
      reading.abort();
      return messages.map(({ data }) => new TextDecoder().decode(data)).join("");
    }
    return "";
  }

  async untilTask(taskId: string, state: TaskState): Promise<void> {
    const status = (): { state: TaskState; err: string } =>
      this.store.view((tx) => tx.tasks.get(taskId))?.status ?? makeTaskStatus();
    try {
      await until(`${taskId} is ${state}`, () => status().state === state);
    } catch (error) {
      throw new Error(`${taskId} is ${status().state}: ${status().err}`, { cause: error });
    }
  }
}

async function certify(
  root: SigningRoot,
  subject: { readonly nodeId: string; readonly role: NodeRole; readonly organization: string },
): Promise<NodeCredentials> {
  const { csr, key } = await CERTIFICATES.createRequest();
  const certificate = await CERTIFICATES.sign(root, csr, subject, VALIDITY_MS);
  return { root: root.certificate, certificate, key };
}
