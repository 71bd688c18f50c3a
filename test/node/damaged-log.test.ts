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
import { OperationalError } from "../../src/base/errors.ts";
import { StateDirectory } from "../../src/node/state-directory.ts";
import type { Entry, Snapshot } from "../../src/raft/core/messages.ts";
import type { Write } from "../../src/raft/core/ready.ts";
import { LogStore } from "../../src/raft/log-store.ts";
import type { Log, LogFields } from "../../src/system/log.ts";
import { openLevelStorage } from "../../src/system/real/storage.ts";

// A manager's log as the daemon keeps it, encrypted in a real LevelDB, damaged in every way.

const REMEDY = /skein node rm --force.*skein leave --force.*join anew.*--force-new-cluster/s;

/** A log that remembers its warnings. */
function listener(): { readonly log: Log; readonly warnings: [string, LogFields | undefined][] } {
  const warnings: [string, LogFields | undefined][] = [];
  const quiet = (): void => undefined;
  const log: Log = {
    ...{ debug: quiet, info: quiet, error: quiet },
    warn: (message, fields) => warnings.push([message, fields]),
    child: () => log,
  };
  return { log, warnings };
}

const entry = (index: number): Entry => ({
  ...{ index, term: 1, type: "normal" },
  data: Uint8Array.from({ length: 700 }, (_, at) => (at * index) % 251),
});

const write = (fields: Partial<Write>): Write => ({
  ...{ hardState: undefined, entries: [], snapshot: undefined, mustSync: true },
  ...{ promises: [], ownVotes: [], term: 1, last: { term: 0, index: 0 } },
  ...fields,
});

/** A state directory whose log has a snapshot at 3 and entries up to 6; gives its path. */
async function stateDirectory(t: ExecutionContext): Promise<string> {
  const path = mkdtempSync(join(tmpdir(), "skein-damaged-"));
  t.teardown(() => rmSync(path, { recursive: true, force: true }));
  await withLog(path, false, async (store) => {
    await store.initialise({ identity: { raftId: 7n, introduced: [] } });
    for (let index = 1; index <= 6; index++) {
      const hardState = { term: 1, vote: 7n, commitIndex: index };
      await store.write([write({ entries: [entry(index)], hardState })]);
    }
    const data = new Uint8Array(1000).fill(5);
    const snapshot: Snapshot = { index: 3, term: 1, conf: { voters: [7n] }, data };
    await store.saveSnapshot(snapshot, { index: 3, term: 1 });
  });
  return path;
}

/** Opens the log as a daemon does, reads its snapshot, and closes it again. */
async function withLog(
  path: string,
  begun: boolean,
  work: (store: LogStore) => Promise<void>,
  { log } = listener(),
): Promise<void> {
  const directory = await StateDirectory.open(path);
  try {
    const storage = await directory.openRaft({ begun, log });
    try {
      const store = await LogStore.open(storage);
      const snapshot = store.openSnapshot();
      let bytes = 0;
      if (snapshot) for await (const piece of snapshot.reader) bytes += piece.length;
      if (snapshot && bytes !== snapshot.reader.stored.bytes) throw new Error("too short");
      await work(store);
    } finally {
      await storage.close();
    }
  } finally {
    await directory.close();
  }
}

async function refusal(t: ExecutionContext, path: string): Promise<string> {
  const error = await t.throwsAsync(
    withLog(path, true, async () => undefined),
    { instanceOf: OperationalError },
  );
  t.is(error?.code, "dataLoss", error?.message);
  t.regex(error?.message ?? "", REMEDY);
  return error?.message ?? "";
}

/** The largest first. */
function filesOf(path: string, part: string): readonly string[] {
  const names = readdirSync(join(path, "raft")).filter((name) => name.includes(part));
  return names.map((name) => join(path, "raft", name)).sort(bySize);
}

const fileOf = (path: string, part: string): string => filesOf(path, part)[0] ?? "";

const bySize = (a: string, b: string): number => readFileSync(b).length - readFileSync(a).length;

/** Flips a bit of the stored bytes of `key` in a file of the database. */
async function flipInFile(path: string, extension: string, key: string): Promise<void> {
  const raw = await openLevelStorage(join(path, "raft"), { create: false });
  const value = await raw.get(key);
  await raw.close();
  const stored = Buffer.from(value ?? "no such record");
  const files = filesOf(path, extension);
  const file = files.find((each) => readFileSync(each).includes(stored));
  if (file === undefined) throw new Error(`${key} is not in ${files.join(", ")}`);
  const bytes = readFileSync(file);
  const at = bytes.indexOf(stored);
  bytes[at + 20] = (bytes[at + 20] ?? 0) ^ 4;
  writeFileSync(file, bytes);
}

