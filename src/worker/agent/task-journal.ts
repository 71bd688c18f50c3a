import { isTerminal } from "../../model/task-state.ts";
import { TaskState } from "../../model/generated/types.ts";
import type { Task } from "../../model/generated/types.ts";
import type { Storage, StorageChange } from "../../system/storage.ts";
import { Wake } from "../../system/wake.ts";
import { TaskCodec } from "../../wire/generated/codecs.ts";

const TASK_PREFIX = "task/";
/** The character after "/". */
const TASK_END = "task0";
const MANAGERS_KEY = "managers";

/**
 * What an agent must know after a restart without its managers: its tasks, how far each got, and
 * where the managers are. Writes happen behind, many at a time; the newest word for a key counts.
 * That a task is over is made durable, for it must never run again, and so is where the managers
 * are, for a node that joined with one that is lost would find nobody; what else a crash may lose,
 * the engine and the managers know as well.
 */
export class TaskJournal {
  readonly #storage: Storage;
  readonly #wake = new Wake();
  #pending = new Map<string, StorageChange>();
  #sync = false;

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  async readTasks(): Promise<readonly Task[]> {
    const tasks: Task[] = [];
    for await (const [, value] of this.#storage.range({ gte: TASK_PREFIX, lt: TASK_END })) {
      tasks.push(TaskCodec.decode(value));
    }
    return tasks;
  }

  async readManagers(): Promise<readonly string[]> {
    const value = await this.#storage.get(MANAGERS_KEY);
    const text = new TextDecoder().decode(value);
    return text === "" ? [] : text.split("\n");
  }

  put(task: Task): void {
    const key = TASK_PREFIX + task.id;
    if (isTerminal(task.status?.state ?? TaskState.NEW)) this.#sync = true;
    this.#add({ type: "put", key, value: TaskCodec.encode(task) });
  }

  remove(taskId: string): void {
    this.#add({ type: "del", key: TASK_PREFIX + taskId });
  }

  putManagers(addresses: readonly string[]): void {
    const value = new TextEncoder().encode(addresses.join("\n"));
    this.#sync = true;
    this.#add({ type: "put", key: MANAGERS_KEY, value });
  }

  /** Writes until `signal` aborts, and what is left then. A disk that fails ends it. */
  async run(signal: AbortSignal): Promise<void> {
    for (;;) {
      await this.#wake.wait(signal);
      const changes = [...this.#pending.values()];
      const sync = this.#sync;
      this.#pending = new Map();
      this.#sync = false;
      if (changes.length > 0) await this.#storage.batch(changes, { sync });
      if (signal.aborted && this.#pending.size === 0) return;
    }
  }

  #add(change: StorageChange): void {
    this.#pending.set(change.key, change);
    this.#wake.set();
  }
}
