import { OperationalError, errorCodeOf, messageOf } from "../../base/errors.ts";
import { TaskState } from "../../model/generated/types.ts";
import type { LogSubscriptionOptions, NodeDescription, Task } from "../../model/generated/types.ts";
import { filePlaces, type TaskFile } from "../../model/task-file.ts";
import { taskName } from "../../model/task-name.ts";
import type { Clock } from "../../system/clock.ts";
import type { Log } from "../../system/log.ts";
import { AttachedContainers } from "./attached-containers.ts";
import { OWNER_LABEL, containerConfig, containerSpecOf, graceSeconds } from "./container-config.ts";
import { DockerEvents, TASK_ID_LABEL } from "./docker-events.ts";
import { logLines, logsQuery } from "./docker-logs.ts";
import { DockerHttp, pathOf } from "./docker-http.ts";
import { DockerNetworks } from "./docker-networks.ts";
import { containerView, nodeDescription, type ContainerView } from "./docker-views.ts";
import {
  exitOf,
  isTemporary,
  type Engine,
  type Exit,
  type HeldTask,
  type LogLine,
  type RunStatus,
} from "./engine.ts";
import { ImagePulls } from "./image-pulls.ts";
import { MemoryFiles } from "./memory-files.ts";

export interface DockerOptions {
  readonly socketPath: string;
  /**
   * Says which containers of the engine are this daemon's; the same after every restart, and
   * another one for every daemon that shares the engine.
   */
  readonly owner: string;
  /** This daemon's own, in memory, and the same to the engine: where files of tasks are. */
  readonly memoryDirectory: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Told of each container that was just started; waited for, that it can use its networks. */
  readonly onStarted?: ((containerId: string, signal: AbortSignal) => Promise<void>) | undefined;
}

/** A container that ignores its signal is answered for after its grace period and a kill. */
const STOP_SLACK_MS = 30_000;
/** So long after the end of a container that was killed it is asked again why. */
const SECOND_LOOK_MS = 500;
/** A container's own stop timeout is not known here, and there is no answer before it. */
const UNKNOWN_GRACE_MS = 600_000;

/**
 * Tasks as containers of a Docker Engine, with the names and labels that Docker's own swarm mode
 * gives them. Source of the behaviour: moby daemon/cluster/executor/container/controller.go.
 */
export class DockerEngine implements Engine {
  readonly #owner: string;
  readonly #log: Log;
  readonly #http: DockerHttp;
  readonly #events: DockerEvents;
  readonly #pulls: ImagePulls;
  readonly #files: MemoryFiles;
  readonly #onStarted: DockerOptions["onStarted"];
  /** The part of this engine that joins containers to networks. */
  readonly networks: DockerNetworks;
  readonly #attached: AttachedContainers;
  readonly #clock: Clock;
  readonly #life = new AbortController();
  readonly #following: Promise<void>;

