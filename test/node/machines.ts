import { setMaxListeners } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { threadId } from "node:worker_threads";
import type { ExecutionContext } from "ava";
import {
  NodeRole,
  NodeSpec_Availability,
  makeKeyRotation,
  makeListClustersRequest,
  makeListNodesRequest,
  makeListTasksRequest,
  makeRemoveNodeRequest,
  makeUpdateClusterRequest,
  makeUpdateNodeRequest,
  type Cluster,
  type ClusterSpec,
  type JoinTokens,
  type KeyRotation,
  type Node,
  type NodeSpec,
  type Task,
} from "../../src/model/generated/types.ts";
import { messageOf } from "../../src/base/errors.ts";
import { Daemon } from "../../src/node/daemon.ts";
import { StateDirectory } from "../../src/node/state-directory.ts";
import { x509Certificates } from "../../src/security/certificates.ts";
import { realClock } from "../../src/system/real/clock.ts";
import { realEntropy } from "../../src/system/real/entropy.ts";
import { realLog } from "../../src/system/real/log.ts";
import type { UnaryMethod } from "../../src/system/rpc.ts";
import { ControlService } from "../../src/wire/generated/services.ts";

// As the daemon itself does: one signal ends many loops.
setMaxListeners(0);

export const never = new AbortController().signal;

/** TEST_LOG=info shows what the machines have to say. */
const LOG_LEVEL = process.env["TEST_LOG"] ?? "silent";

// Loopback addresses that no other run, and no other file of this run, uses.
const third = (Math.floor(process.pid / 100) + 7 * threadId) % 250;
const network = `127.${100 + (process.pid % 100)}.${third}`;

/** Looks again until `done`; 30 s are plenty even where the machine is busy with other things. */
export async function until(what: string, done: () => Promise<boolean> | boolean): Promise<void> {
  for (let look = 0; look < 1500; look++) {
    if (await Promise.resolve(done()).catch(() => false)) return;
    await realClock.sleep(20, never);
  }
  throw new Error(`Not within 30 s: ${what}`);
}

/** Reads and writes, again where somebody else has written in between. */
async function inSequence(work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await work();
      return;
    } catch (error) {
      if (messageOf(error) !== "update out of sequence") throw error;
    }
  }
}

/** A whole node with a real disk, real TLS and real processes, in this process. */
export class Machine {
  readonly name: string;
  readonly address: string;
  readonly path: string;
  #running: { readonly daemon: Daemon; readonly directory: StateDirectory } | undefined;

  private constructor(number: number, path: string) {
    this.name = `m${number}`;
    this.address = `${network}.${number}:4378`;
    this.path = path;
  }

  /** Machines m1 to m<count>, in no cluster yet; they end with the test. */
  static async boot(t: ExecutionContext, count: number): Promise<readonly Machine[]> {
    const machines = Array.from({ length: count }, (_, index) => {
      const path = mkdtempSync(join(tmpdir(), "skein-machine-"));
      return new Machine(index + 1, path);
    });
    t.teardown(async () => {
      await Promise.all(machines.map((machine) => machine.stop()));
      for (const { path } of machines) rmSync(path, { recursive: true, force: true });
    });
    for (const machine of machines) await machine.start();
    return machines;
  }

