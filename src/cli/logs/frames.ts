import { OperationalError } from "../../base/errors.ts";

/** A piece of a multiplexed stream: usually a line. */
export interface Frame {
  readonly from: "stdout" | "stderr" | "daemon";
  readonly bytes: Uint8Array;
}

const HEADER_BYTES = 8;
const LENGTH_AT = 4;
/** Far more than a line that an engine passes on in one piece. */
const MAX_FRAME_BYTES = 16 * 1024 * 1024;
const SOURCES: Readonly<Record<number, Frame["from"]>> = {
  0: "stdout",
  1: "stdout",
  2: "stderr",
  3: "daemon",
};

/** Takes a multiplexed stream apart, however it is cut into chunks. Source: docker's stdcopy. */
export async function* framesOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Frame> {
  let rest = Buffer.alloc(0);
  for await (const chunk of chunks) {
    rest = rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([rest, chunk]);
    let at = 0;
    while (rest.length - at >= HEADER_BYTES) {
      const from = SOURCES[rest[at] ?? NaN];
      const length = rest.readUInt32BE(at + LENGTH_AT);
      if (from === undefined || length > MAX_FRAME_BYTES) throw garbled();
      const end = at + HEADER_BYTES + length;
      if (end > rest.length) break;
      yield { from, bytes: rest.subarray(at + HEADER_BYTES, end) };
      at = end;
    }
    rest = rest.subarray(at);
  }
  if (rest.length > 0) {
    throw new OperationalError(
      "unavailable",
      "The daemon's stream of logs broke off within a line",
    );
  }
}

function garbled(): OperationalError {
  return new OperationalError(
    "internal",
    "Cannot read the daemon's stream of logs: it is not Docker's format",
  );
}
