import { assert } from "../base/assert.ts";
import { OperationalError } from "../base/errors.ts";
import type { Storage, StorageChange } from "../system/storage.ts";
import type { StoredPieces } from "./core/messages.ts";
import { KEYS, pieceKey, placeKey, wholeSnapshotKey } from "./log-keys.ts";
import { damaged, packPiece, packStored, unpackPiece, unseal } from "./records.ts";

/** Bytes of one piece: small enough for one message among others, and for one turn of the event loop. */
export const PIECE_BYTES = 256 << 10;

/**
 * The bytes of snapshots on disk: those of the newest one, those on their way in, and older ones that
 * are still being read. Each has a place of its own; nobody holds more than a piece in memory.
 */
export class SnapshotStore {
  readonly #storage: Storage;
  #lastPlace: number;
  /** How many read from a place. */
  readonly #readers = new Map<number, number>();
  /** Gone, or about to be: for a reader that comes at that very moment. */
  readonly #removed = new Set<number>();
  /** Superseded while somebody read from it. */
  readonly #leftovers = new Map<number, StoredPieces>();

  constructor(storage: Storage, current: StoredPieces | undefined) {
    this.#storage = storage;
    this.#lastPlace = current?.place ?? 0;
  }

  /** Takes a place for a snapshot that is about to come, piece by piece. */
  begin(): SnapshotWriter {
    return new SnapshotWriter(this.#storage, ++this.#lastPlace);
  }

  /** What stores `data` along with other changes. */
  inline(data: Uint8Array): { readonly stored: StoredPieces; readonly changes: StorageChange[] } {
    const place = ++this.#lastPlace;
    const changes = cut(data).map((piece, at) => putPiece(place, at, piece));
    return { stored: { place, count: changes.length, bytes: data.length }, changes };
  }

  /** What removes a superseded snapshot; one that is being read goes when its reader does. */
  removal(stored: StoredPieces): StorageChange[] {
    if (this.#readers.has(stored.place)) {
      this.#leftovers.set(stored.place, stored);
      return [];
    }
    this.#removed.add(stored.place);
    return removalOf(stored);
  }

  /** Forgets what nobody took up. */
  async discard(stored: StoredPieces): Promise<void> {
    await this.#storage.batch(removalOf(stored), { sync: false });
  }

  /** Opens a stored snapshot; it stays until the reader is closed. */
  read(stored: StoredPieces): SnapshotReader {
    const { place } = stored;
    this.#readers.set(place, (this.#readers.get(place) ?? 0) + 1);
    const isGone = (): boolean => this.#removed.has(place);
    return new SnapshotReader(this.#storage, stored, isGone, async () => {
      const others = (this.#readers.get(place) ?? 1) - 1;
      if (others > 0) {
        this.#readers.set(place, others);
        return;
      }
      this.#readers.delete(place);
      const leftover = this.#leftovers.get(place);
      this.#leftovers.delete(place);
      if (leftover) await this.discard(leftover);
    });
  }
}

/** Puts a snapshot on the disk as it comes, in pieces of its own making. */
export class SnapshotWriter {
  readonly #storage: Storage;
  readonly #place: number;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #count = 0;
  #bytes = 0;

  constructor(storage: Storage, place: number) {
    this.#storage = storage;
    this.#place = place;
  }

