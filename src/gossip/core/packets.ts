import { joined, malformed, uint16, uintAt } from "./bytes.ts";
import { crc32 } from "./crc32.ts";
import { unpackLzw } from "./lzw.ts";
import { MESSAGE } from "./messages.ts";
import { Fields } from "./msgpack.ts";

const LZW = 0;
const CRC_BYTES = 5;
const MAX_WRAPS = 4;
const MAX_PARTS = 255;
/** What one packet may become: it came in 64 KiB. */
const MAX_PACKET = 256 * 1024;

/**
 * The messages in one decrypted packet, out of what they are wrapped in: a checksum, compression, and
 * one packet for several. Throws `invalidArgument` at nonsense.
 */
export function messagesIn(packet: Uint8Array): readonly Uint8Array[] {
  let body = packet;
  if (body[0] === MESSAGE.crc && body.length > CRC_BYTES) {
    const sum = uintAt(body, 1, 4);
    body = body.subarray(CRC_BYTES);
    if (crc32(body) !== sum) throw malformed("a checksum that is wrong");
  }
  const messages: Uint8Array[] = [];
  unwrap(body, messages, 0);
  return messages;
}

function unwrap(body: Uint8Array, into: Uint8Array[], depth: number): void {
  if (depth > MAX_WRAPS) throw malformed("packets within packets");
  if (body[0] === MESSAGE.compress) {
    unwrap(decompress(body, MAX_PACKET), into, depth + 1);
  } else if (body[0] === MESSAGE.compound) {
    for (const part of partsOf(body)) unwrap(part, into, depth + 1);
  } else if (body.length > 0) {
    if (into.length >= MAX_PARTS) throw malformed("too many messages");
    into.push(body);
  }
}

/** What a compressed message holds; at most `limit` bytes of it. */
export function decompress(message: Uint8Array, limit: number): Uint8Array {
  const fields = new Fields(message, 1);
  if (fields.number("Algo") !== LZW) throw malformed("an unknown compression");
  return unpackLzw(fields.bytes("Buf"), limit);
}

function partsOf(compound: Uint8Array): readonly Uint8Array[] {
  const count = uintAt(compound, 1, 1);
  let at = 2 + 2 * count;
  return Array.from({ length: count }, (_, index) => {
    const start = at;
    at += uintAt(compound, 2 + 2 * index, 2);
    if (at > compound.length) throw malformed("it ends too early");
    return compound.subarray(start, at);
  });
}

/** One packet for all of `messages`: at most 255, each below 64 KiB. */
export function packetOf(messages: readonly Uint8Array[]): Uint8Array {
  const [only] = messages;
  if (messages.length === 1 && only) return only;
  return joined([
    Uint8Array.of(MESSAGE.compound, messages.length),
    ...messages.map(({ length }) => uint16(length)),
    ...messages,
  ]);
}
