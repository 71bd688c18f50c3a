import { ApiError } from "../api-error.ts";
import { json, type ApiAnswer } from "../request.ts";

/** What there is none of on a node without an engine. */
const EMPTY: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ["/containers/json", []],
  ["/images/json", []],
  ["/plugins", []],
  ["/volumes", { Volumes: [], Warnings: null }],
]);

const OF_AN_ENGINE =
  /^\/(auth|build|commit|containers|distribution|exec|grpc|images|networks|plugins|session|system|volumes)(\/|$)/;

/** What a node without a Docker Engine answers where the engine would. */
export function withoutEngine(method: string, path: string): ApiAnswer {
  const plain = path.replace(/^\/v[0-9.]+(?=\/)/, "");
  if (!OF_AN_ENGINE.test(plain)) throw new ApiError(404, "page not found");
  const empty = method === "GET" ? EMPTY.get(plain) : undefined;
  if (empty !== undefined) return json(empty);
  throw new ApiError(
    501,
    "This node has no Docker Engine: it runs tasks as plain processes. Ask a node that has one",
  );
}
