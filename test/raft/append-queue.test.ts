import test from "ava";
import { AppendQueue } from "../../src/raft/append-queue.ts";
import type { AppendRequest, Entry } from "../../src/raft/core/messages.ts";

const entry = (index: number, term: number): Entry => ({
  index,
  term,
  type: "normal",
  data: new Uint8Array(10),
});
const append = (
  term: number,
  previous: { term: number; index: number },
  entries: readonly Entry[],
  commitIndex = 0,
): AppendRequest => ({
  type: "appendRequest",
  from: 1n,
  to: 2n,
  term,
  previous,
  entries,
  commitIndex,
});

test("AppendQueue: neighbours become one message with the newest commit index", (t) => {
  const queue = new AppendQueue({ maxBytes: 10_000, maxMessageBytes: 1000 });
  queue.push(append(3, { term: 2, index: 4 }, [entry(5, 3)], 4));
  queue.push(append(3, { term: 3, index: 5 }, [entry(6, 3), entry(7, 3)], 5));
  queue.push(append(3, { term: 3, index: 7 }, [], 7));
  t.is(queue.length, 1);
  t.deepEqual(
    queue.shift(),
    append(3, { term: 2, index: 4 }, [entry(5, 3), entry(6, 3), entry(7, 3)], 7),
  );
  t.is(queue.shift(), undefined);
});

test("AppendQueue: messages that do not follow each other, or of two terms, stay apart", (t) => {
  const queue = new AppendQueue({ maxBytes: 10_000, maxMessageBytes: 1000 });
  queue.push(append(3, { term: 3, index: 4 }, [entry(5, 3)]));
  queue.push(append(3, { term: 3, index: 4 }, [entry(5, 3)]));
  queue.push(append(4, { term: 3, index: 5 }, [entry(6, 4)]));
  t.is(queue.length, 3);
});

test("AppendQueue: messages stay below their limit, and the queue below its own", (t) => {
  const queue = new AppendQueue({ maxBytes: 300, maxMessageBytes: 100 });
  t.true(queue.push(append(3, { term: 3, index: 4 }, [entry(5, 3)])));
  t.true(queue.push(append(3, { term: 3, index: 5 }, [entry(6, 3)])));
  t.is(queue.length, 2);
  t.true(queue.push(append(3, { term: 3, index: 6 }, [entry(7, 3)])));
  t.false(queue.push(append(3, { term: 3, index: 7 }, [entry(8, 3)])));
  queue.clear();
  t.true(queue.push(append(3, { term: 3, index: 7 }, [entry(8, 3)])));
});
