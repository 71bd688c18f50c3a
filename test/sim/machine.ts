import { assert } from "../../src/base/assert.ts";
import { SimDisk } from "./disk.ts";
import { SimEngineHost } from "./engine.ts";
import type { Links } from "./links.ts";
import type { SimProcess } from "./process.ts";
import type { Simulation } from "./simulation.ts";

/** Runs the daemon as `process` on `machine`, until it is killed. A rejection is a bug of the daemon. */
export type Daemon = (machine: SimMachine, process: SimProcess) => Promise<void>;

/**
 * One machine: what outlives the daemon on it (disks, engine, power), and the daemon's process of
 * the moment.
 */
export class SimMachine {
  readonly name: string;
  readonly engine: SimEngineHost;
  readonly #sim: Simulation;
  readonly #links: Links;
  readonly #daemon: Daemon;
  readonly #disks = new Map<string, SimDisk>();
  #process: SimProcess | undefined;

  constructor(sim: Simulation, links: Links, name: string, daemon: Daemon) {
    this.#sim = sim;
    this.#links = links;
    this.name = name;
    this.#daemon = daemon;
    this.engine = new SimEngineHost(sim, name);
    this.disk("files"); // There is one from the start.
  }

  /** The database of that name on this machine's disk. */
  disk(name: string): SimDisk {
    let disk = this.#disks.get(name);
    if (disk === undefined) {
      disk = new SimDisk(this.#sim, `${this.name} ${name}`);
      this.#disks.set(name, disk);
    }
    return disk;
  }

  get disks(): readonly SimDisk[] {
    return [...this.#disks.values()];
  }

  /** The daemon's process, if it lives. */
  get process(): SimProcess | undefined {
    return this.#process?.isAlive === true ? this.#process : undefined;
  }

  /** Whether the daemon lives and is not paused. */
  get isRunning(): boolean {
    return this.process?.isPaused === false;
  }

  get hasPower(): boolean {
    return this.#links.isUp(this.name);
  }

  /** Starts the daemon, switching the machine on if need be. */
  start(): void {
    assert(this.process === undefined, `${this.name} runs already`);
    if (!this.hasPower) this.#links.setUp(this.name, true);
    const process = this.#sim.process(this.name);
    this.#process = process;
    process.post(() => {
      this.#daemon(this, process).then(
        () => {
          if (process.isAlive) this.#sim.fail(new Error(`The daemon on ${this.name} ended`));
        },
        (error: unknown) => {
          // A daemon ends with its disk; anything else is a bug.
          if (this.disks.some((disk) => disk.hasFailed)) process.kill();
          else this.#sim.fail(error);
        },
      );
    });
  }

  /** SIGKILL of the daemon: its host, its disks and its containers stay as they are. */
  kill(): void {
    this.process?.kill();
  }

  /** The plug is pulled: writes that were not synced are lost, containers end, nobody hears of it. */
  losePower(): void {
    if (!this.hasPower) return;
    this.#links.setUp(this.name, false);
    this.kill();
    for (const disk of this.#disks.values()) disk.losePower();
    this.engine.losePower();
  }

  /** Everything that a cluster has left on the disks goes; the containers too, where all is made anew. */
  wipe(what: "state" | "everything"): void {
    if (what === "everything") this.losePower();
    else this.kill();
    for (const disk of this.#disks.values()) disk.erase();
    if (what === "everything") this.engine.wipe();
  }

  pause(): void {
    if (this.isRunning) this.process?.pause();
  }

  resume(): void {
    if (this.process?.isPaused === true) this.process.resume();
  }
}
