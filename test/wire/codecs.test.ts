import test from "ava";
import fc from "fast-check";
import protobuf from "protobufjs";
import { OperationalError } from "../../src/base/errors.ts";
import {
  RaftpbMessageType,
  TaskState,
  makeRaftpbEntry,
  makeRaftpbMessage,
  makeService,
  makeServiceSpec,
  makeTask,
  makeTaskStatus,
} from "../../src/model/generated/types.ts";
import type { Codec } from "../../src/system/rpc.ts";
import * as codecs from "../../src/wire/generated/codecs.ts";
import { fieldName, isIdField, typeName } from "../../tools/protos/names.ts";
import { loadSchema, type Field, type Message } from "../../tools/protos/schema.ts";

const schema = loadSchema("proto");
const messages = new Map(
  schema.flatMap((definition) =>
    definition.kind === "message" ? [[definition.name, definition]] : [],
  ),
);
const enums = new Map(
  schema.flatMap((definition) =>
    definition.kind === "enum" ? [[definition.name, definition]] : [],
  ),
);

function codecOf(name: string): Codec<unknown> {
  return (codecs as unknown as Record<string, Codec<unknown>>)[`${typeName(name)}Codec`]!;
}

/** Any value of a message, drawn from its schema; nested ones thin out so that it ends. */
function anyMessage(message: Message, depth = 0): fc.Arbitrary<Record<string, unknown>> {
  const chosen = new Map<string, fc.Arbitrary<unknown>>();
  const oneofs = new Map<string, Field[]>();
  for (const field of message.fields) {
    if (field.oneof === undefined)
      chosen.set(fieldName(field), anyField(message.name, field, depth));
    else oneofs.set(field.oneof, [...(oneofs.get(field.oneof) ?? []), field]);
  }
  const plain = fc.record(Object.fromEntries(chosen));
  const members = [...oneofs.values()].map((fields) =>
    fc.constantFrom(...fields).chain((member) =>
      anySingle(message.name, member, depth).map((value) => ({
        ...Object.fromEntries(fields.map((field) => [fieldName(field), undefined])),
        [fieldName(member)]: value,
      })),
    ),
  );
  return fc.tuple(plain, ...members).map((parts) => Object.assign({}, ...parts) as never);
}

function anyField(message: string, field: Field, depth: number): fc.Arbitrary<unknown> {
  if (depth > 2 && field.typeKind === "message") {
    return fc.constant(field.mapKey !== undefined ? {} : field.repeated ? [] : undefined);
  }
  const single = anySingle(message, field, depth);
  if (field.mapKey !== undefined) {
    return fc.dictionary(fc.string({ maxLength: 4 }), single, {
      maxKeys: 3,
      noNullPrototype: true,
    });
  }
  if (field.repeated) return fc.array(single, { maxLength: 3 });
  return field.typeKind === "message" ? fc.option(single, { nil: undefined }) : single;
}

function anySingle(message: string, field: Field, depth: number): fc.Arbitrary<unknown> {
  if (field.type === "google.protobuf.Int64Value") return fc.maxSafeInteger();
  if (field.type === "google.protobuf.BoolValue") return fc.boolean();
  if (field.typeKind === "message") return anyMessage(messages.get(field.type)!, depth + 1);
  if (field.typeKind === "enum")
    return fc.constantFrom(...Object.values(enums.get(field.type)!.values));
  if (isIdField(message, field)) return fc.bigInt({ min: 0n, max: 2n ** 53n - 1n });
  switch (field.type) {
    case "string":
      return fc.string({ unit: "binary", maxLength: 8 });
    case "bytes":
      return fc.uint8Array({ maxLength: 8 });
    case "bool":
      return fc.boolean();
    case "int32":
      return fc.integer();
    case "uint32":
      return fc.nat();
    case "uint64":
      return fc.nat({ max: Number.MAX_SAFE_INTEGER });
    case "int64":
      return fc.maxSafeInteger();
    default:
      return fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
  }
}

const reflection = new protobuf.Root();
reflection.resolvePath = (_origin, target) =>
  target.startsWith("google/")
    ? `node_modules/protobufjs/${target}`
    : `proto/${target.split("/").at(-1)}`;
reflection.loadSync(
  ["raft.proto", "snapshot.proto", "dispatcher.proto", "control.proto", "ca.proto"],
  {
    keepCase: true,
  },
);

test("codecs: every message survives a round trip through bytes", (t) => {
  for (const message of messages.values()) {
    const codec = codecOf(message.name);
    fc.assert(
      fc.property(anyMessage(message), (value) => {
        t.deepEqual(codec.decode(codec.encode(value)), value as unknown, message.name);
      }),
      { numRuns: 8 },
    );
  }
});