  constructor(options: DockerOptions) {
    const { socketPath, owner, memoryDirectory, clock, log } = options;
    this.#owner = owner;
    this.#clock = clock;
    this.#onStarted = options.onStarted;
    this.#log = log.child("engine");
    this.#http = new DockerHttp({ socketPath, clock });
    this.#events = new DockerEvents({ http: this.#http, owner, clock, log: this.#log });
    this.networks = new DockerNetworks(this.#http, owner);
    this.#attached = new AttachedContainers(this.#http, this.networks);
    this.#pulls = new ImagePulls(this.#http, clock);
    this.#files = new MemoryFiles(memoryDirectory);
    this.#following = this.#events.run(this.#life.signal);
  }

  async describe(signal: AbortSignal): Promise<NodeDescription> {
    return nodeDescription(await this.#http.call({ path: "/info" }, signal));
  }

  async provide(task: Task, files: readonly TaskFile[]): Promise<void> {
    await this.#files.provide(
      task.id,
      files.map((file, index) => ({ ...file, path: String(index) })),
    );
  }

  withdraw(taskId: string): Promise<void> {
    return this.#files.withdraw(taskId);
  }

  provided(): Promise<readonly string[]> {
    return this.#files.taskIds();
  }

  async prepare(task: Task, signal: AbortSignal): Promise<void> {
    const attached = AttachedContainers.idOf(task);
    if (attached !== undefined) return this.#attached.join(attached, task, signal);
    const files = filePlaces(containerSpecOf(task)).map(({ target }, index) => ({
      source: this.#files.pathOf(task.id, String(index)),
      target,
    }));
    const joined = await this.networks.joinedBy(task, signal);
    const config = containerConfig(task, this.#owner, files, joined);
    const existing = (await this.#find(task, signal)) ?? (await this.#create(task, config, signal));
    // The first came with the container; whoever made it may have got no further.
    if (joined.length > 1) await this.networks.join(existing.id, joined, signal);
  }

  async start(task: Task, signal: AbortSignal): Promise<void> {
    const attached = AttachedContainers.idOf(task);
    if (attached !== undefined) {
      await this.#attached.check(attached, signal);
      await this.#onStarted?.(attached, signal);
      return;
    }
    const container = await this.#get(task, signal);
    if (container.phase === "created") await this.#begin(container, signal);
    const now = await this.#observe(task, ({ health }) => health !== "starting", signal);
    if (now.phase === "running" || now.health === "none") return; // `wait` tells an early end.
    const { error } = exitOf(now.exitCode, now.cause);
    if (error !== undefined) throw new OperationalError("failedPrecondition", error);
  }

  async wait(task: Task, signal: AbortSignal): Promise<Exit> {
    const attached = AttachedContainers.idOf(task);
    if (attached !== undefined) return this.#attached.wait(attached, signal);
    const ended = await this.#observe(task, () => false, signal);
    if (ended.phase === "ended") {
      const { exitCode, cause } = mayBeOutOfMemory(task, ended)
        ? await this.#lookAgain(task, ended, signal)
        : ended;
      return exitOf(exitCode, cause);
    }
    throw new OperationalError("failedPrecondition", "Cannot wait for a container never started");
  }

  async shutDown(task: Task, signal: AbortSignal): Promise<void> {
    const attached = AttachedContainers.idOf(task);
    if (attached !== undefined) return this.#attached.leave(attached, task, signal);
    const container = await this.#find(task, signal);
    // One that never ran may be about to: a daemon that died may have asked for its start.
    if (container !== undefined && container.phase !== "ended") {
      await this.#stop(container.id, graceSeconds(containerSpecOf(task)), signal);
    }
  }

  async remove(taskId: string, signal: AbortSignal): Promise<void> {
    const { wake, release } = this.#events.watch(taskId);
    try {
      for (;;) {
        const held = await this.#held([`${TASK_ID_LABEL}=${taskId}`], signal);
        let allGone = true;
        for (const { id, running } of held) {
          if (running) await this.#stop(id, undefined, signal);
          allGone = (await this.#discard(id, signal)) && allGone;
        }
        if (allGone) {
          await this.#files.withdraw(taskId);
          return;
        }
        await wake.wait(signal);
        signal.throwIfAborted();
      }
    } finally {
      release();
    }
  }

  async inspect(task: Task, signal: AbortSignal): Promise<RunStatus | undefined> {
    return (await this.#find(task, signal))?.status;
  }

  async list(signal: AbortSignal): Promise<readonly HeldTask[]> {
    const held = await this.#held([], signal);
    return held.map(({ taskId, running }) => ({ taskId, running }));
  }

  async *logs(
    task: Task,
    options: LogSubscriptionOptions,
    signal: AbortSignal,
  ): AsyncGenerator<LogLine> {
    const query = logsQuery(options);
    const id = options.follow
      ? await this.#awaitStart(task, signal)
      : (await this.#find(task, signal))?.id;
    if (id === undefined) {
      // One that has not got so far has printed nothing.
      if ((task.status?.state ?? TaskState.NEW) < TaskState.STARTING) return;
      throw new OperationalError("notFound", "its container is gone, and what it printed with it");
    }
    const path = pathOf(`/containers/${id}/logs`, query);
    const bytes = await this.#http.bytes({ path }, signal);
    yield* logLines(bytes, containerSpecOf(task).tty);
  }

  async close(): Promise<void> {
    this.#life.abort(new OperationalError("cancelled", "The engine is closed"));
    this.#http.close();
    await this.#following;
  }

  /** The container's id once it was started. */
  async #awaitStart(task: Task, signal: AbortSignal): Promise<string> {
    const { wake, release } = this.#events.watch(task.id);
    try {
      for (;;) {
        const container = await this.#find(task, signal);
        if (container !== undefined && container.phase !== "created") return container.id;
        await wake.wait(signal);
        signal.throwIfAborted();
      }
    } finally {
      release();
    }
  }

  /** Looks at a container whenever something may have happened, until `enough` says so or it does not run. */
  async #observe(
    task: Task,
    enough: (container: ContainerView) => boolean,
    signal: AbortSignal,
  ): Promise<ContainerView> {
    const { wake, release } = this.#events.watch(task.id);
    try {
      for (;;) {
        const container = await this.#look(task, signal);
        if (container?.health === "unhealthy" && container.phase === "running") {
          await this.shutDown(task, signal);
          continue;
        }
        const isDone =
          container !== undefined && (container.phase !== "running" || enough(container));
        if (isDone) return container;
        await wake.wait(signal);
        signal.throwIfAborted();
      }
    } finally {
      release();
    }
  }

  /** The engine learns of memory that ran out by an event of its own, often after the end. */
  async #lookAgain(task: Task, ended: ContainerView, signal: AbortSignal): Promise<ContainerView> {
    await this.#clock.sleep(SECOND_LOOK_MS, signal);
    signal.throwIfAborted();
    // What is known is enough where the container or the engine has gone meanwhile.
    return (await this.#find(task, signal).catch(() => undefined)) ?? ended;
  }

  /** The container, or undefined while the engine cannot be reached: its return wakes whoever waits. */
  async #look(task: Task, signal: AbortSignal): Promise<ContainerView | undefined> {
    try {
      return await this.#get(task, signal);
    } catch (error) {
      if (signal.aborted || !isTemporary(error)) throw error;
      return undefined;
    }
  }

  async #get(task: Task, signal: AbortSignal): Promise<ContainerView> {
    const container = await this.#find(task, signal);
    if (container !== undefined) return container;
    throw new OperationalError("notFound", `No such container: ${taskName(task)}`);
  }

  async #find(task: Task, signal: AbortSignal): Promise<ContainerView | undefined> {
    try {
      const path = `/containers/${encodeURIComponent(taskName(task))}/json`;
      const container = containerView(await this.#http.call({ path }, signal), TASK_ID_LABEL);
      return container.taskId === task.id ? container : undefined;
    } catch (error) {
      if (errorCodeOf(error) === "notFound") return undefined;
      throw error;
    }
  }

  /** Our containers that carry all these labels as well. */
  async #held(
    labels: readonly string[],
    signal: AbortSignal,
  ): Promise<(HeldTask & { id: string })[]> {
    const filters = JSON.stringify({ label: [`${OWNER_LABEL}=${this.#owner}`, ...labels] });
    const path = pathOf("/containers/json", { all: "true", filters });
    const containers = await this.#http.call({ path }, signal);
    return containers.items().map((container) => ({
      id: container.at("Id").text(),
      taskId: container.at("Labels", TASK_ID_LABEL).text(),
      running: ["running", "paused", "restarting"].includes(container.at("State").text()),
    }));
  }

  async #create(
    task: Task,
    config: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<{ readonly id: string }> {
    const whyNoImage = await this.#provideImage(task, signal);
    const path = pathOf("/containers/create", { name: taskName(task) });
    try {
      const answer = await this.#http.change({ method: "POST", path, body: config }, signal);
      return { id: answer.at("Id").text() };
    } catch (error) {
      // The answer to an earlier attempt may have been lost, and not the container.
      const isTaken = errorCodeOf(error) === "alreadyExists";
      const existing = isTaken ? await this.#find(task, signal) : undefined;
      if (existing !== undefined) return existing;
      if (whyNoImage !== undefined && errorCodeOf(error) === "notFound") {
        const text = `${messageOf(error)} (it could not be pulled: ${whyNoImage})`;
        throw new OperationalError("notFound", text, { cause: error });
      }
      throw error;
    }
  }

  /** Why there may be no image for the task; undefined where there is one. */
  async #provideImage(task: Task, signal: AbortSignal): Promise<string | undefined> {
    const { image, pullOptions } = containerSpecOf(task);
    if (await this.#hasImage(image, signal)) return undefined;
    try {
      await this.#pulls.pull(image, pullOptions?.registryAuth ?? "", signal);
      return undefined;
    } catch (error) {
      if (signal.aborted || isTemporary(error)) throw error;
      const reason = messageOf(error);
      this.#log.warn("cannot pull image", { taskId: task.id, image, reason });
      return reason;
    }
  }

  async #hasImage(image: string, signal: AbortSignal): Promise<boolean> {
    try {
      await this.#http.call({ path: `/images/${encodeURIComponent(image)}/json` }, signal);
      return true;
    } catch (error) {
      if (errorCodeOf(error) === "notFound") return false;
      throw error;
    }
  }

