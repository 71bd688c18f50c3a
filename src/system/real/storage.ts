import { dirname } from "node:path";
import { Level } from "level";
import { OperationalError, messageOf } from "../../base/errors.ts";
import type { Storage, StorageRange } from "../storage.ts";
import { syncDirectory } from "./files.ts";

export interface OpenOptions {
  /** Create the database where there is none. A node that has been initialised says false. */
  readonly create: boolean;
}

/**
 * A LevelDB database in `directory`, locked by this process while it is open.
 * Errors: `notFound` where there is none and none may be created, `failedPrecondition` when another
 * process has it open, `dataLoss` for damage, `permissionDenied` for a directory that refuses.
 */
export async function openLevelStorage(
  directory: string,
  { create }: OpenOptions,
): Promise<Storage> {
  const level = new Level<string, Uint8Array>(directory, {
    keyEncoding: "utf8",
    valueEncoding: "view",
    createIfMissing: create,
  });
  try {
    await level.open();
    // LevelDB makes its files durable, but not the entry of a new directory in its parent.
    if (create) await syncDirectory(dirname(directory));
  } catch (error) {
    throw describeFailure("open", error, directory);
  }
  const failOn =
    (doing: Doing) =>
    (error: unknown): never => {
      throw describeFailure(doing, error, directory);
    };
  return {
    get: async (key) => {
      const value = await level.get(key).catch(failOn("read"));
      return value && bytesOf(value);
    },
    batch: (changes, { sync }) => level.batch([...changes], { sync }).catch(failOn("write")),
    range: (range) => scan(level, range, directory),
    close: () => level.close(),
  };
}

async function* scan(
  level: Level<string, Uint8Array>,
  range: StorageRange,
  directory: string,
): AsyncGenerator<readonly [string, Uint8Array]> {
  try {
    for await (const [key, value] of level.iterator(range)) yield [key, bytesOf(value)];
  } catch (error) {
    throw describeFailure("read", error, directory);
  }
}

/** LevelDB gives Buffers, whose `slice` shares memory where that of a Uint8Array copies. */
function bytesOf(value: Uint8Array): Uint8Array {
  return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
}

type Doing = "open" | "read" | "write";

/** LevelDB's reasons, as an operator can act on them. */
function describeFailure(doing: Doing, error: unknown, directory: string): OperationalError {
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
  if (/permission denied|read-only file system/i.test(reason)) {
    return as("permissionDenied", `The directory ${directory} cannot be written: ${reason}`);
  }
  if (code === "LEVEL_CORRUPTION" || (doing === "open" && reason.includes("No such file"))) {
    return as(
      "dataLoss",
      `The database ${directory} is damaged: ${reason}. Restore it from a backup, or remove this ` +
        "node's state directory and join again",
    );
  }
  const remedy = reason.includes("No space left") ? ". Free some space and start again" : "";
  return as("unavailable", `Cannot ${doing} the database ${directory}: ${reason}${remedy}`);
}
