import { assert } from "../../src/base/assert.ts";
import { SimClock } from "./clock.ts";
import { SimEntropy } from "./entropy.ts";
import type { SimLog } from "./log.ts";
import type { Simulation } from "./simulation.ts";

/**
 * A program on a host. Everything that happens to it (timers, messages, disks) goes through
 * `post`, so that a paused one (SIGSTOP) sees it late and a dead one (SIGKILL) never: its code
 * stops where it stands.
 */
export class SimProcess {
  readonly sim: Simulation;
  readonly name: string;
  readonly host: string;
  /** 1 for the first process of this name. */
  readonly incarnation: number;
  readonly clock: SimClock;
  readonly entropy: SimEntropy;
  readonly log: SimLog;
  #state: "running" | "paused" | "dead" = "running";
  #held: (() => void)[] = [];
  #releasing = false;
  readonly #listeners = new Set<(state: "paused" | "running" | "dead") => void>();

  constructor(sim: Simulation, name: string, host: string, incarnation: number) {
    this.sim = sim;
    this.name = name;
    this.host = host;
    this.incarnation = incarnation;
    this.clock = new SimClock(this);
    this.entropy = new SimEntropy(sim.fork(`${name}#${incarnation}`));
    this.log = sim.logBook.log(`${name}#${incarnation}`);
  }

  get isAlive(): boolean {
    return this.#state !== "dead";
  }

  get isPaused(): boolean {
    return this.#state === "paused";
  }

  /** Runs `work` as this process: now, when it is resumed, or never. */
  post(work: () => void): void {
    if (this.#state === "dead") return;
    // What still waits from a pause goes first.
    if (this.#state === "paused" || this.#held.length > 0) this.#held.push(work);
    else this.#perform(work);
  }

  /** SIGSTOP: nothing runs, the clock goes on, connections stay open. */
  pause(): void {
    assert(this.#state === "running", `Cannot pause ${this.name}: it is ${this.#state}`);
    this.sim.note(`pause ${this.name}`);
    this.#become("paused");
  }

  /** SIGCONT: what was held happens now, in its order. */
  resume(): void {
    assert(this.#state === "paused", `Cannot resume ${this.name}: it is ${this.#state}`);
    this.sim.note(`resume ${this.name}`);
    this.#become("running");
    this.#release();
  }

  /** SIGKILL. */
  kill(): void {
    if (this.#state === "dead") return;
    this.sim.note(`kill ${this.name}`);
    this.#held = [];
    this.#become("dead");
    this.#listeners.clear();
  }

  /** Calls `listener` when the process is paused, resumed or killed. */
  onState(listener: (state: "paused" | "running" | "dead") => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #become(state: "paused" | "running" | "dead"): void {
    this.#state = state;
    for (const listener of [...this.#listeners]) listener(state);
  }

  /** One held thing at a time, so that promises settle between them. */
  #release(): void {
    if (this.#releasing) return;
    this.#releasing = true;
    this.sim.schedule(0, () => {
      this.#releasing = false;
      if (this.#state !== "running") return;
      const next = this.#held.shift();
      if (next === undefined) return;
      this.#perform(next);
      this.#release();
    });
  }

  #perform(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.sim.fail(error);
    }
  }
}
