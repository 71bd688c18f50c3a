import { OperationalError } from "../base/errors.ts";
import { RaftpbMessageType, type RaftpbMessage } from "../model/generated/types.ts";

/** Bytes of a snapshot in one piece; well below gRPC's 4 MiB, so that heartbeats get through. */
export const CHUNK_BYTES = 1 << 20;
/** A snapshot beyond this is refused: nobody could hold it. */
const MAX_SNAPSHOT_BYTES = 1 << 30;

/**
 * A message as the pieces that one stream carries: a large snapshot is cut, and every piece repeats
 * the rest of the message. Source: swarmkit manager/state/raft/transport/peer.go.
 */
export function* splitMessage(
  message: RaftpbMessage,
  chunkBytes: number = CHUNK_BYTES,
): Generator<RaftpbMessage> {
  const { snapshot } = message;
  if (!snapshot || snapshot.data.length <= chunkBytes) {
    yield message;
    return;
  }
  for (let at = 0; at < snapshot.data.length; at += chunkBytes) {
    const data = snapshot.data.subarray(at, at + chunkBytes);
    yield { ...message, snapshot: { ...snapshot, data } };
  }
}

/** The message that came in pieces. Throws `invalidArgument` when they do not belong together. */
export async function joinMessage(
  pieces: AsyncIterable<{ readonly message?: RaftpbMessage | undefined }>,
): Promise<RaftpbMessage> {
  let first: RaftpbMessage | undefined;
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const { message } of pieces) {
    if (!message) throw new OperationalError("invalidArgument", "A raft stream without a message");
    if (first) checkSameMessage(first, message);
    first ??= message;
    const data = message.snapshot?.data ?? new Uint8Array(0);
    parts.push(data);
    bytes += data.length;
    if (bytes > MAX_SNAPSHOT_BYTES) {
      throw new OperationalError(
        "resourceExhausted",
        `The snapshot is larger than ${MAX_SNAPSHOT_BYTES} bytes`,
      );
    }
  }
  if (!first) throw new OperationalError("invalidArgument", "An empty raft stream");
  if (parts.length === 1 || !first.snapshot) return first;
  return { ...first, snapshot: { ...first.snapshot, data: concatenate(parts, bytes) } };
}

function checkSameMessage(first: RaftpbMessage, next: RaftpbMessage): void {
  const index = first.snapshot?.metadata?.index;
  const same = next.type === first.type && next.snapshot?.metadata?.index === index;
  if (same && first.type === RaftpbMessageType.MsgSnap) return;
  throw new OperationalError(
    "invalidArgument",
    "A raft stream carries the pieces of one snapshot, or one message",
  );
}

function concatenate(parts: readonly Uint8Array[], bytes: number): Uint8Array {
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
