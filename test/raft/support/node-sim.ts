import { errorCodeOf, messageOf } from "../../../src/base/errors.ts";
import type { Prng } from "../../../src/base/prng.ts";
import type { SimRun } from "../../simulation/run.ts";
import { Simulation } from "../../sim/simulation.ts";
import { History } from "./history.ts";
import { RaftCluster, type RaftHost } from "./raft-cluster.ts";

/** How often what happens, each second of virtual time; drawn from the seed. */
interface Weather {
  readonly kill: number;
  readonly pause: number;
  readonly partition: number;
  readonly reset: number;
  readonly churn: number;
  readonly transfer: number;
  readonly skew: boolean;
  readonly lossProbability: number;
  readonly stallProbability: number;
  readonly proposalEveryMs: number;
}

function drawWeather(prng: Prng): Weather {
  const maybe = (most: number): number => (prng.chance(0.4) ? 0 : prng.unit() * most);
  return {
    kill: maybe(0.5),
    pause: maybe(0.5),
    partition: maybe(0.5),
    reset: maybe(0.5),
    churn: maybe(0.3),
    transfer: maybe(0.3),
    skew: prng.chance(0.5),
    lossProbability: maybe(0.1),
    stallProbability: maybe(0.05),
    proposalEveryMs: 5 + prng.below(100),
  };
}

const STEP_MS = 10;
/** Of the faulty phase. */
const STEPS = 800;
const MAX_HOSTS = 7;
const FAULTS = ["kill", "pause", "partition", "reset", "churn", "transfer"] as const;

/** Whole members, on disks and a network that fail; two phases, the second without faults. */
export class NodeSim {
  readonly sim: Simulation;
  readonly cluster: RaftCluster;
  readonly history = new History();
  /** Of the step, so that leaving one out changes nothing in the others. */
  #prng: Prng;
  readonly #weather: Weather;
  readonly #pending = new Set<Promise<void>>();
  #proposals = 0;
  #stale: string | undefined;
  readsAnswered = 0;

  constructor(seed: number) {
    this.sim = new Simulation(seed);
    this.#prng = this.sim.fork("weather");
    this.#weather = drawWeather(this.#prng);
    const limits = {
      snapshotInterval: this.#prng.pick([20, 100, 10_000]),
      keptEntries: this.#prng.pick([0, 5, 50]),
      maxMessageBytes: this.#prng.pick([10, 1000, 1 << 20]),
      maxInflightMessages: this.#prng.pick([1, 4, 256]),
    };
    this.cluster = new RaftCluster(this.sim, { limits });
  }

