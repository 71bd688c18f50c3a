import { fieldName, isIdField, typeName } from "./names.ts";
import type { Definition, Enum, Field, Message } from "./schema.ts";

const HEADER = "// Generated from proto/ by tools/protos.ts (npm run protos). Never edited.\n";

/** Interfaces, enums and makers: plain data, no codec, so that pure layers may use them. */
export function emitTypes(definitions: readonly Definition[]): string {
  const parts = definitions.map((definition) => {
    if (definition.kind === "enum") return emitEnum(definition);
    if (definition.kind === "message")
      return `${emitInterface(definition)}\n${emitMaker(definition)}`;
    return "";
  });
  return [HEADER, SHARED, ...parts.filter((part) => part !== "")].join("\n");
}

const SHARED = `const NOTHING: readonly never[] = Object.freeze([]);
const NO_ENTRIES: Readonly<Record<string, never>> = Object.freeze({});
const NO_BYTES: Uint8Array = new Uint8Array(0);
`;

function emitEnum({ name, values }: Enum): string {
  const type = typeName(name);
  const rows = Object.entries(values).map(([key, value]) => `  ${key}: ${value},`);
  return `export const ${type} = {\n${rows.join("\n")}\n} as const;
export type ${type} = (typeof ${type})[keyof typeof ${type}];\n`;
}

function emitInterface({ name, fields }: Message): string {
  const rows = fields.map((field) => {
    const optional = isOptional(field);
    const note = field.deprecated ? "  /** Deprecated in the protocol. */\n" : "";
    const mark = optional ? "?" : "";
    const also = optional ? " | undefined" : "";
    return `${note}  readonly ${fieldName(field)}${mark}: ${tsType(name, field)}${also};`;
  });
  rows.push("  /** Fields a newer peer sent and we do not know, kept as they came. */");
  rows.push("  readonly unknownFields?: Uint8Array | undefined;");
  return `export interface ${typeName(name)} {\n${rows.join("\n")}\n}\n`;
}

function emitMaker({ name, fields }: Message): string {
  const type = typeName(name);
  const required = fields.filter((field) => !isOptional(field));
  const rows = required.map((field) => `    ${fieldName(field)}: ${zeroOf(name, field)},`);
  return `/** A ${type} with everything absent or zero but what is given. */
export function make${type}(fields: Partial<${type}> = {}): ${type} {
  return {\n${rows.join("\n")}\n    ...fields,\n  };\n}\n`;
}

/** Messages and members of a oneof may be absent; everything else has a zero. */
export function isOptional(field: Field): boolean {
  if (field.repeated || field.mapKey !== undefined) return false;
  return field.typeKind === "message" || field.oneof !== undefined;
}

const WRAPPERS: Readonly<Record<string, string>> = {
  "google.protobuf.Int64Value": "number",
  "google.protobuf.BoolValue": "boolean",
};

/** The scalar that a wrapper message stands for, if the field is of one. */
export function wrappedScalar(field: Field): string | undefined {
  return WRAPPERS[field.type];
}

export function tsType(message: string, field: Field): string {
  const single = singleType(message, field);
  if (field.mapKey !== undefined) return `Readonly<Record<string, ${single}>>`;
  return field.repeated ? `readonly ${single}[]` : single;
}

function singleType(message: string, field: Field): string {
  const wrapped = wrappedScalar(field);
  if (wrapped !== undefined) return wrapped;
  if (field.typeKind !== "scalar") return typeName(field.type);
  if (field.type === "string") return "string";
  if (field.type === "bool") return "boolean";
  if (field.type === "bytes") return "Uint8Array";
  return isIdField(message, field) ? "bigint" : "number";
}

function zeroOf(message: string, field: Field): string {
  if (field.mapKey !== undefined) return "NO_ENTRIES";
  if (field.repeated) return "NOTHING";
  if (field.typeKind === "enum") return "0";
  switch (singleType(message, field)) {
    case "string":
      return '""';
    case "boolean":
      return "false";
    case "Uint8Array":
      return "NO_BYTES";
    case "bigint":
      return "0n";
    default:
      return "0";
  }
}
