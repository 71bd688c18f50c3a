import { OperationalError } from "../base/errors.ts";
import { RaftpbMessageType, type RaftpbMessage } from "../model/generated/types.ts";

/** A snapshot beyond this is refused: nobody could hold it. */
const MAX_SNAPSHOT_BYTES = 1 << 30;
const NOTHING = new Uint8Array(0);

/**
 * A message as the pieces that one stream carries: every piece of its snapshot's data with the rest of
 * the message. Source: swarmkit manager/state/raft/transport/peer.go.
 */
export async function* splitMessage(
  message: RaftpbMessage,
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<RaftpbMessage> {
  let count = 0;
  for await (const data of pieces) {
    yield message.snapshot ? { ...message, snapshot: { ...message.snapshot, data } } : message;
    count++;
  }
  if (count === 0) yield message;
}

/** What a stream carries. */
export type Pieces = AsyncIterable<Piece>;

interface Piece {
  readonly message?: RaftpbMessage | undefined;
}

/** A message that came in pieces: all but its snapshot's data, which comes as it is read. */
export interface IncomingMessage {
  readonly message: RaftpbMessage;
  readonly data: AsyncIterable<Uint8Array>;
}

/**
 * The message that comes in pieces. Reading its data throws `invalidArgument` when they do not belong
 * together, `resourceExhausted` when they are too large.
 */
export async function joinMessage(pieces: Pieces): Promise<IncomingMessage> {
  const rest: AsyncIterator<Piece, unknown> = pieces[Symbol.asyncIterator]();
  const next = await rest.next();
  if (next.done === true) throw new OperationalError("invalidArgument", "An empty raft stream");
  const first = next.value.message;
  if (!first) throw new OperationalError("invalidArgument", "A raft stream without a message");
  const { snapshot } = first;
  const message = snapshot ? { ...first, snapshot: { ...snapshot, data: NOTHING } } : first;
  return { message, data: dataOf(first, rest) };
}

async function* dataOf(
  first: RaftpbMessage,
  rest: AsyncIterator<Piece, unknown>,
): AsyncGenerator<Uint8Array> {
  let bytes = 0;
  let message = first;
  for (;;) {
    const data = message.snapshot?.data ?? NOTHING;
    bytes += data.length;
    if (bytes > MAX_SNAPSHOT_BYTES) {
      const text = `The snapshot is larger than ${MAX_SNAPSHOT_BYTES} bytes`;
      throw new OperationalError("resourceExhausted", text);
    }
    if (data.length > 0) yield data;
    const next = await rest.next();
    if (next.done === true) return;
    message = sameMessage(first, next.value.message);
  }
}

function sameMessage(first: RaftpbMessage, next: RaftpbMessage | undefined): RaftpbMessage {
  const index = first.snapshot?.metadata?.index;
  const same = next?.type === first.type && next.snapshot?.metadata?.index === index;
  if (next && same && first.type === RaftpbMessageType.MsgSnap) return next;
  throw new OperationalError(
    "invalidArgument",
    "A raft stream carries the pieces of one snapshot, or one message",
  );
}
