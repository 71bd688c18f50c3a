import { OperationalError } from "../../base/errors.ts";
import type { Result } from "../../base/result.ts";
import type { LogSubscriptionOptions, NodeDescription, Task } from "../../model/generated/types.ts";
import type { TaskFile } from "../../model/task-file.ts";
import { isTemporary } from "../engine/engine.ts";
import type { Engine, Exit, HeldTask, LogLine, RunStatus } from "../engine/engine.ts";
import { expandTask } from "../task/expand-task.ts";
import { networkIdsOf, type CarriedNetworks } from "./carried-networks.ts";
import { taskFiles, type GivenObjects } from "./task-files.ts";

/**
 * An engine whose tasks may have templates in them, which only their node can fill in, and secrets
 * and configs, which are handed out before a task needs them and taken back when it has ended; and
 * networks, which have to be up before.
 */
export class ExpandingEngine implements Engine {
  readonly #engine: Engine;
  readonly #describe: (signal: AbortSignal) => Promise<NodeDescription>;
  readonly #held: GivenObjects;
  readonly #networks: Pick<CarriedNetworks, "ready"> | undefined;
  #node: NodeDescription | undefined;

  /** `describe` gives the node as its managers know it, which the engine alone may not know. */
  constructor(
    engine: Engine,
    describe: (signal: AbortSignal) => Promise<NodeDescription>,
    held: GivenObjects,
    networks?: Pick<CarriedNetworks, "ready">,
  ) {
    this.#engine = engine;
    this.#describe = describe;
    this.#held = held;
    this.#networks = networks;
  }

  async prepare(task: Task, signal: AbortSignal): Promise<void> {
    await this.#withFiles(task, signal, (expanded) => this.#engine.prepare(expanded, signal));
  }

  async start(task: Task, signal: AbortSignal): Promise<void> {
    await this.#withFiles(task, signal, (expanded) => this.#engine.start(expanded, signal));
  }

  describe(signal: AbortSignal): Promise<NodeDescription> {
    return this.#engine.describe(signal);
  }

  async wait(task: Task, signal: AbortSignal): Promise<Exit> {
    const exit = await this.#engine.wait(task, signal);
    await this.#engine.withdraw(task.id);
    return exit;
  }

  async shutDown(task: Task, signal: AbortSignal): Promise<void> {
    await this.#engine.shutDown(task, signal);
    await this.#engine.withdraw(task.id);
  }

  remove(taskId: string, signal: AbortSignal): Promise<void> {
    return this.#engine.remove(taskId, signal);
  }

  inspect(task: Task, signal: AbortSignal): Promise<RunStatus | undefined> {
    return this.#engine.inspect(task, signal);
  }

  list(signal: AbortSignal): Promise<readonly HeldTask[]> {
    return this.#engine.list(signal);
  }

  logs(task: Task, options: LogSubscriptionOptions, signal: AbortSignal): AsyncIterable<LogLine> {
    return this.#engine.logs(task, options, signal);
  }

  provide(task: Task, files: readonly TaskFile[], signal: AbortSignal): Promise<void> {
    return this.#engine.provide(task, files, signal);
  }

  withdraw(taskId: string): Promise<void> {
    return this.#engine.withdraw(taskId);
  }

  provided(): Promise<readonly string[]> {
    return this.#engine.provided();
  }

  close(): Promise<void> {
    return this.#engine.close();
  }

  /** A step that ends the task for good takes its files away with it. */
  async #withFiles(
    task: Task,
    signal: AbortSignal,
    step: (expanded: Task) => Promise<void>,
  ): Promise<void> {
    try {
      await this.#networks?.ready(networkIdsOf(task), signal);
      this.#node ??= await this.#describe(signal);
      const expanded = accept(expandTask(task, this.#node));
      const files = accept(taskFiles(expanded, this.#node, this.#held));
      if (files.length > 0) await this.#engine.provide(expanded, files, signal);
      await step(expanded);
    } catch (error) {
      if (!signal.aborted && !isTemporary(error)) await this.#engine.withdraw(task.id);
      throw error;
    }
  }
}

function accept<T>(result: Result<T, string>): T {
  if (result.ok) return result.value;
  throw new OperationalError("invalidArgument", result.error);
}
