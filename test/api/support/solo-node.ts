import { OperationalError } from "../../../src/base/errors.ts";
import type { ClusterChange } from "../../../src/api/events/cluster-change.ts";
import type {
  HostFacts,
  InitRequest,
  JoinRequest,
  NodeControl,
  NodeStatus,
} from "../../../src/api/node-control.ts";
import { controlRoutes } from "../../../src/manager/api/control.ts";
import type { ManagerMember } from "../../../src/manager/api/control-deps.ts";
import { ReplicatedStore } from "../../../src/manager/control/replicated-store.ts";
import type { WriteTx } from "../../../src/manager/store/store.ts";
import {
  NodeRole,
  NodeStatus_State,
  makeEngineDescription,
  makeJoinTokens,
  makeNodeDescription,
  makeNodeStatus,
  makeNodeTLSInfo,
  makePlatform,
  makeResources,
  makeRootCA,
  makeSubscribeLogsMessage,
  type LogMessage,
  type SubscribeLogsMessage,
  type SubscribeLogsRequest,
} from "../../../src/model/generated/types.ts";
import { ChangeFeed } from "../../../src/node/change-feed.ts";
import { firstNetworks } from "../../../src/node/first-networks.ts";
import { DEFAULT_CLUSTER_SPEC, clusterSeed, plantSeed } from "../../../src/node/cluster-seed.ts";
import { localChannel } from "../../../src/node/local-channel.ts";
import type { Clock } from "../../../src/system/clock.ts";
import { newId, type Entropy } from "../../../src/system/entropy.ts";
import type { Log } from "../../../src/system/log.ts";
import { serve, type Channel, type Route } from "../../../src/system/rpc.ts";
import { LogsService } from "../../../src/wire/generated/services.ts";
import { SimCertificates } from "../../sim/certificates.ts";
import { ROOT_PEM } from "./root-certificate.ts";

const NO_SWARM =
  'This node is not a swarm manager. Use "docker swarm init" or "docker swarm join" to connect this node to swarm and try again.';
const ALREADY =
  'This node is already part of a swarm. Use "docker swarm leave" to leave this swarm and join another one.';

interface Deps {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
}

/**
 * A node that becomes a cluster of one by itself: the real store and the real Control service, with
 * a log that has nobody to agree with, no workers and no engine.
 */