  async run(run: SimRun): Promise<void> {
    await this.cluster.form(1 + this.#prng.below(5));
    run.kinds = FAULTS.filter((kind) => this.#weather[kind] > 0);
    this.#spoil();
    for (let step = run.nextStep(); step !== undefined && step <= STEPS; step = run.nextStep()) {
      this.#prng = this.sim.fork(`step ${step}`);
      this.#cause(run, step);
      await this.sim.advance(STEP_MS);
      this.history.check(this.cluster);
      this.#checkAlive();
      if (this.#stale !== undefined) throw new Error(`stale read: ${this.#stale}`);
    }
    await this.#recover();
    await this.cluster.converge(30_000);
    await this.#proposeUntilDone("last");
    await this.cluster.converge(30_000);
    this.history.check(this.cluster);
    this.history.checkPromises();
    run.count("proposals", this.#proposals);
    run.count("members", this.cluster.hosts.length);
    run.fingerprint = this.sim.trace.fingerprint;
  }

  #spoil(): void {
    const { lossProbability, stallProbability, skew } = this.#weather;
    const { links } = this.cluster.network;
    links.options = { ...links.options, lossProbability };
    for (const host of this.cluster.hosts) {
      host.disk.options = { ...host.disk.options, stallProbability };
      if (skew) host.process?.clock.skew(0.8 + this.#prng.unit() * 0.4);
    }
  }

  #cause(run: SimRun, step: number): void {
    const prng = this.#prng;
    const host = prng.pick(this.cluster.hosts);
    const faults: Readonly<Record<(typeof FAULTS)[number], () => void>> = {
      kill: () => this.#kill(host),
      pause: () => this.#pause(host),
      partition: () => this.#partition(),
      reset: () => this.cluster.network.reset(host.name),
      churn: () => this.#change(),
      transfer: () => this.#transfer(host),
    };
    for (const kind of FAULTS) {
      if (!prng.chance((this.#weather[kind] * STEP_MS) / 1000)) continue;
      if (!run.allows(step, kind)) continue;
      run.happened(step, this.sim.nowMs, `${kind} ${host.name}`);
      run.count(kind);
      faults[kind]();
    }
    if (prng.chance(STEP_MS / this.#weather.proposalEveryMs)) this.#propose(host);
    if (prng.chance(STEP_MS / this.#weather.proposalEveryMs)) this.#read(host);
  }

  #propose(host: RaftHost): void {
    if (!host.node) return;
    const payload = `p${this.#proposals++}`;
    this.#follow(
      this.cluster.propose(host, payload).then(
        (index) => this.history.acknowledge(payload, index),
        (error: unknown) => {
          const unknown = /unknown|may still be committed/.test(messageOf(error));
          if (errorCodeOf(error) === "unavailable" || !unknown) this.history.refuse(payload);
        },
      ),
    );
  }

  /** What was acknowledged to anybody before, it shows, wherever it is asked. */
  #read(host: RaftHost): void {
    const { node } = host;
    if (!node) return;
    const least = this.history.newestAcknowledged;
    this.#follow(
      node.readIndex(this.cluster.signal).then(() => {
        const { appliedIndex } = node.status();
        if (appliedIndex < least) this.#stale ??= `${host.name} shows ${appliedIndex} of ${least}`;
        else this.readsAnswered++;
      }),
    );
  }

  /** The host is gone for a while, and maybe what its disk had not synced. */
  #kill(host: RaftHost): void {
    if (!host.node) return;
    this.cluster.kill(host);
    if (this.#prng.chance(0.5)) host.disk.losePower();
    this.sim.schedule(this.#prng.below(3000), () => this.#restart(host));
  }

  #restart(host: RaftHost): void {
    if (host.node || host.outcome === "removed") return;
    this.#follow(this.cluster.start(host, "restart"));
  }

  #pause(host: RaftHost): void {
    const { process } = host;
    if (!process?.isAlive || process.isPaused) return;
    process.pause();
    this.sim.schedule(this.#prng.below(2000), () => {
      if (process.isPaused) process.resume();
    });
  }

  #partition(): void {
    const { links } = this.cluster.network;
    links.heal();
    if (this.#prng.chance(0.4)) return;
    const names = this.#prng.shuffle(this.cluster.hosts.map(({ name }) => name));
    const cut = this.#prng.below(names.length + 1);
    const [one, other] = [names.slice(0, cut), names.slice(cut)];
    if (this.#prng.chance(0.3)) {
      for (const a of one) for (const b of other) links.block(a, b);
    } else {
      links.partition(one, other);
    }
  }

  #transfer(host: RaftHost): void {
    if (!host.node) return;
    this.#follow(host.node.transferLeadership(this.cluster.signal));
  }

  #change(): void {
    if (!this.cluster.hasLeader()) return;
    const leader = this.cluster.leader();
    const members = leader.running.status().members;
    if (this.#prng.chance(0.5) && members.length > 1) {
      const { raftId } = this.#prng.pick(members);
      this.#follow(leader.running.removeMember(raftId, this.cluster.signal));
    } else if (this.cluster.hosts.length < MAX_HOSTS) {
      const host = this.cluster.add(this.cluster.hosts.length + 1);
      const admit = async (): Promise<void> => {
        await this.cluster.start(host, "join");
        await leader.running.addMember(host.member, this.cluster.signal);
      };
      this.#follow(admit());
    }
  }

  /** What callers do with a refusal is not the point here. */
  #follow(work: Promise<void>): void {
    const quiet = work.catch(() => undefined);
    this.#pending.add(quiet);
    void quiet.then(() => this.#pending.delete(quiet));
  }

  /** A member stops only because it was removed. */
  #checkAlive(): void {
    for (const { outcome, name, process } of this.cluster.hosts) {
      if (outcome === undefined || outcome === "removed" || process?.isAlive === false) continue;
      const why = typeof outcome === "string" ? outcome : messageOf(outcome.error);
      throw new Error(`${name} has stopped: ${why}`);
    }
  }

  async #recover(): Promise<void> {
    const { cluster } = this;
    cluster.network.links.heal();
    cluster.network.links.options = { ...cluster.network.links.options, lossProbability: 0 };
    for (const host of cluster.hosts) {
      host.disk.options = { ...host.disk.options, stallProbability: 0 };
      host.process?.clock.skew(1);
      if (host.process?.isPaused === true) host.process.resume();
      this.#restart(host);
    }
    await this.sim.advance(5000);
  }

  async #proposeUntilDone(payload: string): Promise<void> {
    for (let attempt = 0; attempt < 20; attempt++) {
      const name = `${payload}${attempt}`;
      try {
        const index = await this.sim.finish(this.cluster.propose(this.cluster.leader(), name));
        this.history.acknowledge(name, index);
        return;
      } catch {
        await this.sim.advance(500); // An election came between.
      }
    }
    throw new Error("no proposal gets through");
  }
}
