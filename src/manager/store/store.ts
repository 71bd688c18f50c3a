import type {
  Cluster,
  Config,
  Extension,
  Network,
  Node,
  PortConfig_Protocol,
  Resource,
  Secret,
  Service,
  Task,
  Volume,
  Timestamp,
} from "../../model/generated/types.ts";

/** Every kind of object the cluster keeps, by the name of its table. */
export interface ObjectTypes {
  readonly node: Node;
  readonly service: Service;
  readonly task: Task;
  readonly network: Network;
  readonly cluster: Cluster;
  readonly secret: Secret;
  readonly config: Config;
  readonly resource: Resource;
  readonly extension: Extension;
  readonly volume: Volume;
}

export type ObjectKind = keyof ObjectTypes;

/** One object created, updated or removed in a commit. Objects are frozen. */
export type ChangeOf<K extends ObjectKind> = {
  readonly kind: K;
  /** As it is now; as it last was when removed. */
  readonly object: ObjectTypes[K];
} & (
  | { readonly action: "create" | "remove" }
  | { readonly action: "update"; readonly previous: ObjectTypes[K] }
);

export type Change = { readonly [K in ObjectKind]: ChangeOf<K> }[ObjectKind];

/** What one log entry changed, in order. */
export interface Commit {
  /** The raft index of the entry. */
  readonly version: number;
  readonly changes: readonly Change[];
}

/** Objects of one kind. Lists are ordered by id, so that every replica sees the same order. */
export interface Table<T> {
  get(id: string): T | undefined;
  all(): readonly T[];
  readonly size: number;
}

/** Names are unique in their table, whatever their case. Source: swarmkit manager/state/store. */
export interface NamedTable<T> extends Table<T> {
  byName(name: string): T | undefined;
}

export interface TaskTable extends Table<Task> {
  ofService(serviceId: string): readonly Task[];
  inSlot(serviceId: string, slot: number): readonly Task[];
  onNode(nodeId: string): readonly Task[];
  /** Tasks whose spec refers to the secret, config or network. */
  using(kind: "secret" | "config" | "network", id: string): readonly Task[];
}

export interface ServiceTable extends NamedTable<Service> {
  /** Services that ask for the published port, or were given it. */
  publishing(protocol: PortConfig_Protocol, publishedPort: number): readonly Service[];
  using(kind: "secret" | "config" | "network", id: string): readonly Service[];
}

export interface NodeTable extends Table<Node> {
  byHostname(hostname: string): readonly Node[];
}

/** The cluster's objects as of one commit, plus what the transaction itself changed. */
export interface ReadTx {
  readonly nodes: NodeTable;
  readonly services: ServiceTable;
  readonly tasks: TaskTable;
  readonly networks: NamedTable<Network>;
  readonly clusters: NamedTable<Cluster>;
  readonly secrets: NamedTable<Secret>;
  readonly configs: NamedTable<Config>;
  readonly resources: NamedTable<Resource>;
  readonly extensions: NamedTable<Extension>;
  readonly volumes: NamedTable<Volume>;
}

/**
 * A transaction's changes. Meta (version, created, updated) is the store's to write. Refused, with
 * an OperationalError: creating an id that exists or a name in use (`alreadyExists`), updating or
 * removing what is not there (`notFound`), updating from an older version than the stored one
 * (`unknown`, "update out of sequence").
 */
export interface WriteTx extends ReadTx {
  /** Created later than `newerThan`, whatever the clock says: clocks go back, and leaders' clocks differ. */
  create<K extends ObjectKind>(kind: K, object: ObjectTypes[K], newerThan?: Timestamp): void;
  update<K extends ObjectKind>(kind: K, object: ObjectTypes[K]): void;
  remove(kind: ObjectKind, id: string): void;
}

/** The replicated store, as everyone but raft sees it. */
export interface Store {
  /** Reads committed state. What `read` returns may be kept: it is frozen. */
  view<T>(read: (tx: ReadTx) => T): T;
  /**
   * Runs `change` against the newest state and resolves with its result once the changes are
   * committed on a quorum and applied here; a `change` that throws changes nothing and rejects.
   * Transactions run in order, and those that wait leave together in one entry (group commit), so
   * `change` must be synchronous and may run well after the call. Rejects with `unavailable` where
   * this manager does not lead, and with `aborted` when leadership was lost meanwhile: the outcome
   * is unknown then.
   */
  update<T>(change: (tx: WriteTx) => T): Promise<T>;
  /**
   * Calls `listener` after every commit, in order and synchronously; it may only mark and wake.
   * Gives the function that ends it.
   */
  onCommit(listener: (commit: Commit) => void): () => void;
}
