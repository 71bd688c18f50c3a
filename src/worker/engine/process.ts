import { watch, type FSWatcher } from "node:fs";
import { readdir } from "node:fs/promises";
import os from "node:os";
import { join } from "node:path";
import { kill } from "node:process";
import { OperationalError, errorCodeOf, messageOf } from "../../base/errors.ts";
import {
  makeContainerStatus,
  makeEngineDescription,
  makeNodeDescription,
  makePlatform,
  makePluginDescription,
  makeResources,
} from "../../model/generated/types.ts";
import type {
  ContainerSpec,
  LogSubscriptionOptions,
  NodeDescription,
  Task,
} from "../../model/generated/types.ts";
import { filePlaces, type TaskFile } from "../../model/task-file.ts";
import { durationMs } from "../../model/time.ts";
import type { Clock } from "../../system/clock.ts";
import { childOf, withDeadline } from "../../system/deadline.ts";
import { Wake } from "../../system/wake.ts";
import { containerSpecOf } from "./container-config.ts";
import {
  exitOf,
  type Engine,
  type Exit,
  type HeldTask,
  type LogLine,
  type RunStatus,
} from "./engine.ts";
import { MemoryFiles } from "./memory-files.ts";
import { ProcessFiles, type ProcessState, type StopPlan } from "./process-files.ts";
import { ProcessLogs } from "./process-logs.ts";
import { launch, planLaunch, signalOf } from "./process-launch.ts";

export interface ProcessOptions {
  /** Where tasks have their directories; this daemon's own, the same after every restart. */
  readonly directory: string;
  /** This daemon's own, in memory: where files of tasks are. */
  readonly memoryDirectory: string;
  /** What tasks inherit, such as PATH. */
  readonly environment: Readonly<Record<string, string>>;
  readonly clock: Clock;
}

/** As long as Docker gives a container. */
const USUAL_GRACE_MS = 10_000;
const USUAL_PLAN: StopPlan = { signal: "SIGTERM", graceMs: USUAL_GRACE_MS };
/** What tells a program where its files are. */
const FILE_VARIABLES: Readonly<Record<TaskFile["kind"], string>> = {
  secret: "SKEIN_SECRETS",
  config: "SKEIN_CONFIGS",
};
const START_WITHIN_MS = 30_000;
/** A killed process writes nothing down: it is looked for this often. */
const LOOK_AGAIN_MS = 1000;
const NANOS_PER_CPU = 1_000_000_000;

/**
 * Tasks as plain processes of this machine: no image, no isolation, no limits. For trying things
 * out where there is no container engine. Processes outlive the daemon; all that is known of them
 * is in files, so the next daemon goes on where the last one stopped.
 */
export class ProcessEngine implements Engine {
  readonly #directory: string;
  readonly #environment: Readonly<Record<string, string>>;
  readonly #clock: Clock;
  readonly #files: MemoryFiles;
  readonly #logs = new Map<string, ProcessLogs>();

  constructor({ directory, memoryDirectory, environment, clock }: ProcessOptions) {
    this.#files = new MemoryFiles(memoryDirectory);
    this.#directory = directory;
    this.#environment = environment;
    this.#clock = clock;
  }

  async describe(): Promise<NodeDescription> {
    return makeNodeDescription({
      hostname: os.hostname(),
      platform: makePlatform({ architecture: os.machine(), os: os.platform() }),
      resources: makeResources({
        nanoCpus: os.availableParallelism() * NANOS_PER_CPU,
        memoryBytes: os.totalmem(),
      }),
      engine: makeEngineDescription({
        engineVersion: "process",
        // A process is on its host's network, and on no other.
        plugins: [makePluginDescription({ type: "Network", name: "host" })],
      }),
    });
  }

  async provide(task: Task, files: readonly TaskFile[]): Promise<void> {
    const spec = containerSpecOf(task);
    const { user } = await planLaunch(spec, this.#environment);
    await this.#files.provide(
      task.id,
      files.map((file) => ({ ...file, path: pathOfFile(file) })),
      user?.uid,
    );
  }

  withdraw(taskId: string): Promise<void> {
    return this.#files.withdraw(taskId);
  }

  provided(): Promise<readonly string[]> {
    return this.#files.taskIds();
  }

