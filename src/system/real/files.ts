import { constants } from "node:fs";
import { access, mkdir, open, readFile, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { OperationalError, messageOf } from "../../base/errors.ts";
import { StorageFailure } from "../storage.ts";

/** Who may read a file that is written. */
export type Secrecy = "secret" | "open";

/**
 * Replaces a file as a whole: after a crash at any instruction it holds the old text or the new.
 * Durable when this resolves.
 */
export async function writeFileAtomically(
  path: string,
  text: string,
  secrecy: Secrecy,
): Promise<void> {
  const temporary = `${path}.new`;
  try {
    // What a crash left may have another mode, and a secret must not pass through it.
    await rm(temporary, { force: true });
    const file = await open(temporary, "wx", secrecy === "secret" ? 0o600 : 0o644);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncDirectory(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined); // The first failure is the one to tell.
    throw new StorageFailure("unavailable", `Cannot write ${path}: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** The file's text; undefined where there is none. */
export async function readFileIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw new OperationalError("unavailable", `Cannot read ${path}: ${messageOf(error)}`, {
      cause: error,
    });
  }
}

/** Makes `path` a directory that only this user enters. Refuses one that cannot be written. */
export async function ensurePrivateDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
    await access(path, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new OperationalError(
      "permissionDenied",
      `The directory ${path} cannot be written: ${messageOf(error)}. Run as a user who may, or choose another`,
      { cause: error },
    );
  }
}

/** Makes what was renamed into or removed from a directory durable. */
export async function syncDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
