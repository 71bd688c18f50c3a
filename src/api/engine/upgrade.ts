import { STATUS_CODES, type ClientRequest, type IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import type { Clock } from "../../system/clock.ts";
import { answerOf, badRequest } from "../api-error.ts";
import { pathForEngine, unreachable, withoutHopByHop } from "./pass-through.ts";
import { pump } from "./pump.ts";
import type { EngineWay } from "./way.ts";

/** Larger than what starts an exec; what comes after it belongs to the stream. */
const MAX_BODY_BYTES = 1024 * 1024;

/** Where a request goes: an engine, and what its path and query are there. */
export interface UpgradeTarget {
  readonly way: EngineWay;
  readonly url: string;
}

/**
 * Hands a request that wants to turn its connection into a stream of its own (attach, exec, a build's
 * session) to the engine, and then every byte in both directions, each of which may end before the
 * other. Where the engine answers in the ordinary way the client gets that, and a closed connection;
 * of what it does not have, the engine that `elsewhere` gives is asked.
 */
export async function passUpgrade(
  target: UpgradeTarget,
  incoming: IncomingMessage,
  client: Duplex,
  head: Buffer,
  signal: AbortSignal,
  elsewhere?: () => Promise<UpgradeTarget | undefined>,
): Promise<void> {
  const abort = (): void => void client.destroy();
  signal.addEventListener("abort", abort, { once: true });
  client.on("error", () => undefined); // "close" follows, and says the same.
  try {
    const { body, rest } = await readBody(incoming, client, head);
    if (rest.length > 0) client.unshift(rest);
    const first = await begin(target, incoming, client, body);
    if (elsewhere === undefined || "engine" in first || first.answer.statusCode !== 404) {
      await converse(target.way, client, first);
      return;
    }
    const other = await elsewhere();
    if (other !== undefined) first.call.destroy();
    await (other === undefined
      ? converse(target.way, client, first)
      : converse(other.way, client, await begin(other, incoming, client, body)));
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

/** How an engine took a request: with a stream, or with an answer of the ordinary kind. */
type Begun =
  | {
      readonly call: ClientRequest;
      readonly answer: IncomingMessage;
      readonly engine: Duplex;
      readonly early: Buffer;
    }
  | { readonly call: ClientRequest; readonly answer: IncomingMessage };

async function begin(
  { way, url }: UpgradeTarget,
  incoming: IncomingMessage,
  client: Duplex,
  body: Buffer,
): Promise<Begun> {
  const path = await pathForEngine(way, url);
  const headers = withoutHopByHop(incoming.rawHeaders, ["content-length", "transfer-encoding"]);
  headers.push("Connection", "Upgrade", "Upgrade", incoming.headers.upgrade ?? "tcp");
  headers.push("Content-Length", String(body.length));
  const call = way.requestAlone({ method: incoming.method, path, headers });
  client.on("close", () => call.destroy());
  return new Promise((resolve, reject) => {
    call.on("error", (error) => reject(unreachable(way, error)));
    call.on("upgrade", (answer, engine, early) => resolve({ call, answer, engine, early }));
    call.on("response", (answer) => resolve({ call, answer }));
    call.end(body);
  });
}

async function converse(way: EngineWay, client: Duplex, begun: Begun): Promise<void> {
  const { call, answer } = begun;
  await new Promise<void>((resolve) => {
    if (client.destroyed) {
      if ("engine" in begun) begun.engine.destroy();
      resolve();
      return;
    }
    if ("engine" in begun) {
      client.write(headOf(answer, answer.rawHeaders));
      joinStreams(way.clock, client, begun.engine, begun.early, resolve);
      return;
    }
    const ordinary = withoutHopByHop(answer.rawHeaders, ["transfer-encoding"]);
    client.write(headOf(answer, [...ordinary, "Connection", "close"]));
    answer.on("error", () => client.destroy());
    answer.pipe(client);
    client.on("close", resolve);
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
  pump(client, engine);
  if (early.length > 0) engine.unshift(early);
  // Clients that read the head of the answer drop what they read along with it.
  clock.after(1, () => pump(engine, client));
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
