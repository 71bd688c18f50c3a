import { OperationalError } from "../../base/errors.ts";

/** One after the other, in one piece. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** What a peer sent is not what the protocol says. */
export function malformed(what: string): OperationalError {
  return new OperationalError("invalidArgument", `Malformed gossip: ${what}`);
}

/** Names on the wire are plain ASCII; longer or other ones are nobody's. */
const MAX_NAME = 256;

export function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0) & 0x7f);
}

/** Throws `invalidArgument` where the bytes are no printable ASCII, or too many for a name. */
export function asciiText(bytes: Uint8Array): string {
  if (bytes.length > MAX_NAME) throw malformed(`a name of ${bytes.length} bytes`);
  let text = "";
  for (const byte of bytes) {
    if (byte < 0x20 || byte > 0x7e) throw malformed("a name that is not plain text");
    text += String.fromCharCode(byte);
  }
  return text;
}

export function uint16(value: number): Uint8Array {
  return Uint8Array.of((value >>> 8) & 0xff, value & 0xff);
}

export function uint32(value: number): Uint8Array {
  return Uint8Array.of(
    (value >>> 24) & 0xff,
    (value >>> 16) & 0xff,
    (value >>> 8) & 0xff,
    value & 0xff,
  );
}

/** A number of `size` bytes, the largest first. Throws `invalidArgument` past the end. */
export function uintAt(bytes: Uint8Array, at: number, size: number): number {
  if (at + size > bytes.length) throw malformed("it ends too early");
  let value = 0;
  for (let index = at; index < at + size; index++) value = value * 256 + (bytes[index] ?? 0);
  return value;
}
