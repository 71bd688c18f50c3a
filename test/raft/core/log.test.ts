import test from "ava";
import fc from "fast-check";
import { EMPTY_LOG, RaftLog } from "../../../src/raft/core/log.ts";
import type { Entry, Snapshot } from "../../../src/raft/core/messages.ts";

const entry = (index: number, term: number, size = 1): Entry => ({
  index,
  term,
  type: "normal",
  data: new Uint8Array(size),
});

/** A log whose entries from 1 on have these terms; all of it durable. */
function logOf(...terms: number[]): RaftLog {
  const entries = terms.map((term, at) => entry(at + 1, term));
  return new RaftLog({ ...EMPTY_LOG, entries });
}

const terms = (log: RaftLog): (number | undefined)[] =>
  Array.from({ length: log.lastIndex }, (_, at) => log.termAt(at + 1));

const snapshotAt = (index: number, term: number): Snapshot => ({
  index,
  term,
  conf: { voters: [1n] },
  data: new Uint8Array(0),
});

test("takeAppend: refuses entries that do not follow what is stored", (t) => {
  const log = logOf(1, 1);
  t.is(log.takeAppend({ index: 2, term: 2 }, [entry(3, 2)]), undefined);
  t.is(log.takeAppend({ index: 5, term: 1 }, [entry(6, 2)]), undefined);
  t.deepEqual(terms(log), [1, 1]);
});

test("takeAppend: truncates only from the first conflict on", (t) => {
  const log = logOf(1, 1, 2, 2);
  t.is(log.takeAppend({ index: 1, term: 1 }, [entry(2, 1), entry(3, 3)]), 3);
  t.deepEqual(terms(log), [1, 1, 3]);
});

test("takeAppend: a late duplicate of a prefix does not shorten the log", (t) => {
  const log = logOf(1, 1, 2, 2);
  t.is(log.takeAppend({ index: 1, term: 1 }, [entry(2, 1)]), 2);
  t.deepEqual(terms(log), [1, 1, 2, 2]);
});

test("takeAppend: a conflict below the commit index is corruption", (t) => {
  const log = logOf(1, 1);
  log.commitTo(2);
  t.throws(() => log.takeAppend({ index: 0, term: 0 }, [entry(1, 1), entry(2, 2)]), {
    message: /entry 2 is committed/,
  });
});

test("takeAppend: keeps logs of different leaders apart as a plain list would", (t) => {
  const script = fc.array(
    fc.record({ at: fc.nat({ max: 6 }), terms: fc.array(fc.nat({ max: 2 }), { maxLength: 4 }) }),
    { maxLength: 20 },
  );
  fc.assert(
    fc.property(script, (steps) => {
      const log = logOf();
      let list: number[] = [];
      for (const { at, terms: added } of steps) {
        // Terms in a log never fall; each leader appends after what it agrees upon.
        const index = Math.min(at, list.length);
        const previous = { index, term: index === 0 ? 0 : (list[index - 1] ?? 0) };
        const fresh = added.map((term) => previous.term + term + 1).sort((a, b) => a - b);
        const conflict = fresh.findIndex((term, i) => list[index + i] !== term);
        if (conflict >= 0) list = [...list.slice(0, index + conflict), ...fresh.slice(conflict)];
        log.takeAppend(
          previous,
          fresh.map((term, i) => entry(index + 1 + i, term)),
        );
        if (JSON.stringify(terms(log)) !== JSON.stringify(list)) return false;
      }
      return true;
    }),
  );
  t.pass();
});

test("commitTo: never goes back, and never beyond what is stored", (t) => {
  const log = logOf(1, 1, 1);
  log.commitTo(2);
  log.commitTo(1);
  t.is(log.commitIndex, 2);
  t.throws(() => log.commitTo(4), { message: /lost entries that it had acknowledged/ });
});

test("takeCommitted: hands out each entry once, and only durable ones", (t) => {
  const log = logOf(1);
  log.append([entry(2, 1), entry(3, 1)]);
  log.commitTo(3);
  t.deepEqual(
    log.takeCommitted(1000).map(({ index }) => index),
    [1],
  );
  t.deepEqual(log.takeCommitted(1000), []);

  log.takeUnwritten();
  log.stableTo({ index: 2, term: 1 });
  t.deepEqual(
    log.takeCommitted(1000).map(({ index }) => index),
    [2],
  );
});

