import { STATUS_CODES, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Clock } from "../../system/clock.ts";
import { answerOf, badRequest } from "../api-error.ts";
import type { EngineDoor } from "./door.ts";
import { pathForEngine, unreachable, withoutHopByHop } from "./pass-through.ts";

/** Larger than what starts an exec; what comes after it belongs to the stream. */
const MAX_BODY_BYTES = 1024 * 1024;

/**
 * Hands a request that wants to turn its connection into a stream of its own (attach, exec, a build's
 * session) to the engine, and then every byte in both directions, each of which may end before the
 * other. Where the engine answers in the ordinary way the client gets that, and a closed connection.
 */
export async function passUpgrade(
  door: EngineDoor,
  incoming: IncomingMessage,
  client: Duplex,
  head: Buffer,
  signal: AbortSignal,
): Promise<void> {
  const abort = (): void => void client.destroy();
  signal.addEventListener("abort", abort, { once: true });
  client.on("error", () => undefined); // "close" follows, and says the same.
  try {
    const { body, rest } = await readBody(incoming, client, head);
    if (rest.length > 0) client.unshift(rest);
    await converse(door, incoming, client, body);
  } catch (error) {
    refuseUpgrade(client, error);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}

/** Answers a request that wanted an upgrade with an error, and closes. */
export function refuseUpgrade(client: Duplex, error: unknown): void {
  if (client.destroyed) return;
  const { status, message } = answerOf(error);
  const text = `${JSON.stringify({ message })}\n`;
  client.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ""}\r\nContent-Type: application/json\r\n` +
      `Content-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
  );
}

async function converse(
  door: EngineDoor,
  incoming: IncomingMessage,
  client: Duplex,
  body: Buffer,
): Promise<void> {
  const path = await pathForEngine(door, incoming.url ?? "/");
  const headers = withoutHopByHop(incoming.rawHeaders, ["content-length", "transfer-encoding"]);
  headers.push("Connection", "Upgrade", "Upgrade", incoming.headers.upgrade ?? "tcp");
  headers.push("Content-Length", String(body.length));
  const call = door.requestAlone({ method: incoming.method, path, headers });
  await new Promise<void>((resolve, reject) => {
    const gone = (): void => void call.destroy();
    client.on("close", gone);
    call.on("error", (error) => reject(unreachable(error)));
    call.on("upgrade", (answer, engine, early) => {
      client.write(headOf(answer, answer.rawHeaders));
      joinStreams(door.clock, client, engine, early, resolve);
    });
    call.on("response", (answer) => {
      const ordinary = withoutHopByHop(answer.rawHeaders, ["transfer-encoding"]);
      client.write(headOf(answer, [...ordinary, "Connection", "close"]));
      answer.on("error", () => client.destroy());
      answer.pipe(client);
      client.on("close", resolve);
    });
    call.end(body);
  }).finally(() => call.socket?.destroy());
}

function headOf(answer: IncomingMessage, headers: readonly string[]): string {
  const lines = [`HTTP/1.1 ${answer.statusCode ?? 101} ${answer.statusMessage ?? ""}`];
  for (let at = 0; at + 1 < headers.length; at += 2)
    lines.push(`${headers[at]}: ${headers[at + 1]}`);
  return `${lines.join("\r\n")}\r\n\r\n`;
}

/** Both directions, each ended when its source ends; `done` once both are closed. */
function joinStreams(
  clock: Clock,
  client: Duplex,
  engine: Duplex,
  early: Buffer,
  done: () => void,
): void {
  let open = 2;
  const closed = (): void => {
    open -= 1;
    if (open === 0) done();
  };
  client.on("close", closed);
  engine.on("close", closed);
  // A side that broke off takes the other along; one that ended well has only said all it had to say.
  engine.on("error", () => client.destroy());
  client.on("close", () => engine.destroy());
  engine.on("close", () => {
    if (!client.writableEnded) client.destroy();
  });
  client.pipe(engine);
  if (early.length > 0) engine.unshift(early);
  // Clients that read the head of the answer drop what they read along with it.
  clock.after(0, () => engine.pipe(client));
}

/** The request's body, of the length that it states, and what was read beyond it. */
async function readBody(
  incoming: IncomingMessage,
  client: Duplex,
  head: Buffer,
): Promise<{ readonly body: Buffer; readonly rest: Buffer }> {
  if (incoming.headers["transfer-encoding"] !== undefined) {
    return badRequest("a request that upgrades its connection must state the length of its body");
  }
  const length = Number(incoming.headers["content-length"] ?? "0");
  if (length > MAX_BODY_BYTES)
    return badRequest(`the body must be at most ${MAX_BODY_BYTES} bytes`);
  let read = head;
  while (read.length < length) {
    const part = await nextPart(client);
    read = Buffer.concat([read, part]);
  }
  return { body: read.subarray(0, length), rest: read.subarray(length) };
}

function nextPart(client: Duplex): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void): void => {
      client.off("readable", readable).off("end", ended).off("close", ended);
      act();
    };
    const readable = (): void => {
      const part = client.read() as Buffer | null; // A socket without an encoding gives buffers.
      if (part !== null) settle(() => resolve(part));
    };
    const ended = (): void => settle(() => reject(new Error("the client went away")));
    client.on("readable", readable).on("end", ended).on("close", ended);
    readable();
  });
}
