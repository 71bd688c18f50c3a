import test from "ava";
import fc from "fast-check";
import { OperationalError } from "../../../src/base/errors.ts";
import {
  MESSAGE,
  decodeMessage,
  encodeMessage,
  type Message,
} from "../../../src/gossip/core/messages.ts";
import { packMap } from "../../../src/gossip/core/msgpack.ts";
import { messagesIn, packetOf } from "../../../src/gossip/core/packets.ts";
import {
  STATES,
  decodePushPull,
  encodePushPull,
  streamMessage,
} from "../../../src/gossip/core/push-pull.ts";
import { CAPTURED } from "../captured.ts";
import { packLzw } from "../pack-lzw.ts";

const VERSIONS = Uint8Array.of(1, 5, 2, 0, 0, 0);
const EMPTY = new Uint8Array(0);

const node = fc.stringMatching(/^[0-9a-f]{12}$/);
const number = fc.nat(0xffff_ffff);
const bytes = fc.uint8Array({ maxLength: 100 });
const endpoint = fc.record({
  host: fc.oneof(fc.ipV4(), fc.constantFrom("fd00::1", "2001:db8::5:0:1")),
  port: fc.integer({ min: 1, max: 65_535 }),
});
const alive = fc.record({
  kind: fc.constant("alive" as const),
  ...{ node, incarnation: number, endpoint, meta: bytes },
  versions: fc.uint8Array({ minLength: 6, maxLength: 6 }),
});
const message: fc.Arbitrary<Message> = fc.oneof(
  fc.record({ kind: fc.constant("ping" as const), sequence: number, node }),
  fc.record({
    kind: fc.constant("indirectPing" as const),
    ...{ sequence: number, target: endpoint, node, nack: fc.boolean() },
  }),
  fc.record({ kind: fc.constantFrom("ack" as const, "nack" as const), sequence: number }),
  alive,
  fc.record({
    kind: fc.constantFrom("suspect" as const, "dead" as const),
    ...{ node, incarnation: number, from: node },
  }),
  fc.record({ kind: fc.constant("user" as const), payload: bytes }),
);

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

test("packets: every message comes back as it was, alone or with others", (t) => {
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.array(message, { minLength: 1, maxLength: 255 }), (messages) => {
        const back = messagesIn(packetOf(messages.map(encodeMessage))).map(decodeMessage);
        t.deepEqual(plain(back), plain(messages));
      }),
      { numRuns: 50 },
    ),
  );
});

test("packets: what two members tell each other comes back as it was", (t) => {
  const members = fc.array(
    fc.tuple(alive, fc.constantFrom(...STATES)).map(([one, state]) => ({ ...one, state })),
  );
  t.notThrows(() =>
    fc.assert(
      fc.property(members, fc.boolean(), bytes, (all, join, userState) => {
        const pushPull = { members: all, join, userState };
        t.deepEqual(plain(decodePushPull(encodePushPull(pushPull))), plain(pushPull));
      }),
      { numRuns: 50 },
    ),
  );
});

test("packets: what Docker Engine sends is understood", (t) => {
  const [first, second] = messagesIn(CAPTURED.events).map(decodeMessage);
  t.is(first?.kind, "user");
  t.is(second?.kind, "user");

  t.deepEqual(messagesIn(CAPTURED.pingAndSuspect).map(decodeMessage), [
    { kind: "ping", sequence: 11, node: "44732df7abfd" },
    { kind: "dead", node: "4c3d446acbbb", incarnation: 1, from: "138e8aae9b47" },
  ]);

  const compressed = messagesIn(CAPTURED.compressed).map(decodeMessage);
  t.deepEqual(
    compressed.flatMap((each) => (each?.kind === "alive" ? [each.endpoint] : [])),
    ["10.77.0.2", "10.77.0.1", "10.77.0.3"].map((host) => ({ host, port: 7946 })),
  );

  const { members, join, userState } = decodePushPull(streamMessage(CAPTURED.pushPull));
  const here = { host: "10.77.0.3", port: 7946 };
  t.deepEqual(plain(members), [
    plain({
      ...{ kind: "alive", node: "f7b865670509", incarnation: 1, endpoint: here },
      ...{ meta: EMPTY, versions: VERSIONS, state: "alive" },
    }),
  ]);
  t.true(join);
  t.is(userState.length, 20);
});

test("packets: compression within a compression, and more than a packet may hold, are refused", (t) => {
  const compress = (body: Uint8Array): Uint8Array =>
    new Uint8Array([MESSAGE.compress, ...packMap({ Algo: 0, Buf: packLzw(body) })]);
  const ping = encodeMessage({ kind: "ping", sequence: 1, node: "" });

  t.deepEqual(messagesIn(compress(packetOf([ping, ping]))).length, 2);
  t.throws(() => messagesIn(compress(compress(compress(compress(compress(ping)))))), {
    message: /within/,
  });
  t.throws(() => messagesIn(compress(new Uint8Array(300_000))), { message: /262144/ });
  const otherwise = new Uint8Array([MESSAGE.compress, ...packMap({ Algo: 1, Buf: ping })]);
  t.throws(() => messagesIn(otherwise), { message: /compression/ });
});

test("packets: a wrong checksum is refused", (t) => {
  const wrong = new Uint8Array(CAPTURED.events);
  wrong[20] = (wrong[20] ?? 0) ^ 1;

  t.throws(() => messagesIn(wrong), { message: /checksum/ });
});

test("packets: bytes that mean nothing are refused, never worse", (t) => {
  const started = fc
    .tuple(fc.constantFrom(...Object.values(MESSAGE)), fc.uint8Array({ maxLength: 60 }))
    .map(([type, rest]) => Uint8Array.of(type, ...rest));
  const changed = fc
    .tuple(fc.constantFrom(...Object.values(CAPTURED)), fc.nat(200), fc.nat(255))
    .map(([packet, at, byte]) => packet.with(Math.min(at, packet.length - 1), byte));
  t.notThrows(() =>
    fc.assert(
      fc.property(fc.oneof(started, changed), (packet) => {
        for (const read of [
          () => messagesIn(packet).map(decodeMessage),
          () => decodePushPull(streamMessage(packet)),
        ]) {
          try {
            read();
          } catch (error) {
            if (!(error instanceof OperationalError)) throw error;
          }
        }
      }),
      { numRuns: 2000 },
    ),
  );
});
