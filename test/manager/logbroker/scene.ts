import { createLogBroker, type LogBroker } from "../../../src/manager/logbroker/log-broker.ts";
import {
  LogStream,
  NodeRole,
  NodeStatus_State,
  TaskState,
  makeListenSubscriptionsRequest,
  makeLogContext,
  makeLogMessage,
  makeLogSelector,
  makeLogSubscriptionOptions,
  makeNode,
  makeNodeDescription,
  makeNodeStatus,
  makePublishLogsMessage,
  makeService,
  makeSubscribeLogsRequest,
  makeTask,
  makeTaskStatus,
} from "../../../src/model/generated/types.ts";
import type {
  LogMessage,
  LogSelector,
  LogSubscriptionOptions,
  PublishLogsMessage,
  SubscriptionMessage,
} from "../../../src/model/generated/types.ts";
import type { Channel, ClientStream, Identity } from "../../../src/system/rpc.ts";
import { LogBrokerService, LogsService } from "../../../src/wire/generated/services.ts";
import { SimNetwork } from "../../sim/network.ts";
import { Simulation } from "../../sim/simulation.ts";
import { LocalStore } from "../../support/local-store.ts";

const ADDRESS = "m1:2377";

function identity(nodeId: string, role: NodeRole): Identity {
  return { nodeId, role, organization: "cluster" };
}

/** A manager's log broker on a simulated network, over a store of its own. */
export class LogScene {
  readonly sim = new Simulation(1);
  readonly network = new SimNetwork(this.sim);
  readonly store = new LocalStore(this.sim.process("store"));
  readonly #broker: LogBroker;
  #leadership = new AbortController();

  constructor() {
    const process = this.sim.process("m1");
    const { clock, entropy } = process;
    this.#broker = createLogBroker({ store: this.store, clock, entropy });
    this.network.listen(process, ADDRESS, {
      routes: [...this.#broker.readerRoutes, ...this.#broker.agentRoutes],
      identity: () => identity("m1", NodeRole.MANAGER),
    });
    this.lead();
  }

  lead(): void {
    this.#leadership = new AbortController();
    void this.#broker.run(this.#leadership.signal);
  }

  stepDown(): void {
    this.#leadership.abort();
  }

  async addNode(id: string, state: NodeStatus_State = NodeStatus_State.READY): Promise<void> {
    const node = makeNode({
      id,
      status: makeNodeStatus({ state }),
      description: makeNodeDescription({ hostname: `host-${id}` }),
    });
    await this.store.write((tx) => {
      if (tx.nodes.get(id))
        tx.update("node", { ...tx.nodes.get(id)!, ...node, meta: tx.nodes.get(id)!.meta });
      else tx.create("node", node);
    });
  }

  async addService(id: string): Promise<void> {
    await this.store.write((tx) => tx.create("service", makeService({ id })));
  }

  async putTask(
    id: string,
    serviceId: string,
    nodeId: string,
    state: TaskState = TaskState.RUNNING,
  ): Promise<void> {
    const fields = { id, serviceId, nodeId, desiredState: TaskState.RUNNING };
    await this.store.write((tx) => {
      const known = tx.tasks.get(id);
      const task = makeTask({ ...known, ...fields, status: makeTaskStatus({ state }) });
      if (known) tx.update("task", task);
      else tx.create("task", task);
    });
  }

  read(selector: Partial<LogSelector>, options: Partial<LogSubscriptionOptions> = {}): LogReader {
    return new LogReader(this, selector, options);
  }

  agent(nodeId: string): LogAgent {
    return new LogAgent(this, nodeId);
  }

  dial(nodeId: string, role: NodeRole): Channel {
    const process = this.sim.process(`${nodeId}-${role}-${this.sim.processes.length}`);
    return this.network.dialer(process, () => identity(nodeId, role)).certified(ADDRESS);
  }
}

export const textOf = ({ data }: LogMessage): string => new TextDecoder().decode(data);

/** Whoever asked for logs, and what he got. */
export class LogReader {
  readonly messages: LogMessage[] = [];
  /** How it ended: an error, or "end". */
  outcome: unknown;
  /** Set to hold the reader back. */
  paused = false;
  readonly #calls = new AbortController();

