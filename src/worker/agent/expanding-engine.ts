import { OperationalError } from "../../base/errors.ts";
import type { LogSubscriptionOptions, NodeDescription, Task } from "../../model/generated/types.ts";
import type { Engine, Exit, HeldTask, LogLine, RunStatus } from "../engine/engine.ts";
import { expandTask } from "../task/expand-task.ts";

/** An engine whose tasks may have templates in them, which only their node can fill in. */
export class ExpandingEngine implements Engine {
  readonly #engine: Engine;
  readonly #describe: (signal: AbortSignal) => Promise<NodeDescription>;
  #node: NodeDescription | undefined;

  /** `describe` gives the node as its managers know it, which the engine alone may not know. */
  constructor(engine: Engine, describe: (signal: AbortSignal) => Promise<NodeDescription>) {
    this.#engine = engine;
    this.#describe = describe;
  }

  async prepare(task: Task, signal: AbortSignal): Promise<void> {
    await this.#engine.prepare(await this.#expand(task, signal), signal);
  }

  async start(task: Task, signal: AbortSignal): Promise<void> {
    await this.#engine.start(await this.#expand(task, signal), signal);
  }

  describe(signal: AbortSignal): Promise<NodeDescription> {
    return this.#engine.describe(signal);
  }

  wait(task: Task, signal: AbortSignal): Promise<Exit> {
    return this.#engine.wait(task, signal);
  }

  shutDown(task: Task, signal: AbortSignal): Promise<void> {
    return this.#engine.shutDown(task, signal);
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

  close(): Promise<void> {
    return this.#engine.close();
  }

  async #expand(task: Task, signal: AbortSignal): Promise<Task> {
    this.#node ??= await this.#describe(signal);
    const expanded = expandTask(task, this.#node);
    if (expanded.ok) return expanded.value;
    throw new OperationalError("invalidArgument", expanded.error);
  }
}
