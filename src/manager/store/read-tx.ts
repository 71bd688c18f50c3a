import { nameKey, portKey, referenceKey, slotKey } from "./schema.ts";
import type {
  NamedTable,
  NodeTable,
  ObjectKind,
  ObjectTypes,
  ReadTx,
  ServiceTable,
  Table,
  TaskTable,
} from "./store.ts";
import type { TableReader } from "./table.ts";

/** All tables, each by the kind of its objects. */
export type Readers = { readonly [K in ObjectKind]: TableReader<ObjectTypes[K]> };

/** The tables as everyone sees them. */
export function readTx(tables: Readers): ReadTx {
  return {
    nodes: nodeTable(tables.node),
    services: serviceTable(tables.service),
    tasks: taskTable(tables.task),
    networks: namedTable(tables.network),
    clusters: namedTable(tables.cluster),
    secrets: namedTable(tables.secret),
    configs: namedTable(tables.config),
    resources: namedTable(tables.resource),
    extensions: namedTable(tables.extension),
    volumes: namedTable(tables.volume),
  };
}

function table<T>(reader: TableReader<T>): Table<T> {
  return {
    get: (id) => reader.get(id),
    all: () => reader.all(),
    get size() {
      return reader.size;
    },
  };
}

function namedTable<T>(reader: TableReader<T>): NamedTable<T> {
  return Object.assign(table(reader), {
    byName: (name: string) => reader.list("name", nameKey(name))[0],
  });
}

function nodeTable(reader: Readers["node"]): NodeTable {
  return Object.assign(table(reader), {
    byHostname: (hostname: string) => reader.list("hostname", hostname),
  });
}

function serviceTable(reader: Readers["service"]): ServiceTable {
  const using: ServiceTable["using"] = (kind, id) => reader.list("uses", referenceKey(kind, id));
  const publishing: ServiceTable["publishing"] = (protocol, publishedPort) =>
    reader.list("port", portKey(protocol, publishedPort));
  return Object.assign(namedTable(reader), { using, publishing });
}

function taskTable(reader: Readers["task"]): TaskTable {
  const using: TaskTable["using"] = (kind, id) => reader.list("uses", referenceKey(kind, id));
  return Object.assign(table(reader), {
    ofService: (serviceId: string) => reader.list("service", serviceId),
    inSlot: (serviceId: string, slot: number) => reader.list("slot", slotKey(serviceId, slot)),
    onNode: (nodeId: string) => reader.list("node", nodeId),
    using,
  });
}
