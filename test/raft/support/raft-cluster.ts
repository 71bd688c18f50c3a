import { must } from "../../../src/base/assert.ts";
import { NodeRole } from "../../../src/model/generated/types.ts";
import type { RunOutcome } from "../../../src/raft/driver.ts";
import { RaftNode } from "../../../src/raft/node.ts";
import type { RaftNodeOptions } from "../../../src/raft/options.ts";
import type { Member, Membership, StateMachine } from "../../../src/raft/state-machine.ts";
import { memberToWire } from "../../../src/raft/member-wire.ts";
import type { Identity, Route } from "../../../src/system/rpc.ts";
import { SimDisk } from "../../sim/disk.ts";
import { SimNetwork, type NetworkOptions } from "../../sim/network.ts";
import type { SimProcess } from "../../sim/process.ts";
import type { Simulation } from "../../sim/simulation.ts";
import { text } from "./lab-member.ts";

/** A state machine that remembers everything, as text. */
export class Ledger implements StateMachine {
  lines: string[] = [];
  /** What it was handed beside the data, where it was. */
  locals: unknown[] = [];
  restores = 0;
  snapshots = 0;

  apply(index: number, data: Uint8Array, local: unknown): void {
    this.lines.push(`${index}:${new TextDecoder().decode(data)}`);
    if (local !== undefined) this.locals.push(local);
  }

  snapshot({ members, removed }: Membership): readonly Uint8Array[] {
    this.snapshots++;
    const plain = {
      lines: this.lines,
      members: members.map(({ raftId, ...rest }) => ({ raftId: String(raftId), ...rest })),
      removed: removed.map(String),
    };
    return [text(JSON.stringify(plain))];
  }

  async restore(_index: number, pieces: AsyncIterable<Uint8Array>): Promise<Membership> {
    const decoder = new TextDecoder();
    let json = "";
    for await (const piece of pieces) json += decoder.decode(piece, { stream: true });
    const plain = JSON.parse(json) as {
      lines: string[];
      members: { raftId: string; nodeId: string; address: string }[];
      removed: string[];
    };
    this.restores++;
    this.lines = plain.lines;
    return {
      members: plain.members.map((member) => ({ ...member, raftId: BigInt(member.raftId) })),
      removed: plain.removed.map(BigInt),
    };
  }
}

/** One host that may run a member. */
export class RaftHost {
  readonly raftId: bigint;
  readonly name: string;
  readonly disk: SimDisk;
  address: string;
  process: SimProcess | undefined;
  node: RaftNode | undefined;
  ledger = new Ledger();
  outcome: RunOutcome | { readonly error: unknown } | undefined;
  life = new AbortController();

  constructor(raftId: number, sim: Simulation) {
    this.raftId = BigInt(raftId);
    this.name = `m${raftId}`;
    this.address = `${this.name}:2377`;
    this.disk = new SimDisk(sim, `${this.name} raft`);
  }

  get member(): Member {
    return { raftId: this.raftId, nodeId: `node-${this.raftId}`, address: this.address };
  }

  get running(): RaftNode {
    return must(this.node, `${this.name} does not run`);
  }
}

/** What a host serves beside raft. */
type MoreRoutes = (host: RaftHost, process: SimProcess, identity: Identity) => readonly Route[];

/** Raft members on simulated hosts. */
export class RaftCluster {
  readonly sim: Simulation;
  readonly network: SimNetwork;
  readonly hosts: RaftHost[] = [];
  readonly #options: Partial<RaftNodeOptions>;
  readonly #moreRoutes: MoreRoutes;

  constructor(
    sim: Simulation,
    options: Partial<RaftNodeOptions> = {},
    network?: NetworkOptions,
    moreRoutes: MoreRoutes = () => [],
  ) {
    this.sim = sim;
    this.network = new SimNetwork(sim, network);
    this.#options = options;
    this.#moreRoutes = moreRoutes;
  }

  /** One that never aborts; a new one each time, as a signal that many wait on is a leak. */
  get signal(): AbortSignal {
    return new AbortController().signal;
  }

  host(raftId: number): RaftHost {
    return must(
      this.hosts.find((host) => host.raftId === BigInt(raftId)),
      `no host ${raftId}`,
    );
  }

