import { createDispatcher } from "../../../src/manager/dispatcher/dispatcher.ts";
import type { Dispatcher } from "../../../src/manager/dispatcher/dispatcher.ts";
import type { DispatcherOptions } from "../../../src/manager/dispatcher/options.ts";
import {
  NodeRole,
  NodeStatus_State,
  TaskState,
  makeAssignmentsRequest,
  makeCluster,
  makeContainerSpec,
  makeHeartbeatRequest,
  makeNode,
  makeNodeDescription,
  makeNodeStatus,
  makePeer,
  makeSessionRequest,
  makeTask,
  makeTaskSpec,
  makeTaskStatus,
  makeUpdateTaskStatusRequest,
  makeWeightedPeer,
} from "../../../src/model/generated/types.ts";
import type {
  AssignmentsMessage,
  Node,
  SessionMessage,
  Task,
  WeightedPeer,
} from "../../../src/model/generated/types.ts";
import { durationMs } from "../../../src/model/time.ts";
import type { Channel, Identity } from "../../../src/system/rpc.ts";
import { forwardToLeader } from "../../../src/rpc/forward.ts";
import { DispatcherService } from "../../../src/wire/generated/services.ts";
import { SimNetwork } from "../../sim/network.ts";
import type { SimProcess } from "../../sim/process.ts";
import { Simulation } from "../../sim/simulation.ts";
import { LocalStore } from "../../support/local-store.ts";

const CLUSTER_ID = "cluster";

export function identity(nodeId: string, role: NodeRole = NodeRole.WORKER): Identity {
  return { nodeId, role, organization: CLUSTER_ID };
}

/** A manager's host, which leads when it is told to. Others carry their calls to whoever leads. */
export class ManagerHost {
  readonly process: SimProcess;
  readonly #dispatcher: Dispatcher;
  #leadership: AbortController | undefined;
  #life: Promise<void> = Promise.resolve();

  constructor(scene: Scene, name: string, options: Partial<DispatcherOptions>) {
    this.process = scene.sim.process(name);
    this.#dispatcher = createDispatcher(
      {
        store: scene.store,
        clock: this.process.clock,
        entropy: this.process.entropy,
        log: this.process.log,
        nodeId: name,
        managers: () => scene.managers,
        stallMs: () => scene.stallMs,
        isLost: (nodeId) => scene.lost.has(nodeId),
        stops: {
          isHeld: (taskId) => scene.held.has(taskId),
          onRelease: (listener) => {
            scene.release = listener;
            return () => undefined;
          },
        },
      },
      options,
    );
    const own = identity(name, NodeRole.MANAGER);
    const dialer = scene.network.dialer(this.process, () => own);
    const routes = forwardToLeader(this.#dispatcher.routes, () => {
      if (this.#leadership?.signal.aborted === false) return "self";
      return scene.leader === undefined ? undefined : dialer.certified(`${scene.leader}:2377`);
    });
    scene.network.listen(this.process, `${name}:2377`, { routes, identity: () => own });
  }

  lead(): void {
    this.#leadership = new AbortController();
    this.#life = this.#dispatcher.run(this.#leadership.signal);
  }

  stepDown(): Promise<void> {
    this.#leadership?.abort();
    return this.#life;
  }
}

/** One manager with its dispatcher over a store, on a simulated network. */
export class Scene {
  readonly sim: Simulation;
  readonly network: SimNetwork;
  readonly store: LocalStore;
  readonly manager: SimProcess;
  managers: readonly WeightedPeer[] = [];
  stallMs = 0;
  /** Tasks that must not hear yet that they are to stop. */
  readonly held = new Set<string>();
  release: (taskId: string) => void = () => undefined;
  /** Nodes whose managers raft does not hear from. */
  readonly lost = new Set<string>();
  /** The manager that followers carry calls to. */
  leader: string | undefined;
  readonly #hosts = new Map<string, ManagerHost>();
  readonly #options: Partial<DispatcherOptions>;

  private constructor(options: Partial<DispatcherOptions>, seed: number) {
    this.sim = new Simulation(seed);
    this.network = new SimNetwork(this.sim);
    // The store is nobody's in particular: it is there whichever manager leads.
    this.store = new LocalStore(this.sim.process("store"));
    this.#options = options;
    this.manager = this.addManager("m1").process;
  }

