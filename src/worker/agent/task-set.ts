import { AssignmentsMessage_Type } from "../../model/generated/types.ts";
import type { AssignmentsMessage, Task } from "../../model/generated/types.ts";
import type { Clock } from "../../system/clock.ts";
import { childOf } from "../../system/deadline.ts";
import type { Log } from "../../system/log.ts";
import { together } from "../../system/together.ts";
import { Wake } from "../../system/wake.ts";
import { isTemporary } from "../engine/engine.ts";
import type { Engine } from "../engine/engine.ts";
import { planAssignments } from "../task/plan-assignments.ts";
import type { HeldObjects } from "./held-objects.ts";
import { Permits } from "./permits.ts";
import type { Reporter } from "./reporter.ts";
import type { TaskJournal } from "./task-journal.ts";
import { TaskRunner } from "./task-runner.ts";
import type { TaskRunnerDeps } from "./task-runner.ts";

export interface TaskSetDeps {
  readonly engine: Engine;
  readonly clock: Clock;
  readonly log: Log;
  readonly journal: TaskJournal;
  readonly reporter: Reporter;
  readonly held: HeldObjects;
}

/** Containers that are made, started or stopped at once. */
const PERMITS = { count: 8, holdMs: 2_000 };

const SWEEP_RETRY_MS = 1_000;

/** All tasks of this node: what its managers assigned, and whatever else the engine still holds. */
export class TaskSet {
  readonly #deps: TaskSetDeps;
  readonly #runnerDeps: TaskRunnerDeps;
  readonly #runners = new Map<string, TaskRunner>();
  readonly #unstarted: TaskRunner[] = [];
  readonly #wake = new Wake();
  /** A manager said what this node holds since this process began. */
  #complete = false;
  readonly #sweepWake = new Wake();
  readonly #listeners = new Set<(task: Task) => void>();

  constructor(deps: TaskSetDeps) {
    const { engine, clock, log, held } = deps;
    this.#deps = deps;
    this.#runnerDeps = {
      engine,
      clock,
      log,
      permits: new Permits(clock, PERMITS),
      isProvided: (task) => this.#complete || held.has(task),
      keep: (task) => deps.journal.put(task),
      report: ({ id, status }) => status && deps.reporter.report(id, status),
    };
  }

  /** How many tasks there are, and those that are being removed. */
  get size(): number {
    return this.#runners.size;
  }

  get tasks(): readonly Task[] {
    return [...this.#runners.values()].flatMap(({ task }) => task ?? []);
  }

  /** Calls `listener` for every task that a manager assigns; gives the function that ends it. */
  onAssigned(listener: (task: Task) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Goes on with what an earlier process left. */
  adopt(tasks: readonly Task[]): void {
    for (const task of tasks) this.#runner(task.id).assign(task);
  }

  /** Does what a message of assignments asks for. */
  apply(message: AssignmentsMessage): void {
    const { held } = this.#deps;
    const plan = planAssignments(message, {
      tasks: this.#runners.keys(),
      secrets: held.secretIds,
      configs: held.configIds,
    });
    for (const secret of plan.secrets) held.putSecret(secret);
    for (const config of plan.configs) held.putConfig(config);
    for (const task of plan.tasks) {
      this.#runner(task.id).assign(task);
      for (const listener of this.#listeners) listener(task);
    }
    for (const taskId of plan.removedTasks) this.#drop(taskId);
    for (const id of plan.removedSecrets) held.removeSecret(id);
    for (const id of plan.removedConfigs) held.removeConfig(id);
    const complete = message.type === AssignmentsMessage_Type.COMPLETE;
    if (complete) {
      this.#complete = true;
      this.#sweepWake.set();
    }
    if (complete || plan.secrets.length > 0 || plan.configs.length > 0) {
      for (const runner of this.#runners.values()) runner.nudge();
    }
  }

  /** Moves every task on until `signal` aborts; they run on without it. */
  run(signal: AbortSignal): Promise<void> {
    return together(signal, [(inner) => this.#runAll(inner), (inner) => this.#sweepAll(inner)]);
  }

  async #runAll(signal: AbortSignal): Promise<void> {
    const { controller, release } = childOf(signal);
    const lives = new Set<Promise<void>>();
    const failures: unknown[] = [];
    const begin = (runner: TaskRunner): void => {
      const life: Promise<void> = this.#live(runner, controller.signal)
        .catch((error: unknown) => {
          failures.push(error);
          controller.abort(error);
        })
        .finally(() => lives.delete(life));
      lives.add(life);
    };
    while (!controller.signal.aborted) {
      for (const runner of this.#unstarted.splice(0)) begin(runner);
      await this.#wake.wait(controller.signal);
    }
    await Promise.all(lives);
    release();
    if (failures.length > 0) throw failures[0];
  }

  async #live(runner: TaskRunner, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await runner.run(signal);
      // It may have been assigned again the moment it was gone.
      if (!runner.dropped || signal.aborted) continue;
      this.#runners.delete(runner.taskId);
      this.#deps.journal.remove(runner.taskId);
      return;
    }
  }

  #runner(taskId: string): TaskRunner {
    const known = this.#runners.get(taskId);
    if (known !== undefined) return known;
    const runner = new TaskRunner(this.#runnerDeps, taskId);
    this.#runners.set(taskId, runner);
    this.#unstarted.push(runner);
    this.#wake.set();
    return runner;
  }

  #drop(taskId: string): void {
    this.#deps.reporter.forget(taskId);
    this.#runner(taskId).drop();
  }

  /** After a complete list of what is ours: whatever else the engine holds of ours goes. */
  async #sweepAll(signal: AbortSignal): Promise<void> {
    const { engine, clock, log } = this.#deps;
    for (;;) {
      await this.#sweepWake.wait(signal);
      if (signal.aborted) return;
      try {
        for (const { taskId, running } of await engine.list(signal)) {
          const runner = this.#runners.get(taskId);
          if (runner === undefined) this.#drop(taskId);
          else if (running) runner.foundRunning();
        }
        for (const taskId of await engine.provided()) {
          if (!this.#runners.has(taskId)) await engine.withdraw(taskId);
        }
      } catch (error) {
        if (signal.aborted) return;
        if (!isTemporary(error)) throw error;
        log.warn("the engine does not say what it holds", { retryInMs: SWEEP_RETRY_MS, error });
        await clock.sleep(SWEEP_RETRY_MS, signal);
        this.#sweepWake.set();
      }
    }
  }
}
