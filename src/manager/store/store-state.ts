import { deepFreeze } from "../../base/deep-freeze.ts";
import { deepEqual } from "../../base/deep-equal.ts";
import { makeStoreSnapshot, type StoreSnapshot } from "../../model/generated/types.ts";
import { OBJECT_KINDS, type Action, type ActionOf } from "./action.ts";
import { Batch, performAll } from "./batch.ts";
import { Sharing } from "./sharing.ts";
import { readTx } from "./read-tx.ts";
import { NARROW_TASK_INDEXES, SCHEMAS } from "./schema.ts";
import type { Change, ObjectKind, ObjectTypes, ReadTx } from "./store.ts";
import { StoredTable } from "./table.ts";

type Tables = { readonly [K in ObjectKind]: StoredTable<ObjectTypes[K]> };

function emptyTables(): Tables {
  return {
    node: new StoredTable(SCHEMAS.node),
    service: new StoredTable(SCHEMAS.service),
    task: new StoredTable(SCHEMAS.task, NARROW_TASK_INDEXES),
    network: new StoredTable(SCHEMAS.network),
    cluster: new StoredTable(SCHEMAS.cluster),
    secret: new StoredTable(SCHEMAS.secret),
    config: new StoredTable(SCHEMAS.config),
    resource: new StoredTable(SCHEMAS.resource),
    extension: new StoredTable(SCHEMAS.extension),
    volume: new StoredTable(SCHEMAS.volume),
  };
}

/** Objects of a snapshot that are put in their place in one step. */
const STEP_OBJECTS = 500;

/**
 * Everything the cluster keeps, as of the last committed entry. The same entries in the same order
 * give the same state on every manager, whichever of them proposed.
 */
export class StoreState {
  #tables = emptyTables();
  #view = readTx(this.#tables);
  readonly #sharing = new Sharing();

  /** Reads the committed state. */
  get view(): ReadTx {
    return this.#view;
  }

  /** A place for changes that are not committed yet. */
  beginBatch(): Batch {
    return new Batch(this.#tables);
  }

  /**
   * Applies what an entry asks for, all or nothing: an action that does not fit throws and leaves
   * everything as it was, on every manager alike. Source: swarmkit MemoryStore.ApplyStoreActions.
   */
  apply(actions: readonly Action[]): readonly Change[] {
    performAll(this.beginBatch(), actions);
    return actions.map((action) => this.#commit(shared(action, this.#sharing)));
  }

  /** Applies what was performed on a batch begun on exactly this state. */
  commit(actions: readonly Action[]): readonly Change[] {
    return actions.map((action) => this.#commit(action));
  }

  /** Everything, in order of id: equal states give equal snapshots. */
  toSnapshot(): StoreSnapshot {
    return makeStoreSnapshot({
      nodes: this.#tables.node.all(),
      services: this.#tables.service.all(),
      networks: this.#tables.network.all(),
      tasks: this.#tables.task.all(),
      clusters: this.#tables.cluster.all(),
      secrets: this.#tables.secret.all(),
      resources: this.#tables.resource.all(),
      extensions: this.#tables.extension.all(),
      configs: this.#tables.config.all(),
      volumes: this.#tables.volume.all(),
    });
  }

  /** Becomes what the snapshot holds; gives what that changed. */
  restore(snapshot: StoreSnapshot): readonly Change[] {
    const steps = this.restoreInSteps(snapshot);
    for (;;) {
      const { done, value } = steps.next();
      if (done === true) return value;
    }
  }

  /** The same in steps of a few milliseconds, all of which are seen at once at the end. */
  *restoreInSteps(snapshot: StoreSnapshot): Generator<undefined, readonly Change[]> {
    const before = this.#tables;
    const after = emptyTables();
    let count = 0;
    for (const action of actionsOf(snapshot)) {
      commitTo(after, shared(action, this.#sharing));
      if (++count % STEP_OBJECTS === 0) yield;
    }
    const changes: Change[] = [];
    for (const kind of OBJECT_KINDS) {
      changes.push(...differences(kind, before, after));
      if (count >= STEP_OBJECTS) yield;
    }
    this.#tables = after;
    this.#view = readTx(after);
    return changes;
  }

  #commit(action: Action): Change {
    return commitTo(this.#tables, action);
  }
}

function commitTo<K extends ObjectKind>(
  tables: Tables,
  { action, kind, object }: ActionOf<K>,
): Change {
  const table: StoredTable<ObjectTypes[K]> = tables[kind];
  const previous = table.get(object.id);
  if (action === "remove") table.delete(object.id);
  else table.put(deepFreeze(object));
  const change =
    action === "update"
      ? { action, kind, object, previous }
      : { action, kind, object: previous ?? object };
  return change as unknown as Change; // Its parts belong together by K, unseen by the compiler.
}

function shared(action: Action, sharing: Sharing): Action {
  if (action.kind === "service") sharing.learn(action.object);
  if (action.kind !== "task" || action.action === "remove") return action;
  return { ...action, object: sharing.share(action.object) };
}

function actionsOf(snapshot: StoreSnapshot): readonly Action[] {
  const created = <K extends ObjectKind>(kind: K, objects: readonly ObjectTypes[K][]): Action[] =>
    // As above: kind and object belong together.
    objects.map((object) => ({ action: "create", kind, object }) as unknown as Action);
  return [
    ...created("node", snapshot.nodes),
    ...created("service", snapshot.services),
    ...created("network", snapshot.networks),
    ...created("task", snapshot.tasks),
    ...created("cluster", snapshot.clusters),
    ...created("secret", snapshot.secrets),
    ...created("resource", snapshot.resources),
    ...created("extension", snapshot.extensions),
    ...created("config", snapshot.configs),
    ...created("volume", snapshot.volumes),
  ];
}

function differences(kind: ObjectKind, before: Tables, after: Tables): Change[] {
  const changes: unknown[] = [];
  for (const object of after[kind].all()) {
    const previous = before[kind].get(object.id);
    if (previous === undefined) changes.push({ action: "create", kind, object });
    else if (!deepEqual(previous, object)) {
      changes.push({ action: "update", kind, object, previous });
    }
  }
  for (const object of before[kind].all()) {
    if (after[kind].get(object.id) === undefined) changes.push({ action: "remove", kind, object });
  }
  return changes as Change[]; // As above: kind and objects belong together.
}
