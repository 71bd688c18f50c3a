import test from "ava";
import { errorCodeOf } from "../../src/base/errors.ts";
import type { Write } from "../../src/raft/core/ready.ts";
import { DiskQueue } from "../../src/raft/disk-queue.ts";
import { LogStore } from "../../src/raft/log-store.ts";
import type { Storage } from "../../src/system/storage.ts";
import { SimDisk } from "../sim/disk.ts";
import { Simulation } from "../sim/simulation.ts";

const write = (index: number): Write => ({
  hardState: { term: 1, vote: undefined, commitIndex: 0 },
  entries: [{ term: 1, index, type: "normal", data: new Uint8Array(1) }],
  snapshot: undefined,
  mustSync: true,
  promises: [],
  ownVotes: [],
  term: 1,
  last: { term: 1, index },
});

async function bench(): Promise<{
  sim: Simulation;
  disk: SimDisk;
  storage: Storage;
  queue: DiskQueue;
  batches: number[][];
}> {
  const sim = new Simulation(1);
  const disk = new SimDisk(sim, "raft");
  const process = sim.process("m1");
  const storage = disk.open(process);
  const store = await sim.finish(LogStore.open(storage));
  await sim.finish(store.initialise({ identity: { raftId: 1n, introduced: [] } }));
  const batches: number[][] = [];
  const queue = new DiskQueue(store, process.clock, {
    replaced: async ({ index }) => void batches.push([-index]),
    written: (writes) => batches.push(writes.map(({ last }) => last.index)),
    compacted: () => batches.push([]),
  });
  return { sim, disk, storage, queue, batches };
}

test.serial("DiskQueue: what comes during a write leaves together in the next", async (t) => {
  const { sim, queue, batches } = await bench();
  const life = new AbortController();
  const run = queue.run(life.signal);
  queue.push(write(1));
  await sim.advance(0);
  for (const index of [2, 3, 4]) queue.push(write(index));
  t.true(queue.busy);
  await sim.advance(100);
  t.deepEqual(batches, [[1], [2, 3, 4]]);
  t.false(queue.busy);
  life.abort();
  await sim.finish(run);
});

test.serial("DiskQueue: a snapshot goes after the writes before it", async (t) => {
  const { sim, queue, batches } = await bench();
  const life = new AbortController();
  const run = queue.run(life.signal);
  queue.push(write(1));
  const snapshot = { term: 1, index: 1, conf: { voters: [1n] }, data: new Uint8Array(1) };
  queue.pushSnapshot({ snapshot, compactTo: { term: 1, index: 1 } });
  await sim.advance(100);
  t.deepEqual(batches, [[1], []]);
  life.abort();
  await sim.finish(run);
});

test.serial("DiskQueue: a commit index alone is stored with the next write, or soon", async (t) => {
  const { sim, storage, queue } = await bench();
  const life = new AbortController();
  const run = queue.run(life.signal);
  queue.push(write(1));
  await sim.advance(10);
  const hardState = { term: 1, vote: undefined, commitIndex: 1 };
  queue.push({ ...write(1), hardState, entries: [], mustSync: false });
  const stored = async (): Promise<number> =>
    (await sim.finish(LogStore.open(storage))).hardState.commitIndex;
  await sim.advance(500);
  t.is(await stored(), 0);
  await sim.advance(1000);
  t.is(await stored(), 1);
  life.abort();
  await sim.finish(run);
});

test.serial("DiskQueue: a leader's snapshot is restored before it is called written", async (t) => {
  const { sim, queue, batches } = await bench();
  const life = new AbortController();
  const run = queue.run(life.signal);
  const snapshot = { term: 1, index: 5, conf: { voters: [1n] }, data: new Uint8Array(1) };
  queue.push({ ...write(6), snapshot });
  queue.push(write(7));
  await sim.advance(100);
  t.deepEqual(batches, [[-5], [6, 7]]);
  life.abort();
  await sim.finish(run);
});

test.serial(
  "DiskQueue: a disk that fails ends the run, and nothing is called durable",
  async (t) => {
    const { sim, disk, queue, batches } = await bench();
    disk.fail();
    const run = queue.run(new AbortController().signal);
    queue.push(write(1));
    const error = await t.throwsAsync(sim.finish(run));
    t.is(errorCodeOf(error), "unavailable");
    t.deepEqual(batches, []);
  },
);

test.serial(
  "DiskQueue: a commit index alone waits for the next write, but not for ever",
  async (t) => {
    const { sim, storage, queue, batches } = await bench();
    const life = new AbortController();
    const run = queue.run(life.signal);
    const commitOnly = (commitIndex: number): Write => ({
      ...write(1),
      hardState: { term: 1, vote: undefined, commitIndex },
      entries: [],
      mustSync: false,
    });
    const storedCommit = async (): Promise<number> => {
      const store = await sim.finish(LogStore.open(storage));
      return store.hardState.commitIndex;
    };
    queue.push(write(1));
    await sim.advance(100);
    queue.push(commitOnly(1));
    await sim.advance(0);
    t.deepEqual(batches, [[1], [1]]);
    t.is(await storedCommit(), 0);

    queue.push({ ...write(2), hardState: undefined });
    await sim.advance(100);
    t.is(await storedCommit(), 1);

    await sim.advance(2000);
    queue.push(commitOnly(2));
    await sim.advance(100);
    t.is(await storedCommit(), 2);
    life.abort();
    await sim.finish(run);
  },
);
