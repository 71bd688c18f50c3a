import { isOptional, wrappedScalar } from "./emit-types.ts";
import { fieldName, isIdField, typeName } from "./names.ts";
import type { Definition, Field, Message } from "./schema.ts";

const HEADER = `// Generated from proto/ by tools/protos.ts (npm run protos). Never edited.
import type { Reader, Writer } from "protobufjs/minimal.js";
import type * as model from "../../model/generated/types.ts";
import type { Codec } from "../../system/rpc.ts";
import * as rt from "../runtime.ts";
`;

/** One writer, one reader and one Codec a message, on protobufjs' own Reader and Writer. */
export function emitCodecs(definitions: readonly Definition[]): string {
  const messages = definitions.filter((definition) => definition.kind === "message");
  return [HEADER, ...messages.map(emitMessage)].join("\n");
}

function emitMessage(message: Message): string {
  const type = typeName(message.name);
  return `export function write${type}(w: Writer, m: model.${type}): Writer {
${message.fields.map((field) => emitWrite(message.name, field)).join("\n")}
  if (m.unknownFields !== undefined) w.raw(m.unknownFields);
  return w;
}

export function read${type}(r: Reader, end: number, depth: number): model.${type} {
  rt.checkDepth(depth);
${emitLocals(message)}
  let unknownFields: Uint8Array | undefined;
  while (r.pos < end) {
    const start = r.pos;
    const tag = r.uint32();
    switch (tag >>> 3) {
${message.fields.map((field) => emitRead(message, field)).join("\n")}
      default:
        r.skipType(tag & 7);
        unknownFields = rt.keepUnknown(unknownFields, r, start);
    }
  }
  rt.checkEnd(r, end);
  return {
${message.fields.map((field) => `    ${fieldName(field)},`).join("\n")}
    ...(unknownFields === undefined ? undefined : { unknownFields }),
  };
}

export const ${type}Codec: Codec<model.${type}> = rt.codec("${type}", write${type}, read${type});
`;
}

function wireType(field: Field): number {
  if (field.typeKind === "message" || field.type === "string" || field.type === "bytes") return 2;
  if (field.type === "float") return 5;
  if (field.type === "double") return 1;
  return 0;
}

const tagOf = (field: Field, wire: number): number => field.number * 8 + wire;

function writeValue(message: string, field: Field, value: string): string {
  const wrapped = wrappedScalar(field);
  if (wrapped !== undefined) return `rt.writeWrapped(w, ${value})`;
  if (field.typeKind === "message")
    return `write${typeName(field.type)}(w.fork(), ${value}).ldelim()`;
  if (field.typeKind === "enum") return `w.int32(${value})`;
  if (isIdField(message, field)) return `rt.writeId(w, ${value})`;
  if (field.type === "int64" || field.type === "uint64") return `rt.writeInt64(w, ${value})`;
  return `w.${field.type}(${value})`;
}

function emitWrite(message: string, field: Field): string {
  const value = `m.${fieldName(field)}`;
  const tag = tagOf(field, wireType(field));
  if (field.mapKey !== undefined) return emitWriteMap(message, field, value);
  if (field.repeated) {
    const item = writeValue(message, field, "item");
    if (wireType(field) !== 2 && field.packed) {
      return `  if (${value}.length > 0) {
    w.uint32(${tagOf(field, 2)}).fork();
    for (const item of ${value}) ${item};
    w.ldelim();
  }`;
    }
    return `  for (const item of ${value}) {
    w.uint32(${tag});
    ${item};
  }`;
  }
  const write = `{\n    w.uint32(${tag});\n    ${writeValue(message, field, value)};\n  }`;
  return `  ${presence(message, field, value)}${write}`;
}

function presence(message: string, field: Field, value: string): string {
  if (isOptional(field)) return `if (${value} !== undefined) `;
  if (field.type === "bytes") return `if (${value}.length > 0) `;
  if (field.explicit) return "";
  if (field.type === "string") return `if (${value} !== "") `;
  if (field.type === "bool") return `if (${value}) `;
  return isIdField(message, field) ? `if (${value} !== 0n) ` : `if (${value} !== 0) `;
}

