import { assert, must } from "../../src/base/assert.ts";
import { OperationalError } from "../../src/base/errors.ts";
import { NodeRole, NodeStatus_State, type JoinTokens } from "../../src/model/generated/types.ts";
import type { ReadTx } from "../../src/manager/store/store.ts";
import type { Manager } from "../../src/node/manager.ts";
import type { Member } from "../../src/node/member.ts";
import type { Prng } from "../../src/base/prng.ts";
import type { RaftLimits } from "../../src/raft/options.ts";
import type { RaftStatus } from "../../src/raft/status.ts";
import type { Channel } from "../../src/system/rpc.ts";
import { DataChecker } from "./checkers/data.ts";
import { HistoryChecker } from "./checkers/history.ts";
import { JobChecker } from "./checkers/jobs.ts";
import { LeaderChecker } from "./checkers/leaders.ts";
import { TaskChecker } from "./checkers/tasks.ts";
import { complaints } from "./convergence.ts";
import { settle, type FaultTarget } from "./faults.ts";
import { SimMachine } from "./machine.ts";
import { SimNetwork } from "./network.ts";
import {
  addressOf,
  isIn,
  runNode,
  type Beginning,
  type Invitation,
  type NodeLife,
} from "./node.ts";
import { Operator } from "./operator.ts";
import type { SimProcess } from "./process.ts";
import { Simulation } from "./simulation.ts";

export interface ClusterOptions {
  readonly managers?: number;
  readonly workers?: number;
  /** Of raft: small ones make for snapshots in short runs. */
  readonly limits?: Partial<RaftLimits>;
}

/** How often what runs where is looked at. */
const CHECK_MS = 50;
const BOOT_MS = 30_000;

/** A node's daemon of the moment. */
interface Life extends NodeLife {
  readonly process: SimProcess;
}

/**
 * A whole cluster: machines that run real members on simulated seams, an operator, and checkers
 * that look at everything that happens.
 */
export class SimCluster implements FaultTarget {
  readonly sim: Simulation;
  readonly network: SimNetwork;
  readonly machines: SimMachine[] = [];
  readonly operator: Operator;
  readonly history = new HistoryChecker();
  readonly tasks = new TaskChecker();
  readonly jobs = new JobChecker((taskId) =>
    this.machines.some(({ engine }) => engine.completed.has(taskId)),
  );
  readonly data = new DataChecker();
  readonly leaders = new LeaderChecker();
  readonly #beginnings = new Map<SimMachine, Beginning>();
  readonly #lives = new Map<SimMachine, Life>();
  /** Every id that a machine ever had, the newest last. */
  readonly #nodeIds = new Map<SimMachine, string[]>();
  /** Machines that are in no cluster. */
  readonly #blank = new Set<SimMachine>();
  /** The machines that take part. */
  #core: readonly SimMachine[];
  readonly #followed = new WeakSet<Manager>();
  readonly #limits: Partial<RaftLimits>;