export class SoloNode implements NodeControl {
  readonly defaultClusterSpec = DEFAULT_CLUSTER_SPEC;
  readonly joins: JoinRequest[] = [];
  /** What joining ends with. */
  joinError: Error | undefined;
  /** What every call of the cluster ends with. */
  controlError: Error | undefined;
  /** Waited for before a call reaches the cluster. */
  beforeControl: (() => Promise<void>) | undefined;
  /** Resolves when the cluster is called, with that call's signal. */
  readonly controlAsked: Promise<AbortSignal>;
  #noteAsked: (signal: AbortSignal) => void = () => undefined;
  /** Plays the log broker, one function for each subscription: the last one for all later ones. */
  logs: ((request: SubscribeLogsRequest, signal: AbortSignal) => AsyncIterable<LogMessage>)[] = [];
  readonly subscriptions: SubscribeLogsRequest[] = [];
  /** What the engine answers, by path. */
  engine: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {};
  /** Where an engine listens, for what is passed on to it. */
  socket: string | undefined;
  /** What the leader serves beside Control and Logs. */
  more: readonly Route[] = [];
  readonly #deps: Deps;
  readonly #changes = new ChangeFeed();
  #nodeId = "";
  #clusterId = "";
  #store: ReplicatedStore | undefined;
  #channel: Channel | undefined;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.controlAsked = new Promise((resolve) => (this.#noteAsked = resolve));
  }

  status(): NodeStatus {
    const active = this.#store !== undefined;
    return {
      localState: active ? "active" : "inactive",
      nodeId: this.#nodeId,
      clusterId: this.#clusterId,
      nodeAddress: active ? "10.0.0.1" : "",
      controlAvailable: active,
      error: "",
      remoteManagers: active ? [{ nodeId: this.#nodeId, address: "10.0.0.1:2377" }] : [],
    };
  }

  host(): HostFacts {
    return {
      hostname: "solo",
      operatingSystem: "Test OS",
      kernelVersion: "1.2.3",
      architecture: "x86_64",
      cpus: 2,
      memoryBytes: 2 ** 30,
      engine: "process",
    };
  }

  async init(request: InitRequest): Promise<string> {
    if (this.#store) {
      throw new OperationalError("unavailable", ALREADY);
    }
    const { clock, entropy, log } = this.#deps;
    const store = new ReplicatedStore({ clock, entropy, log });
    const propose = async (data: Uint8Array, local: unknown): Promise<number> => {
      const index = store.appliedIndex + 1;
      store.apply(index, data, local);
      return index;
    };
    store.connect({ propose }, new AbortController().signal);
    this.#nodeId = newId(entropy);
    this.#clusterId = newId(entropy);
    const digest = "a".repeat(50);
    const seed = clusterSeed({
      ...request,
      ...{ clusterId: this.#clusterId, nodeId: this.#nodeId, vxlanUdpPort: request.dataPathPort },
      networks: firstNetworks(entropy),
      certificate: new Uint8Array(0),
      rootCa: makeRootCA({
        caCert: new TextEncoder().encode(ROOT_PEM),
        caKey: new TextEncoder().encode("a secret key"),
        joinTokens: makeJoinTokens({
          worker: `SWMTKN-1-${digest}-${"1".repeat(25)}`,
          manager: `SWMTKN-1-${digest}-${"2".repeat(25)}`,
        }),
      }),
    });
    this.#changes.follow({ store, status: () => ({ leaderId: 1n, commitIndex: 0 }) });
    await plantSeed(store, seed);
    this.#store = store;
    await this.write((tx) => {
      const node = tx.nodes.get(this.#nodeId);
      if (!node) throw new Error("the seed has the node");
      tx.update("node", {
        ...node,
        description: makeNodeDescription({
          hostname: "solo",
          platform: makePlatform({ architecture: "x86_64", os: "linux" }),
          resources: makeResources({ nanoCpus: 2e9, memoryBytes: 2 ** 30 }),
          engine: makeEngineDescription({ engineVersion: "0.1.0" }),
          tlsInfo: makeNodeTLSInfo({ trustRoot: new TextEncoder().encode(ROOT_PEM) }),
        }),
        status: makeNodeStatus({ state: NodeStatus_State.READY, addr: "10.0.0.1" }),
      });
    });
    return this.#nodeId;
  }

  async join(request: JoinRequest): Promise<void> {
    if (this.#store) throw new OperationalError("unavailable", ALREADY);
    this.joins.push(request);
    if (this.joinError) throw this.joinError;
  }

  async unlock(): Promise<boolean> {
    throw new OperationalError("failedPrecondition", "swarm is not locked");
  }

  async leave({ force }: { readonly force: boolean }): Promise<void> {
    if (!this.#store) throw new OperationalError("unavailable", "This node is not part of a swarm");
    if (!force) throw new OperationalError("unavailable", "Use `--force` to leave anyway.");
    this.#store = undefined;
    this.#channel = undefined;
    this.#nodeId = "";
    this.#clusterId = "";
  }

  control(): Channel {
    if (!this.#store) throw new OperationalError("unavailable", NO_SWARM);
    const member = {
      raftId: 1n,
      nodeId: this.#nodeId,
      address: "10.0.0.1:2377",
      leader: true,
      reachable: true,
      learner: false,
    };
    const { clock, entropy } = this.#deps;
    const certificates = new SimCertificates(clock, entropy);
    const members = (): readonly ManagerMember[] => [member];
    const routes = controlRoutes({ store: this.#store, clock, entropy, certificates, members });
    const caller = {
      nodeId: this.#nodeId,
      role: NodeRole.MANAGER,
      organization: this.#clusterId,
    };
    const subscribe = serve(LogsService.SubscribeLogs, (request, { signal }) =>
      this.#readLogs(request, signal),
    );
    const channel = localChannel([...routes, subscribe, ...this.more], caller);
    this.#channel ??= {
      ...channel,
      unary: async (method, request, options) => {
        this.#noteAsked(options.signal);
        if (this.controlError) throw this.controlError;
        await this.beforeControl?.();
        return channel.unary(method, request, options);
      },
    };
    return this.#channel;
  }

  async *#readLogs(
    request: SubscribeLogsRequest,
    signal: AbortSignal,
  ): AsyncGenerator<SubscribeLogsMessage> {
    const source = this.logs[this.subscriptions.length] ?? this.logs.at(-1);
    this.subscriptions.push(request);
    if (!source) return;
    for await (const message of source(request, signal)) {
      yield makeSubscribeLogsMessage({ messages: [message] });
    }
  }

  watch(listener: (change: ClusterChange) => void): () => void {
    return this.#changes.listen(listener);
  }

  engineSocket(): string | undefined {
    return this.socket;
  }

  async askEngine(path: string): Promise<Readonly<Record<string, unknown>> | undefined> {
    return this.engine[path];
  }

  get store(): ReplicatedStore {
    if (!this.#store) throw new Error("there is no cluster yet");
    return this.#store;
  }

  /** Plays the rest of the manager: what orchestrators, agents and raft would write. */
  async write(change: (tx: WriteTx) => void): Promise<void> {
    if (!this.#store) throw new Error("there is no cluster yet");
    await this.#store.update(change);
  }
}
