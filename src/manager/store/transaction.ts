import { deepFreeze } from "../../base/deep-freeze.ts";
import { OperationalError } from "../../base/errors.ts";
import { makeMeta, makeVersion, type Meta, type Timestamp } from "../../model/generated/types.ts";
import { timestampMs, timestampOf } from "../../model/time.ts";
import type { Action, ActionName, ActionOf } from "./action.ts";
import { missing, type Batch } from "./batch.ts";
import type { ObjectKind, ObjectTypes, ReadTx, WriteTx } from "./store.ts";

/** What a transaction writes into the objects it changes. */
export interface Stamp {
  /** The applied index at the start, as Swarm's managers write it; below the entry's own index. */
  readonly version: number;
  readonly at: Timestamp;
}

/** One transaction's view of a batch; `actions` is what it did. */
export class Transaction implements WriteTx {
  readonly nodes: ReadTx["nodes"];
  readonly services: ReadTx["services"];
  readonly tasks: ReadTx["tasks"];
  readonly networks: ReadTx["networks"];
  readonly clusters: ReadTx["clusters"];
  readonly secrets: ReadTx["secrets"];
  readonly configs: ReadTx["configs"];
  readonly resources: ReadTx["resources"];
  readonly extensions: ReadTx["extensions"];
  readonly volumes: ReadTx["volumes"];
  readonly #batch: Batch;
  readonly #stamp: Stamp;
  readonly #actions = new Map<string, Action>();
  #performedCount = 0;

  constructor(batch: Batch, stamp: Stamp) {
    this.#batch = batch;
    this.#stamp = stamp;
    const tables = batch.view;
    this.nodes = tables.nodes;
    this.services = tables.services;
    this.tasks = tables.tasks;
    this.networks = tables.networks;
    this.clusters = tables.clusters;
    this.secrets = tables.secrets;
    this.configs = tables.configs;
    this.resources = tables.resources;
    this.extensions = tables.extensions;
    this.volumes = tables.volumes;
  }

  get actions(): readonly Action[] {
    return [...this.#actions.values()];
  }

  create<K extends ObjectKind>(kind: K, object: ObjectTypes[K], newerThan?: Timestamp): void {
    const { version, at } = this.#stamp;
    const createdAt = laterThan(newerThan, at);
    this.#perform("create", kind, {
      ...object,
      meta: makeMeta({ version: makeVersion({ index: version }), createdAt, updatedAt: at }),
    });
  }

  update<K extends ObjectKind>(kind: K, object: ObjectTypes[K]): void {
    const stored: ObjectTypes[K] | undefined = this.#batch.tables[kind].get(object.id);
    if (stored === undefined) throw missing(kind, object.id);
    if (versionOf(object.meta) !== versionOf(stored.meta)) {
      // Source: swarmkit manager/state/store ErrSequenceConflict, whose text tools know.
      throw new OperationalError("unknown", "update out of sequence");
    }
    const version = makeVersion({ index: this.#stamp.version });
    const meta: Meta = { ...(stored.meta ?? makeMeta()), version, updatedAt: this.#stamp.at };
    this.#perform("update", kind, { ...object, meta });
  }

  remove(kind: ObjectKind, id: string): void {
    const stored = this.#batch.tables[kind].get(id);
    if (stored === undefined) throw missing(kind, id);
    this.#perform("remove", kind, stored);
  }

  #perform<K extends ObjectKind>(action: ActionName, kind: K, object: ObjectTypes[K]): void {
    const performed: ActionOf<K> = { action, kind, object: deepFreeze(object) };
    this.#batch.perform(performed);
    this.#record(performed as Action); // An ActionOf of one kind is one of the union.
  }

  /**
   * Adds to what the entry will hold. A task changed several times in a transaction is written
   * once, as it is in the end; objects with unique names keep every step, for a name may have
   * moved from one to the other in between.
   */
  #record(performed: Action): void {
    const coalesced = performed.kind === "task" || performed.kind === "node";
    const key = coalesced ? performed.object.id : `#${this.#performedCount}`;
    this.#performedCount++;
    const earlier = this.#actions.get(key);
    if (earlier === undefined) {
      this.#actions.set(key, performed);
      return;
    }
    if (earlier.action === "create" && performed.action === "remove") {
      this.#actions.delete(key);
      return;
    }
    this.#actions.set(key, { ...performed, action: actionOver(earlier.action, performed.action) });
  }
}

/** What two changes of one object amount to; a task removed and made anew is an update. */
function actionOver(earlier: ActionName, later: ActionName): ActionName {
  if (later === "remove") return "remove";
  return earlier === "create" ? "create" : "update";
}

/** `at`, or the moment after `other` where that is no earlier. */
function laterThan(other: Timestamp | undefined, at: Timestamp): Timestamp {
  if (other === undefined || timestampMs(other) < timestampMs(at)) return at;
  return timestampOf(timestampMs(other) + 1);
}

function versionOf(meta: Meta | undefined): number {
  return meta?.version?.index ?? 0;
}
