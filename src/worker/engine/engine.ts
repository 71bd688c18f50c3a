import { errorCodeOf } from "../../base/errors.ts";
import type {
  ContainerStatus,
  LogAttr,
  LogStream,
  LogSubscriptionOptions,
  NodeDescription,
  PortStatus,
  Task,
  Timestamp,
} from "../../model/generated/types.ts";

import type { TaskFile } from "../../model/task-file.ts";

/**
 * What runs tasks on this node: Docker Engine, plain processes, or a simulation.
 *
 * Every method may be repeated: after a failure, a cancelled call or a restart of this daemon, the
 * same call again finds what is there and goes on from it. The methods of one task are called one
 * after another, never two at once; those of different tasks freely side by side.
 *
 * Errors are `OperationalError`s in the engine's own words. `isTemporary` tells those that are worth
 * another try from those that end the task. An aborted signal ends a wait and throws its reason; a
 * change that was under way in the engine is completed first, so that nothing appears afterwards.
 */
export interface Engine {
  /** What this node can run, as its managers need to know. */
  describe(signal: AbortSignal): Promise<NodeDescription>;
  /**
   * Puts the files of a task where its container will find them, in memory only; before `prepare` and
   * before `start`, for those of an earlier life of this machine are gone. `remove` takes them away.
   */
  provide(task: Task, files: readonly TaskFile[], signal: AbortSignal): Promise<void>;
  /** Takes a task's files away: it has ended. */
  withdraw(taskId: string): Promise<void>;
  /** The tasks that have files, whether they are known otherwise or not. */
  provided(): Promise<readonly string[]>;
  /** Makes a task ready to start: finds or pulls the image, creates the container. */
  prepare(task: Task, signal: AbortSignal): Promise<void>;
  /**
   * Starts a task, unless it was started before; resolves when it was started and, where it has a
   * health check, is healthy. A task that ends before it is healthy was not started.
   */
  start(task: Task, signal: AbortSignal): Promise<void>;
  /** Resolves when a started task has ended, however long that takes and whatever becomes of the engine. */
  wait(task: Task, signal: AbortSignal): Promise<Exit>;
  /** Stops a task by its stop signal and, after its grace period, by force. Nothing to stop is no error. */
  shutDown(task: Task, signal: AbortSignal): Promise<void>;
  /** Stops a task if it runs, and removes every trace of it. Nothing to remove is no error. */
  remove(taskId: string, signal: AbortSignal): Promise<void>;
  /** What there is of a task; undefined before `prepare` and after `remove`. */
  inspect(task: Task, signal: AbortSignal): Promise<RunStatus | undefined>;
  /** All tasks of ours in this engine: what a restarted daemon has to adopt or to remove. */
  list(signal: AbortSignal): Promise<readonly HeldTask[]>;
  /**
   * What a task has printed, in the part that `options` ask for. Without `follow` it ends with what
   * there is; with it, when the task has ended, and it waits for one that was not started yet.
   * Times within one of a task's streams never go back. A slow reader holds the engine back.
   */
  logs(task: Task, options: LogSubscriptionOptions, signal: AbortSignal): AsyncIterable<LogLine>;
  /** Ends what this object does in the background. Tasks run on. */
  close(): Promise<void>;
}

/** A line that a task printed, its end included; long lines come in pieces. */
export interface LogLine {
  readonly timestamp: Timestamp;
  readonly stream: LogStream;
  readonly data: Uint8Array;
  /** What the engine's log driver was asked to add. */
  readonly attrs: readonly LogAttr[];
}

/** How a task ended. */
export interface Exit {
  readonly exitCode: number;
  /** Why it counts as a failure; absent when it ended well. */
  readonly error?: string | undefined;
}

/** What a status report tells of a task's container. */
export interface RunStatus {
  readonly container: ContainerStatus;
  /** The host ports that it got. */
  readonly ports?: PortStatus | undefined;
}

export interface HeldTask {
  readonly taskId: string;
  readonly running: boolean;
}

/** Whether the same call may succeed later: the engine could not be reached, or was not itself. */
export function isTemporary(error: unknown): boolean {
  const code = errorCodeOf(error);
  return code === "unavailable" || code === "deadlineExceeded";
}

/**
 * How a task's end is told, in the words that people know from Docker. `cause` is what is known
 * beyond the code. Source: moby daemon/cluster/executor/container/errors.go.
 */
export function exitOf(exitCode: number, cause: string | undefined): Exit {
  if (exitCode === 0 && cause === undefined) return { exitCode };
  const text = `task: non-zero exit (${exitCode})`;
  if (cause === undefined) return { exitCode, error: text };
  return { exitCode, error: exitCode === 0 ? `task: ${cause}` : `${text}: ${cause}` };
}
