import { OperationalError } from "../../base/errors.ts";
import { StoreActionKind, makeStoreAction, type StoreAction } from "../../model/generated/types.ts";
import type { ObjectKind, ObjectTypes } from "./store.ts";

export type ActionName = "create" | "update" | "remove";

/** One object to create, update or remove, whole: what an entry of the log is made of. */
export type ActionOf<K extends ObjectKind> = {
  readonly [P in K]: {
    readonly action: ActionName;
    readonly kind: P;
    readonly object: ObjectTypes[P];
  };
}[K];

export type Action = ActionOf<ObjectKind>;

export const OBJECT_KINDS: readonly ObjectKind[] = [
  "node",
  "service",
  "network",
  "task",
  "cluster",
  "secret",
  "resource",
  "extension",
  "config",
  "volume",
];

const WIRE_KINDS: Readonly<Record<ActionName, StoreActionKind>> = {
  create: StoreActionKind.STORE_ACTION_CREATE,
  update: StoreActionKind.STORE_ACTION_UPDATE,
  remove: StoreActionKind.STORE_ACTION_REMOVE,
};

export function toStoreAction(action: Action): StoreAction {
  return makeStoreAction({ action: WIRE_KINDS[action.action], [action.kind]: action.object });
}

/** What a peer's entry asks for; `unimplemented` for what a newer peer may know and we do not. */
export function fromStoreAction(stored: StoreAction): Action {
  const name = nameOf(stored.action);
  const kind = OBJECT_KINDS.find((candidate) => stored[candidate] !== undefined);
  const object = kind && stored[kind];
  if (name === undefined || kind === undefined || object === undefined) {
    throw new OperationalError("unimplemented", "The entry holds a store action of unknown kind");
  }
  return { action: name, kind, object } as Action; // Kind and object were taken from one property.
}

function nameOf(kind: StoreActionKind): ActionName | undefined {
  switch (kind) {
    case StoreActionKind.STORE_ACTION_CREATE:
      return "create";
    case StoreActionKind.STORE_ACTION_UPDATE:
      return "update";
    case StoreActionKind.STORE_ACTION_REMOVE:
      return "remove";
    default:
      return undefined;
  }
}
