import { openPassage, type OpenedPassage } from "../../../src/api/remote/open-passage.ts";
import { createPassages } from "../../../src/manager/passages/passages.ts";
import {
  NodeRole,
  NodeStatus_State,
  TaskState,
  makeAnnotations,
  makeCluster,
  makeClusterSpec,
  makeContainerStatus,
  makeEngineDescription,
  makeNode,
  makeNodeDescription,
  makeNodeStatus,
  makeService,
  makeServiceSpec,
  makeTask,
  makeTaskStatus,
  type OpenPassageRequest,
  type Task,
} from "../../../src/model/generated/types.ts";
import { SKEIN_LABEL } from "../../../src/model/engine-kind.ts";
import { forwardToLeader } from "../../../src/rpc/forward.ts";
import type { Channel, Identity } from "../../../src/system/rpc.ts";
import {
  PassageAnswers,
  type IncomingPassage,
  type PassageServer,
} from "../../../src/worker/agent/passages.ts";
import { SimNetwork } from "../../sim/network.ts";
import { Simulation } from "../../sim/simulation.ts";
import { LocalStore } from "../../support/local-store.ts";

export const identity = (nodeId: string, role: NodeRole): Identity => ({
  ...{ nodeId, role, organization: "cluster" },
});

/** `c` and 63 more: the id of the task's container. */
export const containerId = (taskId: string): string =>
  `c0ffee${Buffer.from(taskId).toString("hex")}`.padEnd(64, "0");

/** A leader `m1`, a follower `m2`, and tasks of a service `web` on nodes that agents run on. */
export class PassageScene {
  readonly sim = new Simulation(1);
  readonly network = new SimNetwork(this.sim);
  readonly store = new LocalStore(this.sim.process("store"));
  readonly #passages;
  #reign = new AbortController();

  constructor() {
    const leader = this.sim.process("m1");
    const { clock, entropy } = leader;
    this.#passages = createPassages({ store: this.store, clock, entropy });
    const routes = [...this.#passages.openerRoutes, ...this.#passages.agentRoutes];
    this.network.listen(leader, "m1:2377", {
      routes,
      identity: () => identity("m1", NodeRole.MANAGER),
    });
    const follower = this.sim.process("m2");
    const toLeader = this.dial("m2", NodeRole.MANAGER, "m1:2377");
    this.network.listen(follower, "m2:2377", {
      routes: forwardToLeader(routes, () => toLeader),
      identity: () => identity("m2", NodeRole.MANAGER),
    });
    this.lead();
  }

  lead(): void {
    this.#reign = new AbortController();
    void this.#passages.run(this.#reign.signal);
  }

  stepDown(): void {
    this.#reign.abort();
  }

  async putCluster(labels: Readonly<Record<string, string>>): Promise<void> {
    const spec = makeClusterSpec({ annotations: makeAnnotations({ name: "default", labels }) });
    await this.store.write((tx) => tx.create("cluster", makeCluster({ id: "cluster", spec })));
  }

  async putNode(
    id: string,
    labels: Readonly<Record<string, string>> = { [SKEIN_LABEL]: "1" },
    state: NodeStatus_State = NodeStatus_State.READY,
  ): Promise<void> {
    const engine = makeEngineDescription({ labels });
    const description = makeNodeDescription({ hostname: `host-${id}`, engine });
    const node = makeNode({ id, description, status: makeNodeStatus({ state }) });
    await this.store.write((tx) => tx.create("node", node));
  }

  async putTask(id: string, nodeId: string, slot: number): Promise<Task> {
    const annotations = makeAnnotations({ name: "web" });
    const container = makeContainerStatus({ containerId: containerId(id) });
    const task = makeTask({
      ...{ id, nodeId, slot, serviceId: "s", serviceAnnotations: annotations },
      status: makeTaskStatus({ state: TaskState.RUNNING, container }),
    });
    await this.store.write((tx) => {
      if (!tx.services.get("s")) {
        tx.create("service", makeService({ id: "s", spec: makeServiceSpec({ annotations }) }));
      }
      tx.create("task", task);
    });
    return task;
  }

  dial(nodeId: string, role: NodeRole, address: string): Channel {
    const process = this.sim.process(`${nodeId}-${role}-${this.sim.processes.length}`);
    return this.network.dialer(process, () => identity(nodeId, role)).certified(address);
  }

  /** An agent of the node, with a session over the manager at `address`. */
  agent(
    nodeId: string,
    tasks: readonly Task[],
    server: PassageServer,
    address = "m1:2377",
  ): AbortController {
    const life = new AbortController();
    const { clock, log } = this.sim.process(`agent-${nodeId}`);
    const answers = new PassageAnswers({ server, clock, log, tasks: { tasks } });
    void answers.run(this.dial(nodeId, NodeRole.WORKER, address), life.signal);
    return life;
  }

  async open(
    request: Partial<OpenPassageRequest>,
    { by = "m2", signal = new AbortController().signal } = {},
  ): Promise<OpenedPassage> {
    const channel = this.dial(by, NodeRole.MANAGER, "m1:2377");
    const { clock } = this.sim.process(`opener-${this.sim.processes.length}`);
    return this.sim.finish(openPassage(channel, clock, request, signal));
  }
}

/** Answers every byte by itself, and ends when the other side does. */
export const ECHO: PassageServer = {
  serve: async ({ received, send, finish }: IncomingPassage) => {
    for await (const part of received) await send(part);
    await finish();
  },
};

export async function textOf(parts: AsyncIterable<Uint8Array>): Promise<string> {
  let text = "";
  for await (const part of parts) text += new TextDecoder().decode(part);
  return text;
}

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
