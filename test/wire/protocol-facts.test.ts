import { readFileSync } from "node:fs";
import test from "ava";
import { loadSchema, type Definition, type Field } from "../../tools/protos/schema.ts";

// The facts of the protocol, read off Swarm's own: what peers send and expect, number by number.
interface FactField {
  readonly number: number;
  readonly name: string;
  readonly type: string;
  readonly oneof?: string;
  readonly deprecated?: boolean;
}
interface FactMethod {
  readonly name: string;
  readonly request: string;
  readonly response: string;
  readonly authorized: string;
}
interface Fact {
  readonly kind: "message" | "enum" | "service";
  readonly name: string;
  readonly fields?: readonly FactField[];
  readonly values?: Readonly<Record<string, number>>;
  readonly methods?: readonly FactMethod[];
}

const facts = JSON.parse(readFileSync("test/fixtures/wire.json", "utf8")) as readonly Fact[];
const schema = loadSchema("proto");
const ours = new Map(schema.map((definition) => [definition.name, definition]));
const known = new Set([...ours.keys(), ...facts.map(({ name }) => name)]);

/** The innermost name that `type` can mean inside `scope`, as protobuf resolves it. */
function resolve(type: string, scope: string): string {
  if (known.has(type) || type.startsWith("google.")) return type;
  const parts = scope.split(".");
  for (let length = parts.length; length > 0; length--) {
    const candidate = [...parts.slice(0, length), type].join(".");
    if (known.has(candidate)) return candidate;
  }
  return type;
}

function resolveWhole(type: string, scope: string): string {
  const map = /^map<(\w+),(.+)>$/.exec(type);
  if (map) return `map<${map[1]},${resolve(map[2] ?? "", scope)}>`;
  if (type.startsWith("repeated ")) return `repeated ${resolve(type.slice(9), scope)}`;
  return resolve(type, scope);
}

function describe(field: Field): string {
  const type =
    field.mapKey !== undefined
      ? `map<${field.mapKey},${field.type}>`
      : `${field.repeated ? "repeated " : ""}${field.type}`;
  return line({ ...field, type, ...(field.oneof === undefined ? {} : { oneof: field.oneof }) });
}

function line(field: { [K in keyof FactField]?: FactField[K] | undefined }): string {
  const oneof = field.oneof === undefined ? "" : ` oneof ${field.oneof}`;
  return `${field.number} ${field.name}: ${field.type}${oneof}${field.deprecated ? " deprecated" : ""}`;
}

function find<K extends Definition["kind"]>(
  kind: K,
  name: string,
): Extract<Definition, { kind: K }> | undefined {
  const found = ours.get(name);
  return found?.kind === kind ? (found as Extract<Definition, { kind: K }>) : undefined;
}

test("proto: every message of the protocol has exactly its fields, numbers, types and oneofs", (t) => {
  const messages = facts.filter(({ kind }) => kind === "message");
  t.is(messages.length, 287);
  for (const { name, fields = [] } of messages) {
    const message = find("message", name);
    const expected = fields.map((field) =>
      line({ ...field, type: resolveWhole(field.type, name) }),
    );
    t.deepEqual(message?.fields.map(describe).sort(), expected.sort(), name);
  }
});

test("proto: every enum of the protocol has exactly its values", (t) => {
  const enums = facts.filter(({ kind }) => kind === "enum");
  t.is(enums.length, 42);
  for (const { name, values } of enums) t.deepEqual(find("enum", name)?.values, values, name);
});

test("proto: every service has exactly its methods, streams and authorized roles", (t) => {
  const services = facts.filter(({ kind }) => kind === "service");
  t.is(services.length, 11);
  for (const { name, methods = [] } of services) {
    const actual = find("service", name)?.methods.map((method) => ({
      name: method.name,
      request: `${method.requestStream ? "stream " : ""}${method.request}`,
      response: `${method.responseStream ? "stream " : ""}${method.response}`,
      authorized: method.authorized,
    }));
    const expected = methods.map((method) => ({
      ...method,
      request: resolveStreamed(method.request, name),
      response: resolveStreamed(method.response, name),
    }));
    t.deepEqual(actual, expected, name);
  }
});

function resolveStreamed(type: string, scope: string): string {
  const stream = type.startsWith("stream ");
  return `${stream ? "stream " : ""}${resolve(stream ? type.slice(7) : type, scope)}`;
}

test("proto: nothing under the protocol's packages is our own invention", (t) => {
  const theirs = new Set(facts.map(({ name }) => name));
  // What engines gossip among themselves is no part of what they speak with managers.
  const others = ["google.", "skein.", "networkdb.", "libnetwork."];
  const invented = [...ours.keys()].filter(
    (name) => !theirs.has(name) && !others.some((prefix) => name.startsWith(prefix)),
  );
  t.deepEqual(invented, []);
});

test("proto: lists that Go peers write unpacked are written unpacked", (t) => {
  const unpacked = schema.flatMap((definition) =>
    definition.kind !== "message" || definition.name.startsWith("raftpb.")
      ? []
      : definition.fields
          .filter(isNumberList)
          .filter((field) => !field.packed)
          .map((field) => `${definition.name.replace("docker.swarmkit.v1.", "")}.${field.name}`),
  );
  t.deepEqual(unpacked.sort(), [
    "ClusterSnapshot.removed",
    "JoinResponse.removed_members",
    "ListNodesRequest.Filters.memberships",
    "ListNodesRequest.Filters.roles",
    "ListTasksRequest.Filters.desired_states",
    "LogSubscriptionOptions.streams",
  ]);
});

function isNumberList(field: Field): boolean {
  const isNumber =
    field.typeKind === "enum" ||
    (field.typeKind === "scalar" && field.type !== "string" && field.type !== "bytes");
  return field.repeated && isNumber;
}
