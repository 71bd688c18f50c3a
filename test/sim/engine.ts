import { assert } from "../../src/base/assert.ts";
import { OperationalError } from "../../src/base/errors.ts";
import type { Prng } from "../../src/base/prng.ts";
import {
  makeContainerSpec,
  makeContainerStatus,
  makeEngineDescription,
  makeNodeDescription,
  makePlatform,
  makePortStatus,
  makeResources,
  LogStream,
  type LogSubscriptionOptions,
  type NodeDescription,
  type Task,
} from "../../src/model/generated/types.ts";
import { compareTimes } from "../../src/model/log-position.ts";
import { filePlaces, type TaskFile } from "../../src/model/task-file.ts";
import { durationMs, timestampOf } from "../../src/model/time.ts";
import { Wake } from "../../src/system/wake.ts";
import {
  exitOf,
  type Engine,
  type Exit,
  type HeldTask,
  type LogLine,
  type RunStatus,
} from "../../src/worker/engine/engine.ts";
import { linesOfTail } from "../../src/worker/engine/docker-logs.ts";
import { fateByCommand, type Fate } from "./fate.ts";
import type { SimProcess } from "./process.ts";
import type { Simulation } from "./simulation.ts";

/** How long an engine takes, at most. */
export interface EngineOptions {
  readonly answerMs: number;
  readonly prepareMs: number;
  readonly startMs: number;
  readonly stopMs: number;
  readonly nanoCpus: number;
  readonly memoryBytes: number;
  readonly labels: Readonly<Record<string, string>>;
}

const DEFAULTS: EngineOptions = {
  answerMs: 2,
  prepareMs: 50,
  startMs: 100,
  stopMs: 200,
  nanoCpus: 4e9,
  memoryBytes: 8 * 2 ** 30,
  labels: {},
};

/** Source: Docker's stop timeout. */
const DEFAULT_GRACE_MS = 10_000;

/** How often one who follows looks for a container that is not there yet. */
const ABSENT_MS = 100;

/** By SIGKILL: its engine's host lost power. */
const KILLED_EXIT_CODE = 137;

/** One container of a simulated engine. */
export interface SimContainer {
  readonly id: string;
  readonly task: Task;
  readonly phase: "created" | "running" | "ended";
  readonly exitCode: number;
  /** What is known of the end beyond the code. */
  readonly cause?: string;
}

interface Held {
  readonly id: string;
  readonly task: Task;
  phase: SimContainer["phase"];
  exitCode: number;
  cause?: string;
  /** In true time. */
  beganMs: number;
  readonly lines: LogLine[];
  readonly watchers: Set<() => void>;
  cancelEnd: () => void;
}

/**
 * The engine of one host. It outlives the agents that drive it: the next process finds its containers
 * as they are. What an agent asked for is completed though the agent dies.
 */
export class SimEngineHost {
  readonly name: string;
  readonly options: EngineOptions;
  /** What becomes of a task. */
  fateOf: (task: Task) => Fate = fateByCommand;
  readonly #sim: Simulation;
  readonly #prng: Prng;
  readonly #held = new Map<string, Held>();
  /** Secrets and configs, by task. They are in memory: a loss of power takes them. */
  readonly files = new Map<string, readonly TaskFile[]>();
  /** The tasks whose containers ended by themselves, with 0. */
  readonly completed = new Set<string>();
  #down = false;
  /** What waits for an engine that hangs. */
  #hung: (() => void)[] | undefined;
  #containerCount = 0;
  /** By task: until when requests that change its container are under way. */
  readonly #busyUntilMs = new Map<string, number>();
  #boots = 0;

  constructor(sim: Simulation, name: string, options: Partial<EngineOptions> = {}) {
    this.#sim = sim;
    this.name = name;
    this.options = { ...DEFAULTS, ...options };
    this.#prng = sim.fork(`engine ${name}`);
  }