  addManager(name: string): ManagerHost {
    const host = new ManagerHost(this, name, this.#options);
    this.#hosts.set(name, host);
    this.managers = [...this.#hosts.keys()].map((nodeId) =>
      makeWeightedPeer({ peer: makePeer({ nodeId, addr: `${nodeId}:2377` }), weight: 10 }),
    );
    return host;
  }

  /** A cluster whose manager does not lead yet. */
  static async begin(options: Partial<DispatcherOptions> = {}, seed = 1): Promise<Scene> {
    const scene = new Scene(options, seed);
    await scene.store.write((tx) => tx.create("cluster", makeCluster({ id: CLUSTER_ID })));
    return scene;
  }

  /** Makes a manager lead. */
  lead(name = "m1"): void {
    this.leader = name;
    this.#hosts.get(name)!.lead();
  }

  async stepDown(): Promise<void> {
    const host = this.#hosts.get(this.leader ?? "")!;
    this.leader = undefined;
    await this.sim.finish(host.stepDown());
  }

  async addNode(id: string, state: NodeStatus_State = NodeStatus_State.UNKNOWN): Promise<void> {
    const status = makeNodeStatus({ state });
    await this.store.write((tx) => tx.create("node", makeNode({ id, status })));
  }

  async addTask(id: string, nodeId: string, state: TaskState = TaskState.ASSIGNED): Promise<Task> {
    const task = makeTask({
      id,
      nodeId,
      desiredState: TaskState.RUNNING,
      status: makeTaskStatus({ state }),
      spec: makeTaskSpec({ container: makeContainerSpec({ image: "busybox" }) }),
    });
    await this.store.write((tx) => tx.create("task", task));
    return this.task(id);
  }

  node(id: string): Node {
    return this.store.view((tx) => tx.nodes.get(id))!;
  }

  stateOf(nodeId: string): string {
    const state = this.node(nodeId).status?.state;
    return Object.entries(NodeStatus_State).find(([, value]) => value === state)?.[0] ?? "?";
  }

  task(id: string): Task {
    return this.store.view((tx) => tx.tasks.get(id))!;
  }

  worker(nodeId: string): WireAgent {
    return new WireAgent(this, nodeId);
  }
}

/** An agent's calls, one by one, as any Swarm agent would make them. */
export class WireAgent {
  readonly process: SimProcess;
  readonly nodeId: string;
  readonly #scene: Scene;
  channel: Channel;
  sessionId = "";
  readonly messages: SessionMessage[] = [];
  readonly assignments: AssignmentsMessage[] = [];
  /** What ended the last stream of each kind: an error, or "end". */
  sessionOutcome: unknown;
  assignmentsOutcome: unknown;
  #calls = new AbortController();

  constructor(scene: Scene, nodeId: string) {
    this.#scene = scene;
    this.nodeId = nodeId;
    this.process = scene.sim.process(nodeId);
    this.channel = this.#dial();
  }

  #dial(): Channel {
    const dialer = this.#scene.network.dialer(this.process, () => identity(this.nodeId));
    return dialer.certified("m1:2377");
  }

  /** Opens a session and waits for its first message. */
  async register(description = makeNodeDescription({ hostname: this.nodeId })): Promise<void> {
    const before = this.messages.length;
    this.sessionOutcome = undefined;
    void this.#readSession(description);
    await this.#scene.sim.runUntil(
      () => this.messages.length > before || this.sessionOutcome !== undefined,
      5_000,
      `a session of ${this.nodeId}`,
    );
    if (this.sessionOutcome !== undefined) throw this.sessionOutcome as Error;
  }

  async #readSession(description: ReturnType<typeof makeNodeDescription>): Promise<void> {
    const request = makeSessionRequest({ description, sessionId: this.sessionId });
    const { signal } = this.#calls;
    const stillCurrent = (): boolean => signal === this.#calls.signal;
    try {
      const stream = this.channel.serverStream(DispatcherService.Session, request, { signal });
      for await (const message of stream) {
        this.messages.push(message);
        this.sessionId = message.sessionId;
      }
      if (stillCurrent()) this.sessionOutcome = "end";
    } catch (error) {
      if (stillCurrent()) this.sessionOutcome = error;
    }
  }

  listen(): void {
    void this.#readAssignments();
  }

  async #readAssignments(): Promise<void> {
    const request = makeAssignmentsRequest({ sessionId: this.sessionId });
    const { signal } = this.#calls;
    this.assignmentsOutcome = undefined;
    try {
      const stream = this.channel.serverStream(DispatcherService.Assignments, request, { signal });
      for await (const message of stream) this.assignments.push(message);
      this.assignmentsOutcome = "end";
    } catch (error) {
      this.assignmentsOutcome = error;
    }
  }

  /** Beats once; gives the period in milliseconds. */
  async beat(sessionId = this.sessionId): Promise<number> {
    const { period } = await this.#scene.sim.finish(
      this.channel.unary(DispatcherService.Heartbeat, makeHeartbeatRequest({ sessionId }), {
        signal: this.#calls.signal,
      }),
    );
    return durationMs(period, 0);
  }

  async report(updates: Readonly<Record<string, TaskState>>): Promise<void> {
    const request = makeUpdateTaskStatusRequest({
      sessionId: this.sessionId,
      updates: Object.entries(updates).map(([taskId, state]) => ({
        taskId,
        status: makeTaskStatus({ state }),
      })),
    });
    await this.#scene.sim.finish(
      this.channel.unary(DispatcherService.UpdateTaskStatus, request, {
        signal: this.#calls.signal,
      }),
    );
  }

  /** The connection breaks. The next call opens another. */
  disconnect(): void {
    this.#calls.abort();
    this.#calls = new AbortController();
    this.channel.close();
    this.channel = this.#dial();
  }
}
