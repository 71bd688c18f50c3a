import type { ClientRequest, IncomingMessage, ServerResponse } from "node:http";
import { messageOf } from "../../base/errors.ts";
import { ApiError } from "../api-error.ts";
import { isOlder, parseApiVersion } from "../api-version.ts";
import type { EngineDoor } from "./door.ts";

/** Headers of one connection, which say nothing on the next. Source: RFC 9110 §7.6.1. */
const HOP_BY_HOP = new Set(["connection", "keep-alive", "proxy-connection", "upgrade", "expect"]);
const VERSIONED = /^\/v([0-9.]+)(?=\/)/;

/**
 * Hands a request to the engine and its answer back, both as streams: nothing is held back, neither
 * side is read faster than the other takes it, and when one goes away the other is let go. Resolves
 * once the answer has been sent, throws where the engine gave none.
 */
export async function passThrough(
  door: EngineDoor,
  incoming: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  const path = await pathForEngine(door, incoming.url ?? "/");
  const headers = requestHeaders(incoming);
  const send = (): ClientRequest => door.request({ method: incoming.method, path, headers });
  const answer = await answerTo(incoming, send, signal);
  response.writeHead(
    answer.statusCode ?? 502,
    answer.statusMessage,
    withoutHopByHop(answer.rawHeaders, ["transfer-encoding"]),
  );
  // The client learns that its stream is open before there is anything to say.
  response.flushHeaders();
  await pour(answer, response, signal);
}

/** As the client wrote it, in a version that the engine speaks: ours may be newer. */
export async function pathForEngine(door: EngineDoor, url: string): Promise<string> {
  const version = VERSIONED.exec(url)?.[1];
  if (version === undefined) return url;
  const facts = await door.facts();
  if (facts === undefined || !isOlder(parseApiVersion(facts.apiVersion), version)) return url;
  return `/v${facts.apiVersion}${url.slice(version.length + 2)}`;
}

/** A flat list of names and values, as they came, but for those that concern the connection. */
export function withoutHopByHop(raw: readonly string[], more: readonly string[] = []): string[] {
  const kept: string[] = [];
  for (let at = 0; at + 1 < raw.length; at += 2) {
    const [name = "", value = ""] = [raw[at], raw[at + 1]];
    const lower = name.toLowerCase();
    if (!HOP_BY_HOP.has(lower) && !more.includes(lower)) kept.push(name, value);
  }
  return kept;
}

function requestHeaders(incoming: IncomingMessage): string[] {
  const headers = withoutHopByHop(incoming.rawHeaders);
  // A body of no stated length would be sent in chunks, and be no longer absent.
  if (!hasBody(incoming) && incoming.headers["content-length"] === undefined) {
    const { method = "" } = incoming;
    if (method === "POST" || method === "PUT") headers.push("Content-Length", "0");
  }
  return headers;
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? "0") > 0;
}

/** Sends the request; once more over another connection where a kept one had gone stale. */
function answerTo(
  incoming: IncomingMessage,
  send: () => ClientRequest,
  signal: AbortSignal,
): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    let call: ClientRequest;
    let answered = false;
    const abort = (): void => void call.destroy();
    const begin = (): void => {
      call = send();
      call.on("response", (answer) => {
        answered = true;
        resolve(answer);
      });
      call.on("error", (error) => {
        if (call.reusedSocket && !answered && !hasBody(incoming) && !signal.aborted) {
          begin();
          return;
        }
        signal.removeEventListener("abort", abort);
        reject(unreachable(error));
      });
      call.on("close", () => signal.removeEventListener("abort", abort));
      if (hasBody(incoming)) incoming.pipe(call);
      else call.end();
    };
    if (signal.aborted) {
      reject(unreachable(signal.reason));
      return;
    }
    signal.addEventListener("abort", abort, { once: true });
    begin();
  });
}

export function unreachable(error: unknown): ApiError {
  return new ApiError(
    503,
    `Cannot reach the Docker Engine of this node: ${messageOf(error)}. Is it running?`,
    { cause: error },
  );
}

/** Writes all of `answer`; an answer that breaks off breaks off for the client as well. */
function pour(
  answer: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      signal.removeEventListener("abort", end);
      if (!answer.complete) response.destroy();
      answer.destroy();
      resolve();
    };
    if (signal.aborted) {
      end();
      return;
    }
    signal.addEventListener("abort", end, { once: true });
    answer.on("error", end);
    response.on("close", end);
    response.on("finish", end);
    answer.pipe(response);
  });
}
