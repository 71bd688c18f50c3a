import {
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { DamagedFiles, checkLevelFiles, logsOf } from "../../../src/system/real/level-check.ts";
import { readLog } from "../../../src/system/real/level-log.ts";
import { openLevelStorage } from "../../../src/system/real/storage.ts";
import type { Storage } from "../../../src/system/storage.ts";

// Real LevelDB databases, damaged byte by byte.

const bytesOf = (length: number, seed: number): Uint8Array =>
  Uint8Array.from({ length }, (_, at) => (at * 31 + seed * 17 + (at >> 3)) % 251 || 1);

async function database(
  t: ExecutionContext,
  fill: (storage: Storage, round: number) => Promise<void>,
  rounds = 1,
): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "skein-level-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, "db");
  // When it is opened again LevelDB moves what its log holds into tables.
  for (let round = 0; round < rounds; round++) {
    const storage = await openLevelStorage(path, { create: true });
    await fill(storage, round);
    await storage.close();
  }
  return path;
}

const put = (storage: Storage, key: string, value: Uint8Array): Promise<void> =>
  storage.batch([{ type: "put", key, value }], { sync: true });

/** Three records, the last one across two sectors; all of them within a block. */
async function three(storage: Storage): Promise<void> {
  for (const index of [1, 2, 3]) await put(storage, `k${index}`, bytesOf(index * 300, index));
}

function file(path: string, extension: string): string {
  const names = readdirSync(path).filter((name) => name.includes(extension));
  return join(path, names.sort((a, b) => (sizeOf(path, a) < sizeOf(path, b) ? 1 : -1))[0] ?? "");
}

function sizeOf(path: string, name: string): number {
  return readFileSync(join(path, name)).length;
}

function flip(path: string, at: number, bit = at % 8): () => void {
  const before = readFileSync(path);
  const after = Uint8Array.from(before);
  after[at] = (after[at] ?? 0) ^ (1 << bit);
  writeFileSync(path, after);
  return () => writeFileSync(path, before);
}

test("LevelDB check: finds nothing wrong with whole databases of every shape", async (t) => {
  const shapes: readonly (readonly [string, (storage: Storage, round: number) => Promise<void>])[] =
    [
      ["nothing", async () => undefined],
      ["a few records", three],
      ["records over several blocks", (storage) => put(storage, "big", bytesOf(200_000, 1))],
      [
        "what compresses, and much of it",
        async (storage, round) => {
          for (let index = 0; index < 100; index++) {
            await put(storage, `key ${round} ${index}`, new Uint8Array(3000).fill(index));
          }
        },
      ],
      // The next header does not fit in the block, or has no room for data.
      ...[0, 5, 6, 7, 8, 9].map(
        (spare) =>
          [
            `a block with ${spare} bytes left`,
            async (storage: Storage) => {
              await put(storage, "k", new Uint8Array(32_768 - 7 - 12 - 5 - spare));
              await three(storage);
            },
          ] as const,
      ),
    ];
  for (const [name, fill] of shapes) {
    for (const rounds of [1, 2, 3]) {
      const path = await database(t, fill, rounds);
      t.deepEqual(await checkLevelFiles(path), [], `${name}, ${rounds} rounds`);
    }
  }
});

test("LevelDB check: finds every flipped byte in a log", async (t) => {
  const path = await database(t, three);
  const log = file(path, ".log");
  const whole = Uint8Array.from(readFileSync(log));
  for (let at = 0; at < whole.length; at++) {
    const bytes = Uint8Array.from(whole);
    bytes[at] = whole[at]! ^ (1 << (at % 8));
    t.is(readLog(bytes).end.kind, "damaged", `byte ${at}`);
  }
  for (let at = 0, size = whole.length; at < size; at += 97) {
    const mend = flip(log, at);
    const error = await t.throwsAsync(checkLevelFiles(path), undefined, `byte ${at} of ${size}`);
    t.true(error instanceof DamagedFiles, `byte ${at}`);
    t.regex(error?.message ?? "", /^the file \d+\.log: the record at byte \d+: /);
    mend();
  }
  t.deepEqual(await checkLevelFiles(path), []);
});

test("LevelDB check: tells the tail that a crash cut short from damage, wherever it was cut", async (t) => {
  const path = await database(t, three);
  const log = file(path, ".log");
  const whole = readFileSync(log);
  const ends = [0];
  for (let at = 0; at < whole.length;) {
    at += 7 + whole.readUInt16LE(at + 4);
    ends.push(at);
  }
  t.is(ends.at(-1), whole.length);
  for (let length = 1; length < whole.length; length++) {
    const { end } = readLog(whole.subarray(0, length));
    t.deepEqual(
      end,
      ends.includes(length)
        ? { kind: "whole" }
        : { kind: "torn", offset: ends.findLast((one) => one <= length) },
    );
  }
  for (let length = 1; length < whole.length; length += 97) {
    truncateSync(log, length);
    const offset = ends.findLast((end) => end <= length) ?? 0;
    const expected =
      offset === length
        ? []
        : [{ file: log.slice(path.length + 1), offset, bytes: length - offset }];
    t.deepEqual(await checkLevelFiles(path), expected, `cut at ${length}`);
    writeFileSync(log, whole);
  }
});

