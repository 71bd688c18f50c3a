import test, { type ExecutionContext } from "ava";
import fc from "fast-check";
import { errorCodeOf, messageOf } from "../../src/base/errors.ts";
import type { Entry, Snapshot } from "../../src/raft/core/messages.ts";
import type { Write } from "../../src/raft/core/ready.ts";
import { LogStore, mergeWrites } from "../../src/raft/log-store.ts";
import { seal } from "../../src/raft/records.ts";
import type { Storage } from "../../src/system/storage.ts";
import { SimDisk } from "../sim/disk.ts";
import { Simulation } from "../sim/simulation.ts";
import { text } from "./support/lab-member.ts";

const entry = (index: number, term: number): Entry => ({
  index,
  term,
  type: index % 7 === 0 ? "confChange" : "normal",
  data: text(`${index}@${term}`),
});

const write = (fields: Partial<Write>): Write => ({
  hardState: undefined,
  entries: [],
  snapshot: undefined,
  mustSync: true,
  promises: [],
  ownVotes: [],
  term: 1,
  last: { term: 0, index: 0 },
  ...fields,
});

const hardState = (term: number, commitIndex: number): Write["hardState"] => ({
  term,
  vote: 7n,
  commitIndex,
});

const snapshotAt = (index: number, term: number): Snapshot => ({
  index,
  term,
  conf: { voters: [1n, 1n << 62n] },
  data: text(`state at ${index}`),
});

/** A store on a simulated disk, and a way to reopen it as after a crash. */
class Bench {
  readonly sim: Simulation;
  readonly disk: SimDisk;
  store!: LogStore;
  storage!: Storage;
  #count = 0;

  constructor(seed = 1) {
    this.sim = new Simulation(seed);
    this.disk = new SimDisk(this.sim, "raft");
  }

  static async fresh(seed = 1): Promise<Bench> {
    const bench = new Bench(seed);
    await bench.open();
    await bench.do(bench.store.initialise({ identity: { raftId: 7n, introduced: [] } }));
    return bench;
  }

  do<T>(work: Promise<T>): Promise<T> {
    return this.sim.finish(work);
  }

  /** Power fails, and what survived is opened. */
  async open(): Promise<void> {
    for (const process of this.sim.processes) process.kill();
    this.disk.losePower();
    await this.reopen();
  }

  /** Another process opens what the one before has left. */
  async reopen(): Promise<void> {
    for (const process of this.sim.processes) process.kill();
    const process = this.sim.process(`opener ${this.#count++}`);
    this.storage = this.disk.open(process);
    this.store = await this.do(LogStore.open(this.storage));
  }

  async write(...writes: Write[]): Promise<void> {
    await this.do(this.store.write(writes));
  }

  /** The newest snapshot, read back. */
  async snapshot(): Promise<Snapshot | undefined> {
    const found = this.store.openSnapshot();
    if (!found) return undefined;
    const data = await this.do(readAll(found.reader));
    await this.do(found.reader.close());
    return { ...found.meta, data };
  }

  get pieceKeys(): string[] {
    return [...this.disk.contents.keys()].filter((key) => key.startsWith("raft/snapshot-data/"));
  }

  get terms(): string {
    return this.store
      .takeLog()
      .entries.map(({ index, term }) => `${index}@${term}`)
      .join(" ");
  }
}

async function readAll(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const parts: number[] = [];
  for await (const piece of pieces) for (const byte of piece) parts.push(byte);
  return Uint8Array.from(parts);
}

test.serial("LogStore: what was synced is there after a loss of power", async (t) => {
  const bench = await Bench.fresh();
  await bench.write(write({ entries: [entry(1, 1), entry(2, 1)], hardState: hardState(1, 1) }));
  await bench.write(write({ entries: [entry(3, 2)], hardState: hardState(2, 3) }));

  await bench.open();

  t.deepEqual(bench.store.hardState, { term: 2, vote: 7n, commitIndex: 3 });
  t.is(bench.store.identity?.raftId, 7n);
  const { entries } = bench.store.takeLog();
  t.deepEqual(entries, [entry(1, 1), entry(2, 1), entry(3, 2)]);
});

