import type { Prng } from "../../src/base/prng.ts";
import { NodeRole, type Node } from "../../src/model/generated/types.ts";
import type { MemberStatus } from "../../src/raft/status.ts";
import type { SimCluster } from "./cluster.ts";
import type { SimMachine } from "./machine.ts";
import type { SimProcess } from "./process.ts";

const MOST_MACHINES = 9;
const MOST_MANAGERS = 5;
/** Fewer do without any that is lost. */
const FEWEST_VOTERS = 3;
/** Until those who are left have noticed the loss of a manager. */
const LOSS_MS = 3_000;
/** Until a change of role is in every leader's store; longer when nobody knows whether it was made. */
const CHANGE_MS = 500;
const UNKNOWN_MS = 15_000;
const ROUND_MS = 2_000;
const MOST_ROUNDS = 45;

type Step = () => Promise<void> | void;

/**
 * Machines that join, leave, are wiped, removed, promoted and demoted: an operator who does not wait
 * for one thing to be done before the next, but never gives up more managers for good than the others
 * can do without, which no cluster survives.
 */
export class Churn {
  readonly #cluster: SimCluster;
  readonly #prng: Prng;
  readonly #process: SimProcess;
  readonly #leaving = new Set<SimMachine>();
  /** How many things it has done. */
  #steps = 0;
  /** No manager is given up before. */
  #carefulUntilMs = 0;

  constructor(cluster: SimCluster) {
    this.#cluster = cluster;
    this.#prng = cluster.sim.fork("churn");
    this.#process = cluster.sim.process("churn");
  }

  /** How often a machine was told to join, to leave, or nothing at all. */
  get count(): number {
    return this.#steps;
  }

