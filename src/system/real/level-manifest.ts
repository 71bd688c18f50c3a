import { LevelReader } from "./level-reader.ts";

/** The files that a database consists of, by its manifest. */
export interface LiveFiles {
  /** The oldest log that holds what no table does. */
  readonly logNumber: number;
  /** Sizes in bytes, by number. */
  readonly tables: ReadonlyMap<number, number>;
}

/** The tags of the fields of a manifest's records. Source: LevelDB db/version_edit.cc. */
const [COMPARATOR, LOG_NUMBER, NEXT_FILE, LAST_SEQUENCE, COMPACT_POINTER] = [
  1, 2, 3, 4, 5,
] as const;
const [DELETED_FILE, NEW_FILE, PREVIOUS_LOG] = [6, 7, 9] as const;

/** What a manifest's records come to. Throws a RangeError for what is none. */
export function liveFiles(records: readonly Uint8Array[]): LiveFiles {
  let logNumber = 0;
  const tables = new Map<number, number>();
  for (const record of records) {
    const reader = new LevelReader(record);
    while (!reader.isAtEnd) {
      const tag = reader.varint();
      if (tag === LOG_NUMBER) logNumber = reader.varint();
      else if (tag === NEW_FILE) readTable(reader, tables);
      else if (tag === DELETED_FILE) {
        reader.varint(); // Its level.
        tables.delete(reader.varint());
      } else skip(tag, reader);
    }
  }
  return { logNumber, tables };
}

function readTable(reader: LevelReader, tables: Map<number, number>): void {
  reader.varint(); // Its level.
  const number = reader.varint();
  tables.set(number, reader.varint());
  reader.prefixed(); // Its smallest and its greatest key.
  reader.prefixed();
}

function skip(tag: number, reader: LevelReader): void {
  if (tag === COMPARATOR) reader.prefixed();
  else if (tag === NEXT_FILE || tag === LAST_SEQUENCE || tag === PREVIOUS_LOG) reader.varint();
  else if (tag === COMPACT_POINTER) {
    reader.varint();
    reader.prefixed();
  } else throw new RangeError(`its field ${tag} is unknown`);
}
