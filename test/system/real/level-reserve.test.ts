import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { checkLevelFiles } from "../../../src/system/real/level-check.ts";
import { LogReserve } from "../../../src/system/real/level-reserve.ts";
import { openLevelStorage } from "../../../src/system/real/storage.ts";
import type { Storage, StorageChange } from "../../../src/system/storage.ts";

const KB = 1024;

function directory(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), "skein-reserve-"));
  t.teardown(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const change = (index: number, bytes = 400): StorageChange => ({
  ...{ type: "put", key: `key ${String(index).padStart(6, "0")}` },
  value: new Uint8Array(bytes).fill((index % 255) + 1),
});

async function putAll(storage: Storage, from: number, to: number, sync = true): Promise<void> {
  for (let index = from; index < to; index++) await storage.batch([change(index)], { sync });
}

/** LevelDB's newest log: how long it is, and how much of that are zeros at its end. */
function newestLog(path: string): { name: string; bytes: number; zeros: number } {
  const name = readdirSync(path)
    .filter((each) => each.endsWith(".log"))
    .sort()
    .at(-1)!;
  const bytes = readFileSync(join(path, name));
  return { name, bytes: bytes.length, zeros: bytes.length - 1 - bytes.findLastIndex((b) => b > 0) };
}

test("log reserve: small batches are written over zeros, and the file grows by many at once", async (t) => {
  const path = join(directory(t), "db");
  const storage = await openLevelStorage(path, { create: true, reserve: true });
  await putAll(storage, 0, 20);
  t.is(newestLog(path).zeros, 0, "hardly used: none yet");
  await putAll(storage, 20, 60);
  const { bytes, zeros } = newestLog(path);
  t.true(zeros > 200 * KB && zeros <= 256 * KB, `${zeros}`);
  await putAll(storage, 60, 400);
  t.is(newestLog(path).bytes, bytes);
  const used = (zeros - newestLog(path).zeros) / 340;
  t.true(used > 420 && used < 440, `${used} bytes for a batch of 410`);
  await putAll(storage, 400, 700);
  t.is(newestLog(path).bytes, bytes + 256 * KB, "before they are used up");
  await storage.close();
});

test("log reserve: whenever the process is killed everything is there and nothing is cut", async (t) => {
  const folder = directory(t);
  const path = join(folder, "db");
  const storage = await openLevelStorage(path, { create: true, reserve: true });
  for (const until of [33, 40, 600, 9000, 12_000]) {
    await putAll(storage, until === 33 ? 0 : 1, until);
    // What a process that is killed leaves behind: no lock, nothing closed.
    const copy = join(folder, `at ${until}`);
    cpSync(path, copy, { recursive: true });
    t.deepEqual(await checkLevelFiles(copy), []);
    const again = await openLevelStorage(copy, { create: false, onTorn: () => t.fail() });
    for (const index of [0, 1, until - 1]) {
      t.deepEqual(
        await again.get(change(index).key),
        (change(index) as { value: Uint8Array }).value,
      );
    }
    let count = 0;
    for await (const [key] of again.range({ gte: "key", lt: "kez" })) count += key ? 1 : 0;
    t.is(count, until);
    await again.close();
  }
  await storage.close();
});

test("log reserve: space is ahead of batches that wait for one another as of single ones", async (t) => {
  const folder = directory(t);
  const open = (name: string): Promise<Storage> =>
    openLevelStorage(join(folder, name), { create: true, reserve: true });
  const single = await open("single");
  await putAll(single, 0, 1500);
  // All are asked for before the first is written: none is counted before its turn.
  const waiting = await open("waiting");
  const all = Array.from({ length: 1500 }, (_, at) => waiting.batch([change(at)], { sync: true }));
  await Promise.all(all);
  t.deepEqual(newestLog(join(folder, "waiting")), newestLog(join(folder, "single")));
  await single.close();
  await waiting.close();
});

test("log reserve: LevelDB's next log has it too, and large batches ask for none", async (t) => {
  const path = join(directory(t), "db");
  const storage = await openLevelStorage(path, {
    create: true,
    reserve: true,
    incompressible: true,
  });
  await putAll(storage, 0, 60);
  const { name } = newestLog(path);
  for (let index = 0; index < 100; index++) {
    await storage.batch([change(index, 64 * KB)], { sync: false });
  }
  const second = newestLog(path);
  t.not(second.name, name);
  t.is(second.zeros, 0);
  await putAll(storage, 0, 60);
  t.true(newestLog(path).zeros > 200 * KB);
  await storage.close();
});

test("log reserve: says when a batch may come to lie on zeros", async (t) => {
  const path = directory(t);
  const storage = await openLevelStorage(join(path, "db"), { create: true });
  const reserve = new LogReserve(join(path, "db"));
  t.false(reserve.inUse);
  let asked = 0;
  for (let index = 0; index < 40; index++) asked += reserve.count([change(index)]) ? 1 : 0;
  t.is(asked, 1, "once, until it is there");
  await reserve.extend();
  t.true(reserve.inUse);
  t.is(statSync(join(path, "db", newestLog(join(path, "db")).name)).size, 256 * KB);
  for (let bytes = 0; bytes < 256 * KB; bytes += 64 * KB) {
    t.true(reserve.inUse);
    t.false(reserve.count([change(0, 64 * KB)]), "large ones need none");
  }
  t.false(reserve.inUse);
  t.true(reserve.count([change(0)]));
  await storage.close();
});

test("log reserve: a file system that refuses it is not asked again", async (t) => {
  const reserve = new LogReserve(join(directory(t), "nowhere"));
  const ask = (): number =>
    Array.from({ length: 40 }, (_, index) => reserve.count([change(index)])).filter(Boolean).length;
  t.is(ask(), 1);
  await t.notThrowsAsync(reserve.extend());
  t.is(ask(), 0);
  t.false(reserve.inUse);
});