test("takeCommitted: respects its limit and always gives one entry", (t) => {
  const log = new RaftLog({
    ...EMPTY_LOG,
    entries: [entry(1, 1, 100), entry(2, 1, 100), entry(3, 1, 100)],
    commitIndex: 3,
  });
  t.is(log.takeCommitted(10).length, 1);
  t.is(log.takeCommitted(250).length, 2);
});

test("stableTo: entries that were overwritten meanwhile stay unstable", (t) => {
  const log = logOf(1);
  log.takeAppend({ index: 1, term: 1 }, [entry(2, 2), entry(3, 2)]);
  log.takeUnwritten();
  log.takeAppend({ index: 1, term: 1 }, [entry(2, 3)]);
  log.stableTo({ index: 3, term: 2 });
  t.is(log.stableIndex, 1);
  log.stableTo({ index: 2, term: 3 });
  t.is(log.stableIndex, 1, "not yet handed to the disk");
  t.deepEqual(
    log.takeUnwritten().entries.map(({ index, term }) => [index, term]),
    [[2, 3]],
  );
  log.stableTo({ index: 2, term: 3 });
  t.is(log.stableIndex, 2);
});

test("takeAppend: what replaces durable entries is not durable", (t) => {
  const log = logOf(1, 1, 1);
  log.takeAppend({ index: 1, term: 1 }, [entry(2, 2), entry(3, 2)]);
  t.is(log.stableIndex, 1);
  log.commitTo(3);
  t.deepEqual(
    log.takeCommitted(1000).map(({ index }) => index),
    [1],
  );
  t.false(log.hasCommitted);
});

test("lastPossibleMatch: skips whole terms, and a compacted entry may match anything", (t) => {
  const log = logOf(1, 1, 3, 3, 3);
  t.deepEqual(log.lastPossibleMatch(5, 2), { index: 2, term: 1 });
  t.deepEqual(log.lastPossibleMatch(5, 3), { index: 5, term: 3 });
  t.deepEqual(log.lastPossibleMatch(5, 0), { index: 0, term: 0 });
  log.commitTo(4);
  log.takeCommitted(1000);
  log.appliedTo(4);
  log.compact(snapshotAt(4, 3), 3);
  t.deepEqual(log.lastPossibleMatch(5, 2), { index: 2, term: 0 });
});

test("restore: replaces the log, and nothing is handed out until it is restored", (t) => {
  const log = logOf(1, 1);
  log.restore(snapshotAt(10, 4));
  log.append([entry(11, 4)]);
  log.commitTo(11);
  t.is(log.commitIndex, 11);
  t.false(log.hasCommitted);
  const { snapshot, entries } = log.takeUnwritten();
  t.is(snapshot?.index, 10);
  t.is(entries.length, 1);

  log.restored(snapshotAt(10, 4));
  log.stableTo({ index: 11, term: 4 });
  t.is(log.appliedIndex, 10);
  t.deepEqual(
    log.takeCommitted(1000).map(({ index }) => index),
    [11],
  );
});

test("restored: an older snapshot does not end the wait for a newer one", (t) => {
  const log = logOf(1);
  log.restore(snapshotAt(5, 2));
  log.takeUnwritten();
  log.restore(snapshotAt(9, 2));
  log.restored(snapshotAt(5, 2));
  t.true(log.restoring);
  t.is(log.takeUnwritten().snapshot?.index, 9);
  log.restored(snapshotAt(9, 2));
  t.false(log.restoring);
});

test("compact: keeps the term of the last dropped entry for comparisons", (t) => {
  const log = logOf(1, 2, 3, 4);
  log.commitTo(4);
  log.takeCommitted(1000);
  log.appliedTo(4);
  log.compact(snapshotAt(4, 4), 2);
  t.is(log.firstIndex, 3);
  t.is(log.termAt(2), 2);
  t.is(log.termAt(1), undefined);
  t.is(log.snapshot?.index, 4);
});

test("RaftLog: a commit index beyond the log is refused, one below the snapshot is raised", (t) => {
  t.throws(() => new RaftLog({ ...EMPTY_LOG, commitIndex: 3 }), { message: /beyond the last/ });
  const log = new RaftLog({
    snapshot: snapshotAt(7, 2),
    compacted: { index: 7, term: 2 },
    entries: [],
    commitIndex: 3,
  });
  t.is(log.commitIndex, 7);
});
