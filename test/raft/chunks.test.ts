import test from "ava";
import fc from "fast-check";
import type { RaftpbMessage } from "../../src/model/generated/types.ts";
import { joinMessage, splitMessage } from "../../src/raft/chunks.ts";
import { messageToWire } from "../../src/wire/raft.ts";

const snapshotMessage = (data: Uint8Array, index = 9): RaftpbMessage =>
  messageToWire({
    type: "snapshotRequest",
    from: 1n,
    to: 2n,
    term: 3,
    snapshot: { term: 2, index, conf: { voters: [1n, 2n] }, data },
  });

/** `data` cut every `size` bytes. */
async function* cut(data: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size);
}

async function* stream(
  pieces: Iterable<RaftpbMessage> | AsyncIterable<RaftpbMessage>,
): AsyncGenerator<{ message: RaftpbMessage }> {
  for await (const message of pieces) yield { message };
}

async function read(pieces: AsyncIterable<{ message: RaftpbMessage }>): Promise<RaftpbMessage> {
  const { message, data } = await joinMessage(pieces);
  const parts: Uint8Array[] = [];
  for await (const part of data) parts.push(part);
  if (!message.snapshot) return message;
  const whole = Uint8Array.from(parts.flatMap((part) => [...part]));
  return { ...message, snapshot: { ...message.snapshot, data: whole } };
}

test("snapshots: come together from their pieces as they were", async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 60 }),
      fc.integer({ min: 1, max: 20 }),
      async (data, size) => {
        const head = snapshotMessage(new Uint8Array(0));
        const pieces = splitMessage(head, cut(data, size));
        t.deepEqual(await read(stream(pieces)), snapshotMessage(data));
      },
    ),
  );
});

test("snapshots: every piece carries the rest of the message, as Docker's managers expect", async (t) => {
  const head = snapshotMessage(new Uint8Array(0));
  let count = 0;
  for await (const piece of splitMessage(head, cut(new Uint8Array(10), 4))) {
    t.deepEqual({ ...piece, snapshot: { ...piece.snapshot, data: new Uint8Array(0) } }, head);
    t.true((piece.snapshot?.data.length ?? 0) > 0);
    count++;
  }
  t.is(count, 3);
});

test("other messages: travel in one piece", async (t) => {
  const message = messageToWire({ type: "timeoutNow", from: 1n, to: 2n, term: 3 });
  t.deepEqual(await read(stream([message])), message);
});

test("joinMessage: refuses pieces of different messages, and an empty stream", async (t) => {
  const one = snapshotMessage(new Uint8Array(3));
  const other = snapshotMessage(new Uint8Array(3), 10);
  const vote = messageToWire({ type: "timeoutNow", from: 1n, to: 2n, term: 3 });
  for (const pieces of [
    [one, other],
    [one, vote],
    [vote, vote],
  ]) {
    await t.throwsAsync(read(stream(pieces)), { message: /pieces of one snapshot/ });
  }
  await t.throwsAsync(read(stream([])), { message: /empty/ });
});
