import type { ClientRequest, IncomingMessage, ServerResponse } from "node:http";
import { messageOf } from "../../base/errors.ts";
import { ApiError } from "../api-error.ts";
import { isBefore, parseApiVersion } from "../api-version.ts";
import type { EngineWay } from "./way.ts";

/** Headers of one connection, which say nothing on the next. Source: RFC 9110 §7.6.1. */
const HOP_BY_HOP = new Set(["connection", "keep-alive", "proxy-connection", "upgrade", "expect"]);
const VERSIONED = /^\/v([0-9.]+)(?=\/)/;

/** What of a request is to be other than what came. */
export interface Instead {
  /** The path and query. */
  readonly url?: string;
  /** A body that was read already. */
  readonly body?: Buffer;
}

/**
 * Hands a request to the engine and its answer back, both as streams: nothing is held back, neither
 * side is read faster than the other takes it, and when one goes away the other is let go. Resolves
 * once the answer has been sent, throws where the engine gave none.
 */
export async function passThrough(
  way: EngineWay,
  incoming: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
  await handBack(await handOver(way, incoming, signal), response, signal);
}

/** Hands a request to the engine; gives its answer, whose body is still to come. */
export async function handOver(
  way: EngineWay,
  incoming: IncomingMessage,
  signal: AbortSignal,
  { url = incoming.url ?? "/", body }: Instead = {},
): Promise<IncomingMessage> {
  const path = await pathForEngine(way, url);
  const headers = requestHeaders(incoming, body);
  const send = (): ClientRequest => {
    const call = way.request({ method: incoming.method, path, headers });
    if (body !== undefined || !hasBody(incoming)) call.end(body);
    else incoming.pipe(call);
    return call;
  };
  return answerTo(way, send, { again: body !== undefined || !hasBody(incoming) }, signal);
}

/** Gives the client an engine's answer as it comes. */
export async function handBack(
  answer: IncomingMessage,
  response: ServerResponse,
  signal: AbortSignal,
): Promise<void> {
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
export async function pathForEngine(way: EngineWay, url: string): Promise<string> {
  const version = VERSIONED.exec(url)?.[1];
  if (version === undefined) return url;
  const facts = await way.facts();
  if (facts === undefined || !isBefore(parseApiVersion(facts.apiVersion), parseApiVersion(version)))
    return url;
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

function requestHeaders(incoming: IncomingMessage, body: Buffer | undefined): string[] {
  if (body !== undefined) {
    const headers = withoutHopByHop(incoming.rawHeaders, ["content-length", "transfer-encoding"]);
    return [...headers, "Content-Length", String(body.length)];
  }
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

/** Sends the request; once more, where that can be, if a kept connection had gone stale. */
function answerTo(
  way: EngineWay,
  send: () => ClientRequest,
  { again }: { readonly again: boolean },
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
        if (call.reusedSocket && !answered && again && !signal.aborted) {
          begin();
          return;
        }
        signal.removeEventListener("abort", abort);
        reject(unreachable(way, error));
      });
      call.on("close", () => signal.removeEventListener("abort", abort));
    };
    if (signal.aborted) {
      reject(unreachable(way, signal.reason));
      return;
    }
    signal.addEventListener("abort", abort, { once: true });
    begin();
  });
}

export function unreachable({ owner }: Pick<EngineWay, "owner">, error: unknown): ApiError {
  return new ApiError(
    503,
    `Cannot reach the Docker Engine of ${owner}: ${messageOf(error)}. Is it running?`,
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