test.serial(
  "LogStore: what a restarted member has read is there after a loss of power",
  async (t) => {
    let found = 0;
    for (let seed = 1; seed <= 20; seed++) {
      const bench = await Bench.fresh(seed);
      await bench.write(write({ entries: [entry(1, 1)], hardState: hardState(1, 1) }));
      bench.disk.fill();
      const written = bench.write(write({ entries: [entry(2, 1)] }));
      await t.throwsAsync(written);
      await t.throwsAsync(bench.reopen(), undefined, "opened on a full disk");
      bench.disk.repair();
      await bench.reopen();
      const { terms } = bench;
      if (terms.includes("2@1")) found++;
      await bench.open();
      t.is(bench.terms, terms, `seed ${seed}`);
    }
    t.true(found > 0 && found < 20, `${found}`);
  },
);

test.serial("LogStore: entries from a conflict on are replaced", async (t) => {
  const bench = await Bench.fresh();
  const terms = [1, 2, 3, 4, 5].map((index) => entry(index, 1));
  await bench.write(write({ entries: terms, hardState: hardState(1, 0) }));
  await bench.write(write({ entries: [entry(6, 1)] }));
  await bench.write(write({ entries: [entry(3, 2)], hardState: hardState(2, 0) }));
  await bench.open();
  t.is(bench.terms, "1@1 2@1 3@2");
});

test.serial(
  "LogStore: several writes become one batch that leaves what the last one left",
  async (t) => {
    const bench = await Bench.fresh();
    const before = bench.sim.nowMs;
    await bench.write(
      write({ entries: [entry(1, 1), entry(2, 1)], hardState: hardState(1, 0) }),
      write({ entries: [entry(2, 2), entry(3, 2)], hardState: hardState(2, 0) }),
      write({ entries: [entry(3, 3)], hardState: hardState(3, 1), mustSync: false }),
    );
    t.true(bench.sim.nowMs - before <= bench.disk.options.syncMs);
    await bench.open();
    t.is(bench.terms, "1@1 2@2 3@3");
    t.is(bench.store.hardState.term, 3);
  },
);

test.serial("LogStore: a snapshot of its own drops all but a tail", async (t) => {
  const bench = await Bench.fresh();
  for (let index = 1; index <= 10; index++) {
    await bench.write(write({ entries: [entry(index, 1)], hardState: hardState(1, index) }));
  }
  await bench.do(bench.store.saveSnapshot(snapshotAt(9, 1), { term: 1, index: 6 }));

  await bench.open();

  const log = bench.store.takeLog();
  t.is(log.compacted.index, 6);
  t.deepEqual(log.snapshot, { index: 9, term: 1, conf: { voters: [1n, 1n << 62n] } });
  t.deepEqual(
    log.entries.map(({ index }) => index),
    [7, 8, 9, 10],
  );
  t.deepEqual(await bench.snapshot(), snapshotAt(9, 1));
  t.false([...bench.disk.contents.keys()].some((key) => key.includes("0000000000000006")));
});

test.serial(
  "LogStore: a snapshot makes what it covers committed, though that was not synced",
  async (t) => {
    const bench = await Bench.fresh();
    await bench.write(write({ entries: [entry(1, 1), entry(2, 1)], hardState: hardState(1, 0) }));
    await bench.do(bench.store.saveSnapshot(snapshotAt(2, 1), { term: 1, index: 1 }));
    await bench.open();
    t.is(bench.store.hardState.commitIndex, 2);
  },
);

test.serial(
  "LogStore: a leader's snapshot replaces everything, and older ones are not kept",
  async (t) => {
    const bench = await Bench.fresh();
    const entries = Array.from({ length: 30 }, (_, at) => entry(at + 1, 1));
    await bench.write(write({ entries, hardState: hardState(1, 0) }));
    await bench.do(bench.store.saveSnapshot(snapshotAt(1, 1), { term: 1, index: 1 }));
    await bench.write(write({ snapshot: snapshotAt(20, 3), hardState: hardState(3, 20) }));
    await bench.do(bench.store.saveSnapshot(snapshotAt(15, 3), { term: 3, index: 14 }));
    await bench.open();
    t.is(bench.terms, "", "entries 21 to 30 were an older leader's");
    t.deepEqual(await bench.snapshot(), snapshotAt(20, 3));
    t.is(bench.pieceKeys.length, 1);
  },
);

test.serial("LogStore: belongs to one member", async (t) => {
  const bench = await Bench.fresh();
  const error = await t.throwsAsync(
    bench.do(bench.store.initialise({ identity: { raftId: 8n, introduced: [] } })),
  );
  t.is(errorCodeOf(error), "alreadyExists");
});

