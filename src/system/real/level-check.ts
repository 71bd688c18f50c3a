import { readFile, readdir } from "node:fs/promises";
import { join } from "node:path";
import { messageOf } from "../../base/errors.ts";
import { readLog, type LogContents } from "./level-log.ts";
import { liveFiles } from "./level-manifest.ts";
import { checkTable } from "./level-table.ts";

/** The end of a log that a crash cut short: nobody was told that it is durable. */
export interface TornTail {
  readonly file: string;
  readonly offset: number;
  readonly bytes: number;
}

/** What is wrong with a database that is not open; throws `DamagedFiles` unless it is only torn. */
export class DamagedFiles extends Error {
  override readonly name = "DamagedFiles";
}

/**
 * Reads every file of the closed database in `directory` and compares all checksums. LevelDB alone
 * would drop damaged records of its log and everything that follows in the same block, and hand out
 * damaged tables, without a word. Gives the tails that LevelDB may drop, as a crash cut them short.
 */
export async function checkLevelFiles(directory: string): Promise<readonly TornTail[]> {
  const names = await readdir(directory).catch((error: unknown) => {
    throw new DamagedFiles(`it cannot be listed: ${messageOf(error)}`, { cause: error });
  });
  const manifest = await readCurrent(directory, names);
  const { logNumber, tables } = await checked(directory, manifest, (bytes) =>
    liveFiles(recordsOf(readLog(bytes))),
  );
  const live = logsOf(names).filter((name) => Number.parseInt(name) >= logNumber);
  if (logNumber > 0 && Number.parseInt(live[0] ?? "") !== logNumber) {
    throw new DamagedFiles(`the log ${fileName(logNumber, "log")} is missing`);
  }
  const torn: TornTail[] = [];
  for (const file of live) {
    await checked(directory, file, (bytes) => {
      const { end } = readLog(bytes);
      if (end.kind === "torn") {
        torn.push({ file, offset: end.offset, bytes: bytes.length - end.offset });
      } else if (end.kind === "damaged") throw damageAt(end);
    });
  }
  for (const [number, size] of tables) await checkTableFile(directory, names, number, size);
  return torn;
}

/** LevelDB's logs among a directory's files, by their numbers: after a million files names are longer. */
export function logsOf(names: readonly string[]): readonly string[] {
  const logs = names.filter((name) => /^\d+\.log$/.test(name));
  return logs.sort((a, b) => Number.parseInt(a) - Number.parseInt(b));
}

async function readCurrent(directory: string, names: readonly string[]): Promise<string> {
  if (!names.includes("CURRENT")) throw new DamagedFiles("the file CURRENT is missing");
  const manifest = await readFile(join(directory, "CURRENT"), "utf8");
  if (!/^MANIFEST-\d+\n$/.test(manifest)) {
    throw new DamagedFiles("the file CURRENT does not name a manifest");
  }
  const name = manifest.trimEnd();
  if (!names.includes(name)) {
    throw new DamagedFiles(`the file ${name}, which CURRENT names, is missing`);
  }
  return name;
}

async function checkTableFile(
  directory: string,
  names: readonly string[],
  number: number,
  size: number,
): Promise<void> {
  const file = ["ldb", "sst"]
    .map((extension) => fileName(number, extension))
    .find((name) => names.includes(name));
  if (file === undefined) {
    throw new DamagedFiles(`the table ${fileName(number, "ldb")} is missing`);
  }
  await checked(directory, file, (bytes) => {
    if (bytes.length !== size) {
      throw new RangeError(`it has ${bytes.length} bytes and should have ${size}`);
    }
    checkTable(bytes);
  });
}

/** What `look` finds in a file; what it throws is the file's damage. */
async function checked<T>(
  directory: string,
  file: string,
  look: (bytes: Uint8Array) => T,
): Promise<T> {
  const bytes = await readFile(join(directory, file));
  try {
    return look(bytes);
  } catch (error) {
    throw new DamagedFiles(`the file ${file}: ${messageOf(error)}`, { cause: error });
  }
}

function recordsOf({ records, end }: LogContents): readonly Uint8Array[] {
  if (end.kind === "damaged") throw damageAt(end);
  return records;
}

function damageAt({ offset, problem }: { offset: number; problem: string }): RangeError {
  return new RangeError(`the record at byte ${offset}: ${problem}`);
}

function fileName(number: number, extension: string): string {
  return `${String(number).padStart(6, "0")}.${extension}`;
}