function emitWriteMap(message: string, field: Field, value: string): string {
  const inner: Field = { ...field, number: 2, mapKey: undefined };
  const keys = `Object.keys(${value}).sort()`;
  return `  for (const key of ${keys}) {
    const item = ${value}[key];
    if (item === undefined) continue;
    w.uint32(${tagOf(field, 2)}).fork().uint32(10).string(key).uint32(${tagOf(inner, wireType(inner))});
    ${writeValue(message, inner, "item")};
    w.ldelim();
  }`;
}

function emitLocals(message: Message): string {
  return message.fields
    .map((field) => {
      const name = fieldName(field);
      const type = `model.${typeName(message.name)}["${name}"]`;
      if (field.mapKey !== undefined) return `  let ${name}: ${type} = rt.NO_ENTRIES;`;
      if (field.repeated) return `  let ${name}: ${type} = rt.NOTHING;`;
      if (isOptional(field)) return `  let ${name}: ${type} = undefined;`;
      return `  let ${name}: ${type} = ${zero(message.name, field)};`;
    })
    .join("\n");
}

function zero(message: string, field: Field): string {
  if (field.typeKind === "enum") return "0";
  if (field.type === "string") return '""';
  if (field.type === "bool") return "false";
  if (field.type === "bytes") return "rt.NO_BYTES";
  return isIdField(message, field) ? "0n" : "0";
}

/** The value of an entry that has none: of a message, what reading no bytes gives. */
function mapZero(message: string, field: Field): string {
  if (field.typeKind === "message") return `read${typeName(field.type)}(r, r.pos, depth)`;
  return zero(message, field);
}

function readValue(message: string, field: Field): string {
  const wrapped = wrappedScalar(field);
  if (wrapped === "boolean") return "rt.readWrappedBool(r)";
  if (wrapped !== undefined) return "rt.readWrappedInt64(r)";
  if (field.typeKind === "message") {
    return `read${typeName(field.type)}(r, rt.readEnd(r), depth + 1)`;
  }
  // A newer peer's value is kept as the number it is.
  if (field.typeKind === "enum") return `r.int32() as model.${typeName(field.type)}`;
  if (isIdField(message, field)) return "rt.readId(r)";
  if (field.type === "int64") return "rt.readInt64(r)";
  if (field.type === "uint64") return "rt.readUint64(r)";
  if (field.type === "bytes") return "rt.readBytes(r)";
  return `r.${field.type}()`;
}

function emitRead(message: Message, field: Field): string {
  const name = fieldName(field);
  const body = emitReadBody(message, field, name);
  return `      case ${field.number}: {\n${body}\n        break;\n      }`;
}

function emitReadBody(message: Message, field: Field, name: string): string {
  const check = `        rt.checkWire(tag, ${wireType(field)});\n`;
  if (field.mapKey !== undefined) {
    const inner: Field = { ...field, number: 2, mapKey: undefined };
    return `        rt.checkWire(tag, 2);
        ${name} = rt.readEntry(r, ${name}, () => ${mapZero(message.name, inner)}, () => ${readValue(message.name, inner)});`;
  }
  if (field.repeated) {
    const push = `(${name} = rt.grown(${name})).push(${readValue(message.name, field)});`;
    if (wireType(field) === 2) return `${check}        ${push}`;
    return `        if ((tag & 7) === 2) {
          const last = rt.readEnd(r);
          while (r.pos < last) ${push}
        } else {
          rt.checkWire(tag, ${wireType(field)});
          ${push}
        }`;
  }
  const others = message.fields.filter(
    (other) => field.oneof !== undefined && other.oneof === field.oneof && other !== field,
  );
  const clear = others.map((other) => `        ${fieldName(other)} = undefined;\n`).join("");
  return `${check}${clear}        ${name} = ${readValue(message.name, field)};`;
}