  constructor(
    scene: LogScene,
    selector: Partial<LogSelector>,
    options: Partial<LogSubscriptionOptions>,
  ) {
    void this.#run(scene, selector, options);
  }

  get texts(): readonly string[] {
    return this.messages.map(textOf);
  }

  stop(): void {
    this.#calls.abort();
  }

  async #run(
    scene: LogScene,
    selector: Partial<LogSelector>,
    options: Partial<LogSubscriptionOptions>,
  ): Promise<void> {
    const request = makeSubscribeLogsRequest({
      selector: makeLogSelector(selector),
      options: makeLogSubscriptionOptions(options),
    });
    const channel = scene.dial("reader", NodeRole.MANAGER);
    const { signal } = this.#calls;
    const clock = scene.sim.process(`reader-${scene.sim.processes.length}`).clock;
    try {
      for await (const { messages } of channel.serverStream(LogsService.SubscribeLogs, request, {
        signal,
      })) {
        this.messages.push(...messages);
        while (this.paused) await clock.sleep(10, signal);
      }
      this.outcome = "end";
    } catch (error) {
      this.outcome = error;
    }
  }
}

/** An agent's side, call by call. */
export class LogAgent {
  readonly nodeId: string;
  /** What it was asked and that was not taken back, in order. */
  readonly asked: SubscriptionMessage[] = [];
  readonly closed: string[] = [];
  outcome: unknown;
  readonly #scene: LogScene;
  #calls = new AbortController();

  constructor(scene: LogScene, nodeId: string) {
    this.#scene = scene;
    this.nodeId = nodeId;
    this.connect();
  }

  connect(): void {
    this.#calls = new AbortController();
    void this.#listen(this.#calls.signal);
  }

  disconnect(): void {
    this.#calls.abort();
  }

  async #listen(signal: AbortSignal): Promise<void> {
    const channel = this.#scene.dial(this.nodeId, NodeRole.WORKER);
    try {
      for await (const message of channel.serverStream(
        LogBrokerService.ListenSubscriptions,
        makeListenSubscriptionsRequest(),
        { signal },
      )) {
        if (message.close) this.closed.push(message.id);
        else this.asked.push(message);
      }
      this.outcome = "end";
    } catch (error) {
      this.outcome = error;
    }
  }

  /** Waits until it was asked `count` times. */
  async awaitAsks(count: number): Promise<SubscriptionMessage> {
    await this.#scene.sim.runUntil(() => this.asked.length >= count, 10_000, "to be asked");
    return this.asked[count - 1]!;
  }

  publish(): ClientStream<PublishLogsMessage, unknown> {
    const channel = this.#scene.dial(this.nodeId, NodeRole.WORKER);
    return channel.clientStream(LogBrokerService.PublishLogs, { signal: this.#calls.signal });
  }

  lines(
    askId: string,
    taskId: string,
    lines: readonly (readonly [number, string])[],
  ): PublishLogsMessage {
    return makePublishLogsMessage({
      subscriptionId: askId,
      messages: lines.map(([seconds, text]) =>
        makeLogMessage({
          context: makeLogContext({ nodeId: this.nodeId, taskId }),
          timestamp: { seconds, nanos: 0 },
          stream: LogStream.LOG_STREAM_STDOUT,
          data: new TextEncoder().encode(text),
        }),
      ),
    });
  }

  /** Sends all and says that this was all. */
  async answer(
    askId: string,
    taskId: string,
    lines: readonly (readonly [number, string])[],
  ): Promise<void> {
    const stream = this.publish();
    await this.#scene.sim.finish(stream.send(this.lines(askId, taskId, lines)));
    await this.#scene.sim.finish(
      stream.send(makePublishLogsMessage({ subscriptionId: askId, close: true })),
    );
    await this.#scene.sim.finish(stream.finish());
  }
}