const FULL_KEYS = [
  ["raft/identity", /the member's identity: its checksum/],
  ["raft/hard-state", /the hard state: its checksum/],
  ["raft/compacted", /the compaction mark: its checksum/],
  ["raft/snapshot-meta", /the snapshot's description: its checksum/],
  ["raft/snapshot-place", /where the snapshot's bytes are: its checksum/],
  ["raft/format", /the layout's number: its checksum/],
  ["raft/log/0000000000000004", /entries from 4, record [12]/],
] as const;

for (const [key, problem] of FULL_KEYS) {
  test.serial(`LogStore: damage of ${key} is found, named, and what to do is said`, async (t) => {
    for (const harm of ["rot", "tear"] as const) {
      const bench = await Bench.fresh();
      await fill(bench);
      bench.disk[harm](key);
      await refuses(t, bench, harm === "rot" ? problem : /damaged|is cut short|it is empty/);
    }
  });
}

test.serial("LogStore: damage of a snapshot's bytes is found when it is read", async (t) => {
  const bench = await Bench.fresh();
  await fill(bench);
  const [key = ""] = bench.pieceKeys;
  bench.disk.rot(key);
  const error = await t.throwsAsync(bench.snapshot());
  t.is(errorCodeOf(error), "dataLoss");
  t.regex(messageOf(error), /piece 1 of 1 of the snapshot: its checksum/);
});

test.serial("LogStore: a missing batch is found", async (t) => {
  const bench = await Bench.fresh();
  await fill(bench);
  const key = "raft/log/0000000000000005";
  await bench.do(bench.storage.batch([{ type: "del", key }], { sync: true }));
  await refuses(t, bench, /entries 5 to 5: they are missing/);
});

test.serial("LogStore: committed entries missing at the end are found", async (t) => {
  const bench = await Bench.fresh();
  await fill(bench);
  const key = "raft/log/0000000000000006";
  await bench.do(bench.storage.batch([{ type: "del", key }], { sync: true }));
  await refuses(t, bench, /entries 6 to 6: they were committed and are missing/);
});

/** Snapshot at 3, entries 4 to 6, each in a batch of its own. */
async function fill(bench: Bench): Promise<void> {
  for (let index = 1; index <= 6; index++) {
    await bench.write(write({ entries: [entry(index, 1)], hardState: hardState(1, index) }));
  }
  await bench.do(bench.store.saveSnapshot(snapshotAt(3, 1), { term: 1, index: 3 }));
}

async function refuses(t: ExecutionContext, bench: Bench, problem: RegExp): Promise<void> {
  const error = await t.throwsAsync(bench.open());
  t.is(errorCodeOf(error), "dataLoss");
  t.regex(messageOf(error), problem);
  t.regex(messageOf(error), /join anew/);
}

test.serial("LogStore: any sequence of writes reads back as a plain list would", async (t) => {
  const scripts = fc.array(
    fc.record({
      back: fc.nat({ max: 4 }),
      count: fc.nat({ max: 4 }),
      snapshot: fc.boolean(),
      compact: fc.nat({ max: 3 }),
      together: fc.boolean(),
    }),
    { minLength: 1, maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(scripts, async (script) => {
      const bench = await Bench.fresh();
      const expected = await replay(bench, script);
      await bench.open();
      t.is(bench.terms, expected);
    }),
    { numRuns: 40 },
  );
});

interface Step {
  readonly back: number;
  readonly count: number;
  readonly snapshot: boolean;
  readonly compact: number;
  readonly together: boolean;
}

async function replay(bench: Bench, script: readonly Step[]): Promise<string> {
  let list: Entry[] = [];
  let base = 0;
  let pending: Write[] = [];
  for (const [at, step] of script.entries()) {
    const term = at + 1;
    const last = base + list.length;
    const from = Math.max(base + 1, last + 1 - step.back);
    const fresh = Array.from({ length: step.count }, (_, i) => entry(from + i, term));
    if (step.snapshot && at % 3 === 2) {
      base = last + 5;
      list = [];
      pending.push(write({ snapshot: snapshotAt(base, term), hardState: hardState(term, base) }));
    } else if (fresh.length > 0) {
      list = [...list.filter(({ index }) => index < from), ...fresh];
      pending.push(write({ entries: fresh, hardState: hardState(term, base) }));
    }
    if (step.together) continue;
    await bench.write(...pending);
    pending = [];
    if (step.compact > 0 && list.length > step.compact) {
      const kept = list[step.compact - 1]!;
      await bench.do(bench.store.saveSnapshot(snapshotAt(kept.index, kept.term), kept));
      base = kept.index;
      list = list.slice(step.compact);
    }
  }
  await bench.write(...pending);
  return list.map(({ index, term }) => `${index}@${term}`).join(" ");
}

test.serial(
  "LogStore: a damaged record is refused or made no difference, whatever was written",
  async (t) => {
    const scripts = fc.array(
      fc.record({
        back: fc.nat({ max: 4 }),
        count: fc.nat({ max: 4 }),
        snapshot: fc.boolean(),
        compact: fc.nat({ max: 3 }),
        together: fc.boolean(),
      }),
      { minLength: 1, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(
        scripts,
        fc.nat(),
        fc.constantFrom("rot", "tear", "damage"),
        async (script, which, harm) => {
          const bench = await Bench.fresh();
          await replay(bench, script);
          await bench.open();
          const before = await stateOf(bench);
          const keys = [...bench.disk.contents.keys()];
          const key = keys[which % keys.length] ?? "";
          bench.disk[harm](key);
          try {
            await bench.open();
            t.deepEqual(await stateOf(bench), before, `${harm} of ${key}`);
          } catch (error) {
            t.is(errorCodeOf(error), "dataLoss", `${harm} of ${key}: ${messageOf(error)}`);
          }
        },
      ),
      { numRuns: 150 },
    );
  },
);

async function stateOf(bench: Bench): Promise<unknown> {
  const { hardState, identity } = bench.store;
  return [hardState, identity, bench.store.peekLog(), await bench.snapshot()];
}

/** A snapshot of `size` bytes at `index`, put on the disk piece by piece. */
async function stage(bench: Bench, index: number, size: number): Promise<Snapshot> {
  const writer = bench.store.stage();
  const data = Uint8Array.from({ length: size }, (_, at) => (at * index) & 0xff);
  for (let at = 0; at < size; at += 100_000) {
    await bench.do(writer.write(data.subarray(at, at + 100_000)));
  }
  const { conf } = snapshotAt(index, 1);
  const stored = await bench.do(writer.finish());
  return { index, term: 1, conf, data: new Uint8Array(0), stored };
}

test.serial(
  "LogStore: a snapshot in many pieces survives the power from when it is stored",
  async (t) => {
    const bench = await Bench.fresh();
    await bench.write(write({ entries: [entry(1, 1), entry(2, 1)], hardState: hardState(1, 2) }));
    const own = await stage(bench, 2, 650_000);
    t.true(await bench.do(bench.store.saveSnapshot(own, { term: 1, index: 2 })));
    await bench.open();
    t.is((await bench.snapshot())?.data.length, 650_000);
    t.is((await bench.snapshot())?.data[3], 6);

    const leaders = await stage(bench, 9, 300_000);
    await bench.write(write({ snapshot: leaders, hardState: hardState(1, 9) }));
    await bench.open();
    t.is((await bench.snapshot())?.data.length, 300_000);
    t.is(bench.pieceKeys.length, leaders.stored?.count ?? 0);
  },
);

test.serial("LogStore: pieces that nobody took up are gone", async (t) => {
  const bench = await Bench.fresh();
  await fill(bench);
  // In the middle of it the power fails.
  await stage(bench, 6, 300_000);
  t.true(bench.pieceKeys.length > 1);
  await bench.open();
  t.is(bench.pieceKeys.length, 1);
  // The leader's was newer.
  const old = await stage(bench, 2, 300_000);
  t.false(await bench.do(bench.store.saveSnapshot(old, { term: 1, index: 2 })));
  t.is(bench.pieceKeys.length, 1);
  // Two came before the first was stored.
  const [first, second] = [await stage(bench, 20, 300_000), await stage(bench, 30, 300_000)];
  await bench.write(write({ snapshot: first }), write({ snapshot: second }));
  t.is(bench.pieceKeys.length, second.stored?.count ?? 0);
  t.is((await bench.snapshot())?.index, 30);
});

test.serial(
  "LogStore: a snapshot that is being read stays until its last reader leaves",
  async (t) => {
    const bench = await Bench.fresh();
    await fill(bench);
    const readers = [bench.store.openSnapshot(), bench.store.openSnapshot()];
    const newer = await stage(bench, 5, 300_000);
    await bench.do(bench.store.saveSnapshot(newer, { term: 1, index: 5 }));
    const count = newer.stored?.count ?? 0;
    for (const found of readers) {
      t.is(bench.pieceKeys.length, count + 1);
      t.deepEqual(await bench.do(readAll(found!.reader)), snapshotAt(3, 1).data);
      await bench.do(found!.reader.close());
    }
    t.is(bench.pieceKeys.length, count);
  },
);

test.serial(
  "LogStore: a missing piece, and one in another's place, are refused by name",
  async (t) => {
    for (const harm of ["missing", "another"] as const) {
      const bench = await Bench.fresh();
      await fill(bench);
      const newer = await stage(bench, 5, 600_000);
      await bench.do(bench.store.saveSnapshot(newer, { term: 1, index: 5 }));
      const [one = "", other = ""] = bench.pieceKeys;
      const value = bench.disk.contents.get(other) ?? new Uint8Array(0);
      const change =
        harm === "missing"
          ? ({ type: "del", key: one } as const)
          : ({ type: "put", key: one, value } as const);
      await bench.do(bench.storage.batch([change], { sync: true }));
      const error = await t.throwsAsync(bench.snapshot());
      t.is(errorCodeOf(error), "dataLoss");
      const problem = harm === "missing" ? "it is missing" : "in its place is another";
      t.true(
        messageOf(error).includes(`piece 1 of ${newer.stored?.count} of the snapshot: ${problem}`),
      );
    }
  },
);

test.serial("LogStore: takes over what the first layout kept", async (t) => {
  const bench = await Bench.fresh();
  await fill(bench);
  const [key = ""] = bench.pieceKeys;
  const del = (one: string) => ({ type: "del", key: one }) as const;
  const whole = {
    type: "put",
    key: "raft/snapshot-data/3",
    value: seal(snapshotAt(3, 1).data),
  } as const;
  const changes = [del("raft/format"), del("raft/snapshot-place"), del(key), whole];
  await bench.do(bench.storage.batch(changes, { sync: true }));

  for (let round = 0; round < 2; round++) {
    await bench.open();
    t.is(bench.terms, "4@1 5@1 6@1");
    t.deepEqual(await bench.snapshot(), snapshotAt(3, 1));
    t.is(bench.pieceKeys.length, 1);
  }
});

test.serial("LogStore: a lost batch that others were written over is missed", async (t) => {
  const bench = await Bench.fresh();
  const first = [1, 2, 3, 4, 5].map((index) => entry(index, 1));
  await bench.write(write({ entries: first, hardState: hardState(1, 0) }));
  await bench.write(write({ entries: [entry(3, 2)], hardState: hardState(2, 0) }));
  await bench.write(write({ entries: [entry(4, 2)] }));
  // As if the batch at 3 had been dropped from LevelDB's own log.
  const key = "raft/log/0000000000000003";
  await bench.do(bench.storage.batch([{ type: "del", key }], { sync: true }));
  await refuses(t, bench, /entry 3: it is of term 1, and .* was of term 2: a batch is missing/);
});

test.serial(
  "LogStore: a missing identity or hard state is refused, and a newer layout",
  async (t) => {
    for (const [key, problem] of [
      ["raft/identity", /the member's identity: it is missing, and there is raft\//],
      ["raft/hard-state", /the hard state .*: it is missing/],
    ] as const) {
      const bench = await Bench.fresh();
      await bench.do(bench.storage.batch([{ type: "del", key }], { sync: true }));
      await refuses(t, bench, problem);
    }
    const bench = await Bench.fresh();
    const newer = {
      type: "put",
      key: "raft/format",
      value: seal(new Uint8Array(8).fill(1)),
    } as const;
    await bench.do(bench.storage.batch([newer], { sync: true }));
    const error = await t.throwsAsync(bench.open());
    t.regex(messageOf(error), /has layout \d+, and this version knows up to \d/);
  },
);

test("mergeWrites: a snapshot swallows the entries before it", (t) => {
  const merged = mergeWrites([
    write({ entries: [entry(1, 1)] }),
    write({ snapshot: snapshotAt(9, 2), entries: [entry(10, 2)] }),
  ]);
  t.deepEqual(
    merged.entries.map(({ index }) => index),
    [10],
  );
});
