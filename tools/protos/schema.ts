import { readdirSync } from "node:fs";
import { join } from "node:path";
import protobuf from "protobufjs";

/** One field of a message, with all that a generator or a comparison needs. */
export interface Field {
  readonly number: number;
  readonly name: string;
  readonly repeated: boolean;
  /** Written packed. */
  readonly packed: boolean;
  readonly oneof: string | undefined;
  readonly deprecated: boolean;
  /** proto2: written even when zero. */
  readonly explicit: boolean;
  readonly mapKey: string | undefined;
  /** A scalar's name, or the full name of a message or an enum. */
  readonly type: string;
  readonly typeKind: "scalar" | "message" | "enum";
}

export interface Message {
  readonly kind: "message";
  readonly name: string;
  readonly fields: readonly Field[];
}

export interface Enum {
  readonly kind: "enum";
  readonly name: string;
  readonly values: Readonly<Record<string, number>>;
}

export interface ServiceMethod {
  readonly name: string;
  readonly request: string;
  readonly response: string;
  readonly requestStream: boolean;
  readonly responseStream: boolean;
  readonly authorized: string;
}

export interface Service {
  readonly kind: "service";
  readonly name: string;
  readonly methods: readonly ServiceMethod[];
}

export type Definition = Message | Enum | Service;

/** Every definition under `proto/`, and the few of google.protobuf that it uses, in file order. */
export function loadSchema(folder: string): readonly Definition[] {
  const root = new protobuf.Root();
  root.resolvePath = (_origin, target) =>
    target.startsWith("google/protobuf/")
      ? join("node_modules/protobufjs", target)
      : join(folder, target.slice(target.lastIndexOf("/") + 1));
  const files = readdirSync(folder).filter((name) => name.endsWith(".proto"));
  root.loadSync(
    files.sort().map((name) => join(folder, name)),
    { keepCase: true },
  );
  root.resolveAll();

  const definitions: Definition[] = [];
  visit(root, definitions);
  return definitions;
}

function visit(namespace: protobuf.NamespaceBase, into: Definition[]): void {
  for (const nested of namespace.nestedArray) {
    if (nested.fullName === ".google") {
      for (const name of WELL_KNOWN) into.push(messageOf(nested.root.lookupType(name)));
      continue;
    }
    if (nested instanceof protobuf.Type) into.push(messageOf(nested));
    if (nested instanceof protobuf.Enum) into.push(enumOf(nested));
    if (nested instanceof protobuf.Service) into.push(serviceOf(nested));
    if (nested instanceof protobuf.Namespace) visit(nested, into);
  }
}

const WELL_KNOWN = ["Any", "Duration", "Timestamp"].map((name) => `google.protobuf.${name}`);

const nameOf = (object: protobuf.ReflectionObject): string => object.fullName.slice(1);

function messageOf(type: protobuf.Type): Message {
  return { kind: "message", name: nameOf(type), fields: type.fieldsArray.map(fieldOf) };
}

function fieldOf(field: protobuf.Field): Field {
  const resolved = field.resolvedType;
  const isProto2 = nameOf(field).startsWith("raftpb.");
  const options: Record<string, unknown> = field.options ?? {};
  return {
    number: field.id,
    name: field.name,
    repeated: field.repeated,
    packed: field.repeated && !isProto2 && options["packed"] !== false,
    oneof: field.partOf && !field.partOf.isProto3Optional ? field.partOf.name : undefined,
    deprecated: options["deprecated"] === true,
    explicit: isProto2,
    mapKey: field instanceof protobuf.MapField ? field.keyType : undefined,
    type: resolved ? nameOf(resolved) : field.type,
    typeKind: resolved === null ? "scalar" : resolved instanceof protobuf.Enum ? "enum" : "message",
  };
}

function enumOf(type: protobuf.Enum): Enum {
  return { kind: "enum", name: nameOf(type), values: { ...type.values } };
}

function serviceOf(service: protobuf.Service): Service {
  const methods = service.methodsArray.map((method): ServiceMethod => {
    const options: Record<string, unknown> = method.options ?? {};
    const authorized = options["(skein.v1.authorized)"];
    if (typeof authorized !== "string") throw new Error(`${method.fullName}: who may call it?`);
    if (!method.resolvedRequestType || !method.resolvedResponseType) {
      throw new Error(`${method.fullName}: unresolved types`);
    }
    return {
      name: method.name,
      request: nameOf(method.resolvedRequestType),
      response: nameOf(method.resolvedResponseType),
      requestStream: method.requestStream === true,
      responseStream: method.responseStream === true,
      authorized,
    };
  });
  return { kind: "service", name: nameOf(service), methods };
}
