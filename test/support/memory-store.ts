import { deepFreeze } from "../../src/base/deep-freeze.ts";
import { OperationalError } from "../../src/base/errors.ts";
import type {
  Change,
  Commit,
  NamedTable,
  ObjectKind,
  ObjectTypes,
  ReadTx,
  Store,
  Table,
  WriteTx,
} from "../../src/manager/store/store.ts";
import { makeMeta } from "../../src/model/generated/types.ts";
import type { Service, Task } from "../../src/model/generated/types.ts";

type AnyObject = ObjectTypes[ObjectKind];
type Rows<T> = ReadonlyMap<string, T>;
type State = ReadonlyMap<ObjectKind, Rows<AnyObject>>;

/** A store without replication: one manager's, for tests of what stands on a store. */
export class MemoryStore implements Store {
  #state: State = new Map();
  #version = 0;
  readonly #listeners = new Set<(commit: Commit) => void>();
  /** Waited for before a commit: how long a quorum takes, or its refusal. */
  commitPoint: () => Promise<void> = () => Promise.resolve();
  #last: Promise<unknown> = Promise.resolve();
  /** How many transactions changed something. */
  commitCount = 0;

  view<T>(read: (tx: ReadTx) => T): T {
    return read(readTx(() => this.#state));
  }

  update<T>(change: (tx: WriteTx) => T): Promise<T> {
    const turn = this.#last.then(async () => {
      await this.commitPoint();
      return this.#commit(change);
    });
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  onCommit(listener: (commit: Commit) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** For setting a scene: commits at once. */
  write(change: (tx: WriteTx) => void): void {
    this.#commit(change);
  }

  #commit<T>(change: (tx: WriteTx) => T): T {
    let state = this.#state;
    const changes: Change[] = [];
    const version = this.#version + 1;
    const put = (kind: ObjectKind, id: string, object: AnyObject | undefined): void => {
      const rows = new Map(state.get(kind));
      if (object === undefined) rows.delete(id);
      else rows.set(id, object);
      state = new Map(state).set(kind, rows);
    };
    const find = (kind: ObjectKind, id: string): AnyObject => {
      const known = state.get(kind)?.get(id);
      if (known === undefined) throw new OperationalError("notFound", `No ${kind} ${id}`);
      return known;
    };
    const stamped = (object: AnyObject): AnyObject =>
      deepFreeze({ ...object, meta: makeMeta({ ...object.meta, version: { index: version } }) });
    const tx: WriteTx = Object.assign(
      readTx(() => state),
      {
        create: (kind: ObjectKind, object: AnyObject) => {
          if (state.get(kind)?.has(object.id) === true) {
            throw new OperationalError("alreadyExists", `${kind} ${object.id} exists`);
          }
          const created = stamped(object);
          put(kind, object.id, created);
          changes.push({ kind, action: "create", object: created } as Change);
        },
        update: (kind: ObjectKind, object: AnyObject) => {
          const previous = find(kind, object.id);
          const updated = stamped(object);
          put(kind, object.id, updated);
          changes.push({ kind, action: "update", object: updated, previous } as Change);
        },
        remove: (kind: ObjectKind, id: string) => {
          const object = find(kind, id);
          put(kind, id, undefined);
          changes.push({ kind, action: "remove", object } as Change);
        },
      },
    );
    const result = change(tx);
    if (changes.length > 0) {
      this.#state = state;
      this.#version = version;
      this.commitCount++;
      for (const listener of [...this.#listeners]) listener({ version, changes });
    }
    return result;
  }
}

function readTx(state: () => State): ReadTx {
  const rows = <T>(kind: ObjectKind): Rows<T> => (state().get(kind) ?? new Map()) as Rows<T>;
  const table = <K extends ObjectKind>(kind: K): Table<ObjectTypes[K]> => ({
    get: (id) => rows<ObjectTypes[K]>(kind).get(id),
    all: () => [...rows<ObjectTypes[K]>(kind).values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    get size() {
      return rows(kind).size;
    },
  });
  const named = <K extends ObjectKind>(kind: K): NamedTable<ObjectTypes[K]> => {
    const base = table(kind);
    const nameOf = (object: AnyObject): string | undefined =>
      (object as { spec?: { annotations?: { name: string } } }).spec?.annotations?.name;
    return Object.assign(base, {
      byName: (name: string) => base.all().find((object) => nameOf(object) === name),
    });
  };
  const tasks = table("task");
  const select = (admits: (task: Task) => boolean): readonly Task[] => tasks.all().filter(admits);
  return {
    nodes: Object.assign(table("node"), {
      byHostname: (hostname: string) =>
        table("node")
          .all()
          .filter(({ description }) => description?.hostname === hostname),
    }),
    tasks: Object.assign(tasks, {
      ofService: (id: string) => select(({ serviceId }) => serviceId === id),
      inSlot: (id: string, slot: number) =>
        select((task) => task.serviceId === id && task.slot === slot),
      onNode: (id: string) => select(({ nodeId }) => nodeId === id),
      using: () => [],
    }),
    services: Object.assign(named("service"), {
      using: (): readonly Service[] => [],
      publishing: (): readonly Service[] => [],
    }),
    networks: named("network"),
    clusters: named("cluster"),
    secrets: named("secret"),
    configs: named("config"),
    resources: named("resource"),
    extensions: named("extension"),
    volumes: named("volume"),
  };
}