test("LevelDB check: sectors that were never written are a torn tail", async (t) => {
  const path = await database(t, three);
  const log = file(path, ".log");
  const whole = readFileSync(log);
  const hole = Buffer.from(whole);
  hole.fill(0, 1024);
  writeFileSync(log, hole);
  t.is((await checkLevelFiles(path)).length, 1);
  // Space for what comes next, of which nobody was told anything.
  writeFileSync(log, Buffer.concat([whole, Buffer.alloc(5000)]));
  t.deepEqual(await checkLevelFiles(path), []);

  const storage = await openLevelStorage(path, { create: false, onTorn: () => undefined });
  t.deepEqual(await storage.get("k3"), bytesOf(900, 3));
  await storage.close();
});

test("LevelDB check: logs come in the order of their numbers", (t) => {
  const names = ["1000000.log", "LOG", "000007.log", "999999.log", "000008.ldb", "MANIFEST-000002"];
  t.deepEqual(logsOf(names), ["000007.log", "999999.log", "1000000.log"]);
});

test("LevelDB check: space kept behind the last record hides no damage to it", async (t) => {
  const path = await database(t, three);
  const whole = readFileSync(file(path, ".log"));
  const roomy = Buffer.concat([whole, Buffer.alloc(4000)]);
  t.deepEqual(readLog(roomy).end, { kind: "whole" });
  t.is(readLog(roomy).records.length, 3);
  for (let at = 0; at < whole.length; at++) {
    const bytes = Uint8Array.from(roomy);
    bytes[at] = whole[at]! ^ (1 << (at % 8));
    t.is(readLog(bytes).end.kind, "damaged", `byte ${at}`);
  }
});

test("LevelDB check: a disk that wrote a record's sectors in another order has cut it short", async (t) => {
  const path = await database(t, three);
  const whole = readFileSync(file(path, ".log"));
  const roomy = Buffer.concat([whole, Buffer.alloc(4000)]);
  const start = whole.length - (7 + 900 + 12 + 6);
  const { end } = readLog(whole.subarray(0, start + 1));
  t.deepEqual(end, { kind: "torn", offset: start });
  for (let sector = start - (start % 512); sector < whole.length; sector += 512) {
    const bytes = Uint8Array.from(roomy).fill(0, Math.max(start, sector), sector + 512);
    t.deepEqual(readLog(bytes).end, end, `without the sector at ${sector}`);
    t.is(readLog(bytes).records.length, 2);
  }
});

test("LevelDB check: finds flipped bytes all over a table and a manifest", async (t) => {
  const path = await database(
    t,
    async (storage, round) => {
      for (let index = 0; index < 40; index++) {
        // One half compresses, so that blocks of both kinds are there.
        const value = index % 2 ? bytesOf(400, index) : new Uint8Array(600);
        await put(storage, `round ${round} key ${index}`, value);
      }
    },
    2,
  );
  for (const [extension, step, spared] of [
    [".ldb", 31, 48],
    ["MANIFEST", 3, 0],
  ] as const) {
    const target = file(path, extension);
    const size = readFileSync(target).length;
    t.true(size > 50);
    // The footer has room that nobody reads: its own test is below.
    for (let at = 0; at < size - spared; at += step) {
      const mend = flip(target, at);
      const error = await t.throwsAsync(checkLevelFiles(path), undefined, `${extension} ${at}`);
      t.true(error instanceof DamagedFiles, `${extension}: byte ${at} of ${size}`);
      mend();
    }
  }
  const table = file(path, ".ldb");
  const mend = flip(table, readFileSync(table).length - 3);
  await t.throwsAsync(checkLevelFiles(path), { message: /it has no footer/ });
  mend();
  t.deepEqual(await checkLevelFiles(path), []);
});

test("LevelDB check: misses every file that should be there", async (t) => {
  for (const [name, problem] of [
    ["CURRENT", /^the file CURRENT is missing$/],
    ["MANIFEST", /^the file MANIFEST-\d+, which CURRENT names, is missing$/],
    [".ldb", /^the table \d+\.ldb is missing$/],
    [".log", /^the log \d+\.log is missing$/],
  ] as const) {
    const path = await database(t, three, 2);
    rmSync(file(path, name));
    await t.throwsAsync(checkLevelFiles(path), { message: problem });
  }
  await t.throwsAsync(checkLevelFiles("/nowhere"), { message: /no such file/ });
});
