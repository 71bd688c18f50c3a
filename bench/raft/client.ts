/** Clients of their own process: puts over gRPC, on as little code as will do, to us or to etcd. */
import { connect, type ClientHttp2Session, type IncomingHttpHeaders } from "node:http2";
import type { NodeCredentials } from "../../src/rpc/credentials.ts";
import { serveCommands } from "./child.ts";
import { closedLoop, VALUE_BYTES, type Figure, type LoadOptions } from "./load.ts";
import { PUT_PATH, putRequest } from "./put.ts";

export interface PutOptions extends LoadOptions {
  readonly address: string;
  /** Absent: a server that asks for none, and is believed. */
  readonly credentials: NodeCredentials | undefined;
}

const CONNECTIONS = 8;
const HEADERS = {
  ":method": "POST",
  ":path": PUT_PATH,
  "content-type": "application/grpc",
  te: "trailers",
};

/** A message as gRPC frames it: not compressed, its length, its bytes. */
function framed(message: Uint8Array): Buffer {
  const frame = Buffer.alloc(5 + message.length);
  frame.writeUInt32BE(message.length, 1);
  frame.set(message, 5);
  return frame;
}

function put(session: ClientHttp2Session, body: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    const stream = session.request(HEADERS);
    const check = (headers: IncomingHttpHeaders): void => {
      const status = headers["grpc-status"];
      if (status !== undefined && status !== "0") {
        reject(new Error(`status ${String(status)}: ${String(headers["grpc-message"])}`));
      }
    };
    stream.on("response", check);
    stream.on("trailers", check);
    stream.on("error", reject);
    stream.on("end", () => resolve());
    stream.resume();
    stream.end(body);
  });
}

async function open({ address, credentials }: PutOptions): Promise<ClientHttp2Session> {
  const session = connect(`https://${address}`, {
    rejectUnauthorized: false,
    ...(credentials && {
      ca: credentials.root,
      cert: credentials.certificate,
      key: credentials.key,
      servername: "swarm-manager",
    }),
  });
  await new Promise((resolve, reject) => {
    session.once("connect", resolve);
    session.once("error", reject);
  });
  return session;
}

export const commands = {
  async load(options: PutOptions): Promise<Figure> {
    const count = Math.min(CONNECTIONS, options.inFlight);
    const sessions = await Promise.all(Array.from({ length: count }, () => open(options)));
    const value = new Uint8Array(VALUE_BYTES).fill(7);
    const bodies = Array.from({ length: 1000 }, (_, at) =>
      framed(putRequest(`key${String(at).padStart(5, "0")}`, value)),
    );
    let next = 0;
    const figure = await closedLoop(options, (worker) => {
      const session = sessions[worker % count];
      const body = bodies[next++ % bodies.length];
      if (!session || !body) throw new Error("no connection");
      return put(session, body);
    });
    for (const session of sessions) session.destroy();
    return figure;
  },
};

serveCommands(commands);