  /** The containers there are, whoever made them. */
  get containers(): readonly SimContainer[] {
    return [...this.#held.values()];
  }

  get running(): readonly SimContainer[] {
    return this.containers.filter(({ phase }) => phase === "running");
  }

  /** Drives the engine for one agent. */
  connect(process: SimProcess): Engine {
    return new SimEngine(this, process);
  }

  /** The engine's daemon stops answering; its containers run on. */
  setDown(down: boolean): void {
    this.#sim.note(`engine ${this.name} ${down ? "down" : "up"}`);
    this.#down = down;
    if (down) return;
    // Its return wakes whoever waits, as its events do.
    for (const { watchers } of this.#held.values()) for (const tell of watchers) tell();
  }

  /** The engine's daemon takes requests and answers none of them, until it goes on. */
  setHung(hung: boolean): void {
    if (hung === (this.#hung !== undefined)) return;
    this.#sim.note(`engine ${this.name} ${hung ? "hangs" : "goes on"}`);
    const waiting = this.#hung ?? [];
    this.#hung = hung ? [] : undefined;
    for (const go of waiting) go();
  }

  /** The host loses power: what ran has ended when it comes back, and what was asked for is forgotten. */
  losePower(): void {
    this.#boots++;
    this.#busyUntilMs.clear();
    if (this.#hung !== undefined) this.#hung = [];
    for (const held of this.#held.values()) {
      if (held.phase === "running") this.#end(held, KILLED_EXIT_CODE);
    }
    this.files.clear();
  }

  /** The host is installed anew. */
  wipe(): void {
    for (const held of this.#held.values()) held.cancelEnd();
    this.#held.clear();
    this.files.clear();
  }

  /** A container ends now. */
  endContainer(taskId: string, exitCode: number): void {
    const held = this.#held.get(taskId);
    if (held?.phase === "running") this.#endByItself(held, exitCode);
  }

  /**
   * For SimEngine: a request, of which `work` is done in the engine. What changes one container is
   * done in order, even after an agent's death: Docker has a lock for each.
   */
  perform<T>(process: SimProcess, mostMs: number, work: () => T, taskId?: string): Promise<T> {
    const tookMs = this.options.answerMs * this.#prng.unit() + mostMs * this.#prng.unit();
    const startMs = Math.max(this.#sim.nowMs, this.#busyUntilMs.get(taskId ?? "") ?? 0);
    const durationMs = startMs + tookMs - this.#sim.nowMs;
    if (taskId !== undefined) this.#busyUntilMs.set(taskId, startMs + tookMs);
    const boot = this.#boots;
    return new Promise((resolve, reject) => {
      const go = (): void => {
        if (boot !== this.#boots) return; // Whoever asked had no power either.
        if (this.#hung !== undefined) {
          this.#hung.push(go);
          return;
        }
        const outcome = this.#attempt(work);
        process.post(() => (outcome.ok ? resolve(outcome.value) : reject(outcome.error)));
      };
      this.#sim.schedule(durationMs, go);
    });
  }

  find(taskId: string): Held | undefined {
    return this.#held.get(taskId);
  }

  get(taskId: string): Held {
    const held = this.#held.get(taskId);
    if (held !== undefined) return held;
    throw new OperationalError("notFound", `No such container: ${taskId}`);
  }

  create(task: Task): void {
    if (this.#held.has(task.id)) return;
    const { prepareError } = this.fateOf(task);
    if (prepareError !== undefined) throw new OperationalError("notFound", prepareError);
    const id = `${this.name}-container-${++this.#containerCount}`;
    const cancelEnd = (): void => undefined;
    const watchers = new Set<() => void>();
    this.#held.set(task.id, {
      id,
      task,
      phase: "created",
      exitCode: 0,
      beganMs: 0,
      lines: [],
      watchers,
      cancelEnd,
    });
    this.#note("create", task);
  }

  begin(task: Task): void {
    const held = this.get(task.id);
    if (held.phase !== "created") return;
    const { startError, runsMs, exitCode = 0, prints = [] } = this.fateOf(task);
    // What a container mounts must be there.
    const places = filePlaces(held.task.spec?.container ?? makeContainerSpec());
    assert(
      places.length === (this.files.get(task.id)?.length ?? 0),
      `Task ${task.id} is started without its files`,
    );
    if (startError !== undefined) throw new OperationalError("failedPrecondition", startError);
    held.phase = "running";
    held.beganMs = this.#sim.nowMs;
    this.#note("start", task);
    for (const [stream, text] of prints) this.print(task.id, text, stream);
    for (const tell of held.watchers) tell();
    const { unhealthyAfterMs } = this.fateOf(task);
    if (unhealthyAfterMs !== undefined) {
      held.cancelEnd = this.#sim.schedule(unhealthyAfterMs, () => {
        held.cause = "unhealthy container";
        this.#end(held, KILLED_EXIT_CODE);
      });
    }
    if (runsMs === undefined) return;
    held.cancelEnd = this.#sim.schedule(runsMs, () => this.#endByItself(held, exitCode));
  }

  /** A container that runs prints something now. */
  print(taskId: string, text: string, stream: "stdout" | "stderr" = "stdout"): void {
    const held = this.#held.get(taskId);
    if (held?.phase !== "running") return;
    const { seconds, nanos } = timestampOf(this.#sim.wallMs);
    held.lines.push({
      // Lines of one moment are told apart, as an engine's clock would.
      timestamp: { seconds, nanos: nanos + held.lines.length },
      stream: stream === "stdout" ? LogStream.LOG_STREAM_STDOUT : LogStream.LOG_STREAM_STDERR,
      data: new TextEncoder().encode(text),
      attrs: [],
    });
    for (const tell of held.watchers) tell();
  }

  /** How long until the task's health check says that it is well. */
  untilHealthyMs(task: Task): number {
    const { healthyAfterMs = 0 } = this.fateOf(task);
    return Math.max(0, this.get(task.id).beganMs + healthyAfterMs - this.#sim.nowMs);
  }

  stop(taskId: string): void {
    const held = this.#held.get(taskId);
    if (held?.phase !== "running") return;
    const { stubborn, stopCode = 0 } = this.fateOf(held.task);
    this.#end(held, stubborn === true ? KILLED_EXIT_CODE : stopCode);
  }

  /** How long stopping takes at most. */
  stopMs(taskId: string): number {
    const held = this.#held.get(taskId);
    if (held?.phase !== "running") return 0;
    if (this.fateOf(held.task).stubborn !== true) return this.options.stopMs;
    return durationMs(held.task.spec?.container?.stopGracePeriod, DEFAULT_GRACE_MS);
  }

  discard(taskId: string): void {
    const held = this.#held.get(taskId);
    this.files.delete(taskId);
    if (held === undefined) return;
    this.stop(taskId);
    this.#held.delete(taskId);
    this.#busyUntilMs.delete(taskId);
    this.#note("remove", held.task);
    for (const tell of held.watchers) tell();
  }

  #endByItself(held: Held, exitCode: number): void {
    if (exitCode === 0) this.completed.add(held.task.id);
    this.#end(held, exitCode);
  }

  #end(held: Held, exitCode: number): void {
    held.cancelEnd();
    held.phase = "ended";
    held.exitCode = exitCode;
    this.#note("end", held.task);
    for (const tell of held.watchers) tell();
  }

  #attempt<T>(work: () => T): { ok: true; value: T } | { ok: false; error: OperationalError } {
    try {
      if (this.#down) throw new OperationalError("unavailable", `Cannot reach ${this.name}`);
      return { ok: true, value: work() };
    } catch (error) {
      if (error instanceof OperationalError) return { ok: false, error };
      throw error;
    }
  }

  #note(what: string, { id, serviceAnnotations, slot }: Task): void {
    const service = serviceAnnotations?.name ?? "";
    this.#sim.logBook.add(`engine ${this.name}`, "debug", what, {
      taskId: id,
      slot,
      reason: service,
    });
  }
}

/** An engine as one agent drives it. */
class SimEngine implements Engine {
  readonly #host: SimEngineHost;
  readonly #process: SimProcess;
  readonly #busy = new Set<string>();

  constructor(host: SimEngineHost, process: SimProcess) {
    this.#host = host;
    this.#process = process;
  }

  async describe(signal: AbortSignal): Promise<NodeDescription> {
    const { name, options } = this.#host;
    return this.#do(0, signal, () =>
      makeNodeDescription({
        hostname: name,
        platform: makePlatform({ architecture: "x86_64", os: "linux" }),
        resources: makeResources({ nanoCpus: options.nanoCpus, memoryBytes: options.memoryBytes }),
        engine: makeEngineDescription({ engineVersion: "29.0.0", labels: options.labels }),
      }),
    );
  }

  async provide(task: Task, files: readonly TaskFile[], signal: AbortSignal): Promise<void> {
    await this.#do(0, signal, () => this.#host.files.set(task.id, files));
  }

  async withdraw(taskId: string): Promise<void> {
    this.#host.files.delete(taskId);
  }

  async provided(): Promise<readonly string[]> {
    return [...this.#host.files.keys()];
  }

  async prepare(task: Task, signal: AbortSignal): Promise<void> {
    const { prepareMs } = this.#host.options;
    await this.#alone(task.id, () => this.#do(prepareMs, signal, () => this.#host.create(task)));
  }

  async start(task: Task, signal: AbortSignal): Promise<void> {
    const begin = (): void => {
      this.#host.begin(task);
      const { phase, exitCode, cause } = this.#host.get(task.id);
      const { error } = exitOf(exitCode, cause);
      if (phase === "ended" && error !== undefined) {
        throw new OperationalError("failedPrecondition", error);
      }
    };
    const { startMs } = this.#host.options;
    await this.#alone(task.id, async () => {
      await this.#do(startMs, signal, begin, task.id);
      const healthInMs = this.#host.untilHealthyMs(task);
      if (healthInMs === 0) return;
      await this.#process.clock.sleep(healthInMs, signal);
      await this.#do(0, signal, begin); // It may have ended instead.
    });
  }

