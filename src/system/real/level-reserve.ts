import { open, readdir } from "node:fs/promises";
import { join } from "node:path";
import type { StorageChange } from "../storage.ts";
import { logsOf } from "./level-check.ts";

/** Zeros written at a time: some hundred small batches. */
const RESERVE_BYTES = 256 * 1024;
/** So little left asks for more. */
const LOW_BYTES = 32 * 1024;
/** What is larger costs so much that the file's growth does not matter. */
const SMALL_BYTES = 8 * 1024;
/** A database that is hardly written to gets none. */
const FIRST_AFTER = 32;

/** What LevelDB's log adds to a batch and to each change, at most. */
const [BATCH_BYTES, CHANGE_BYTES] = [40, 16] as const;

/**
 * Keeps zeros at the end of LevelDB's newest log for the next batches to be written over. A synced
 * batch that makes a file longer costs the file system's journal a synced write as well, which all
 * writers of that file system wait for; one written over what is there costs its own only.
 *
 * LevelDB takes zeros for the space of a preallocated file and skips them (its db/log_format.h), and
 * goes on writing where it was. Not to be used while it writes.
 */
export class LogReserve {
  readonly #directory: string;
  #batches = 0;
  /** Bounds of what is left of the zeros, as the log's exact size is LevelDB's affair. */
  #leastLeft = 0;
  #mostLeft = 0;
  /** Asked for, or refused for good. */
  #idle = true;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /**
   * The next batch may come to lie on zeros. If it is not synced, and neither is its successor, a loss
   * of power may leave the second without the first: the zeros are no longer the end of the file.
   */
  get inUse(): boolean {
    return this.#mostLeft > 0;
  }

  /** Counts a batch that was written; true when it is time to `extend`. */
  count(changes: readonly StorageChange[]): boolean {
    let bytes = 0;
    for (const change of changes) {
      bytes += change.key.length + (change.type === "put" ? change.value.length : 0);
    }
    this.#mostLeft = Math.max(0, this.#mostLeft - bytes);
    this.#leastLeft = Math.max(
      0,
      this.#leastLeft - bytes - BATCH_BYTES - CHANGE_BYTES * changes.length,
    );
    if (bytes > SMALL_BYTES || ++this.#batches <= FIRST_AFTER) return false;
    const isDue = this.#idle && this.#leastLeft < LOW_BYTES;
    this.#idle &&= !isDue;
    return isDue;
  }

  /** Adds zeros. A file system that refuses them refuses LevelDB's batches next, and more clearly. */
  async extend(): Promise<void> {
    try {
      const newest = logsOf(await readdir(this.#directory)).at(-1) ?? "";
      const log = await open(join(this.#directory, newest), "r+");
      try {
        const { size } = await log.stat();
        await log.write(new Uint8Array(RESERVE_BYTES), 0, RESERVE_BYTES, size);
      } finally {
        await log.close();
      }
      this.#leastLeft = RESERVE_BYTES;
      this.#mostLeft += RESERVE_BYTES;
      this.#idle = true;
    } catch {
      // Not asked again.
    }
  }
}
