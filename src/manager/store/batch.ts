import { OperationalError } from "../../base/errors.ts";
import type { Action, ActionOf } from "./action.ts";
import { OverlayTable } from "./overlay.ts";
import { readTx, type Readers } from "./read-tx.ts";
import { SCHEMAS } from "./schema.ts";
import type { ObjectKind, ObjectTypes, ReadTx } from "./store.ts";

type Overlays = { readonly [K in ObjectKind]: OverlayTable<ObjectTypes[K]> };

/**
 * Changes on top of the committed tables, each checked against all before it. Part of them can be
 * taken back, so that a transaction that fails leaves no trace in a batch of several.
 */
export class Batch {
  readonly tables: Overlays;
  /** The same, as everyone sees tables. */
  readonly view: ReadTx;
  readonly #undo: (() => void)[] = [];

  constructor(below: Readers) {
    this.tables = {
      node: new OverlayTable(below.node, SCHEMAS.node),
      service: new OverlayTable(below.service, SCHEMAS.service),
      task: new OverlayTable(below.task, SCHEMAS.task),
      network: new OverlayTable(below.network, SCHEMAS.network),
      cluster: new OverlayTable(below.cluster, SCHEMAS.cluster),
      secret: new OverlayTable(below.secret, SCHEMAS.secret),
      config: new OverlayTable(below.config, SCHEMAS.config),
      resource: new OverlayTable(below.resource, SCHEMAS.resource),
      extension: new OverlayTable(below.extension, SCHEMAS.extension),
      volume: new OverlayTable(below.volume, SCHEMAS.volume),
    };
    this.view = readTx(this.tables);
  }

  /** Where the batch is now, for `rollBack`. */
  mark(): number {
    return this.#undo.length;
  }

  /** Takes back everything since `mark`. */
  rollBack(mark: number): void {
    while (this.#undo.length > mark) this.#undo.pop()?.();
  }

  /**
   * Makes one change, or throws and makes none: `alreadyExists` for an id or a name in use,
   * `notFound` for an object that is not there. Source: swarmkit manager/state/store/memory.go.
   */
  perform<K extends ObjectKind>({ action, kind, object }: ActionOf<K>): void {
    const table: OverlayTable<ObjectTypes[K]> = this.tables[kind];
    const present = table.get(object.id) !== undefined;
    if (action === "create" && present) throw idTaken(kind, object.id);
    if (action !== "create" && !present) throw missing(kind, object.id);
    if (action !== "remove") this.#checkName(kind, object);
    this.#undo.push(table.set(object.id, action === "remove" ? undefined : object));
  }

  #checkName<K extends ObjectKind>(kind: K, object: ObjectTypes[K]): void {
    const [name] = SCHEMAS[kind].name?.(object) ?? [];
    if (name === undefined) return;
    const holders = this.tables[kind].list("name", name);
    if (holders.some(({ id }) => id !== object.id)) {
      throw new OperationalError(
        "alreadyExists",
        `name conflicts with an existing object: ${kind} "${name}" already exists`,
      );
    }
  }
}

export function missing(kind: ObjectKind, id: string): OperationalError {
  return new OperationalError("notFound", `${kind} ${id} not found`);
}

function idTaken(kind: ObjectKind, id: string): OperationalError {
  return new OperationalError("alreadyExists", `${kind} ${id} already exists`);
}

/** The changes one after the other; the first that does not fit throws, and none is made. */
export function performAll(batch: Batch, actions: readonly Action[]): void {
  const mark = batch.mark();
  try {
    for (const action of actions) batch.perform(action);
  } catch (error) {
    batch.rollBack(mark);
    throw error;
  }
}