test("codecs: an independent implementation reads what is written, and is read", (t) => {
  for (const name of [
    "Task",
    "Service",
    "Node",
    "Cluster",
    "SessionMessage",
    "AssignmentsMessage",
  ]) {
    const message = messages.get(`docker.swarmkit.v1.${name}`)!;
    const codec = codecOf(message.name);
    const type = reflection.lookupType(message.name);
    fc.assert(
      fc.property(anyMessage(message), (value) => {
        const bytes = codec.encode(value);
        const rewritten = type.encode(type.decode(bytes)).finish();
        t.deepEqual(codec.decode(rewritten), codec.decode(bytes), name);
      }),
      { numRuns: 20 },
    );
  }
});

test("codecs: fields that a newer peer sent survive a round trip", (t) => {
  const bytes = codecs.TaskCodec.encode(makeTask({ id: "t", slot: 3 }));
  const newer = Buffer.concat([
    bytes,
    Buffer.from([0xc2, 0x3e, 2, 7, 7]),
    Buffer.from([0xc8, 0x3e, 5]),
  ]);

  const task = codecs.TaskCodec.decode(newer);
  const kept = codecs.TaskCodec.encode({ ...task, slot: 4 });

  t.is(task.slot, 3);
  t.deepEqual([...kept.slice(-8)], [0xc2, 0x3e, 2, 7, 7, 0xc8, 0x3e, 5]);
});

test("codecs: the largest request, of unknown fields only, is read in no time and kept", (t) => {
  const field = [0xc0, 0x3e, 1];
  const bytes = Buffer.from(Array.from({ length: 4 << 20 }, (_, at) => field[at % 3]!)).subarray(
    0,
    3 * Math.floor((4 << 20) / 3),
  );
  const began = performance.now();

  const kept = codecs.TaskCodec.encode(codecs.TaskCodec.decode(bytes));

  t.true(bytes.equals(kept));
  // A hundred times what it takes; copying all of it for each field would take hours.
  t.true(performance.now() - began < 20_000);
});

test("codecs: raft scalars are written even when zero, as Go peers do", (t) => {
  const entry = codecs.RaftpbEntryCodec.encode(makeRaftpbEntry());

  t.deepEqual([...entry], [0x10, 0, 0x18, 0, 0x08, 0]);
});

test("codecs: a raft id of all 64 bits is exact", (t) => {
  const to = 0xffff_ffff_ffff_fff1n;
  const message = makeRaftpbMessage({ type: RaftpbMessageType.MsgApp, to, from: 9n });

  const back = codecs.RaftpbMessageCodec.decode(codecs.RaftpbMessageCodec.encode(message));

  t.is(back.to, to);
  t.is(back.from, 9n);
});

test("codecs: the last member of a oneof wins", (t) => {
  const both = Buffer.concat([
    codecs.ServiceSpecCodec.encode(makeServiceSpec({ replicated: { replicas: 2 } })),
    codecs.ServiceSpecCodec.encode(makeServiceSpec({ global: {} })),
  ]);

  const spec = codecs.ServiceSpecCodec.decode(both);

  t.is(spec.replicated, undefined);
  t.deepEqual(spec.global, {});
});

test("codecs: malformed, truncated and too deep messages are refused by name", (t) => {
  const refused = (bytes: Uint8Array): void => {
    const error = t.throws(() => codecs.RaftpbMessageCodec.decode(bytes), {
      instanceOf: OperationalError,
    });
    t.is(error.code, "invalidArgument");
    t.regex(error.message, /^Malformed RaftpbMessage message: /);
  };
  const task = codecs.TaskCodec.encode(
    makeTask({ id: "x".repeat(40), status: makeTaskStatus({ state: TaskState.RUNNING }) }),
  );
  let deep = codecs.RaftpbMessageCodec.encode(makeRaftpbMessage());
  for (let level = 0; level < 40; level++) {
    const writer = protobuf.Writer.create();
    deep = writer
      .uint32(14 * 8 + 2)
      .bytes(deep)
      .finish();
  }

  refused(Buffer.from("hello, this is no protobuf"));
  refused(Buffer.from([0x3a, 0xff, 0xff, 0xff, 0xff, 0x0f]));
  refused(deep);
  for (let cut = 1; cut < task.length; cut += 7) {
    t.notThrows(() => {
      try {
        codecs.TaskCodec.decode(task.subarray(0, cut));
      } catch (error) {
        if (!(error instanceof OperationalError)) throw error;
      }
    });
  }
});

test("codecs: numbers that JavaScript cannot hold are refused, not rounded", (t) => {
  const writer = protobuf.Writer.create();
  const replicas = writer
    .uint32(3 * 8 + 2)
    .fork()
    .uint32(3 * 8 + 2)
    .fork()
    .uint32(8)
    .uint64({ low: 1, high: 0x200000, unsigned: true })
    .ldelim()
    .ldelim()
    .finish();

  t.throws(() => codecs.ServiceCodec.decode(replicas), { message: /beyond 2\^53/ });
  t.throws(
    () => codecs.ServiceCodec.encode(makeService({ meta: { version: { index: 2 ** 53 } } })),
    {
      message: /below 2\^53/,
    },
  );
});