  private constructor(seed: number, { managers = 3, workers = 3, limits = {} }: ClusterOptions) {
    this.sim = new Simulation(seed);
    this.network = new SimNetwork(this.sim);
    const names = [
      ...Array.from({ length: managers }, (_, index) => `m${index + 1}`),
      ...Array.from({ length: workers }, (_, index) => `w${index + 1}`),
    ];
    this.#limits = limits;
    for (const name of names) this.addMachine(name);
    this.#core = this.machines;
    const chance = this.sim.fork("operator");
    this.operator = new Operator(this.sim.process("operator"), () => {
      const able = this.managers.filter((manager) => manager.status().leaderId !== undefined);
      return able.length === 0 ? undefined : controlOf(chance.pick(able));
    });
    this.history.witness(this.tasks.onCommit);
    this.history.witness(this.jobs.onCommit);
    this.history.witness(this.data.onCommit);
    this.sim.onTurn(() => this.#followManagers());
    this.sim.logBook.onLine(({ fields }) => {
      // What is told as data is the world failing; anything else is a bug that a loop survived.
      const { error } = fields;
      if (error instanceof Error && !(error instanceof OperationalError)) this.sim.fail(error);
    });
    this.#checkRegularly();
  }

  /** A cluster whose machines have all joined and have nothing to do yet. */
  static async boot(seed: number, options: ClusterOptions = {}): Promise<SimCluster> {
    const cluster = new SimCluster(seed, options);
    const [first, ...others] = cluster.machines;
    await cluster.#add(must(first, "a cluster has a machine"), { kind: "init" });
    const remote = addressOf(first!);
    for (const machine of others) {
      const tokens = must(cluster.#joinTokens(), "the cluster has no join tokens");
      const token = machine.name.startsWith("m") ? tokens.manager : tokens.worker;
      await cluster.#add(machine, { kind: "join", invitation: () => ({ token, remote }) });
    }
    // A task placed before its neighbours are ready is placed unevenly; a manager without a vote does
    // not make up for one that is lost.
    await cluster.sim.runUntil(() => cluster.#allReady(), BOOT_MS, "all nodes to be ready");
    return cluster;
  }

  /** The managers whose daemons run. */
  get managers(): readonly Manager[] {
    return this.machines.flatMap((machine) => this.managerOf(machine) ?? []);
  }

  /** The machine whose manager leads, as far as the others of its term know. */
  get leader(): SimMachine | undefined {
    const term = Math.max(0, ...this.managers.map((manager) => manager.status().term));
    return this.machines.find((machine) => {
      const status = this.managerOf(machine)?.status();
      return status?.leading === true && status.term === term;
    });
  }

  memberOf(machine: SimMachine): Member | undefined {
    const life = this.#lives.get(machine);
    return machine.isRunning && life?.process === machine.process ? life?.member : undefined;
  }

  managerOf(machine: SimMachine): Manager | undefined {
    return this.memberOf(machine)?.manager;
  }

  /** The newest: a machine gets another one each time it joins. */
  nodeIdOf(machine: SimMachine): string {
    return must(this.#nodeIds.get(machine)?.at(-1), `${machine.name} is in no cluster`);
  }

  /** Whether it is in no cluster, or on its way into one. */
  isBlank(machine: SimMachine): boolean {
    return this.#blank.has(machine);
  }

  /** Whether it is in no cluster yet, and tries to be. */
  isJoining(machine: SimMachine): boolean {
    return this.isBlank(machine) && this.#beginnings.has(machine);
  }

  /** The machines that are in the cluster. */
  get members(): readonly SimMachine[] {
    return this.machines.filter((machine) => !this.isBlank(machine));
  }

  /** One more machine, in no cluster. */
  addMachine(name: string): SimMachine {
    const { sim, network } = this;
    const machine = new SimMachine(sim, network.links, name, (machine, process) =>
      runNode(machine, process, network, this.#beginnings.get(machine), this.#limits, (life) => {
        this.#lives.set(machine, { process, ...life });
        const ids = this.#nodeIds.get(machine) ?? [];
        const { nodeId } = life.member.state;
        if (ids.at(-1) !== nodeId) this.#nodeIds.set(machine, [...ids, nodeId]);
        this.#blank.delete(machine);
      }),
    );
    this.machines.push(machine);
    this.#blank.add(machine);
    return machine;
  }

  /** Has a machine that is in no cluster join this one, by whichever manager there is. */
  join(machine: SimMachine, role: "manager" | "worker", prng: Prng): void {
    assert(this.isBlank(machine), `${machine.name} is in a cluster`);
    const invitation = (): Invitation | undefined => {
      const tokens = this.#joinTokens();
      const hosts = this.machines.filter(
        (each) => this.managerOf(each)?.status().leaderId !== undefined,
      );
      if (tokens === undefined || hosts.length === 0) return undefined;
      return { token: tokens[role], remote: addressOf(prng.pick(hosts)) };
    };
    this.#beginnings.set(machine, { kind: "join", invitation });
    machine.kill();
    machine.start();
  }

  /** `skein leave --force` on a machine; resolves when it is done, and never when the daemon dies. */
  async leave(machine: SimMachine): Promise<void> {
    const { leave, process } = must(this.#lives.get(machine), `${machine.name} has no daemon`);
    assert(machine.process === process, `${machine.name} has no daemon`);
    await leave();
    this.#becomeBlank(machine);
    machine.kill();
    machine.start();
  }

  wipe(machine: SimMachine, what: "state" | "everything"): void {
    machine.wipe(what);
    this.#becomeBlank(machine);
  }

  #becomeBlank(machine: SimMachine): void {
    this.#beginnings.delete(machine);
    this.#lives.delete(machine);
    this.#blank.add(machine);
  }

  machine(name: string): SimMachine {
    return must(
      this.machines.find((machine) => machine.name === name),
      `No machine ${name}`,
    );
  }

  /** Why the cluster is not as declared; nothing when it is. */
  complaints(): readonly string[] {
    const { leader } = this;
    const manager = leader && this.managerOf(leader);
    if (manager === undefined) return ["nobody leads"];
    const present = this.#core.filter((machine) => !this.isBlank(machine));
    const behind = present.flatMap((machine) => {
      const version = this.managerOf(machine)?.store.appliedIndex;
      const late = version !== undefined && version < manager.store.appliedIndex;
      return late ? [`${machine.name} is at ${version}`] : [];
    });
    const hosts = this.members.map((machine) => ({
      nodeId: this.nodeIdOf(machine),
      containers: machine.engine.containers,
      files: machine.engine.files,
      held: this.memberOf(machine)?.held,
      present: present.includes(machine),
    }));
    const { members } = manager.status();
    return [
      ...behind,
      ...present.flatMap((machine) => this.#complainOfRole(machine, members)),
      ...this.#complainOfStrangers(manager),
      ...manager.store.view((tx) => complaints(tx, hosts)),
    ];
  }

  /** Waits until the cluster is as declared, and stays so for a while. */
  async converge(limitMs: number): Promise<void> {
    const endMs = this.sim.nowMs + limitMs;
    let sinceMs: number | undefined;
    for (;;) {
      const found = this.complaints();
      if (found.length > 0) sinceMs = undefined;
      else sinceMs ??= this.sim.nowMs;
      if (sinceMs !== undefined && this.sim.nowMs - sinceMs >= STEADY_MS) break;
      if (this.sim.nowMs > endMs) {
        this.sim.fail(new Error(`Not as declared after ${limitMs} ms: ${found.join("; ")}`));
      }
      await this.sim.advance(CHECK_MS);
    }
    this.checkHistory();
  }

  /** What clients were told is true. */
  checkHistory(): void {
    this.view((tx) => this.operator.history.check(tx));
  }

  /** What the leader's store says. */
  view<T>(look: (tx: ReadTx) => T): T {
    const { leader } = this;
    const manager = must(leader && this.managerOf(leader), "Nobody leads");
    return manager.store.view(look);
  }

  /** Promotes or demotes a machine's node; its status may change meanwhile, so that it takes another try. */
  async changeRole(machine: SimMachine): Promise<void> {
    const change = (): Promise<void> => this.operator.changeRole(this.nodeIdOf(machine));
    while (!(await this.sim.finish(this.operator.attempt(change))))
      await this.sim.advance(CHECK_MS);
  }

  /** The faults end, for good: the machines of `core` work, the others are lost. */
  heal(core: readonly SimMachine[] = this.machines): void {
    this.sim.note(`heal ${core.map(({ name }) => name).join(" ")}`);
    this.#core = core;
    settle(this, core, this.sim.fork("healing"));
  }

  /** A node is what its spec, its certificate and the group of managers say, and all say the same. */
  #complainOfRole(machine: SimMachine, members: RaftStatus["members"]): readonly string[] {
    const nodeId = this.nodeIdOf(machine);
    const node = this.view((tx) => tx.nodes.get(nodeId));
    const wanted = node?.spec?.desiredRole;
    const certified = this.memberOf(machine)?.facts.role;
    const hasVote = members.some((member) => member.nodeId === nodeId && !member.learner);
    const isMember = members.some((member) => member.nodeId === nodeId);
    const fits = wanted === NodeRole.MANAGER ? hasVote : !isMember;
    if (node?.role === wanted && certified === wanted && fits) return [];
    return [
      `${machine.name} shall be ${wanted ?? "?"}, is ${node?.role ?? "?"}, certified as ${certified ?? "?"}, ${hasVote ? "votes" : isMember ? "learns" : "has no vote"}`,
    ];
  }

  /** Every node is a machine's, under its newest id; every member of the managers' group is a node. */
  #complainOfStrangers(manager: Manager): readonly string[] {
    const ids = new Set(this.members.map((machine) => this.nodeIdOf(machine)));
    const nodes = manager.store.view((tx) => tx.nodes.all());
    return [
      ...nodes.flatMap(({ id }) => (ids.has(id) ? [] : [`node ${id} is no machine's`])),
      ...manager
        .status()
        .members.flatMap(({ nodeId }) => (ids.has(nodeId) ? [] : [`${nodeId} is no machine's`])),
    ];
  }

  async #add(machine: SimMachine, beginning: Beginning): Promise<void> {
    this.#beginnings.set(machine, beginning);
    machine.start();
    await this.sim.runUntil(
      () => {
        const member = this.memberOf(machine);
        return member?.state.phase === "member" && isIn(member);
      },
      BOOT_MS,
      `${machine.name} to be a member`,
    );
  }

  #allReady(): boolean {
    const manager = this.leader && this.managerOf(this.leader);
    const nodes = manager?.store.view((tx) => tx.nodes.all()) ?? [];
    const ready = nodes.filter(({ status }) => status?.state === NodeStatus_State.READY);
    const mayVote = manager?.status().members.every(({ learner }) => !learner) ?? false;
    return mayVote && ready.length === this.members.length;
  }

