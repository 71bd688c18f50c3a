import { setMaxListeners } from "node:events";
import { assert } from "../../src/base/assert.ts";
import { messageOf } from "../../src/base/errors.ts";
import { Prng } from "../../src/base/prng.ts";
import { SimLogBook } from "./log.ts";
import { SimProcess } from "./process.ts";
import { Schedule } from "./schedule.ts";
import { Trace } from "./trace.ts";
import { armTripwires } from "./tripwires.ts";

// Taken before any tripwire is armed.
const realSetImmediate = globalThis.setImmediate;

// A signal that gathers so many listeners keeps what it should have let go.
setMaxListeners(500);

/** Runs every microtask that waits, and those that they make, to the last. */
function settle(): Promise<void> {
  return new Promise((resolve) => realSetImmediate(resolve));
}

/** A fixed start of time, so that certificates and timestamps look like ones. */
const EPOCH_MS = Date.UTC(2026, 0, 1);

/** Something the simulated program did wrong, with the last of its log. */
export class SimulationFailure extends Error {
  override readonly name = "SimulationFailure";
}

/**
 * One deterministic world: virtual time, one source of chance, the processes that live in it.
 * Nothing happens but in `advance`, `runUntil` and `finish`, which run what is scheduled in order
 * of time and let every promise settle in between.
 */
export class Simulation {
  readonly seed: number;
  /** For the scenario's own choices. */
  readonly prng: Prng;
  readonly trace = new Trace();
  readonly logBook: SimLogBook;
  readonly #schedule = new Schedule();
  readonly #processes: SimProcess[] = [];
  readonly #listeners = new Set<() => void>();
  #nowMs = 0;
  #failure: unknown;
  #running = false;

  constructor(seed: number) {
    this.seed = seed;
    this.prng = this.fork("scenario");
    this.logBook = new SimLogBook(() => this.#nowMs, this.trace);
  }

  /** True time since the start; processes see it through their own clocks. */
  get nowMs(): number {
    return this.#nowMs;
  }

  get wallMs(): number {
    return EPOCH_MS + this.#nowMs;
  }

  /** How many things are still to happen: 0 when every timer has been released. */
  get pendingCount(): number {
    return this.#schedule.size;
  }

  get processes(): readonly SimProcess[] {
    return this.#processes;
  }

  /** Chance that depends on the seed and `label` only, not on who drew before. */
  fork(label: string): Prng {
    let hash = this.seed >>> 0 || 1;
    for (let index = 0; index < label.length; index++) {
      hash = Math.imul(hash ^ label.charCodeAt(index), 0x01000193) ^ (hash >>> 13);
    }
    return new Prng((hash >>> 0) + Math.floor(this.seed / 2 ** 32));
  }

  /** Starts a process on `host`; what it is handed stops with it. */
  process(name: string, options: { readonly host?: string } = {}): SimProcess {
    const incarnation = this.#processes.filter((process) => process.name === name).length + 1;
    const process = new SimProcess(this, name, options.host ?? name, incarnation);
    this.#processes.push(process);
    this.note(`start ${name}#${incarnation}`);
    return process;
  }

  /** Calls `run` after `delayMs` of true time; gives the function that cancels it. */
  schedule(delayMs: number, run: () => void): () => void {
    assert(delayMs >= 0, `Simulation.schedule: delay out of range: ${delayMs}`);
    const item = this.#schedule.add(this.#nowMs + delayMs, run);
    return () => this.#schedule.cancel(item);
  }

  /** Calls `listener` after everything that happens, when all promises have settled. */
  onTurn(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Adds to the trace and the log what the simulator itself did: faults, deaths. */
  note(text: string): void {
    this.logBook.add("sim", "info", text, {});
  }

  /** Ends the run with `error`, thrown from where the scenario waits; the first one counts. */
  fail(error: unknown): void {
    this.#failure ??= error;
  }

  /** Lets `ms` of time pass. */
  async advance(ms: number): Promise<void> {
    const endMs = this.#nowMs + ms;
    await this.#run(endMs, () => false);
  }

  /** Lets time pass until `condition` holds, looked at after everything that happens. */
  async runUntil(condition: () => boolean, limitMs: number, what = "the condition"): Promise<void> {
    const endMs = this.#nowMs + limitMs;
    if (await this.#run(endMs, condition)) return;
    throw this.#failureOf(new Error(`Waited ${limitMs} ms of virtual time in vain for ${what}`));
  }

  /** Lets time pass until `promise` settles, and gives its outcome. */
  async finish<T>(promise: Promise<T>, limitMs = 60_000, what = "a promise"): Promise<T> {
    let settled = false;
    const mark = (): void => {
      settled = true;
    };
    promise.then(mark, mark);
    await this.runUntil(() => settled, limitMs, what);
    return promise;
  }

  /** Runs until true is `condition` or `endMs` has come; tells which. */
  async #run(endMs: number, condition: () => boolean): Promise<boolean> {
    assert(!this.#running, "Simulation: already running: await the call before");
    this.#running = true;
    const disarm = armTripwires((error) => this.fail(error));
    // A rejection that nobody handles ends a real daemon: here it ends the run.
    const onUnhandled = (reason: unknown): void => this.fail(reason);
    process.on("unhandledRejection", onUnhandled);
    const onWarning = (warning: Error): void => {
      if (warning.name === "MaxListenersExceededWarning") this.fail(warning);
    };
    process.on("warning", onWarning);
    try {
      await settle();
      while (!this.#check(condition)) {
        const nextAtMs = this.#schedule.nextAtMs();
        if (nextAtMs === undefined || nextAtMs > endMs) {
          this.#nowMs = Math.max(this.#nowMs, endMs);
          return this.#check(condition);
        }
        this.#nowMs = Math.max(this.#nowMs, nextAtMs);
        this.trace.time(this.#nowMs);
        this.#schedule.take()?.run();
        await settle();
        for (const listener of this.#listeners) listener();
      }
      return true;
    } finally {
      process.off("unhandledRejection", onUnhandled);
      process.off("warning", onWarning);
      disarm();
      this.#running = false;
    }
  }

  #check(condition: () => boolean): boolean {
    if (this.#failure !== undefined) throw this.#failureOf(this.#failure);
    return condition();
  }

  #failureOf(cause: unknown): SimulationFailure {
    const at = `seed ${this.seed}, ${this.#nowMs.toFixed(3)} ms`;
    return new SimulationFailure(`${messageOf(cause)} (${at})\n${this.logBook.tail()}`, { cause });
  }
}
