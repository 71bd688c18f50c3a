import { InvariantError } from "../../base/assert.ts";
import { messageOf } from "../../base/errors.ts";
import { isTerminal, taskStateName } from "../../model/task-state.ts";
import type { Task, TaskState, TaskStatus } from "../../model/generated/types.ts";
import type { Clock } from "../../system/clock.ts";
import { childOf } from "../../system/deadline.ts";
import type { Log } from "../../system/log.ts";
import { Wake } from "../../system/wake.ts";
import { isTemporary } from "../engine/engine.ts";
import type { Engine, Exit } from "../engine/engine.ts";
import { nextStep } from "../task/next-step.ts";
import type { Step, Work } from "../task/next-step.ts";
import { statusAfter } from "../task/task-status.ts";
import type { Observation, StepOutcome } from "../task/task-status.ts";
import { stepRetryMs } from "./backoff.ts";
import type { Permits } from "./permits.ts";

export interface TaskRunnerDeps {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly log: Log;
  readonly permits: Permits;
  /** Whether what the task refers to is here, or will not come. */
  readonly isProvided: (task: Task) => boolean;
  /** The task, with its own status, is as given from now on. */
  readonly keep: (task: Task) => void;
  /** It got as far as its status says. */
  readonly report: (task: Task) => void;
}

/**
 * One task on this node, from its assignment until nothing is left of it. Takes one step at a time
 * towards what the manager wants; a new wish cuts a step short that no longer leads there.
 */
export class TaskRunner {
  readonly taskId: string;
  readonly #deps: TaskRunnerDeps;
  readonly #log: Log;
  readonly #wake = new Wake();
  /** As the manager wants it, with the status it has here. */
  #task: Task | undefined;
  /** The manager holds the task for over although it is not, here: it is stopped, and then so. */
  #verdict: TaskStatus | undefined;
  #dropped = false;
  /** The engine runs something of a task that is over. */
  #leftover = false;
  #working: { readonly work: Work | "remove"; readonly controller: AbortController } | undefined;
  #failures = 0;

  constructor(deps: TaskRunnerDeps, taskId: string) {
    this.#deps = deps;
    this.taskId = taskId;
    this.#log = deps.log.child("task", { taskId });
  }

  /** As it is now; absent for what is only to be removed. */
  get task(): Task | undefined {
    return this.#task;
  }

  get dropped(): boolean {
    return this.#dropped;
  }

  /** Takes the manager's word for what the task is and shall be. Its status here stays its own. */
  assign(task: Task): void {
    const own = this.#dropped ? undefined : this.#task;
    this.#dropped = false;
    const told = task.status;
    const status = own?.status ?? told;
    const desiredState = Math.max(own?.desiredState ?? 0, task.desiredState) as TaskState; // One of the two.
    this.#task = { ...task, desiredState, status };
    if (told !== undefined && isOver(told) && !isOver(status)) this.#verdict = told;
    this.#deps.keep(this.#task);
    // Where the manager has not heard how far it got, or lost it, it is told again.
    if (told?.state !== status?.state) this.#deps.report(this.#task);
    this.#reconsider();
  }

  /** The task is no longer this node's: everything of it goes. */
  drop(): void {
    this.#dropped = true;
    this.#reconsider();
  }

  /** Something the task may have waited for is here. */
  nudge(): void {
    this.#wake.set();
  }

