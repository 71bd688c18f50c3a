import { runLeader } from "../../../src/manager/control/leader.ts";
import type { ReplicatedStore } from "../../../src/manager/control/replicated-store.ts";
import type { Commit } from "../../../src/manager/store/store.ts";
import {
  NodeStatus_State,
  TaskState,
  makeAnnotations,
  makeCluster,
  makeContainerSpec,
  makeNodeStatus,
  makeReplicatedService,
  makeService,
  makeServiceSpec,
  makeTaskSpec,
  makeVersion,
  type Node,
  type Service,
  type ServiceSpec,
  type Task,
} from "../../../src/model/generated/types.ts";
import { isTerminal } from "../../../src/model/task-state.ts";
import type { SimProcess } from "../../sim/process.ts";
import { Simulation } from "../../sim/simulation.ts";
import { Agents } from "./agents.ts";
import type { LocalRaft } from "./local-raft.ts";
import { testStore } from "./test-store.ts";

/** Leads a store of one member, with agents on every node that do as they are told. */
export class TestCluster {
  readonly sim: Simulation;
  readonly process: SimProcess;
  readonly store: ReplicatedStore;
  readonly raft: LocalRaft;
  readonly agents: Agents;
  readonly violations: string[] = [];
  #reign = new AbortController();
  #leading: Promise<void> | undefined;

  constructor(seed: number, nodes: readonly Node[]) {
    this.sim = new Simulation(seed);
    this.process = this.sim.process("manager");
    const { clock, log } = this.process;
    const { store, raft } = testStore({ clock, log });
    raft.append(new Uint8Array(0)); // As a new leader's first entry: versions start above 0.
    this.store = store;
    this.raft = raft;
    this.agents = new Agents(this.store, clock);
    this.store.onCommit((commit) => this.#check(commit));
    void this.store.update((tx) => {
      tx.create("cluster", makeCluster({ id: "cluster" }));
      for (const node of nodes) tx.create("node", node);
    });
    this.lead();
  }

  /** Starts a new leader over the same store. */
  lead(): void {
    this.#reign = new AbortController();
    const { clock, entropy, log } = this.process;
    this.#leading = runLeader({ store: this.store, clock, entropy, log }, this.#reign.signal);
  }

  /** Ends the leader's loops and waits for them. */
  async depose(): Promise<void> {
    this.#reign.abort();
    await this.sim.finish(this.#leading ?? Promise.resolve());
  }

  createService(service: Service): Promise<void> {
    return this.sim.finish(this.store.update((tx) => tx.create("service", service)));
  }

  /** As UpdateService of the control API does. */
  updateService(id: string, change: (spec: ServiceSpec) => ServiceSpec): Promise<void> {
    return this.sim.finish(
      this.store.update((tx) => {
        const service = tx.services.get(id)!;
        tx.update("service", {
          ...service,
          spec: change(service.spec!),
          specVersion: service.meta?.version,
          previousSpec: service.spec,
          previousSpecVersion: service.specVersion,
          updateStatus: undefined,
        });
      }),
    );
  }

  setNode(id: string, change: (node: Node) => Node): Promise<void> {
    return this.sim.finish(this.store.update((tx) => tx.update("node", change(tx.nodes.get(id)!))));
  }

  setState(id: string, state: NodeStatus_State): Promise<void> {
    return this.setNode(id, (node) => ({ ...node, status: makeNodeStatus({ state }) }));
  }

  async nodeDies(id: string): Promise<void> {
    this.agents.unplug(id);
    await this.setState(id, NodeStatus_State.DOWN);
  }

  async nodeReturns(id: string): Promise<void> {
    await this.setState(id, NodeStatus_State.READY);
    this.agents.plugIn(id);
  }

  service(id: string): Service {
    return this.store.view((tx) => tx.services.get(id)!);
  }

  tasks(serviceId: string): readonly Task[] {
    return this.store.view((tx) => tx.tasks.ofService(serviceId));
  }

  running(serviceId: string): readonly Task[] {
    return this.agents.running().filter((task) => task.serviceId === serviceId);
  }

  /** `1@n1 2@n2`: slots and nodes of what runs. */
  where(serviceId: string): string {
    return this.running(serviceId)
      .map(({ slot, nodeId }) => `${slot}@${nodeId}`)
      .sort()
      .join(" ");
  }

  async runsUntil(serviceId: string, count: number, limitMs = 30_000): Promise<void> {
    await this.sim.runUntil(
      () => {
        const wanted = this.running(serviceId).filter(
          ({ desiredState }) => desiredState === TaskState.RUNNING,
        );
        return wanted.length === count;
      },
      limitMs,
      `${count} running tasks of ${serviceId}`,
    );
  }

  /** What may never happen to a task, whoever changes it. Source: swarmkit design/tla/Tasks.tla. */
  #check({ changes }: Commit): void {
    for (const change of changes) {
      if (change.kind !== "task" || change.action !== "update") continue;
      const { object: after, previous: before } = change;
      const [from, to] = [before.status?.state ?? 0, after.status?.state ?? 0];
      const say = (what: string): void => void this.violations.push(`${what} of task ${after.id}`);
      if (to < from) say(`state went back from ${from} to ${to}`);
      if (isTerminal(from) && to !== from) say(`an end was changed from ${from} to ${to}`);
      if (after.desiredState < before.desiredState) say("desired state went back");
      if (before.nodeId !== "" && after.nodeId !== before.nodeId) say("node changed");
      if (after.spec !== before.spec || after.slot !== before.slot) say("identity changed");
      if (to >= TaskState.ASSIGNED && to <= TaskState.RUNNING && after.nodeId === "")
        say("no node");
    }
  }
}

/** A replicated service that is made as the control API makes it. */
export function webService(
  replicas: number,
  options: { readonly id?: string; readonly spec?: Partial<ServiceSpec> } = {},
): Service {
  const id = options.id ?? "web";
  return makeService({
    id,
    specVersion: makeVersion(),
    spec: makeServiceSpec({
      annotations: makeAnnotations({ name: id }),
      task: makeTaskSpec({ container: makeContainerSpec({ image: "app:1" }) }),
      replicated: makeReplicatedService({ replicas }),
      ...options.spec,
    }),
  });
}

export function withImage(image: string): (spec: ServiceSpec) => ServiceSpec {
  return (spec) => ({
    ...spec,
    task: { ...spec.task!, container: makeContainerSpec({ image }) },
  });
}

export function withReplicas(replicas: number): (spec: ServiceSpec) => ServiceSpec {
  return (spec) => ({ ...spec, replicated: makeReplicatedService({ replicas }) });
}
