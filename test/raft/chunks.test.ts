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

async function* stream(
  pieces: Iterable<RaftpbMessage>,
): AsyncGenerator<{ message: RaftpbMessage }> {
  for (const message of pieces) yield { message };
}

test("snapshots: come together from their pieces as they were", async (t) => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 60 }),
      fc.integer({ min: 1, max: 20 }),
      async (data, chunkBytes) => {
        const message = snapshotMessage(data);
        const pieces = [...splitMessage(message, chunkBytes)];
        t.true(pieces.every(({ snapshot }) => snapshot!.data.length <= chunkBytes));
        t.deepEqual(await joinMessage(stream(pieces)), message);
      },
    ),
  );
});

test("other messages: travel in one piece", async (t) => {
  const message = messageToWire({ type: "timeoutNow", from: 1n, to: 2n, term: 3 });
  t.deepEqual([...splitMessage(message, 1)], [message]);
  t.deepEqual(await joinMessage(stream([message])), message);
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
    await t.throwsAsync(joinMessage(stream(pieces)), { message: /pieces of one snapshot/ });
  }
  await t.throwsAsync(joinMessage(stream([])), { message: /empty/ });
});
