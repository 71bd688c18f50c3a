import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { ApiError } from "../api-error.ts";
import { pathForEngine, unreachable } from "./pass-through.ts";
import type { EngineWay } from "./way.ts";

/** A question that the engine answers with all it has to say at once. */
export interface EngineAsk {
  readonly method: string;
  /** The path and query, as clients write them; put into a version that the engine speaks. */
  readonly url: string;
  readonly body?: unknown;
  readonly signal: AbortSignal;
}

export interface EngineAnswer {
  readonly status: number;
  /** Its JSON; undefined where it says nothing. */
  readonly value: unknown;
}

/** Asks the engine. Throws what it refuses as it refuses it, and 503 where it does not answer. */
export async function askEngine(
  way: EngineWay,
  { method, url, body, signal }: EngineAsk,
): Promise<EngineAnswer> {
  const text = body === undefined ? "" : JSON.stringify(body);
  const call = way.request({
    ...{ method, path: await pathForEngine(way, url), signal },
    headers: {
      "Content-Length": String(Buffer.byteLength(text)),
      ...(text !== "" && { "Content-Type": "application/json" }),
    },
  });
  const answered = once(call, "response") as Promise<[IncomingMessage]>; // Its one argument.
  call.end(text);
  const [answer] = await answered.catch((error: unknown) => {
    throw unreachable(way, error);
  });
  let read = "";
  for await (const part of answer.setEncoding("utf8")) read += String(part);
  const status = answer.statusCode ?? 500;
  const value = valueOf(read);
  if (status >= 400) throw new ApiError(status, messageIn(value) ?? read.trim());
  return { status, value };
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined; // Nothing, or the plain text of an old engine's error.
  }
}

function messageIn(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !("message" in value)) return undefined;
  return String(value.message);
}