  /** The engine was found running it. If it is over it must not. */
  foundRunning(): void {
    if (!isOver(this.#task?.status)) return;
    this.#leftover = true;
    this.#wake.set();
  }

  /** Works until the task is dropped and gone, or `signal` aborts; then the task runs on. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      if (this.#dropped || this.#task === undefined) {
        const gone = await this.#remove(signal);
        if (gone && this.#dropped) return;
        continue;
      }
      await this.#advance(this.#task, signal);
    }
  }

  #reconsider(): void {
    this.#failures = 0;
    const { work, controller } = this.#working ?? {};
    const wanted = this.#dropped || this.#task === undefined ? "remove" : this.#step(this.#task).do;
    if (work !== wanted) controller?.abort();
    this.#wake.set();
  }

  #step(task: Task): Step {
    if (this.#verdict === undefined) return nextStep(task);
    return isOver(task.status) ? { do: "nothing" } : { do: "shutDown" };
  }

  async #advance(task: Task, signal: AbortSignal): Promise<void> {
    const step = this.#step(task);
    switch (step.do) {
      case "nothing":
        if (this.#leftover) await this.#stopLeftover(task, signal);
        else await this.#wake.wait(signal);
        return;
      case "enter":
        this.#conclude(step, { kind: "done" });
        return;
      case "prepare":
      case "start":
        if (!this.#deps.isProvided(task)) {
          await this.#wake.wait(signal);
          return;
        }
        await this.#perform(step, step.do, task, signal);
        return;
      case "wait":
      case "shutDown":
        await this.#perform(step, step.do, task, signal);
        return;
    }
  }

  async #perform(step: Step, work: Work, task: Task, signal: AbortSignal): Promise<void> {
    const outcome = await this.#attempt(work, task, signal);
    if (outcome === undefined) return; // Cut short: look again at what is wanted.
    this.#conclude(step, outcome);
    if (outcome.kind === "postponed") await this.#pause(outcome.error, signal);
    else this.#failures = 0;
  }

  async #attempt(work: Work, task: Task, signal: AbortSignal): Promise<StepOutcome | undefined> {
    const { controller, release } = childOf(signal);
    this.#working = { work, controller };
    try {
      const exit = await this.#call(work, task, controller.signal);
      const seen = work === "prepare" ? {} : await this.#observe(task, controller.signal);
      if (exit?.error === undefined) return { kind: "done", ...seen };
      return { kind: "failed", error: exit.error, ...seen };
    } catch (error) {
      if (error instanceof InvariantError) throw error;
      if (controller.signal.aborted) return undefined;
      const kind = isTemporary(error) ? "postponed" : "failed";
      return { kind, error: messageOf(error), ...(await this.#observe(task, signal)) };
    } finally {
      this.#working = undefined;
      release();
    }
  }

  async #call(work: Work, task: Task, signal: AbortSignal): Promise<Exit | undefined> {
    const { engine, permits } = this.#deps;
    switch (work) {
      case "prepare":
        await permits.run(signal, () => engine.prepare(task, signal));
        return undefined;
      case "start":
        await permits.run(signal, () => engine.start(task, signal));
        return undefined;
      case "shutDown":
        await permits.run(signal, () => engine.shutDown(task, signal));
        return undefined;
      case "wait":
        return engine.wait(task, signal);
    }
  }

  /** What the engine shows of the container; nothing when it cannot be asked. */
  async #observe(task: Task, signal: AbortSignal): Promise<Observation> {
    try {
      const seen = await this.#deps.engine.inspect(task, signal);
      return { container: seen?.container, ports: seen?.ports };
    } catch (error) {
      if (error instanceof InvariantError) throw error;
      return {}; // The report is worth more than what it would add.
    }
  }

  #conclude(step: Step, outcome: StepOutcome): void {
    const task = this.#task;
    if (task === undefined) return;
    const after = statusAfter(task, step, outcome, this.#deps.clock.wallMs());
    const status = this.#verdict !== undefined && isOver(after) ? this.#verdict : after;
    if (status === task.status) return;
    this.#task = { ...task, status };
    const state = taskStateName(status.state);
    if (outcome.kind === "failed") this.#log.warn("task failed", { state, reason: outcome.error });
    else this.#log.debug("task moved", { state });
    this.#deps.keep(this.#task);
    this.#deps.report(this.#task);
  }

  async #stopLeftover(task: Task, signal: AbortSignal): Promise<void> {
    const outcome = await this.#attempt("shutDown", task, signal);
    if (outcome?.kind === "postponed") await this.#pause(outcome.error, signal);
    else if (outcome !== undefined) this.#leftover = false;
  }

  /** True when nothing is left. */
  async #remove(signal: AbortSignal): Promise<boolean> {
    const { engine, permits } = this.#deps;
    const { controller, release } = childOf(signal);
    this.#working = { work: "remove", controller };
    try {
      await permits.run(controller.signal, () => engine.remove(this.taskId, controller.signal));
      return true;
    } catch (error) {
      if (error instanceof InvariantError) throw error;
      if (!controller.signal.aborted) await this.#pause(messageOf(error), signal);
      return false;
    } finally {
      this.#working = undefined;
      release();
    }
  }

  /** Waits before another try, longer each time; a new wish ends it. */
  async #pause(reason: string, signal: AbortSignal): Promise<void> {
    const { clock } = this.#deps;
    const retryInMs = stepRetryMs(++this.#failures);
    this.#log.warn("the engine did not do its part yet", { reason, retryInMs });
    const cancel = clock.after(retryInMs, () => this.#wake.set());
    await this.#wake.wait(signal);
    cancel();
  }
}

function isOver(status: TaskStatus | undefined): boolean {
  return status !== undefined && isTerminal(status.state);
}
