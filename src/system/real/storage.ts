import { access } from "node:fs/promises";
import { dirname, join } from "node:path";
import { Level } from "level";
import { OperationalError, messageOf } from "../../base/errors.ts";
import { StorageFailure, type Storage, type StorageChange, type StorageRange } from "../storage.ts";
import { Turns } from "../turns.ts";
import { syncDirectory } from "./files.ts";
import { DamagedFiles, checkLevelFiles, type TornTail } from "./level-check.ts";
import { LogReserve } from "./level-reserve.ts";

export interface OpenOptions {
  /** Create the database where there is none. A node that has been initialised says false. */
  readonly create: boolean;
  /**
   * Compare every checksum first, as LevelDB does not, and tell of what a crash cut short. With it
   * a database that must be there and is not counts as damaged. No other process may have it open.
   */
  readonly onTorn?: (tail: TornTail) => void;
  /** What a person can do about damage, as a sentence without its full stop. */
  readonly remedy?: string;
  /** The values cannot be compressed, so that trying would be in vain. */
  readonly incompressible?: boolean;
  /** Somebody waits for each small batch: space for them is written before they come. */
  readonly reserve?: boolean;
}

/** Behind every key. */
const LAST_KEY = "\u{10ffff}";

const DEFAULT_REMEDY =
  "Restore it from a backup, or remove this node's state directory and join again";

/**
 * A LevelDB database in `directory`, locked by this process while it is open.
 * Errors: `notFound` where there is none and none may be created, `failedPrecondition` when another
 * process has it open, `dataLoss` for damage, `permissionDenied` for a directory that refuses.
 */
export async function openLevelStorage(
  directory: string,
  { create, onTorn, remedy = DEFAULT_REMEDY, incompressible = false, reserve = false }: OpenOptions,
): Promise<Storage> {
  if (onTorn) await check(directory, create, onTorn, remedy);
  const level = new Level<string, Uint8Array>(directory, {
    keyEncoding: "utf8",
    valueEncoding: "view",
    createIfMissing: create,
    compression: !incompressible,
  });
  try {
    await level.open();
    // LevelDB makes its files durable, but not the entry of a new directory in its parent.
    if (create) await syncDirectory(dirname(directory));
  } catch (error) {
    throw describeFailure("open", error, directory, remedy);
  }
  const failOn =
    (doing: Doing) =>
    (error: unknown): never => {
      throw describeFailure(doing, error, directory, remedy);
    };
  // LevelDB takes what is asked of it at once on several threads, of which any may come first.
  const writes = new Turns();
  const ahead = reserve ? new LogReserve(directory) : undefined;
  let isLow = false;
  const commit = async (changes: readonly StorageChange[], sync: boolean): Promise<void> => {
    if (isLow) await ahead?.extend();
    await write(level, changes, sync || ahead?.inUse === true).catch(failOn("write"));
    isLow = ahead?.count(changes) ?? false;
  };
  return {
    get: async (key) => {
      const value = await level.get(key).catch(failOn("read"));
      return value && bytesOf(value);
    },
    batch: (changes, { sync }) => {
      const asCalled = [...changes];
      return writes.take(() => commit(asCalled, sync));
    },
    range: (range) => scan(level, range, failOn("read")),
    purge: () => compactable(level).compactRange("", LAST_KEY).catch(failOn("write")),
    close: async () => {
      await writes.over();
      await level.close();
    },
  };
}

/** One batch. Change by change it takes half the time of an array that has to be looked through. */
async function write(
  level: Level<string, Uint8Array>,
  changes: readonly StorageChange[],
  sync: boolean,
): Promise<void> {
  const batch = level.batch();
  for (const change of changes) {
    if (change.type === "put") batch.put(change.key, change.value);
    else batch.del(change.key);
  }
  // LevelDB's own option, which the type for all databases leaves out.
  await batch.write({ sync } as object);
}

interface Compactable {
  compactRange(start: string, end: string): Promise<void>;
}

function compactable(level: Level<string, Uint8Array>): Compactable {
  // Under Node.js it is a ClassicLevel; its type leaves out what browsers have not.
  return level as unknown as Compactable;
}

async function* scan(
  level: Level<string, Uint8Array>,
  range: StorageRange,
  fail: (error: unknown) => never,
): AsyncGenerator<readonly [string, Uint8Array]> {
  try {
    for await (const [key, value] of level.iterator(range)) yield [key, bytesOf(value)];
  } catch (error) {
    fail(error);
  }
}

async function check(
  directory: string,
  create: boolean,
  onTorn: (tail: TornTail) => void,
  remedy: string,
): Promise<void> {
  try {
    if (create && !(await isThere(join(directory, "CURRENT")))) return; // About to be made.
    for (const tail of await checkLevelFiles(directory)) onTorn(tail);
  } catch (error) {
    if (!(error instanceof DamagedFiles)) throw describeFailure("read", error, directory, remedy);
    throw damagedDatabase(directory, error, remedy);
  }
}

function damagedDatabase(directory: string, cause: unknown, remedy: string): OperationalError {
  return new OperationalError(
    "dataLoss",
    `The database ${directory} is damaged: ${messageOf(cause)}. ${remedy}`,
    { cause },
  );
}

async function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

/** LevelDB gives Buffers, whose `slice` shares memory where that of a Uint8Array copies. */
function bytesOf(value: Uint8Array): Uint8Array {
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

type Doing = "open" | "read" | "write";

/** LevelDB's reasons, as an operator can act on them. */
function describeFailure(
  doing: Doing,
  error: unknown,
  directory: string,
  remedy: string,
): OperationalError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason = messageOf(cause);
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const as = (kind: OperationalError["code"], text: string): OperationalError =>
    new OperationalError(kind, text, { cause: error });
  if (code === "LEVEL_LOCKED") {
    return as("failedPrecondition", `The database ${directory} is in use by another process`);
  }
  if (code === "LEVEL_DATABASE_NOT_OPEN" || code === "LEVEL_ITERATOR_NOT_OPEN") {
    return as("unavailable", `The database ${directory} is closed`);
  }
  if (reason.includes("does not exist")) {
    return as("notFound", `There is no database in ${directory}`);
  }
  if (code === "LEVEL_CORRUPTION" || (doing === "open" && reason.includes("No such file"))) {
    return damagedDatabase(directory, cause, remedy);
  }
  return diskFailure(doing, reason, directory, error);
}

/** The disk refuses. */
function diskFailure(
  doing: Doing,
  reason: string,
  directory: string,
  cause: unknown,
): StorageFailure {
  if (/permission denied|read-only file system/i.test(reason)) {
    const text = `The directory ${directory} cannot be written: ${reason}. Make it writable and start again`;
    return new StorageFailure("permissionDenied", text, { cause });
  }
  const isFull = /no space left|file too large|quota exceeded/i.test(reason);
  const remedy = isFull
    ? ". Free some space and start again: nothing that was acknowledged is lost"
    : ". Look at the disk, and start again when it is well";
  const text = `Cannot ${doing} the database ${directory}: ${reason}${remedy}`;
  return new StorageFailure("unavailable", text, { cause });
}
