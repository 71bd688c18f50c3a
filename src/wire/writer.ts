const FIRST_ROOM = 64 * 1024;
/** Room beyond this is given back after the message that needed it. */
const KEPT_ROOM = 1024 * 1024;
/** Longer texts are left to the platform's encoder, whose call costs more than a few characters do. */
const SHORT_TEXT = 96;
const TWO_32 = 2 ** 32;

const utf8 = new TextEncoder();
const floats = new Float32Array(1);
const floatBytes = new Uint8Array(floats.buffer);

// One message is written at a time, from its beginning to its end without a pause, so that all share
// the room.
let room = new Uint8Array(FIRST_ROOM);

/**
 * Writes one protobuf message straight into one growing piece of memory. protobufjs' own writer makes an
 * object and a closure for each field and joins them in the end: of a manager's work under load that was a
 * third, with what the collector had to do after it. Source: protobuf's encoding (protobuf.dev).
 */
export class Writer {
  #at = 0;
  /** Where the messages begin that are not ended yet: behind the byte that is kept for their length. */
  readonly #begun: number[] = [];

  uint32(value: number): this {
    this.#ensure(5);
    this.#varint(value >>> 0);
    return this;
  }

  /** Negative numbers take ten bytes, as if they had 64 bits. */
  int32(value: number): this {
    return value >= 0 ? this.uint32(value) : this.int64(value);
  }

  /** A whole number below 2^53, of either sign. */
  int64(value: number): this {
    const low = value >>> 0;
    return this.#long(low, Math.floor((value - low) / TWO_32) >>> 0);
  }

  /** A 64-bit number without a sign, whatever its size. */
  uint64(value: bigint): this {
    return this.#long(Number(value & 0xffff_ffffn), Number((value >> 32n) & 0xffff_ffffn));
  }

  bool(value: boolean): this {
    this.#ensure(1);
    room[this.#at++] = value ? 1 : 0;
    return this;
  }

  float(value: number): this {
    floats[0] = value;
    return this.raw(floatBytes);
  }

  /** Bytes with their length before them. */
  bytes(value: Uint8Array): this {
    return this.uint32(value.length).raw(value);
  }

  /** Bytes as they are. */
  raw(value: Uint8Array): this {
    this.#ensure(value.length);
    room.set(value, this.#at);
    this.#at += value.length;
    return this;
  }

  string(value: string): this {
    const { length } = value;
    if (length > SHORT_TEXT) return this.bytes(utf8.encode(value));
    this.#ensure(length + 1);
    const start = this.#at;
    const into = room;
    let at = start;
    into[at++] = length; // One byte, as SHORT_TEXT is below 128.
    for (let index = 0; index < length; index++) {
      const code = value.charCodeAt(index);
      if (code > 127) return this.bytes(utf8.encode(value)); // Over what is there of it.
      into[at++] = code;
    }
    this.#at = at;
    return this;
  }

  /** Begins a message within the message; `ldelim` ends it. */
  fork(): this {
    this.#ensure(1);
    this.#begun.push(++this.#at);
    return this;
  }

  ldelim(): this {
    const start = this.#begun.pop();
    if (start === undefined) throw new RangeError("no message was begun");
    const length = this.#at - start;
    if (length < 128) {
      room[start - 1] = length;
      return this;
    }
    // Its length takes more than the byte that was kept for it.
    const more = length < 1 << 14 ? 1 : length < 1 << 21 ? 2 : length < 1 << 28 ? 3 : 4;
    this.#ensure(more);
    room.copyWithin(start + more, start, this.#at);
    this.#at = start - 1;
    this.#varint(length);
    this.#at += length;
    return this;
  }

  /** The message, in memory of its own. */
  finish(): Uint8Array {
    if (this.#begun.length > 0) throw new RangeError("a message was begun and not ended");
    const message = room.slice(0, this.#at);
    this.#at = 0;
    if (room.length > KEPT_ROOM) room = new Uint8Array(FIRST_ROOM);
    return message;
  }

  #varint(value: number): void {
    let rest = value;
    let at = this.#at;
    while (rest > 127) {
      room[at++] = (rest & 127) | 128;
      rest >>>= 7;
    }
    room[at++] = rest;
    this.#at = at;
  }

  #long(low: number, high: number): this {
    this.#ensure(10);
    let [less, more] = [low, high];
    let at = this.#at;
    while (more > 0) {
      room[at++] = (less & 127) | 128;
      less = ((less >>> 7) | (more << 25)) >>> 0;
      more >>>= 7;
    }
    this.#at = at;
    this.#varint(less);
    return this;
  }

  /** Room for so many more bytes. */
  #ensure(count: number): void {
    const needed = this.#at + count;
    if (needed <= room.length) return;
    const larger = new Uint8Array(Math.max(needed, 2 * room.length));
    larger.set(room.subarray(0, this.#at));
    room = larger;
  }
}
