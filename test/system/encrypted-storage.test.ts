import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test, { type ExecutionContext } from "ava";
import { OperationalError } from "../../src/base/errors.ts";
import { KeyVault } from "../../src/node/key-vault.ts";
import { LogKeys } from "../../src/node/log-keys.ts";
import { EncryptedStorage, isEncrypted } from "../../src/system/encrypted-storage.ts";
import { realEntropy } from "../../src/system/real/entropy.ts";
import { openLevelStorage } from "../../src/system/real/storage.ts";
import type { Storage } from "../../src/system/storage.ts";
import { put, read, storageConformance } from "../conformance/storage.ts";

// Real ciphers, keys and LevelDB.

const SECRET = "correct horse battery staple";
const draw = (count: number): Uint8Array => realEntropy.bytes(count);

function folder(t: ExecutionContext): string {
  const path = mkdtempSync(join(tmpdir(), "skein-encrypted-"));
  t.teardown(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

const openVault = (path: string): Promise<KeyVault> =>
  KeyVault.open(join(path, "vault.json"), draw);

async function open(path: string): Promise<EncryptedStorage> {
  const level = await openLevelStorage(join(path, "db"), { create: true });
  try {
    const keys = await LogKeys.open(
      join(path, "keys.json"),
      await openVault(path),
      !(await isEncrypted(level)),
      draw,
    );
    return await EncryptedStorage.open(level, keys, "Do this");
  } catch (error) {
    await level.close();
    throw error;
  }
}

async function inClear(path: string): Promise<Storage> {
  return openLevelStorage(join(path, "db"), { create: true });
}

/** Whether any file of the database holds the text. */
function holds(path: string, text: string): boolean {
  const db = join(path, "db");
  return readdirSync(db).some((name) => readFileSync(join(db, name)).includes(text));
}

const keyCount = (path: string): number =>
  (JSON.parse(readFileSync(join(path, "keys.json"), "utf8")) as { keys: unknown[] }).keys.length;

storageConformance("encrypted", test, (t) => {
  const path = folder(t);
  return { open: () => open(path), run: (work) => work() };
});

test("encrypted storage: no value reaches the disk in clear, and its keys are for this user only", async (t) => {
  const path = folder(t);
  const storage = await open(path);
  for (let index = 0; index < 50; index++) {
    await storage.batch([put(`k${index}`, SECRET.repeat(index + 1))], { sync: true });
  }
  await storage.purge();
  await storage.close();

  t.false(holds(path, SECRET));
  t.true(holds(path, "k0"), "storage keys are in clear");
  t.is(statSync(join(path, "keys.json")).mode & 0o777, 0o600);
  const again = await open(path);
  t.is((await read(again)).length, 50);
  await again.close();
});

test("encrypted storage: what was written in clear is encrypted when it is opened, and gone from the disk", async (t) => {
  const path = folder(t);
  const before = await inClear(path);
  for (let index = 0; index < 100; index++) {
    await before.batch([put(`k${index}`, `${SECRET} ${index}`)], { sync: true });
  }
  const expected = await read(before);
  await before.close();
  t.true(holds(path, SECRET));

  for (let round = 0; round < 2; round++) {
    const storage = await open(path);
    t.deepEqual(await read(storage), expected);
    await storage.close();
    t.false(holds(path, SECRET));
  }
});

test("encrypted storage: encrypting goes on where a crash had stopped it", async (t) => {
  const path = folder(t);
  const before = await inClear(path);
  const changes = Array.from({ length: 100 }, (_, index) => put(`k${index}`, `${SECRET} ${index}`));
  await before.batch(changes, { sync: true });
  const expected = await read(before);
  const keys = await LogKeys.open(join(path, "keys.json"), await openVault(path), true, draw);
  let left = 3;
  const dying: Storage = {
    get: (key) => before.get(key),
    range: (range) => before.range(range),
    batch: async (batch, options) => {
      if (left-- === 0) throw new Error("Power is gone");
      await before.batch(batch, options);
    },
    purge: () => before.purge(),
    close: () => before.close(),
  };
  await t.throwsAsync(EncryptedStorage.open(dying, keys, ""), { message: "Power is gone" });
  await before.close();

  const storage = await open(path);
  t.deepEqual(await read(storage), expected);
  await storage.close();
});

test("encrypted storage: a new key while others write and read, and the old one is forgotten", async (t) => {
  const path = folder(t);
  const storage = await open(path);
  const expected = new Map<string, string>();
  for (let index = 0; index < 200; index++) {
    expected.set(`k${index}`, `${SECRET} ${index}`);
    await storage.batch([put(`k${index}`, `${SECRET} ${index}`)], { sync: false });
  }
  const first = readFileSync(join(path, "keys.json"), "utf8");

  const rotation = storage.rotate();
  for (let index = 0; index < 100; index++) {
    const [key, value] = [`k${(index * 7) % 230}`, `newer ${index}`];
    expected.set(key, value);
    await storage.batch([put(key, value)], { sync: false });
    t.is(new TextDecoder().decode(await storage.get(key)), value);
  }
  await rotation;

  t.is(keyCount(path), 1);
  t.not(readFileSync(join(path, "keys.json"), "utf8"), first);
  const stored = [...expected].map(([key, value]) => `${key}=${value}`).sort();
  t.deepEqual((await read(storage)).sort(), stored);
  await storage.close();
  const again = await open(path);
  t.deepEqual((await read(again)).sort(), stored);
  await again.close();
});

test("encrypted storage: a rotation that a crash cut short is finished by the next opening", async (t) => {
  const path = folder(t);
  const storage = await open(path);
  await storage.batch([put("a", SECRET)], { sync: true });
  await storage.close();
  // As when the process dies right after the new key is durable.
  await (await LogKeys.open(join(path, "keys.json"), await openVault(path), false, draw)).rotate();
  t.is(keyCount(path), 2);

  const again = await open(path);
  t.is(keyCount(path), 1);
  t.deepEqual(await read(again), [`a=${SECRET}`]);
  await again.close();
});

test("encrypted storage: a value that was damaged, or put elsewhere, is refused by name", async (t) => {
  const path = folder(t);
  const storage = await open(path);
  await storage.batch([put("a", SECRET), put("b", "other"), put("c", "third")], { sync: true });
  await storage.close();
  const raw = await inClear(path);
  const [a, b] = [await raw.get("a"), await raw.get("b")];
  const rotten = Uint8Array.from(b ?? []);
  rotten[20] = (rotten[20] ?? 0) ^ 1;
  await raw.batch(
    [
      { type: "put", key: "a", value: b ?? new Uint8Array(0) },
      { type: "put", key: "b", value: rotten },
      { type: "put", key: "c", value: (a ?? new Uint8Array(0)).subarray(0, 3) },
    ],
    { sync: true },
  );
  await raw.close();

  const again = await open(path);
  for (const [key, problem] of [
    ["a", /record a cannot be read: it is not what was encrypted there\. Do this/],
    ["b", /record b cannot be read: it is not what was encrypted there/],
    ["c", /record c cannot be read: it is cut short/],
  ] as const) {
    const error = await t.throwsAsync(again.get(key), { instanceOf: OperationalError });
    t.is(error.code, "dataLoss");
    t.regex(error.message, problem);
    t.notRegex(error.message, new RegExp(SECRET));
  }
  await again.close();
});

test("log keys: a file that is missing or damaged is refused without a word of what is in it", async (t) => {
  const path = folder(t);
  await (await open(path)).close();
  const file = join(path, "keys.json");
  const text = readFileSync(file, "utf8");
  const key = /"key": "([^"]+)"/.exec(text)?.[1] ?? "";
  t.is(Buffer.from(key, "base64").length, 32);
  for (const [content, problem] of [
    [undefined, /is missing\. .*join anew/],
    [text.slice(0, -5), /is not valid JSON/],
    [text.replace('"version": 1', '"version": 2'), /is of version 2/],
    [text.replace(key, key.slice(4)), /holds a key that is none/],
  ] as const) {
    if (content === undefined) rmSync(file);
    else writeFileSync(file, content);
    const error = await t.throwsAsync(open(path), { instanceOf: OperationalError });
    t.is(error.code, "dataLoss");
    t.regex(error.message, problem);
    t.false(error.message.includes(key.slice(4)));
  }
  writeFileSync(file, text);
  await (await open(path)).close();
});
