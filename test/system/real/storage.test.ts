import { execFile, spawn } from "node:child_process";
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
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import test, { type ExecutionContext } from "ava";
import { OperationalError } from "../../../src/base/errors.ts";
import { lockDirectory } from "../../../src/system/real/directory-lock.ts";
import { openLevelStorage } from "../../../src/system/real/storage.ts";
import { put, read, storageConformance } from "../../conformance/storage.ts";

function folder(t: ExecutionContext): string {
  const path = mkdtempSync(join(tmpdir(), "skein-storage-"));
  t.teardown(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

storageConformance("LevelDB", test, (t) => {
  const path = join(folder(t), "db");
  return { open: () => openLevelStorage(path, { create: true }), run: (work) => work() };
});

test("LevelDB storage: kill -9 loses no batch that was acknowledged as synced", async (t) => {
  const path = join(folder(t), "db");
  const module = new URL("../../../src/system/real/storage.js", import.meta.url).href;
  const script = `import { openLevelStorage } from ${JSON.stringify(module)};
    const storage = await openLevelStorage(${JSON.stringify(path)}, { create: true });
    for (let index = 0; ; index++) {
      const value = new Uint8Array(2000).fill(index);
      const changes = ["a", "b"].map((name) => ({ type: "put", key: name + index, value }));
      await storage.batch(changes, { sync: true });
      process.stdout.write(index + "\\n");
    }`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = new Promise((resolve) => child.once("exit", (_code, signal) => resolve(signal)));
  let acknowledged = -1;
  for await (const line of createInterface({ input: child.stdout })) {
    acknowledged = Number(line);
    if (acknowledged === 200) child.kill("SIGKILL");
  }
  t.is(await exited, "SIGKILL");

  const storage = await openLevelStorage(path, { create: false });
  t.teardown(() => storage.close());
  t.true(acknowledged >= 200);
  for (let index = 0; index <= acknowledged; index++) {
    for (const name of ["a", "b"]) {
      const value = await storage.get(`${name}${index}`);
      t.true(value?.length === 2000 && value.every((byte) => byte === (index & 0xff)), `${index}`);
    }
  }
  // Of the batch that was under way, both changes or none.
  const next = await Promise.all(
    [`a${acknowledged + 1}`, `b${acknowledged + 1}`].map((key) => storage.get(key)),
  );
  t.is(next[0] === undefined, next[1] === undefined);
});

test("LevelDB storage: a database that must be there is not made anew", async (t) => {
  const path = join(folder(t), "db");
  await t.throwsAsync(openLevelStorage(path, { create: false }), {
    message: `There is no database in ${path}`,
  });
  const storage = await openLevelStorage(path, { create: true });
  await storage.batch([put("a", "1")], { sync: true });
  await storage.close();
  rmSync(join(path, "CURRENT"));

  const error = await t.throwsAsync(openLevelStorage(path, { create: false }), {
    instanceOf: OperationalError,
  });
  t.is(error.code, "notFound");
});

test("LevelDB storage: damage is told as damage, with the place and the remedy", async (t) => {
  const damages: readonly (readonly [string, (path: string) => void])[] = [
    ["CURRENT cut short", (path) => truncateSync(join(path, "CURRENT"), 3)],
    ["CURRENT names nothing", (path) => writeFileSync(join(path, "CURRENT"), "MANIFEST-000099\n")],
    ["no manifest", (path) => rmSync(join(path, fileOf(path, "MANIFEST")))],
    [
      "manifest overwritten",
      (path) => writeFileSync(join(path, fileOf(path, "MANIFEST")), "x".repeat(99)),
    ],
  ];
  for (const [name, damage] of damages) {
    const path = join(folder(t), "db");
    const storage = await openLevelStorage(path, { create: true });
    await storage.batch([put("a", "1")], { sync: true });
    await storage.close();
    damage(path);

    const error = await t.throwsAsync(openLevelStorage(path, { create: false }), {
      instanceOf: OperationalError,
    });
    t.is(error.code, "dataLoss", name);
    t.regex(error.message, new RegExp(`^The database ${path} is damaged: .*\\. Restore it`));
  }
});

test("LevelDB storage: damage found while reading is told as damage", async (t) => {
  const path = join(folder(t), "db");
  // LevelDB moves the log into tables when it is opened again.
  for (let round = 0; round < 2; round++) {
    const storage = await openLevelStorage(path, { create: true });
    const changes = Array.from({ length: 500 }, (_, index) =>
      put(`k${round}-${index}`, "x".repeat(200)),
    );
    await storage.batch(changes, { sync: true });
    await storage.close();
  }
  const table = join(path, fileOf(path, ".ldb"));
  const bytes = readFileSync(table);
  bytes.fill(0x55, 100, bytes.length - 200);
  writeFileSync(table, bytes);

  const storage = await openLevelStorage(path, { create: false });
  t.teardown(() => storage.close());
  const error = await t.throwsAsync(read(storage), { instanceOf: OperationalError });
  t.is(error.code, "dataLoss");
});

test("LevelDB storage: a second owner is told so", async (t) => {
  const path = join(folder(t), "db");
  const storage = await openLevelStorage(path, { create: true });
  t.teardown(() => storage.close());

  const error = await t.throwsAsync(openLevelStorage(path, { create: true }), {
    instanceOf: OperationalError,
    message: /is in use by another process/,
  });
  t.is(error.code, "failedPrecondition");
});

test("directory lock: names the process that has the directory, and is gone with it", async (t) => {
  const path = folder(t);
  const module = new URL("../../../src/system/real/directory-lock.js", import.meta.url).href;
  const script = `import { lockDirectory } from ${JSON.stringify(module)};
    await lockDirectory(${JSON.stringify(path)});
    process.stdout.write("locked\\n");
    setInterval(() => undefined, 1000);`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const exited = new Promise((resolve) => child.once("exit", resolve));
  await new Promise((resolve) => child.stdout.once("data", resolve));

  const error = await t.throwsAsync(lockDirectory(path), { instanceOf: OperationalError });
  t.is(error.code, "failedPrecondition");
  t.is(
    error.message,
    `Another skeind (process ${child.pid}) uses the state directory ${path}: stop it first, or give this one its own with --state-dir`,
  );
  child.kill("SIGKILL");
  await exited;

  const lock = await lockDirectory(path);
  await t.throwsAsync(lockDirectory(path), { message: new RegExp(`process ${process.pid}\\)`) });
  await lock.release();
  await (await lockDirectory(path)).release();
});

test("directory lock: an owner that cannot be read is not named", async (t) => {
  const path = folder(t);
  const lock = await lockDirectory(path);
  t.teardown(() => lock.release());
  writeFileSync(join(path, "lock", "owner"), "");

  await t.throwsAsync(lockDirectory(path), { message: /^Another skeind uses the state directory/ });
});

test("storage and clock of a process hold it open no longer than they are used", async (t) => {
  const path = join(folder(t), "db");
  const storageModule = new URL("../../../src/system/real/storage.js", import.meta.url).href;
  const clockModule = new URL("../../../src/system/real/clock.js", import.meta.url).href;
  const script = `import { openLevelStorage } from ${JSON.stringify(storageModule)};
    import { realClock } from ${JSON.stringify(clockModule)};
    const storage = await openLevelStorage(${JSON.stringify(path)}, { create: true });
    realClock.after(1e10, () => undefined)();
    await storage.close();`;

  await t.notThrowsAsync(
    promisify(execFile)(process.execPath, ["--input-type=module", "-e", script], {
      timeout: 30_000,
    }),
  );
});

function fileOf(path: string, part: string): string {
  const name = readdirSync(path).find((each) => each.includes(part));
  if (name === undefined) throw new Error(`No ${part} in ${readdirSync(path).join(", ")}`);
  return name;
}