  async prepare(task: Task): Promise<void> {
    const spec = containerSpecOf(task);
    refuseUnsupported(task, spec);
    const files = this.#filesOf(task.id);
    if ((await files.plan()) !== undefined) return;
    const { user } = await planLaunch(spec, this.#environment);
    const signal = signalOf(spec.stopSignal);
    const graceMs = durationMs(spec.stopGracePeriod, USUAL_GRACE_MS);
    try {
      await files.prepare({ signal, graceMs }, user);
    } catch (error) {
      const text = `Cannot prepare "${files.directory}": ${messageOf(error)}`;
      throw new OperationalError("failedPrecondition", text, { cause: error });
    }
  }

  async start(task: Task, signal: AbortSignal): Promise<void> {
    const files = this.#filesOf(task.id);
    const { phase } = await files.state();
    if (phase === "absent") throw notHere(task.id);
    if (phase === "prepared") {
      const spec = containerSpecOf(task);
      const inherited = { ...this.#environment, ...this.#placesOf(task.id, spec) };
      await launch(await planLaunch(spec, inherited), files);
    }
    await this.#begun(files, signal);
  }

  async wait(task: Task, signal: AbortSignal): Promise<Exit> {
    const files = this.#filesOf(task.id);
    const state = await this.#recording(task.id, signal, () =>
      this.#observe(files, isOver, signal),
    );
    if (state.phase !== "ended") throw notHere(task.id);
    killRest(state);
    return exitOf(state.exitCode, undefined);
  }

  async shutDown(task: Task, signal: AbortSignal): Promise<void> {
    await this.#stop(this.#filesOf(task.id), signal);
  }

  async remove(taskId: string, signal: AbortSignal): Promise<void> {
    const files = this.#filesOf(taskId);
    await this.#stop(files, signal);
    await files.remove();
    await this.#files.withdraw(taskId);
    this.#logs.delete(taskId);
  }

  async inspect(task: Task): Promise<RunStatus | undefined> {
    const state = await this.#filesOf(task.id).state();
    if (state.phase === "absent") return undefined;
    return {
      container: makeContainerStatus({
        containerId: task.id,
        pid: state.phase === "running" ? state.programPid : 0,
        exitCode: state.phase === "ended" ? state.exitCode : 0,
      }),
    };
  }

  async list(): Promise<readonly HeldTask[]> {
    const taskIds = await readdir(this.#directory).catch(() => []);
    return Promise.all(
      taskIds.sort().map(async (taskId) => {
        const { phase } = await this.#filesOf(taskId).state();
        return { taskId, running: phase === "running" || phase === "starting" };
      }),
    );
  }

  async *logs(
    task: Task,
    options: LogSubscriptionOptions,
    signal: AbortSignal,
  ): AsyncGenerator<LogLine> {
    const files = this.#filesOf(task.id);
    const hasBegun = ({ phase }: ProcessState): boolean => phase === "running" || phase === "ended";
    if (options.follow) await this.#observe(files, hasBegun, signal);
    const isEnded = async (): Promise<boolean> => isOver(await files.state());
    yield* this.#logsOf(task.id).read(options, isEnded, signal);
  }

  async close(): Promise<void> {
    // Nothing goes on in the background.
  }

  async #stop(files: ProcessFiles, signal: AbortSignal): Promise<void> {
    const before = await files.state();
    const state = before.phase === "starting" ? await this.#begun(files, signal) : before;
    if (state.phase === "running") await this.#end(files, state.group, signal);
    if (state.phase === "ended") killRest(state);
  }

  /** By the signal it was given for that, and by force when its time is over. */
  async #end(files: ProcessFiles, group: number, signal: AbortSignal): Promise<void> {
    const { signal: stopSignal, graceMs } = (await files.plan()) ?? USUAL_PLAN;
    signalGroup(group, stopSignal);
    const over = (inTime: AbortSignal): Promise<unknown> => this.#observe(files, isOver, inTime);
    try {
      await withDeadline(this.#clock, graceMs, signal, over);
    } catch (error) {
      if (errorCodeOf(error) !== "deadlineExceeded" || signal.aborted) throw error;
      signalGroup(group, "SIGKILL");
      await over(signal);
    }
  }

  /** Between being launched and saying so lie a few file operations of the wrapper. */
  #begun(files: ProcessFiles, signal: AbortSignal): Promise<ProcessState> {
    const hasBegun = (state: ProcessState): boolean => state.phase === "running" || isOver(state);
    return withDeadline(this.#clock, START_WITHIN_MS, signal, (inTime) =>
      this.#observe(files, hasBegun, inTime),
    );
  }

