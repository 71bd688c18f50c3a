import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { setImmediate } from "node:timers/promises";
import { NEWEST } from "./api-version.ts";
import { SKEIN_VERSION } from "./product.ts";
import type { ApiAnswer } from "./request.ts";

/** On the answer to every request that a route was found for. Source: moby's version middleware. */
const NEGOTIATION: Readonly<Record<string, string>> = {
  "Api-Version": NEWEST,
  Ostype: "linux",
  Server: `Skein/${SKEIN_VERSION} (linux)`,
};

const JSON_TYPE = "application/json";
/** A long list goes out in pieces of so many characters, between which others have their turn. */
const PIECE_CHARS = 2 ** 17;

export function writeNegotiation(response: ServerResponse): void {
  for (const [name, value] of Object.entries(NEGOTIATION)) response.setHeader(name, value);
}

/** Writes an answer; a stream until it ends or `signal` aborts. */
export async function writeAnswer(
  response: ServerResponse,
  answer: ApiAnswer,
  signal: AbortSignal,
): Promise<void> {
  switch (answer.kind) {
    case "json":
      writeText(response, answer.status, `${JSON.stringify(answer.value)}\n`, JSON_TYPE);
      return;
    case "list":
      await writeList(response, answer.texts, signal);
      return;
    case "empty":
      response.writeHead(answer.status, { "Content-Length": "0" }).end();
      return;
    case "text":
      for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
      writeText(response, 200, answer.text, "text/plain; charset=utf-8");
      return;
    case "lines":
      await writeStream(response, JSON_TYPE, answer.objects, signal, jsonLine);
      return;
    case "bytes":
      await writeStream(response, answer.contentType, answer.chunks, signal, (chunk) => chunk);
  }
}

export function writeError(response: ServerResponse, status: number, message: string): void {
  writeText(response, status, `${JSON.stringify({ message })}\n`, JSON_TYPE);
}

function writeText(response: ServerResponse, status: number, text: string, type: string): void {
  // A text, which leaves with its headers in one piece.
  const body = response.req.method === "HEAD" ? "" : text;
  const length = Buffer.byteLength(body);
  response.writeHead(status, { "Content-Type": type, "Content-Length": length }).end(body);
}

async function writeList(
  response: ServerResponse,
  texts: Iterable<string>,
  signal: AbortSignal,
): Promise<void> {
  let piece = "[";
  let separator = "";
  for (const text of texts) {
    piece += separator + text;
    separator = ",";
    if (piece.length < PIECE_CHARS) continue;
    if (!response.headersSent) response.writeHead(200, { "Content-Type": JSON_TYPE });
    if (!response.write(piece)) await once(response, "drain", { signal });
    // A client that reads as fast as this writes drains within the same turn.
    await setImmediate();
    if (signal.aborted) return;
    piece = "";
  }
  piece += "]\n";
  if (response.headersSent) response.end(piece);
  else writeText(response, 200, piece, JSON_TYPE);
}

function jsonLine(object: unknown): string {
  return `${JSON.stringify(object)}\n`;
}

async function writeStream<T>(
  response: ServerResponse,
  contentType: string,
  parts: AsyncIterable<T>,
  signal: AbortSignal,
  encode: (part: T) => string | Uint8Array,
): Promise<void> {
  response.writeHead(200, { "Content-Type": contentType });
  // The client learns that its stream is open before there is anything to say.
  response.flushHeaders();
  for await (const part of parts) {
    if (signal.aborted) break;
    if (!response.write(encode(part))) await once(response, "drain", { signal });
  }
  response.end();
}
