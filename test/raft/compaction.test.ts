import test from "ava";
import { Compaction, type CompactionLimits } from "../../src/raft/compaction.ts";
import type { Entry } from "../../src/raft/core/messages.ts";

const LIMITS: CompactionLimits = {
  snapshotInterval: 100,
  snapshotBytes: 10_000_000,
  keptEntries: 20,
  keptBytes: 100_000,
};

/** Entries `from` to `to` with so many bytes each, header and all. */
const entries = (from: number, to: number, bytes = 100): Entry[] =>
  Array.from({ length: to - from + 1 }, (_, at) => ({
    index: from + at,
    term: 1,
    type: "normal",
    data: new Uint8Array(bytes - 16),
  }));

function applyEach(compaction: Compaction, list: readonly Entry[]): void {
  for (const entry of list) compaction.applied([entry]);
}

test("compaction: a snapshot is due after so many entries, and a tail of them stays", (t) => {
  const compaction = new Compaction(LIMITS);
  applyEach(compaction, entries(1, 100));
  t.false(compaction.isDue(0, 99));
  t.true(compaction.isDue(0, 100));
  t.false(compaction.isDue(1, 100));
  t.is(compaction.dropUpTo(100), 80);
});

test("compaction: a snapshot is due after so many bytes, however few entries they are", (t) => {
  const compaction = new Compaction({ ...LIMITS, snapshotBytes: 50_000 });
  applyEach(compaction, entries(1, 4, 10_000));
  t.false(compaction.isDue(0, 4));
  applyEach(compaction, entries(5, 5, 10_000));
  t.true(compaction.isDue(0, 5));
  compaction.begin();
  applyEach(compaction, entries(6, 6, 10_000));
  t.false(compaction.isDue(5, 6), "bytes count from the snapshot on");
});

test("compaction: the tail for slow followers is bounded by bytes too", (t) => {
  const compaction = new Compaction(LIMITS);
  applyEach(compaction, entries(1, 50, 20_000));
  t.is(compaction.dropUpTo(50), 45, "five entries are 100,000 bytes");
});

test("compaction: an interval of 0 leaves it to the bytes", (t) => {
  const compaction = new Compaction({ ...LIMITS, snapshotInterval: 0, snapshotBytes: 5000 });
  applyEach(compaction, entries(1, 49));
  t.false(compaction.isDue(0, 49));
  applyEach(compaction, entries(50, 50));
  t.true(compaction.isDue(0, 50));
});

test("compaction: a large snapshot waits until as much was appended", (t) => {
  const compaction = new Compaction(LIMITS);
  compaction.stored(2_000_000);
  applyEach(compaction, entries(1, 199, 10_000));
  t.false(compaction.isDue(0, 199));
  applyEach(compaction, entries(200, 200, 10_000));
  t.true(compaction.isDue(0, 200));
});

test("compaction: what a follower with a snapshot needs next is kept, within bounds", (t) => {
  const compaction = new Compaction(LIMITS);
  applyEach(compaction, entries(1, 1000));
  const release = compaction.hold(300);
  t.is(compaction.dropUpTo(1000), 300);
  applyEach(compaction, entries(1001, 6000));
  t.is(compaction.dropUpTo(6000), 2000, "400,000 bytes are the most");
  const releaseLater = compaction.hold(5500);
  release();
  t.is(compaction.dropUpTo(6000), 5500);
  releaseLater();
  t.is(compaction.dropUpTo(6000), 5980);
});

test("compaction: limits change while it runs", (t) => {
  const compaction = new Compaction(LIMITS);
  applyEach(compaction, entries(1, 50));
  t.false(compaction.isDue(0, 50));
  compaction.limits = { ...LIMITS, snapshotInterval: 50, keptEntries: 3 };
  t.true(compaction.isDue(0, 50));
  t.is(compaction.dropUpTo(50), 47);
});

test("compaction: forgets old marks without losing its measure", (t) => {
  const compaction = new Compaction({ ...LIMITS, keptEntries: 1_000_000 });
  applyEach(compaction, entries(1, 50_000));
  const drop = compaction.dropUpTo(50_000);
  t.true(drop <= 49_000 && drop >= 48_900, `${drop}`);
});
