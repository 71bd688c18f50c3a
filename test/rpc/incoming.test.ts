import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";
import type grpc from "@grpc/grpc-js";
import test from "ava";
import { Incoming } from "../../src/rpc/incoming.ts";

// What grpc-js hands over is a Readable of messages; here it is one without a connection.

interface Lab {
  readonly source: Readable;
  readonly incoming: Incoming<string>;
  readonly life: AbortController;
}

function lab(): Lab {
  const source = new Readable({ objectMode: true, read: () => undefined });
  const life = new AbortController();
  const decode = (bytes: Buffer): string => {
    if (bytes.length === 0) throw new RangeError("nothing in it");
    return bytes.toString();
  };
  const call = source as grpc.ServerReadableStream<Buffer, Buffer>; // The part that is used.
  return { source, life, incoming: new Incoming(call, decode, life.signal) };
}

const pushAll = (source: Readable, count: number): void => {
  for (let at = 0; at < count; at++) source.push(Buffer.from(`${at}`));
};

test("incoming: a few are taken before their reader comes for them, and no more", async (t) => {
  const { source, incoming } = lab();
  const first = incoming.next();
  pushAll(source, 30);
  t.deepEqual(await first, { done: false, value: "0" });
  await setImmediate();
  t.true(source.isPaused());
  t.is(source.readableLength, 25, "one was read, four wait");
  source.push(null);
  const rest: string[] = [];
  for await (const message of incoming) rest.push(message);
  t.deepEqual(
    rest,
    Array.from({ length: 29 }, (_, at) => `${at + 1}`),
  );
});

test("incoming: what waits is read before a peaceful end, and dropped when it is cut short", async (t) => {
  const peaceful = lab();
  const first = peaceful.incoming.next();
  pushAll(peaceful.source, 3);
  peaceful.source.push(null);
  await first;
  await setImmediate();
  t.deepEqual(await peaceful.incoming.next(), { done: false, value: "1" });

  const cut = lab();
  const begun = cut.incoming.next();
  pushAll(cut.source, 3);
  await begun;
  cut.life.abort(new Error("the server stops"));
  await t.throwsAsync(cut.incoming.next(), { message: "the server stops" });
  t.true(cut.source.destroyed);
});

test("incoming: one that is closed before its end was broken off", async (t) => {
  const { source, incoming } = lab();
  const waiting = incoming.next();
  source.destroy();
  await t.throwsAsync(waiting, { message: "The caller's stream was broken off" });
});

test("incoming: a message that cannot be decoded ends it, and later errors harm nobody", async (t) => {
  const { source, incoming } = lab();
  const waiting = incoming.next();
  source.push(Buffer.alloc(0));
  await t.throwsAsync(waiting, { instanceOf: RangeError });
  t.true(source.destroyed);
  source.emit("error", new Error("first"));
  source.emit("error", new Error("second"));
  await t.throwsAsync(incoming.next(), { instanceOf: RangeError });
});

test("incoming: a reader that leaves ends the stream, and whoever waits", async (t) => {
  const { source, incoming } = lab();
  const waiting = incoming.next();
  await incoming.return();
  t.deepEqual(await waiting, { done: true, value: undefined });
  t.true(source.destroyed);
});
