import { assert } from "../../../src/base/assert.ts";
import { deepEqual } from "../../../src/base/deep-equal.ts";
import type { Commit, ReadTx } from "../../../src/manager/store/store.ts";
import type { Task, TaskSpec } from "../../../src/model/generated/types.ts";
import type { TaskFile } from "../../../src/model/task-file.ts";
import type { HeldObjects } from "../../../src/worker/agent/held-objects.ts";

/** `secret/ID` or `config/ID` of all that a task's container refers to. */
export function needsOf(spec: TaskSpec | undefined): readonly string[] {
  const { secrets = [], configs = [] } = spec?.container ?? {};
  return [
    ...secrets.map(({ secretId }) => `secret/${secretId}`),
    ...configs.map(({ configId }) => `config/${configId}`),
  ];
}

/** What a node holds, by the same names. */
export function heldBy(held: HeldObjects): readonly string[] {
  return [
    ...[...held.secretIds].map((id) => `secret/${id}`),
    ...[...held.configIds].map((id) => `config/${id}`),
  ];
}

/**
 * Of secrets and configs, whatever happens:
 * - what a service refers to is there: nothing in use is ever removed;
 * - what one holds never changes;
 * - a node is given only what some task placed on it refers to (it may keep it for a while after the
 *   last one, as its managers may not reach it), and each task's files hold what was stored.
 */
export class DataChecker {
  /** Of all that there ever was, by name as above. */
  readonly #data = new Map<string, Uint8Array>();
  /** What tasks on each node ever referred to. */
  readonly #neededOn = new Map<string, Set<string>>();
  readonly #tasks = new Map<string, Task>();

  /** A witness of the history. */
  readonly onCommit = ({ version, changes }: Commit, tx: ReadTx): void => {
    let mayDangle = false;
    for (const change of changes) {
      const { kind, object, action } = change;
      if (kind === "secret" || kind === "config") {
        mayDangle ||= action === "remove";
        this.#keep(`${kind}/${object.id}`, object.spec?.data ?? new Uint8Array());
      }
      if (kind === "service") mayDangle ||= needsOf(object.spec?.task).length > 0;
      if (kind === "task" && action !== "remove") this.#place(object);
    }
    if (!mayDangle) return;
    for (const { id, spec } of tx.services.all()) {
      for (const need of needsOf(spec?.task)) {
        assert(find(tx, need) !== undefined, `Service ${id} at ${version} refers to ${need}: gone`);
      }
    }
  };

  /** Looks at what is on one node, whose names were `nodeIds`. */
  check(
    nodeIds: readonly string[],
    files: ReadonlyMap<string, readonly TaskFile[]>,
    held: HeldObjects | undefined,
  ): void {
    for (const need of held === undefined ? [] : heldBy(held)) {
      const isNeeded = nodeIds.some((id) => this.#neededOn.get(id)?.has(need) === true);
      assert(isNeeded, `${nodeIds.join()} holds ${need}, which no task there ever needed`);
    }
    for (const [taskId, its] of files) {
      const task = this.#tasks.get(taskId);
      assert(
        task !== undefined && nodeIds.includes(task.nodeId),
        `${nodeIds.join()} has files of ${taskId}, which is elsewhere`,
      );
      for (const { kind, objectId, data } of its) {
        const name = `${kind}/${objectId}`;
        assert(needsOf(task.spec).includes(name), `${taskId} has ${name}, and does not need it`);
        assert(deepEqual(data, this.#data.get(name)), `${taskId} has something else as ${name}`);
      }
    }
  }

  #keep(name: string, data: Uint8Array): void {
    const known = this.#data.get(name);
    assert(known === undefined || deepEqual(known, data), `${name} changed`);
    this.#data.set(name, data);
  }

  #place(task: Task): void {
    const needs = needsOf(task.spec);
    if (needs.length === 0 || task.nodeId === "") return;
    this.#tasks.set(task.id, task);
    const there = this.#neededOn.get(task.nodeId) ?? new Set();
    this.#neededOn.set(task.nodeId, there);
    for (const need of needs) there.add(need);
  }
}

/** What the store holds under such a name. */
export function find(tx: ReadTx, need: string): Uint8Array | undefined {
  const [kind, id = ""] = need.split("/");
  const object = kind === "secret" ? tx.secrets.get(id) : tx.configs.get(id);
  return object && (object.spec?.data ?? new Uint8Array());
}
