import { createSocket, type Socket as UdpSocket } from "node:dgram";
import { connect, createServer, type Server, type Socket } from "node:net";
import { once } from "node:events";
import { OperationalError, messageOf } from "../../base/errors.ts";
import {
  MAX_STREAM_BYTES,
  STREAM_HEAD_BYTES,
  STREAM_KIND,
  type GossipAddress,
  type GossipListener,
  type GossipNetwork,
  type GossipPort,
} from "../gossip-port.ts";

/** Streams at once; whoever comes when there are so many is turned away. */
const MAX_STREAMS = 32;
/** All that a stream is for is said in so long, however little comes at a time. */
const STREAM_MS = 10_000;

/** UDP for packets and TCP for streams, on one port number. */
export const gossipSockets: GossipNetwork = {
  async open({ host, port }, listener) {
    const family = host.includes(":") ? "udp6" : "udp4";
    const streams = new Set<Socket>();
    const server = createServer({ allowHalfOpen: true }, (stream) => {
      streams.add(stream);
      stream.once("close", () => streams.delete(stream));
      serve(stream, listener);
    });
    server.maxConnections = MAX_STREAMS;
    const packets = createSocket({ type: family });
    try {
      server.listen({ host, port });
      await once(server, "listening");
      packets.bind({ address: host, port });
      await once(packets, "listening");
    } catch (error) {
      server.close();
      packets.close();
      const reason = messageOf(error);
      throw new OperationalError("unavailable", `Cannot listen for gossip: ${reason}`, {
        cause: error,
      });
    }
    // A packet that could not be sent is a lost one; a stream that could not be taken comes again.
    packets.on("error", () => undefined);
    server.on("error", () => undefined);
    packets.on("message", (packet, { address, port: from }) =>
      listener.packet(packet, { host: address, port: from }),
    );
    return new Sockets(server, packets, streams);
  },
};

class Sockets implements GossipPort {
  readonly #server: Server;
  readonly #packets: UdpSocket;
  /** Those that others have opened. */
  readonly #streams: ReadonlySet<Socket>;

  constructor(server: Server, packets: UdpSocket, streams: ReadonlySet<Socket>) {
    this.#server = server;
    this.#packets = packets;
    this.#streams = streams;
  }

  send({ host, port }: GossipAddress, packet: Uint8Array): void {
    this.#packets.send(packet, port, host, () => undefined);
  }

  exchange(to: GossipAddress, message: Uint8Array, signal: AbortSignal): Promise<Uint8Array> {
    return speak(to, signal, (stream) => {
      stream.write(message);
      return readMessage(stream);
    });
  }

  tell(to: GossipAddress, message: Uint8Array, signal: AbortSignal): Promise<void> {
    return speak(to, signal, async (stream) => {
      stream.end(message);
      stream.resume();
      await once(stream, "close");
    });
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => this.#packets.close(() => resolve()));
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    // The end of a daemon waits for nobody who may never be done.
    for (const stream of this.#streams) stream.destroy();
    await closed;
  }
}

/** Opens a stream for what `work` does with it. */
async function speak<T>(
  { host, port }: GossipAddress,
  signal: AbortSignal,
  work: (stream: Socket) => Promise<T>,
): Promise<T> {
  const stream = connect({ host, port });
  const limit = setTimeout(() => stream.destroy(new Error("It took too long")), STREAM_MS);
  const abort = (): void => void stream.destroy(new Error("Not waited for"));
  signal.addEventListener("abort", abort, { once: true });
  if (signal.aborted) abort();
  try {
    return await work(stream);
  } catch (error) {
    if (error instanceof OperationalError) throw error;
    throw new OperationalError("unavailable", `No gossip with ${host}: ${messageOf(error)}`, {
      cause: error,
    });
  } finally {
    clearTimeout(limit);
    signal.removeEventListener("abort", abort);
    stream.destroy();
  }
}

function serve(stream: Socket, listener: GossipListener): void {
  stream.on("error", () => undefined);
  const limit = setTimeout(() => stream.destroy(), STREAM_MS);
  stream.once("close", () => clearTimeout(limit));
  readMessage(stream).then(
    (message) => {
      const answer = listener.message(message);
      if (answer) stream.end(answer);
      else stream.destroy();
    },
    () => stream.destroy(),
  );
}

/** One message, head and all. */
async function readMessage(stream: Socket): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let have = 0;
  let want = STREAM_HEAD_BYTES;
  // The stream stays open for what is to be said in return.
  for await (const chunk of stream.iterator({ destroyOnReturn: false })) {
    const bytes = chunk as Buffer; // No encoding is set.
    chunks.push(bytes);
    have += bytes.length;
    if (have >= STREAM_HEAD_BYTES && want === STREAM_HEAD_BYTES) want = lengthOf(chunks);
    if (have >= want && want > STREAM_HEAD_BYTES) return Buffer.concat(chunks).subarray(0, want);
  }
  throw new OperationalError("unavailable", "The stream ended before the message did");
}

function lengthOf(chunks: readonly Buffer[]): number {
  const head = Buffer.concat(chunks).subarray(0, STREAM_HEAD_BYTES);
  const length = head.readUInt32BE(1);
  if (head[0] !== STREAM_KIND || length === 0 || length > MAX_STREAM_BYTES) {
    throw new OperationalError("invalidArgument", "No encrypted gossip");
  }
  return STREAM_HEAD_BYTES + length;
}
