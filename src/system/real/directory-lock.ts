import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { OperationalError, errorCodeOf } from "../../base/errors.ts";
import { openLevelStorage } from "./storage.ts";

/** A state directory in the hands of this process. */
export interface DirectoryLock {
  release(): Promise<void>;
}

/**
 * Takes a state directory for this process. The lock is LevelDB's, which is the kernel's: it is
 * gone with the process, whichever way that ends. `failedPrecondition`, with the id of the process
 * that has the directory, while another one lives.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const path = join(directory, "lock");
  // Only for people; LevelDB takes no notice of it, and nothing depends on it.
  const ownerPath = join(path, "owner");
  try {
    const lock = await openLevelStorage(path, { create: true });
    await writeFile(ownerPath, `${process.pid}\n`);
    return { release: () => lock.close() };
  } catch (error) {
    if (errorCodeOf(error) !== "failedPrecondition") throw error;
    const owner = await readFile(ownerPath, "utf8").catch(() => "");
    const who = /^\d+\n$/.test(owner)
      ? `Another skeind (process ${owner.trim()})`
      : "Another skeind";
    throw new OperationalError(
      "failedPrecondition",
      `${who} uses the state directory ${directory}: stop it first, or give this one its own with --state-dir`,
      { cause: error },
    );
  }
}
