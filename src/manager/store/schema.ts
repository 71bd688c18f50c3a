import type {
  Annotations,
  PortConfig_Protocol,
  Service,
  Task,
  TaskSpec,
} from "../../model/generated/types.ts";
import type { ObjectKind, ObjectTypes } from "./store.ts";

/** By what objects are found, other than their id. */
export type IndexName = "name" | "hostname" | "service" | "slot" | "node" | "uses" | "port";

/** What an object may refer to in its spec. */
export type ReferenceKind = "secret" | "config" | "network";

/** Under which keys an object stands in one index. */
export type KeysOf<T> = (object: T) => readonly string[];

export type TableSchema<T> = Readonly<Partial<Record<IndexName, KeysOf<T>>>>;

/** When two versions of an object stand under the same key, by index. */
export type SameKeys<T> = Readonly<Partial<Record<IndexName, (left: T, right: T) => boolean>>>;

const NO_KEYS: readonly string[] = [];

export function slotKey(serviceId: string, slot: number): string {
  return `${serviceId}/${slot}`;
}

export function referenceKey(kind: ReferenceKind, id: string): string {
  return `${kind}/${id}`;
}

export function portKey(protocol: PortConfig_Protocol, publishedPort: number): string {
  return `${protocol}/${publishedPort}`;
}

/** Names that differ only in case are the same name. */
export function nameKey(name: string): string {
  return name.toLowerCase();
}

/** Each table's indexes. Source: swarmkit manager/state/store. */
export const SCHEMAS: { readonly [K in ObjectKind]: TableSchema<ObjectTypes[K]> } = {
  node: { hostname: ({ description }) => keyOf(description?.hostname) },
  service: {
    name: ({ spec }) => nameKeys(spec?.annotations),
    uses: serviceReferences,
    port: publishedPorts,
  },
  task: {
    service: ({ serviceId }) => keyOf(serviceId),
    slot: ({ serviceId, slot }) => (serviceId === "" ? NO_KEYS : [slotKey(serviceId, slot)]),
    node: ({ nodeId }) => keyOf(nodeId),
    uses: taskReferences,
  },
  network: { name: ({ spec }) => nameKeys(spec?.annotations) },
  cluster: { name: ({ spec }) => nameKeys(spec?.annotations) },
  secret: { name: ({ spec }) => nameKeys(spec?.annotations) },
  config: { name: ({ spec }) => nameKeys(spec?.annotations) },
  resource: { name: ({ annotations }) => nameKeys(annotations) },
  extension: { name: ({ annotations }) => nameKeys(annotations) },
  volume: { name: ({ spec }) => nameKeys(spec?.annotations) },
};

/** The index of tasks that has as many keys as tasks, but for a few. */
export const NARROW_TASK_INDEXES: SameKeys<Task> = {
  slot: (left, right) => left.slot === right.slot && left.serviceId === right.serviceId,
};

function keyOf(text: string | undefined): readonly string[] {
  return text === undefined || text === "" ? NO_KEYS : [text];
}

function nameKeys(annotations: Annotations | undefined): readonly string[] {
  return annotations === undefined || annotations.name === ""
    ? NO_KEYS
    : [nameKey(annotations.name)];
}

/** Ports that the service asks for, and those that it was given. */
function publishedPorts({ spec, endpoint }: Service): readonly string[] {
  const ports = [...(spec?.endpoint?.ports ?? []), ...(endpoint?.ports ?? [])];
  if (ports.length === 0) return NO_KEYS;
  const numbered = ports.filter(({ publishedPort }) => publishedPort !== 0);
  return [...new Set(numbered.map((port) => portKey(port.protocol, port.publishedPort)))];
}

function taskReferences({ spec }: Task): readonly string[] {
  return spec === undefined ? NO_KEYS : specReferences(spec);
}

function serviceReferences({ spec }: Service): readonly string[] {
  if (spec === undefined) return NO_KEYS;
  const ofTask = spec.task === undefined ? NO_KEYS : specReferences(spec.task);
  if (spec.networks.length === 0) return ofTask;
  const own = spec.networks.map(({ target }) => referenceKey("network", target));
  return [...new Set([...ofTask, ...own])];
}

/** A service's tasks share its spec, so its references are worked out once. */
const referencesOfSpec = new WeakMap<TaskSpec, readonly string[]>();

function specReferences(spec: TaskSpec): readonly string[] {
  const known = referencesOfSpec.get(spec);
  if (known) return known;
  const keys = new Set<string>();
  for (const { secretId } of spec.container?.secrets ?? []) {
    keys.add(referenceKey("secret", secretId));
  }
  for (const { configId } of spec.container?.configs ?? []) {
    keys.add(referenceKey("config", configId));
  }
  for (const { target } of spec.networks) keys.add(referenceKey("network", target));
  const references = keys.size === 0 ? NO_KEYS : [...keys];
  referencesOfSpec.set(spec, references);
  return references;
}