  async work(meanGapMs: number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.#process.clock.sleep(this.#prng.unit() * 2 * meanGapMs, signal);
      if (signal.aborted) return;
      const step = this.#prng.pick<Step>([
        () => this.#join(),
        () => this.#join(),
        () => this.#leave(),
        () => this.#wipe(),
        () => this.#remove(),
        () => this.#changeSomeRole(),
        () => this.#changeSomeRole(),
        () => this.#tidy(),
        () => this.#tidy(),
      ]);
      await step();
    }
  }

  /** After the faults: whoever is half in the cluster is put right, and what is left of others removed. */
  async settle(): Promise<void> {
    const { sim, machines } = this.#cluster;
    const absent = machines.filter((machine) => this.#cluster.isBlank(machine));
    for (const machine of absent) if (this.#prng.chance(0.5)) this.#invite(machine);
    for (let round = 0; round < MOST_ROUNDS; round++) {
      await sim.finish(this.#tidy(), 60_000);
      await sim.advance(ROUND_MS);
      if (this.#isTidy()) return;
    }
  }

  #join(): void {
    const { machines } = this.#cluster;
    const absent = machines.filter((each) => this.#cluster.isBlank(each));
    if (absent.length > 0) this.#invite(this.#prng.pick(absent));
    else if (machines.length < MOST_MACHINES) {
      this.#invite(this.#cluster.addMachine(`x${machines.length + 1}`));
    }
  }

  #invite(machine: SimMachine): void {
    const isManager = this.#managers().length < MOST_MANAGERS && this.#prng.chance(0.4);
    this.#say(`${machine.name} joins as a ${isManager ? "manager" : "worker"}`);
    this.#cluster.join(machine, isManager ? "manager" : "worker", this.#prng);
  }

  #leave(): void {
    const machine = this.#prng.pick(this.#cluster.members);
    if (this.#cluster.memberOf(machine) === undefined || !this.#mayLose(machine)) return;
    this.#beginToLeave(machine);
  }

  #beginToLeave(machine: SimMachine): void {
    if (this.#leaving.has(machine)) return;
    this.#say(`${machine.name} leaves`);
    this.#leaving.add(machine);
    if (this.#isInGroup(machine)) this.#becomeCareful(LOSS_MS);
    const done = (): boolean => this.#leaving.delete(machine);
    // One whose disk fails meanwhile has not left, and its daemon ends by itself.
    this.#cluster.leave(machine).then(done, done);
    machine.process?.onState((state) => {
      if (state === "dead") done();
    });
  }

  #wipe(): void {
    const machine = this.#prng.pick(this.#cluster.members);
    if (!this.#mayLose(machine)) return;
    this.#say(`${machine.name} is wiped`);
    if (this.#isInGroup(machine)) this.#becomeCareful(LOSS_MS);
    this.#cluster.wipe(machine, this.#prng.pick(["state", "everything"] as const));
  }

  /** A worker, whether it is there or not: whoever is removed while it runs is told so. */
  async #remove(): Promise<void> {
    const workers = this.#nodes().filter(({ spec }) => spec?.desiredRole === NodeRole.WORKER);
    if (workers.length > 2) await this.#removeNode(this.#prng.pick(workers));
  }

  async #changeSomeRole(): Promise<void> {
    const nodes = this.#nodes();
    if (nodes.length === 0 || this.#lost().length > 0) return;
    const node = this.#prng.pick(nodes);
    const isManager = node.spec?.desiredRole === NodeRole.MANAGER;
    if (!isManager && this.#managers().length >= MOST_MANAGERS) return;
    if (this.#machineOf(node.id) !== undefined) await this.#changeRole(node.id);
  }

  async #changeRole(nodeId: string): Promise<void> {
    const { operator } = this.#cluster;
    const done = await operator.attempt(() => operator.changeRole(nodeId));
    this.#becomeCareful(done ? CHANGE_MS : UNKNOWN_MS);
  }

  async #removeNode({ id }: Node): Promise<void> {
    const { operator } = this.#cluster;
    await operator.attempt(() => operator.removeNode(id));
  }

  /** Removes nodes that no machine is any more; has machines leave whose nodes were removed. */
  async #tidy(): Promise<void> {
    for (const machine of this.#outcasts()) {
      if (this.#cluster.memberOf(machine) !== undefined) this.#beginToLeave(machine);
    }
    for (const node of this.#nodes()) {
      if (this.#machineOf(node.id) !== undefined) continue;
      if (node.spec?.desiredRole === NodeRole.MANAGER) await this.#changeRole(node.id);
      else await this.#removeNode(node);
    }
  }

  #isTidy(): boolean {
    const { leader, machines } = this.#cluster;
    if (leader === undefined || this.#leaving.size > 0 || this.#outcasts().length > 0) return false;
    if (machines.some((machine) => this.#cluster.isJoining(machine))) return false;
    return this.#nodes().every(({ id }) => this.#machineOf(id) !== undefined);
  }

  /** Machines whose nodes the cluster has removed, as its leader says. */
  #outcasts(): readonly SimMachine[] {
    const { leader, members } = this.#cluster;
    if (leader === undefined) return [];
    const ids = new Set(this.#nodes().map(({ id }) => id));
    return members.filter((machine) => !ids.has(this.#cluster.nodeIdOf(machine)));
  }

  /**
   * Whether the cluster does without this machine, whatever else is under way: it is a worker and
   * nothing else, or one of enough managers, of which all others are there.
   */
  #mayLose(machine: SimMachine): boolean {
    const nodeId = this.#cluster.nodeIdOf(machine);
    const nodes = this.#nodes();
    const node = nodes.find(({ id }) => id === nodeId);
    if (node === undefined || this.#leaving.has(machine)) return false;
    const members = this.#groupMembers();
    const { WORKER } = NodeRole;
    const isWorker = node.role === WORKER && node.spec?.desiredRole === WORKER;
    const isCalm = this.#process.clock.monotonicMs() >= this.#carefulUntilMs;
    if (!isCalm) return false;
    if (isWorker) return !this.#isInGroup(machine);
    if (nodes.some(({ spec, role }) => spec?.desiredRole !== role)) return false;
    if (this.#lost().length > 0 || members.some(({ reachable }) => !reachable)) return false;
    return members.filter(({ learner }) => !learner).length >= FEWEST_VOTERS;
  }

  /** Members of the managers' group whose machines are no longer that, or are about not to be. */
  #lost(): readonly MemberStatus[] {
    return this.#groupMembers().filter(({ nodeId }) => {
      const machine = this.#machineOf(nodeId);
      return machine === undefined || this.#leaving.has(machine);
    });
  }

  #groupMembers(): readonly MemberStatus[] {
    const { leader } = this.#cluster;
    return (leader && this.#cluster.managerOf(leader)?.status().members) ?? [];
  }

  #isInGroup(machine: SimMachine): boolean {
    const nodeId = this.#cluster.nodeIdOf(machine);
    return this.#groupMembers().some((member) => member.nodeId === nodeId);
  }

  #managers(): readonly Node[] {
    return this.#nodes().filter(({ spec }) => spec?.desiredRole === NodeRole.MANAGER);
  }

  /** As the leader knows them; none without one. */
  #nodes(): readonly Node[] {
    if (this.#cluster.leader === undefined) return [];
    return this.#cluster.view((tx) => tx.nodes.all());
  }

  /** The machine that is this node now. */
  #machineOf(nodeId: string): SimMachine | undefined {
    return this.#cluster.members.find((machine) => this.#cluster.nodeIdOf(machine) === nodeId);
  }

  #becomeCareful(forMs: number): void {
    const untilMs = this.#process.clock.monotonicMs() + forMs;
    this.#carefulUntilMs = Math.max(this.#carefulUntilMs, untilMs);
  }

  #say(reason: string): void {
    this.#steps++;
    this.#process.log.info("churn", { reason });
  }
}