  /** Takes a part of any size; writes when enough have come. Parts are kept until then, not copied. */
  async write(part: Uint8Array): Promise<void> {
    this.#waiting.push(part);
    this.#waitingBytes += part.length;
    if (this.#waitingBytes >= PIECE_BYTES) await this.#flush();
  }

  /** Everything is durable, as nothing that is written later could make it. */
  async finish(): Promise<StoredPieces> {
    await this.#flush();
    return this.stored;
  }

  /** What is on the disk so far. */
  get stored(): StoredPieces {
    return { place: this.#place, count: this.#count, bytes: this.#bytes };
  }

  async #flush(): Promise<void> {
    const parts = this.#waiting;
    const bytes = this.#waitingBytes;
    this.#waiting = [];
    this.#waitingBytes = 0;
    if (bytes === 0) return;
    for (const piece of cut(joined(parts, bytes))) {
      // Counted first: one that fails may be there.
      const at = this.#count++;
      this.#bytes += piece.length;
      await this.#storage.batch([putPiece(this.#place, at, piece)], { sync: true });
    }
  }
}

/** The pieces of a snapshot, in order, and how many they are. */
export interface SnapshotData extends AsyncIterable<Uint8Array> {
  readonly stored: StoredPieces;
}

/** A snapshot on the disk, read one piece at a time. Close it. */
export class SnapshotReader implements SnapshotData {
  readonly stored: StoredPieces;
  readonly #storage: Storage;
  readonly #isGone: () => boolean;
  readonly #onClose: () => Promise<void>;
  #closed = false;
  #failure: { readonly error: unknown } | undefined;

  constructor(
    storage: Storage,
    stored: StoredPieces,
    isGone: () => boolean,
    onClose: () => Promise<void>,
  ) {
    this.#storage = storage;
    this.stored = stored;
    this.#isGone = isGone;
    this.#onClose = onClose;
  }

  /** What the disk failed with, if it did. */
  get failure(): { readonly error: unknown } | undefined {
    return this.#failure;
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void> {
    for (let at = 0; at < this.stored.count; at++) {
      assert(!this.#closed, "SnapshotReader: read after it was closed");
      yield await this.#piece(at);
    }
  }

  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#onClose();
  }

  async #piece(at: number): Promise<Uint8Array> {
    const { place, count } = this.stored;
    const what = `piece ${at + 1} of ${count} of the snapshot`;
    try {
      const piece = await this.#storage.get(pieceKey(place, at));
      if (piece) return unpackPiece(piece, place, at, what);
      if (!this.#isGone()) throw damaged(what, "it is missing");
    } catch (error) {
      this.#failure = { error };
      throw error;
    }
    throw new OperationalError("aborted", "The snapshot was superseded by a newer one");
  }
}

/** Removes the pieces of snapshots that a crash cut short: those in other places than the newest one's. */
export async function removeOrphans(
  storage: Storage,
  current: StoredPieces | undefined,
): Promise<void> {
  const { snapshotData: gte, snapshotDataEnd: lt } = KEYS;
  const place = current && placeKey(current.place);
  const ranges = place
    ? [
        { gte, lt: place },
        { gte: `${place.slice(0, -1)}0`, lt }, // "0" comes after "/".
      ]
    : [{ gte, lt }];
  for (const range of ranges) {
    for await (const [key] of storage.range(range)) {
      await storage.batch([{ type: "del", key }], { sync: false });
    }
  }
}

/** Takes a snapshot that the first layouts kept as one value apart; gives where it is now. */
export async function adoptWhole(storage: Storage, index: number): Promise<StoredPieces> {
  const key = wholeSnapshotKey(index);
  const what = `the snapshot at ${index}`;
  const whole = await storage.get(key);
  if (!whole) throw damaged(what, "its data is missing");
  const { stored, changes } = new SnapshotStore(storage, undefined).inline(unseal(whole, what));
  const place = { type: "put", key: KEYS.snapshotPlace, value: packStored(index, stored) } as const;
  await storage.batch([...changes, place, { type: "del", key }], { sync: true });
  return stored;
}

function joined(parts: readonly Uint8Array[], bytes: number): Uint8Array {
  const [only] = parts;
  if (only && parts.length === 1) return only;
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function cut(data: Uint8Array): readonly Uint8Array[] {
  const count = Math.ceil(data.length / PIECE_BYTES);
  return Array.from({ length: count }, (_, at) =>
    data.subarray(at * PIECE_BYTES, (at + 1) * PIECE_BYTES),
  );
}

function putPiece(place: number, at: number, data: Uint8Array): StorageChange {
  return { type: "put", key: pieceKey(place, at), value: packPiece(place, at, data) };
}

function removalOf({ place, count }: StoredPieces): StorageChange[] {
  return Array.from({ length: count }, (_, at) => ({ type: "del", key: pieceKey(place, at) }));
}
