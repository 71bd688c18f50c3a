import { execFile } from "node:child_process";
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import test, { type ExecutionContext } from "ava";
import { OperationalError } from "../../../src/base/errors.ts";
import { newId, newRaftId } from "../../../src/system/entropy.ts";
import { realClock } from "../../../src/system/real/clock.ts";
import { realEntropy } from "../../../src/system/real/entropy.ts";
import {
  ensurePrivateDirectory,
  readFileIfThere,
  writeFileAtomically,
} from "../../../src/system/real/files.ts";
import { realLog } from "../../../src/system/real/log.ts";
import type { Log } from "../../../src/system/log.ts";
import { clockConformance } from "../../conformance/clock.ts";

// Timers count whole milliseconds, and may be one early by the finer clock.
clockConformance("real", test, () => ({
  clock: realClock,
  run: (work) => work(),
  toleranceMs: 2,
}));

function folder(t: ExecutionContext): string {
  const path = mkdtempSync(join(tmpdir(), "skein-real-"));
  t.teardown(() => rmSync(path, { recursive: true, force: true }));
  return path;
}

test("entropy: ids and raft ids have their form and do not repeat", (t) => {
  const ids = Array.from({ length: 100 }, () => newId(realEntropy));
  const raftIds = Array.from({ length: 100 }, () => newRaftId(realEntropy));

  t.true(ids.every((id) => /^[0-9a-z]{25}$/.test(id)));
  t.true(raftIds.every((id) => id > 0n && id < 2n ** 63n));
  t.is(new Set([...ids, ...raftIds]).size, 200);
  t.not(realEntropy.prng().uint32(), realEntropy.prng().uint32());
});

test("files: a file is replaced as a whole, with its mode, and nothing else is left", async (t) => {
  const path = folder(t);
  const file = join(path, "key");
  t.is(await readFileIfThere(file), undefined);
  await writeFileAtomically(file, "one", "secret");
  t.is(statSync(file).mode & 0o777, 0o600);
  await writeFileAtomically(file, "two", "secret");

  t.is(await readFileIfThere(file), "two");
  t.deepEqual(readdirSync(path), ["key"]);
});

test("files: a secret is never readable by others, whatever an earlier crash left", async (t) => {
  const path = folder(t);
  const file = join(path, "key");
  writeFileSync(`${file}.new`, "half of a lon", { mode: 0o644 });
  chmodSync(`${file}.new`, 0o644);

  await writeFileAtomically(file, "secret", "secret");

  t.is(readFileSync(file, "utf8"), "secret");
  t.is(statSync(file).mode & 0o777, 0o600);
});

test("files: what cannot be written or read is named, and the old file stays", async (t) => {
  const path = folder(t);
  const file = join(path, "taken");
  mkdirSync(join(file, "below"), { recursive: true });

  for (const failing of [writeFileAtomically(file, "x", "open"), readFileIfThere(file)]) {
    const error = await t.throwsAsync(failing, { instanceOf: OperationalError });
    t.regex(error.message, new RegExp(`^Cannot (read|write) ${file}: `));
  }
  t.false(existsSync(`${file}.new`));
  await t.throwsAsync(writeFileAtomically(join(path, "no", "such"), "x", "open"), {
    message: /^Cannot write .*ENOENT/,
  });
});

test("files: a private directory is made for this user only", async (t) => {
  const path = join(folder(t), "a", "b");
  await ensurePrivateDirectory(path);
  await ensurePrivateDirectory(path);

  t.is(statSync(path).mode & 0o777, 0o700);
});

function logged(
  t: ExecutionContext,
  level: string,
  write: (log: Log) => void,
): Record<string, unknown>[] {
  const path = join(folder(t), "log");
  const descriptor = openSync(path, "w");
  write(realLog({ level, descriptor }));
  closeSync(descriptor);
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
}

test("log: lines are JSON with level, time, component and fields", (t) => {
  const lines = logged(t, "info", (log) => {
    log.debug("not shown");
    log.child("raft", { nodeId: "n1" }).child("peer").warn("is late", { peer: "n2", count: 3 });
  });

  t.is(lines.length, 1);
  t.like(lines[0], {
    level: "warn",
    component: "peer",
    nodeId: "n1",
    peer: "n2",
    count: 3,
    msg: "is late",
  });
  t.true(Math.abs(Date.parse(String(lines[0]?.["time"])) - Date.now()) < 60_000);
});

test("log: an error is told with its causes, and a bug with its place", (t) => {
  const cause = new Error("disk full", { cause: new Error("ENOSPC") });
  const lines = logged(t, "debug", (log) => {
    log.error("refused", { error: new OperationalError("unavailable", "Cannot write", { cause }) });
    log.error("broken", { error: new TypeError("x is not a function") });
    log.error("odd", { error: "just text" });
  });

  t.is(lines[0]?.["error"], "Cannot write: disk full: ENOSPC");
  t.is(lines[0]?.["stack"], undefined);
  t.regex(String(lines[1]?.["stack"]), /x is not a function[\s\S]*at /);
  t.is(lines[2]?.["error"], "just text");
});

test("log: no secret is shown, by its name or within a text", (t) => {
  const token = `SWMTKN-1-${"d".repeat(50)}-${"s".repeat(25)}`;
  const key = "-----BEGIN EC PRIVATE KEY-----\nabc\n-----END EC PRIVATE KEY-----";
  // Fields that the type does not know, as a careless spread would bring.
  const careless = { token, detail: { key: "k", token: "t" } } as object;
  const text = JSON.stringify(
    logged(t, "debug", (log) => {
      log.info("a", careless);
      log.info("b", { reason: `bad token ${token}!`, error: new Error(`cannot parse ${key}`) });
      log.error("c", { error: new Error(`${key} and SWMKEY-1-abcdefgh`) });
      log.child("x", { reason: token }).info("d");
    }),
  );

  t.notRegex(text, /sssss|ddddd|abc|"k"|"t"/);
  t.regex(text, /bad token SWMTKN-\[redacted\]!/);
  t.regex(text, /cannot parse \[private key redacted\]/);
});

test("log: lines that cannot be written end nothing and pile up nowhere", async (t) => {
  const module = new URL("../../../src/system/real/log.js", import.meta.url).href;
  const script = `import { realLog } from ${JSON.stringify(module)};
    const log = realLog({ level: "info" });
    const before = process.memoryUsage.rss();
    for (let line = 0; line < 50_000; line++) {
      log.info("x".repeat(1000));
      if (line % 100 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    process.stdout.write(String((process.memoryUsage.rss() - before) / 2 ** 20));`;
  // A full disk, and a pipe that nobody reads any more.
  for (const redirect of ["exec 2> /dev/full", "exec 2> >(exec true); sleep 0.2"]) {
    const { stdout } = await promisify(execFile)("bash", [
      "-c",
      `${redirect}; exec "$0" --input-type=module -e "$1"`,
      process.execPath,
      script,
    ]);
    t.true(Number(stdout) < 40, `${redirect}: ${stdout} MB more`);
  }
});