  /** Looks whenever the wrapper has written something, and now and then because it may be dead. */
  async #observe(
    files: ProcessFiles,
    enough: (state: ProcessState) => boolean,
    signal: AbortSignal,
  ): Promise<ProcessState> {
    const wake = new Wake();
    const watcher = watchQuietly(files.status, () => wake.set());
    try {
      for (;;) {
        const state = await files.state();
        if (enough(state)) return state;
        const cancel = this.#clock.after(LOOK_AGAIN_MS, () => wake.set());
        await wake.wait(signal);
        cancel();
        signal.throwIfAborted();
      }
    } finally {
      watcher?.close();
    }
  }

  /** Tells a program where its secrets and configs are: nothing can be mounted for it. */
  #placesOf(taskId: string, spec: ContainerSpec): Readonly<Record<string, string>> {
    const kinds = new Set(filePlaces(spec).map(({ kind }) => kind));
    return Object.fromEntries(
      [...kinds].map((kind) => [FILE_VARIABLES[kind], this.#files.pathOf(taskId, `${kind}s`)]),
    );
  }

  /** Notes what the task prints while `work` waits for it. */
  async #recording<T>(taskId: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    const { controller, release } = childOf(signal);
    const recorded = this.#logsOf(taskId).record(controller.signal);
    try {
      return await work();
    } finally {
      controller.abort();
      release();
      await recorded;
    }
  }

  #logsOf(taskId: string): ProcessLogs {
    const known = this.#logs.get(taskId);
    if (known !== undefined) return known;
    const logs = new ProcessLogs(join(this.#directory, taskId), this.#clock);
    this.#logs.set(taskId, logs);
    return logs;
  }

  #filesOf(taskId: string): ProcessFiles {
    return new ProcessFiles(join(this.#directory, taskId));
  }
}

function isOver({ phase }: ProcessState): boolean {
  return phase === "ended" || phase === "absent";
}

/** Refuses what a task would miss; what only confines or decorates a container is left out. */
function refuseUnsupported(task: Task, spec: ContainerSpec): void {
  const refuse = (why: string): never => {
    throw new OperationalError(
      "unimplemented",
      `Cannot run task "${task.id}" as a process: ${why}`,
    );
  };
  if (spec.command.length + spec.args.length === 0) {
    refuse(
      "there are no images, so the service must have a command; or run skeind --engine docker",
    );
  }
  if (spec.mounts.length > 0) refuse("mounts need skeind --engine docker");
  for (const { kind, objectName, name } of filePlaces(spec)) {
    if (!name.startsWith("/") && !name.split("/").includes("..")) continue;
    refuse(
      `${kind} "${objectName}" cannot be at "${name}" without a container: give it a relative target, which the program finds in the directory $${FILE_VARIABLES[kind]}; or run skeind --engine docker`,
    );
  }
  const [test = "NONE"] = spec.healthcheck?.test ?? [];
  if (test !== "NONE") refuse("health checks need skeind --engine docker");
}

/** Under the directory that the variable of its kind names. */
function pathOfFile({ kind, name }: TaskFile): string {
  return join(`${kind}s`, name);
}

function notHere(taskId: string): OperationalError {
  return new OperationalError("notFound", `No such process: task "${taskId}" was never prepared`);
}

/** A killed wrapper cannot take along what the program has started. */
function killRest({ group }: { readonly group: number | undefined }): void {
  if (group !== undefined) signalGroup(group, "SIGKILL");
}

function signalGroup(group: number, signal: NodeJS.Signals): void {
  try {
    kill(-group, signal);
  } catch {
    // The group is gone: so is the reason to signal it.
  }
}

/** Tells of changes in a directory; undefined where that cannot be had: then looking again must do. */
function watchQuietly(directory: string, changed: () => void): FSWatcher | undefined {
  try {
    const watcher = watch(directory, { persistent: false }, changed);
    watcher.on("error", changed);
    return watcher;
  } catch {
    return undefined; // No such directory, or no watches left on this machine.
  }
}