  async #begin({ id }: ContainerView, signal: AbortSignal): Promise<void> {
    try {
      await this.#http.change({ method: "POST", path: `/containers/${id}/start` }, signal);
      await this.#onStarted?.(id, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      const text = `starting container failed: ${messageOf(error)}`;
      throw new OperationalError(errorCodeOf(error), text, { cause: error });
    }
  }

  /** Resolves when the container has stopped. The engine goes on with it should we be cancelled. */
  async #stop(id: string, seconds: number | undefined, signal: AbortSignal): Promise<void> {
    const path = pathOf(`/containers/${id}/stop`, { t: seconds?.toString() });
    const extraMs = seconds === undefined ? UNKNOWN_GRACE_MS : seconds * 1000 + STOP_SLACK_MS;
    await unlessGone(this.#http.call({ method: "POST", path, extraMs }, signal));
  }

  /** Whether the container is gone; false when somebody else is just removing it. */
  async #discard(id: string, signal: AbortSignal): Promise<boolean> {
    const path = pathOf(`/containers/${id}`, { v: "true", force: "true" });
    try {
      await unlessGone(this.#http.change({ method: "DELETE", path }, signal));
      return true;
    } catch (error) {
      if (errorCodeOf(error) === "alreadyExists") return false;
      throw error;
    }
  }
}

/** Killed, and nobody has said why: a task with a limit of memory may have reached it. */
function mayBeOutOfMemory({ spec }: Task, { exitCode, cause }: ContainerView): boolean {
  const limited = (spec?.resources?.limits?.memoryBytes ?? 0) > 0;
  return limited && exitCode === 137 && cause === undefined;
}

/** What happens to a container that is not there has happened. */
async function unlessGone(change: Promise<unknown>): Promise<void> {
  try {
    await change;
  } catch (error) {
    if (errorCodeOf(error) !== "notFound") throw error;
  }
}
