import { Level } from "level";
import { OperationalError, messageOf } from "../../base/errors.ts";
import type { Storage, StorageRange } from "../storage.ts";

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
  } catch (error) {
    throw describeFailure(error, directory);
  }
  return {
    get: (key) => level.get(key).catch(failOn("read", directory)),
    batch: (changes, { sync }) =>
      level.batch([...changes], { sync }).catch(failOn("write", directory)),
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
    for await (const [key, value] of level.iterator(range)) yield [key, value];
  } catch (error) {
    throw describeFailure(error, directory);
  }
}

function failOn(doing: string, directory: string): (error: unknown) => never {
  return (error) => {
    throw new OperationalError(
      "unavailable",
      `Cannot ${doing} the database ${directory}: ${messageOf(error)}`,
      { cause: error },
    );
  };
}

/** LevelDB's reasons, as an operator can act on them. */
function describeFailure(error: unknown, directory: string): OperationalError {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const reason = messageOf(cause);
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const options = { cause: error };
  if (code === "LEVEL_LOCKED" || /lock/i.test(reason)) {
    return new OperationalError(
      "failedPrecondition",
      `The database ${directory} is in use by another process`,
      options,
    );
  }
  if (reason.includes("does not exist")) {
    return new OperationalError("notFound", `There is no database in ${directory}`, options);
  }
  if (/permission denied/i.test(reason) || code === "EACCES" || code === "EROFS") {
    return new OperationalError(
      "permissionDenied",
      `The directory ${directory} cannot be written: ${reason}`,
      options,
    );
  }
  return new OperationalError(
    "dataLoss",
    `The database ${directory} cannot be opened: ${reason}. It is damaged: restore it, or remove ` +
      `this node's state directory and join again`,
    options,
  );
}
