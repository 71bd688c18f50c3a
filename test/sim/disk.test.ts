import test from "ava";
import type { Storage } from "../../src/system/storage.ts";
import { storageConformance } from "../conformance/storage.ts";
import { forSeeds } from "../support/seeds.ts";
import { SimDisk } from "./disk.ts";
import { Simulation } from "./simulation.ts";

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

async function write(storage: Storage, count: number, sync: boolean): Promise<void> {
  for (let index = 0; index < count; index++) {
    await storage.batch([{ type: "put", key: `k${index}`, value: bytes(index) }], { sync });
  }
}

/** How many of k0, k1, … are there; they must have no gap. */
function prefix(contents: ReadonlyMap<string, Uint8Array>): number {
  const count = contents.size;
  for (let index = 0; index < count; index++) {
    if (!contents.has(`k${index}`)) throw new Error(`k${index} is missing`);
  }
  return count;
}

test.serial(
  "disk: loss of power keeps what was synced and an arbitrary prefix of the rest",
  async (t) => {
    const survivors = new Set<number>();
    await forSeeds(t, 60, async (seed) => {
      const sim = new Simulation(seed);
      const disk = new SimDisk(sim, "raft");
      const process = sim.process("a");
      const storage = disk.open(process);
      await sim.finish(write(storage, 2, true));
      await sim.finish(write(storage, 5, false));

      process.kill();
      disk.losePower();

      survivors.add(prefix(disk.contents));
    });
    if (process.env["SEED"] === undefined) t.deepEqual([...survivors].sort(), [2, 3, 4, 5]);
  },
);

test.serial("disk: the death of the process alone keeps every finished write", async (t) => {
  await forSeeds(t, 20, async (seed) => {
    const sim = new Simulation(seed);
    const disk = new SimDisk(sim, "raft");
    const first = sim.process("a");
    const storage = disk.open(first);
    await sim.finish(write(storage, 3, false));
    // Submitted and not finished: may or may not be there.
    storage
      .batch([{ type: "put", key: "k3", value: bytes(3) }], { sync: true })
      .catch(() => undefined);

    first.kill();
    const again = disk.open(sim.process("a"));

    t.true([3, 4].includes(prefix(disk.contents)));
    t.deepEqual(await sim.finish(again.get("k2")), bytes(2));
  });
});

storageConformance("simulated", test.serial, () => {
  const sim = new Simulation(1);
  const disk = new SimDisk(sim, "db");
  const process = sim.process("a");
  return { open: async () => disk.open(process), run: (work) => sim.finish(work()) };
});

test.serial("disk: a second owner is refused while the first one lives", async (t) => {
  const sim = new Simulation(1);
  const disk = new SimDisk(sim, "raft");
  const storage = disk.open(sim.process("a"));

  t.throws(() => disk.open(sim.process("b")), { message: /in use/ });
  await sim.finish(storage.close());
  t.notThrows(() => disk.open(sim.process("c")));
});

test.serial(
  "disk: a failing disk refuses everything, a full one writes only, and a failed write sticks",
  async (t) => {
    const sim = new Simulation(1);
    const disk = new SimDisk(sim, "raft");
    const process = sim.process("a");
    const storage = disk.open(process);
    await sim.finish(write(storage, 1, true));

    disk.fail();
    await t.throwsAsync(() => sim.finish(storage.get("k0")), { message: /I\/O error/ });
    disk.repair();
    disk.fill();
    t.deepEqual(await sim.finish(storage.get("k0")), bytes(0));
    await t.throwsAsync(() => sim.finish(write(storage, 1, true)), { message: /no space left/ });
    disk.repair();
    await t.throwsAsync(() => sim.finish(write(storage, 1, true)), { message: /no space left/ });
    await sim.finish(storage.close());
    await t.notThrowsAsync(() => sim.finish(write(disk.open(process), 1, true)));
  },
);

test.serial("disk: values rot, tear and fail their checksum on demand", async (t) => {
  const sim = new Simulation(1);
  const disk = new SimDisk(sim, "raft");
  const storage = disk.open(sim.process("a"));
  const value = bytes(1, 2, 3, 4);
  for (const key of ["rotten", "torn", "damaged"]) {
    await sim.finish(storage.batch([{ type: "put", key, value }], { sync: true }));
  }

  disk.rot("rotten");
  disk.tear("torn");
  disk.damage("damaged");

  const rotten = await sim.finish(storage.get("rotten"));
  t.is(rotten?.length, 4);
  t.notDeepEqual(rotten, value);
  t.true((await sim.finish(storage.get("torn")))!.length < 4);
  const error = await t.throwsAsync(() => sim.finish(storage.get("damaged")));
  t.like(error, { code: "dataLoss" });
});

test.serial("disk: keys sort by their UTF-8 bytes", async (t) => {
  const sim = new Simulation(1);
  const storage = new SimDisk(sim, "raft").open(sim.process("a"));
  const keys = ["a", "b", "\uffee", "\u{1f986}"];
  for (const key of keys.toReversed()) {
    await sim.finish(storage.batch([{ type: "put", key, value: bytes(1) }], { sync: false }));
  }
  const read = async (range: Parameters<Storage["range"]>[0]): Promise<string[]> => {
    const found: string[] = [];
    for await (const [key] of storage.range(range)) found.push(key);
    return found;
  };

  t.deepEqual(await sim.finish(read({})), keys);
  t.deepEqual(
    await sim.finish(read({ gte: "b", reverse: true, limit: 2 })),
    keys.slice(2).reverse(),
  );
  t.deepEqual(await sim.finish(read({ lt: "b" })), ["a"]);
});
