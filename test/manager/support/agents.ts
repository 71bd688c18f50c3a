import { TaskState, makeTaskStatus, type Task } from "../../../src/model/generated/types.ts";
import { isTerminal } from "../../../src/model/task-state.ts";
import { timestampOf } from "../../../src/model/time.ts";
import type { Store } from "../../../src/manager/store/store.ts";
import type { Clock } from "../../../src/system/clock.ts";

/**
 * Stands for all agents and the dispatcher: brings every assigned task towards its desired state, a
 * step at a time. Agents of unplugged nodes do nothing until they are plugged in again.
 */
export class Agents {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #unplugged = new Set<string>();
  /** How long each step of a task takes. */
  stepMs = 5;
  /** Says in which state a task that should be running ends, if it does. */
  endOf: (task: Task) => TaskState | undefined = () => undefined;
  /** Says whether a node cannot prepare a task: an image that is nowhere. */
  refuses: (task: Task) => boolean = () => false;
  /** The most that were running at any moment, by service. */
  readonly history: { readonly atMs: number; readonly running: number }[] = [];

  constructor(store: Store, clock: Clock) {
    this.#store = store;
    this.#clock = clock;
    store.onCommit(({ changes }) => {
      for (const { kind, action, object } of changes) {
        if (kind === "task" && action !== "remove") this.#soon(object.id);
      }
      const running = this.running().length;
      this.history.push({ atMs: clock.monotonicMs(), running });
    });
  }

  /** The tasks that are observed running. */
  running(): readonly Task[] {
    return this.#store.view((tx) =>
      tx.tasks.all().filter((task) => task.status?.state === TaskState.RUNNING),
    );
  }

  unplug(nodeId: string): void {
    this.#unplugged.add(nodeId);
  }

  plugIn(nodeId: string): void {
    this.#unplugged.delete(nodeId);
    this.#store.view((tx) => {
      for (const { id } of tx.tasks.onNode(nodeId)) this.#soon(id);
    });
  }

  #soon(taskId: string): void {
    this.#clock.after(this.stepMs, () => void this.#step(taskId).catch(() => undefined));
  }

  async #step(taskId: string): Promise<void> {
    const due = this.#store.view((tx) => {
      const task = tx.tasks.get(taskId);
      return task && this.#nextState(task);
    });
    if (due === undefined) return;
    await this.#store.update((tx) => {
      const task = tx.tasks.get(taskId);
      const state = task && this.#nextState(task);
      if (!task || state === undefined) return;
      const at = timestampOf(this.#clock.wallMs());
      const status = makeTaskStatus({ ...task.status, state, timestamp: at, appliedAt: at });
      tx.update("task", { ...task, status });
    });
  }

  #nextState(task: Task): TaskState | undefined {
    const state = task.status?.state ?? TaskState.NEW;
    if (state < TaskState.ASSIGNED || isTerminal(state)) return undefined;
    if (this.#unplugged.has(task.nodeId)) return undefined;
    if (task.desiredState > TaskState.COMPLETE) return TaskState.SHUTDOWN;
    if (state < TaskState.READY) return this.refuses(task) ? TaskState.REJECTED : TaskState.READY;
    if (task.desiredState === TaskState.READY) return undefined;
    if (state < TaskState.RUNNING) return TaskState.RUNNING;
    return this.endOf(task);
  }
}