  /** The first member of `size`, then the others by way of the leader; all of them caught up. */
  async form(size: number): Promise<void> {
    const first = this.add(1);
    await this.sim.finish(this.start(first, "bootstrap"));
    await this.sim.runUntil(() => first.running.status().leading, 1000, "a first leader");
    for (let raftId = 2; raftId <= size; raftId++) await this.admit(raftId);
    await this.converge();
  }

  add(raftId: number): RaftHost {
    const host = new RaftHost(raftId, this.sim);
    this.hosts.push(host);
    return host;
  }

  /** Starts a new host's member, then has the leader admit it. */
  async admit(raftId: number): Promise<RaftHost> {
    const host = this.add(raftId);
    const leader = this.leader();
    await this.sim.finish(this.start(host, "join"));
    await this.sim.finish(leader.running.addMember(host.member, this.signal));
    return host;
  }

  /** A new process with a member on what the host's disk has. */
  async start(host: RaftHost, how: "bootstrap" | "join" | "restart" | "force"): Promise<void> {
    const process = this.sim.process(host.name);
    const identity = {
      nodeId: host.member.nodeId,
      role: NodeRole.MANAGER,
      organization: "swarm",
    };
    host.process = process;
    host.ledger = new Ledger();
    host.outcome = undefined;
    host.life = new AbortController();
    const options: RaftNodeOptions = {
      storage: host.disk.open(process),
      clock: process.clock,
      entropy: process.entropy,
      log: process.log,
      dialer: this.network.dialer(process, () => identity),
      stateMachine: host.ledger,
      ...this.#options,
    };
    const node = await this.#make(host, how, options);
    host.node = node;
    this.network.listen(process, host.member.address, {
      routes: [...node.routes(), ...this.#moreRoutes(host, process, identity)],
      identity: () => identity,
    });
    node.run(host.life.signal).then(
      (outcome) => (host.outcome = outcome),
      (error: unknown) => (host.outcome = { error }),
    );
  }

  #make(host: RaftHost, how: string, options: RaftNodeOptions): Promise<RaftNode> {
    if (how === "bootstrap") return RaftNode.bootstrap(options, host.member);
    if (how === "force") return RaftNode.forceNewCluster(options, host.member);
    if (how === "restart") return RaftNode.restart(options);
    const members = this.leader()
      .running.status()
      .members.map((member) => memberToWire(member));
    return RaftNode.join(options, { raftId: host.raftId, members });
  }

  kill(host: RaftHost): void {
    host.process?.kill();
    host.node = undefined;
  }

  async restart(host: RaftHost): Promise<void> {
    this.kill(host);
    await this.sim.finish(this.start(host, "restart"));
  }

  /** Cuts `host` off from all others. */
  isolate(host: RaftHost): void {
    const others = this.hosts.filter((other) => other !== host).map(({ name }) => name);
    this.network.links.partition([host.name], others);
  }

  /** The host whose member leads. */
  leader(): RaftHost {
    const leaders = this.alive().filter(({ running }) => running.status().leading);
    // A deposed leader may not know yet: the newest term is right.
    const [newest] = leaders.sort((a, b) => b.running.status().term - a.running.status().term);
    return must(newest, "nobody leads");
  }

  hasLeader(): boolean {
    return this.alive().some(({ running }) => running.status().leading);
  }

  alive(): RaftHost[] {
    return this.hosts.filter(({ node, outcome }) => node !== undefined && outcome === undefined);
  }

  followers(): RaftHost[] {
    const leader = this.leader();
    return this.alive().filter((host) => host !== leader);
  }

  propose(host: RaftHost, payload: string, local?: unknown): Promise<number> {
    return host.running.propose(text(payload), local, this.signal);
  }

  /** Until every member has applied what the leader has. */
  async converge(limitMs = 20_000): Promise<void> {
    await this.sim.runUntil(
      () => {
        if (!this.hasLeader()) return false;
        const want = this.leader();
        const { appliedIndex, commitIndex, members } = want.running.status();
        if (appliedIndex !== commitIndex) return false;
        return members.every(({ raftId }) => {
          const { node, outcome } = this.host(Number(raftId));
          return outcome === undefined && node?.status().appliedIndex === appliedIndex;
        });
      },
      limitMs,
      "convergence",
    );
  }
}