  /** As some manager knows them. */
  #joinTokens(): JoinTokens | undefined {
    for (const { store } of this.managers) {
      const cluster = store.view((tx) => tx.clusters.all()[0]);
      if (cluster?.rootCa?.joinTokens) return cluster.rootCa.joinTokens;
    }
    return undefined;
  }

  #followManagers(): void {
    for (const machine of this.machines) {
      const manager = this.managerOf(machine);
      if (manager === undefined || this.#followed.has(manager)) continue;
      this.#followed.add(manager);
      this.history.follow(machine.name, manager.store, manager.store.appliedIndex);
    }
  }

  #checkRegularly(): void {
    this.sim.schedule(CHECK_MS, () => {
      for (const machine of this.machines) this.#check(machine);
      this.#checkRegularly();
    });
  }

  #check(machine: SimMachine): void {
    const status = this.managerOf(machine)?.status();
    if (status?.role === "leader") this.leaders.observe(machine.name, status.term);
    const nodeIds = this.#nodeIds.get(machine) ?? [];
    if (nodeIds.length > 0) {
      this.data.check(nodeIds, machine.engine.files, this.memberOf(machine)?.held);
    }
    for (const { task } of machine.engine.containers) {
      const placed = this.tasks.nodeOf(task.id);
      assert(
        placed !== undefined && nodeIds.includes(placed),
        `${machine.name} has a container of ${task.id}, which is on ${placed ?? "no node"}`,
      );
    }
  }
}

/** How long a cluster must be as declared to count as settled. */
const STEADY_MS = 2_000;

/** The way to the leader, if this manager knows one. */
function controlOf(manager: Manager): Channel | undefined {
  try {
    return manager.control();
  } catch {
    return undefined; // Its leader has gone meanwhile.
  }
}

/** The role that a machine's certificate gives it. */
export function roleOf(member: Member): NodeRole {
  return member.facts.role;
}
