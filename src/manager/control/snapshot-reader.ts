import { OperationalError } from "../../base/errors.ts";
import {
  makeStoreSnapshot,
  type ClusterSnapshot,
  type StoreSnapshot,
} from "../../model/generated/types.ts";
import { SnapshotCodec, StoreSnapshotCodec } from "../../wire/generated/codecs.ts";

/** The field `store` of the message Snapshot. */
const STORE_FIELD = 3;
const LENGTH_DELIMITED = 2;
/** Objects are decoded when so many bytes of them are there: a few milliseconds of work. */
const STEP_BYTES = 256 << 10;

/** A snapshot's contents. */
export interface DecodedSnapshot {
  readonly membership: ClusterSnapshot | undefined;
  readonly store: StoreSnapshot;
}

/**
 * Decodes a snapshot from pieces that may be cut anywhere, without ever holding all of its bytes:
 * the objects of each piece are decoded as it comes. Throws `dataLoss` for what is none.
 */
export async function decodeSnapshot(pieces: AsyncIterable<Uint8Array>): Promise<DecodedSnapshot> {
  const decoder = new Decoder();
  for await (const piece of pieces) decoder.take(piece);
  return decoder.finish();
}

/** One field of a message, whole. */
interface Field {
  readonly number: number;
  readonly wireType: number;
  /** Where its contents begin and end. */
  readonly from: number;
  readonly end: number;
}

class Decoder {
  readonly #parts: StoreSnapshot[] = [];
  /** Fields of the Snapshot itself, put back together. */
  readonly #head: Uint8Array[] = [];
  #rest: Uint8Array = new Uint8Array(0);
  /** Bytes of the store's message that are still to come. */
  #storeLeft = 0;

  take(piece: Uint8Array): void {
    const bytes = this.#rest.length === 0 ? piece : concatenate(this.#rest, piece);
    let at = 0;
    for (;;) {
      const next = this.#storeLeft > 0 ? this.#takeObjects(bytes, at) : this.#takeField(bytes, at);
      if (next === at) break;
      at = next;
    }
    this.#rest = bytes.slice(at);
  }

  finish(): DecodedSnapshot {
    if (this.#rest.length > 0 || this.#storeLeft > 0) throw damaged("it ends too soon");
    const head = this.#head.reduce(concatenate, new Uint8Array(0));
    const { membership } = SnapshotCodec.decode(head);
    return { membership, store: together(this.#parts) };
  }

  /** A field of the Snapshot; of the store only what is before its contents. */
  #takeField(bytes: Uint8Array, at: number): number {
    const field = fieldAt(bytes, at, bytes.length, true);
    if (!field) return at;
    if (field.number === STORE_FIELD && field.wireType === LENGTH_DELIMITED) {
      this.#storeLeft = field.end - field.from;
      return field.from;
    }
    if (field.end > bytes.length) return at;
    this.#head.push(bytes.slice(at, field.end));
    return field.end;
  }

  /** As many whole objects of the store as are there, within a step. */
  #takeObjects(bytes: Uint8Array, from: number): number {
    const end = Math.min(bytes.length, from + this.#storeLeft);
    let at = from;
    while (at < end && at - from < STEP_BYTES) {
      const field = fieldAt(bytes, at, end, false);
      if (!field) break;
      at = field.end;
    }
    if (at > from) this.#parts.push(StoreSnapshotCodec.decode(bytes.subarray(from, at)));
    this.#storeLeft -= at - from;
    return at;
  }
}

/** The lists of all parts as one. */
function together(parts: readonly StoreSnapshot[]): StoreSnapshot {
  return makeStoreSnapshot({
    nodes: parts.flatMap(({ nodes }) => nodes),
    services: parts.flatMap(({ services }) => services),
    networks: parts.flatMap(({ networks }) => networks),
    tasks: parts.flatMap(({ tasks }) => tasks),
    clusters: parts.flatMap(({ clusters }) => clusters),
    secrets: parts.flatMap(({ secrets }) => secrets),
    resources: parts.flatMap(({ resources }) => resources),
    extensions: parts.flatMap(({ extensions }) => extensions),
    configs: parts.flatMap(({ configs }) => configs),
    volumes: parts.flatMap(({ volumes }) => volumes),
  });
}

/**
 * The field that begins at `at`; undefined when it is not all there before `end`. `open` accepts one
 * whose contents are still to come.
 */
function fieldAt(bytes: Uint8Array, at: number, end: number, open: boolean): Field | undefined {
  const tag = varintAt(bytes, at, end);
  if (!tag) return undefined;
  const [number, wireType] = [tag.value >>> 3, tag.value & 7];
  const sized = sizeAt(bytes, tag.end, end, wireType);
  if (!sized) return undefined;
  const field = { number, wireType, from: sized.from, end: sized.from + sized.size };
  return open || field.end <= end ? field : undefined;
}

function sizeAt(
  bytes: Uint8Array,
  at: number,
  end: number,
  wireType: number,
): { readonly from: number; readonly size: number } | undefined {
  if (wireType === 1) return { from: at, size: 8 };
  if (wireType === 5) return { from: at, size: 4 };
  if (wireType !== 0 && wireType !== LENGTH_DELIMITED) {
    throw damaged(`it has a field of type ${wireType}`);
  }
  const varint = varintAt(bytes, at, end);
  if (!varint) return undefined;
  return wireType === 0
    ? { from: at, size: varint.end - at }
    : { from: varint.end, size: varint.value };
}

function varintAt(
  bytes: Uint8Array,
  from: number,
  end: number,
): { readonly value: number; readonly end: number } | undefined {
  let value = 0;
  for (let at = from, scale = 1; at < end; at++, scale *= 128) {
    if (at - from >= 10) throw damaged("a number in it has no end");
    const byte = bytes[at] ?? 0;
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) return { value, end: at + 1 };
  }
  return undefined;
}

function concatenate(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

function damaged(problem: string): OperationalError {
  return new OperationalError(
    "dataLoss",
    `The snapshot of the cluster's state is damaged: ${problem}`,
  );
}
