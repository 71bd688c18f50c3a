import {
  chmod,
  chown,
  lstat,
  mkdir,
  readdir,
  rename,
  rm,
  rmdir,
  statfs,
  writeFile,
} from "node:fs/promises";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { OperationalError, messageOf } from "../../base/errors.ts";

/** One file, and where it lies in its task's directory. */
export interface MemoryFile {
  readonly path: string;
  readonly uid: number;
  readonly gid: number;
  readonly mode: number;
  readonly data: Uint8Array;
}

/** Source: statfs(2). */
const IN_MEMORY: readonly number[] = [0x01021994, 0x858458f6];

/**
 * Files of tasks that must never be on a disk: a directory a task, in a file system in memory, which
 * only root can look into. The directory of a task is there wholly or not at all.
 */
export class MemoryFiles {
  readonly #directory: string;

  /** `directory` is this daemon's own; it is made when there is something to put there. */
  constructor(directory: string) {
    this.#directory = directory;
  }

  pathOf(taskId: string, path: string): string {
    return join(this.#directory, taskId, path);
  }

  /** Puts a task's files there, unless they are. `owner` alone may look into the directory. */
  async provide(taskId: string, files: readonly MemoryFile[], owner = 0): Promise<void> {
    const place = join(this.#directory, taskId);
    if (await isThere(place)) return;
    const draft = `${place}.new`;
    try {
      await this.#prepare();
      await rm(draft, { recursive: true, force: true });
      await mkdir(draft, { mode: 0o700 });
      for (const { path, uid, gid, mode, data } of files) {
        const target = join(draft, path);
        await mkdir(dirname(target), { recursive: true, mode: 0o755 });
        await writeFile(target, data, { mode: 0o400 });
        await chown(target, uid, gid);
        await chmod(target, mode);
      }
      if (owner !== 0) await chown(draft, owner, 0);
      await rename(draft, place);
    } catch (error) {
      await rm(draft, { recursive: true, force: true }).catch(() => undefined);
      if (error instanceof OperationalError) throw error;
      const text = `Cannot hand out secrets and configs in "${this.#directory}": ${messageOf(error)}`;
      throw new OperationalError("failedPrecondition", text, { cause: error });
    }
  }

  /** Takes a task's files away. */
  async withdraw(taskId: string): Promise<void> {
    await rm(join(this.#directory, taskId), { recursive: true, force: true });
    await rmdir(this.#directory).catch(() => undefined); // Other tasks have some.
  }

  /** The tasks that have files; a draft counts as one of a task that nobody knows. */
  async taskIds(): Promise<readonly string[]> {
    return readdir(this.#directory).catch(() => []);
  }

  /** Makes the directory and makes sure that it is what it must be. */
  async #prepare(): Promise<void> {
    await mkdir(dirname(this.#directory), { recursive: true, mode: 0o711 });
    await mkdir(this.#directory, { mode: 0o711 }).catch(() => undefined); // Looked at below.
    const found = await lstat(this.#directory);
    const { uid: own } = userInfo();
    if (!found.isDirectory() || found.uid !== own || (found.mode & 0o022) !== 0) {
      throw new OperationalError(
        "failedPrecondition",
        `Cannot hand out secrets and configs: "${this.#directory}" is not this daemon's own directory; remove it`,
      );
    }
    const { type } = await statfs(this.#directory);
    if (!IN_MEMORY.includes(type)) {
      throw new OperationalError(
        "failedPrecondition",
        `Cannot hand out secrets and configs: "${this.#directory}" is on a disk; start skeind with --memory-dir and a directory on a tmpfs`,
      );
    }
  }
}

async function isThere(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