const KINDS = [
  "raft/format",
  "raft/identity",
  "raft/hard-state",
  "raft/compacted",
  "raft/snapshot-meta",
  "raft/snapshot-place",
  "raft/snapshot-data/0000000000000001/00000000",
  "raft/log/0000000000000004",
  "raft/log/0000000000000006",
] as const;

for (const key of KINDS) {
  test(`damaged log: a flipped byte in ${key}, under LevelDB and above it`, async (t) => {
    // Above: LevelDB vouches for it, and the record does not hold.
    const above = await stateDirectory(t);
    const raw = await openLevelStorage(join(above, "raft"), { create: false });
    const value = Uint8Array.from((await raw.get(key)) ?? []);
    value[value.length - 5] = (value[value.length - 5] ?? 0) ^ 64;
    await raw.batch([{ type: "put", key, value }], { sync: true });
    await raw.close();
    t.true((await refusal(t, above)).startsWith(`The encrypted record ${key} cannot be read`));

    // Under: in the table that the last opening made of LevelDB's own log.
    const under = await stateDirectory(t);
    await withLog(under, true, async () => undefined);
    await flipInFile(under, ".ldb", key);
    t.regex(await refusal(t, under), /raft is damaged: the file \d+\.ldb: the block at byte \d+/);
  });
}

test("damaged log: a flipped byte in LevelDB's log is refused, wherever it is", async (t) => {
  const path = await stateDirectory(t);
  const log = fileOf(path, ".log");
  const whole = readFileSync(log);
  for (const share of [0.01, 0.2, 0.5, 0.8, 0.999]) {
    const bytes = Buffer.from(whole);
    const at = Math.floor(bytes.length * share);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    writeFileSync(log, bytes);
    t.regex(await refusal(t, path), /raft is damaged: the file \d+\.log: the record at byte \d+/);
  }
  writeFileSync(log, whole);
  await t.notThrowsAsync(withLog(path, true, async () => undefined));
});

test("damaged log: space kept for what comes next hides no flipped byte of the last record", async (t) => {
  const path = await stateDirectory(t);
  await withLog(path, true, async (store) => {
    for (let index = 7; index <= 60; index++) {
      const hardState = { term: 1, vote: 7n, commitIndex: index };
      await store.write([write({ entries: [entry(index)], hardState })]);
    }
  });
  const log = fileOf(path, ".log");
  const whole = readFileSync(log);
  const end = whole.findLastIndex((byte) => byte !== 0);
  t.true(whole.length - end > 128 * 1024, "the daemon's log has space at its end");
  const bytes = Buffer.from(whole);
  bytes[end - 20] = (bytes[end - 20] ?? 0) ^ 1;
  writeFileSync(log, bytes);
  t.regex(await refusal(t, path), /raft is damaged: the file \d+\.log: the record at byte \d+/);
  writeFileSync(log, whole);
  const heard = listener();
  await withLog(path, true, async (store) => void t.is(store.hardState.commitIndex, 60), heard);
  t.deepEqual(heard.warnings, []);
});

test("damaged log: a torn tail is cut, told of, and everything before it is there", async (t) => {
  const path = await stateDirectory(t);
  await appendEntry(path, 7);
  // What a crash leaves of a write that nobody was told of.
  const log = fileOf(path, ".log");
  truncateSync(log, readFileSync(log).length - 30);
  const heard = listener();

  await withLog(
    path,
    true,
    async (store) => {
      const { entries } = store.peekLog();
      t.deepEqual(
        entries.map(({ index }) => index),
        [4, 5, 6],
      );
      t.deepEqual(entries[2]?.data, entry(6).data);
      await store.write([write({ entries: [entry(7)] })]);
    },
    heard,
  );
  t.is(heard.warnings.length, 1);
  t.regex(heard.warnings[0]?.[0] ?? "", /cut short at the end of the raft log/);
  await withLog(path, true, async (store) => {
    t.is(store.peekLog().entries.length, 4);
  });
});

/** One more entry, whose commit nobody has heard of. */
async function appendEntry(path: string, index: number): Promise<void> {
  await withLog(path, true, async (store) => {
    await store.write([write({ entries: [entry(index)] })]);
  });
}

test("damaged log: missing files are refused by name", async (t) => {
  for (const [part, problem] of [
    ["CURRENT", /the file CURRENT is missing/],
    ["MANIFEST", /MANIFEST-\d+, which CURRENT names, is missing/],
    [".log", /the log \d+\.log is missing/],
    [".ldb", /the table \d+\.ldb is missing/],
  ] as const) {
    const path = await stateDirectory(t);
    await appendEntry(path, 7);
    rmSync(fileOf(path, part));
    t.regex(await refusal(t, path), problem);
  }
  const path = await stateDirectory(t);
  rmSync(join(path, "raft"), { recursive: true });
  t.regex(await refusal(t, path), /no such file or directory/);
});
