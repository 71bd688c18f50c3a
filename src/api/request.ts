import type { IncomingHttpHeaders } from "node:http";
import type { ApiVersion } from "./api-version.ts";
import { badRequest } from "./api-error.ts";
import type { Form } from "./json/form.ts";

/** One request, as the routes see it. */
export interface ApiRequest {
  readonly version: ApiVersion;
  /** As the client wrote it: the path with its version, and the query. */
  readonly url: string;
  /** What the path has where the route's pattern has `{name}`, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** The body as JSON; an empty one is an empty object. */
  readonly json: () => Promise<unknown>;
  /** Aborts when the client goes away or the server closes. */
  readonly signal: AbortSignal;
}

/** What a request is answered with. */
export type ApiAnswer =
  | { readonly kind: "json"; readonly status: number; readonly value: unknown }
  /** A JSON array that may be long: the text of each element, made when its turn comes. */
  | { readonly kind: "list"; readonly texts: Iterable<string> }
  | { readonly kind: "empty"; readonly status: number }
  | {
      readonly kind: "text";
      readonly text: string;
      readonly headers: Readonly<Record<string, string>>;
    }
  /** One JSON object a line, as they come; ends with the iterator. */
  | { readonly kind: "lines"; readonly objects: AsyncIterable<unknown> }
  /** Bytes as they come; ends with the iterator. */
  | {
      readonly kind: "bytes";
      readonly contentType: string;
      readonly chunks: AsyncIterable<Uint8Array>;
    };

/** A route: which requests, and what answers them. */
export interface ApiRoute {
  readonly method: "GET" | "HEAD" | "POST" | "DELETE" | "PUT";
  /** Segments, of which `{name}` matches any one and `{name*}` all that are left. */
  readonly path: string;
  readonly handle: (request: ApiRequest) => Promise<ApiAnswer>;
}

export function json(value: unknown, status = 200): ApiAnswer {
  return { kind: "json", status, value };
}

/** An array that may be long. */
export function list<T>(form: Form<T>, values: readonly T[]): ApiAnswer {
  return { kind: "list", texts: textsOf(values, (each) => JSON.stringify(form.write(each))) };
}

/** Made when they are asked for. */
export function* textsOf<T>(
  values: readonly T[],
  textOf: (value: T) => string,
): Generator<string, void> {
  for (const each of values) yield textOf(each);
}

export const OK: ApiAnswer = { kind: "empty", status: 200 };

/** The part of the path that the route's pattern calls `name`. */
export function param(request: ApiRequest, name: string): string {
  return request.params[name] ?? "";
}

/** A flag of the query that takes nearly anything for yes. Source: moby httputils BoolValue. */
export function lenientFlag(request: ApiRequest, name: string): boolean {
  const word = (request.query.get(name) ?? "").trim().toLowerCase();
  return !["", "0", "no", "false", "none"].includes(word);
}

const TRUE = ["1", "t", "T", "TRUE", "true", "True"];
const FALSE = ["0", "f", "F", "FALSE", "false", "False"];

/** A flag of the query that must be one. Source: moby's routers, Go's strconv.ParseBool. */
export function strictFlag(request: ApiRequest, name: string): boolean {
  const word = request.query.get(name) ?? "";
  if (word === "") return false;
  if (TRUE.includes(word)) return true;
  return FALSE.includes(word) ? false : badRequest(`invalid value for ${name}: ${word}`);
}

/** The version of the object that an update starts from. */
export function objectVersion(request: ApiRequest, kind: string): number {
  const text = request.query.get("version") ?? "";
  const index = Number(text);
  if (!/^\d+$/.test(text)) {
    // Of what is stored Docker says no more. Source: moby api/server/router/swarm.
    if (kind === "secret" || kind === "config") return badRequest(`invalid ${kind} version`);
    return badRequest(
      `invalid ${kind} version '${text}': strconv.ParseUint: parsing ${JSON.stringify(text)}: invalid syntax`,
    );
  }
  // Beyond what any log reaches: a version that nothing has.
  return Number.isSafeInteger(index) ? index : Number.MAX_SAFE_INTEGER;
}