  get daemon(): Daemon {
    if (!this.#running) throw new Error(`${this.name} is not running`);
    return this.#running.daemon;
  }

  get nodeId(): string {
    return this.daemon.status().nodeId;
  }

  /** The id that this machine had when it ran last. */
  lastNodeId = "";

  async start(): Promise<void> {
    const directory = await StateDirectory.open(this.path);
    const daemon = new Daemon({
      options: {
        ...{ stateDirectory: this.path, hosts: [], engine: "process", dockerSocket: "" },
        ...{ hostname: this.name, labels: {}, logLevel: LOG_LEVEL },
        memoryDirectory: `${this.path}/memory`,
        raft: { tickMs: 50, heartbeatTicks: 1, electionTicks: 10 },
      },
      ...{ directory, clock: realClock, entropy: realEntropy, engineKind: "process" },
      environment: { PATH: "/usr/bin:/bin" },
      log: realLog({ level: LOG_LEVEL }).child(this.name),
      certificates: x509Certificates(realClock),
    });
    this.#running = { daemon, directory };
    await daemon.resume();
  }

  async stop(): Promise<void> {
    const running = this.#running;
    this.lastNodeId = running?.daemon.status().nodeId ?? this.lastNodeId;
    this.#running = undefined;
    await running?.daemon.stop();
    await running?.directory.close();
  }

  init(change: Partial<Parameters<Daemon["init"]>[0]> = {}): Promise<string> {
    const request = {
      ...{ listenAddress: this.address, advertiseAddress: this.address },
      availability: NodeSpec_Availability.ACTIVE,
      ...{ defaultAddressPool: [], subnetSize: 24, dataPathPort: 4789 },
      forceNewCluster: false,
      spec: this.daemon.defaultClusterSpec,
      ...change,
    };
    return this.daemon.init(request, never);
  }

  async join(manager: Machine, role: "manager" | "worker"): Promise<void> {
    await this.joinWith(manager, (await manager.tokens())[role]);
  }

  async joinWith(manager: Machine, joinToken: string): Promise<void> {
    const { ACTIVE: availability } = NodeSpec_Availability;
    const own = { listenAddress: this.address, advertiseAddress: this.address, availability };
    const request = { ...own, remoteAddresses: [manager.address], joinToken };
    await this.daemon.join(request, never);
  }

  leave({ force = false } = {}): Promise<void> {
    return this.daemon.leave({ force }, never);
  }

  async cluster(): Promise<Cluster> {
    const call = this.control(ControlService.ListClusters, makeListClustersRequest());
    return (await call).clusters[0]!;
  }

  async tokens(): Promise<JoinTokens> {
    return (await this.cluster()).rootCa!.joinTokens!;
  }

  /** Changes the cluster's spec, as seen from this manager; again where managers changed it meanwhile. */
  updateCluster(
    change: (spec: ClusterSpec) => Partial<ClusterSpec>,
    rotation: Partial<KeyRotation> = {},
  ): Promise<void> {
    return inSequence(async () => {
      const { id: clusterId, meta, spec } = await this.cluster();
      const request = makeUpdateClusterRequest({
        ...{ clusterId, clusterVersion: meta?.version, rotation: makeKeyRotation(rotation) },
        spec: { ...spec!, ...change(spec!) },
      });
      await this.control(ControlService.UpdateCluster, request);
    });
  }

  async nodes(): Promise<readonly Node[]> {
    return (await this.control(ControlService.ListNodes, makeListNodesRequest())).nodes;
  }

  async tasks(): Promise<readonly Task[]> {
    return (await this.control(ControlService.ListTasks, makeListTasksRequest())).tasks;
  }

  async node(id: string): Promise<Node | undefined> {
    return (await this.nodes()).find((node) => node.id === id);
  }

  /** Changes a node's spec, as seen from this manager; again where the node itself changed meanwhile. */
  updateNode(nodeId: string, change: Partial<NodeSpec>): Promise<void> {
    return inSequence(async () => {
      const node = (await this.node(nodeId))!;
      const spec = { ...node.spec!, ...change };
      const request = makeUpdateNodeRequest({ nodeId, nodeVersion: node.meta?.version, spec });
      await this.control(ControlService.UpdateNode, request);
    });
  }

  promote(node: Machine): Promise<void> {
    return this.updateNode(node.nodeId, { desiredRole: NodeRole.MANAGER });
  }

  demote(node: Machine): Promise<void> {
    return this.updateNode(node.nodeId, { desiredRole: NodeRole.WORKER });
  }

  async removeNode(nodeId: string, { force }: { readonly force: boolean }): Promise<void> {
    await this.control(ControlService.RemoveNode, makeRemoveNodeRequest({ nodeId, force }));
  }

  /** The addresses of the managers that take part in consensus, as this manager's leader knows. */
  async managers(): Promise<readonly string[]> {
    return (await this.nodes()).flatMap(({ managerStatus }) => managerStatus?.addr ?? []).sort();
  }

  async leads(): Promise<boolean> {
    return (await this.node(this.nodeId))?.managerStatus?.leader === true;
  }

  /** Calls the Control service, wherever it is. */
  control<Request, Response>(
    method: UnaryMethod<Request, Response>,
    request: Request,
  ): Promise<Response> {
    return this.daemon.control().unary(method, request, { signal: never });
  }
}