  async wait(task: Task, signal: AbortSignal): Promise<Exit> {
    const wake = new Wake();
    const tell = (): void => this.#process.post(() => wake.set());
    const watchers = this.#host.find(task.id)?.watchers;
    watchers?.add(tell);
    try {
      for (;;) {
        const held = await this.#look(task, signal);
        if (held?.phase === "ended") return exitOf(held.exitCode, held.cause);
        if (held?.phase === "created") {
          throw new OperationalError("failedPrecondition", "Cannot wait: never started");
        }
        await wake.wait(signal);
        signal.throwIfAborted();
      }
    } finally {
      watchers?.delete(tell);
    }
  }

  async shutDown(task: Task, signal: AbortSignal): Promise<void> {
    const stopMs = this.#host.stopMs(task.id);
    const stop = (): void => this.#host.stop(task.id);
    await this.#alone(task.id, () => this.#do(stopMs, signal, stop, task.id));
  }

  async remove(taskId: string, signal: AbortSignal): Promise<void> {
    const mostMs = this.#host.stopMs(taskId);
    const discard = (): void => this.#host.discard(taskId);
    await this.#alone(taskId, () => this.#do(mostMs, signal, discard, taskId));
  }

  async inspect(task: Task, signal: AbortSignal): Promise<RunStatus | undefined> {
    return this.#do(0, signal, () => {
      const held = this.#host.find(task.id);
      if (held === undefined) return undefined;
      const { id, phase, exitCode } = held;
      const pid = phase === "running" ? 1 : 0;
      return {
        container: makeContainerStatus({ containerId: id, pid, exitCode }),
        ports: makePortStatus(),
      };
    });
  }

  async list(signal: AbortSignal): Promise<readonly HeldTask[]> {
    return this.#do(0, signal, () =>
      this.#host.containers.map(({ task, phase }) => ({
        taskId: task.id,
        running: phase === "running",
      })),
    );
  }

  async *logs(
    task: Task,
    options: LogSubscriptionOptions,
    signal: AbortSignal,
  ): AsyncGenerator<LogLine> {
    const { streams, tail, since, follow } = options;
    const isWanted = ({ stream, timestamp }: LogLine): boolean =>
      (streams.length === 0 || streams.includes(stream)) &&
      (since === undefined || compareTimes(timestamp, since) >= 0);
    const wake = new Wake();
    const tell = (): void => this.#process.post(() => wake.set());
    let read = tail === 0 ? 0 : undefined;
    for (;;) {
      const held = await this.#do(0, signal, () => this.#host.find(task.id));
      held?.watchers.add(tell);
      try {
        const lines = held?.lines ?? [];
        read ??= Math.max(0, lines.length - linesOfTail(tail));
        const isLast = held?.phase === "ended" || !follow;
        yield* lines.slice(read).filter(isWanted);
        read = lines.length;
        if (isLast) return;
        if (held === undefined) await this.#process.clock.sleep(ABSENT_MS, signal);
        else await wake.wait(signal);
        signal.throwIfAborted();
      } finally {
        held?.watchers.delete(tell);
      }
    }
  }

  async close(): Promise<void> {
    // Nothing runs in the background here.
  }

  /** The container as it is, or undefined while the engine cannot be reached. */
  async #look(task: Task, signal: AbortSignal): Promise<SimContainer | undefined> {
    try {
      return await this.#do(0, signal, () => ({ ...this.#host.get(task.id) }));
    } catch (error) {
      if (signal.aborted || !(error instanceof OperationalError)) throw error;
      if (error.code !== "unavailable") throw error;
      return undefined;
    }
  }

  /** What changes one task is called one after another: that is the contract of the seam. */
  async #alone<T>(taskId: string, work: () => Promise<T>): Promise<T> {
    assert(!this.#busy.has(taskId), `Two calls at once for task ${taskId}`);
    this.#busy.add(taskId);
    try {
      return await work();
    } finally {
      this.#busy.delete(taskId);
    }
  }

  /** One request. A change that is under way is completed before an abort is heard. */
  async #do<T>(mostMs: number, signal: AbortSignal, work: () => T, taskId?: string): Promise<T> {
    signal.throwIfAborted();
    const result = await this.#host.perform(this.#process, mostMs, work, taskId);
    signal.throwIfAborted();
    return result;
  }
}
