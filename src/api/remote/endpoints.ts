/** What may be asked of a container on another node: nothing that its cluster decides for it. */
const OF_A_CONTAINER: Readonly<Record<string, readonly string[]>> = {
  archive: ["GET", "HEAD", "PUT"],
  attach: ["POST"],
  changes: ["GET"],
  exec: ["POST"],
  export: ["GET"],
  json: ["GET"],
  logs: ["GET"],
  resize: ["POST"],
  stats: ["GET"],
  top: ["GET"],
  wait: ["POST"],
};

const OF_AN_EXEC: Readonly<Record<string, readonly string[]>> = {
  json: ["GET"],
  resize: ["POST"],
  start: ["POST"],
};

const PATH = /^((?:\/v[0-9.]+)?)\/(containers|exec)\/([^/]+)\/([a-z]+)$/;

/** A request about a container, or about an exec in one, that may be on another node. */
export interface ContainerAsk {
  readonly method: string;
  /** The version in front of the path, such as `/v1.47`; empty where there is none. */
  readonly version: string;
  readonly kind: "containers" | "exec";
  /** As the client wrote it, decoded. */
  readonly reference: string;
  readonly action: string;
  /** With its question mark; empty where there is none. */
  readonly query: string;
}

/** Reads a request's line; undefined where it is about something else. */
export function containerAsk(method: string, url: string): ContainerAsk | undefined {
  const [path = "", ...rest] = url.split("?");
  const [, version = "", kind, reference = "", action = ""] = PATH.exec(path) ?? [];
  if (kind !== "containers" && kind !== "exec") return undefined;
  const allowed = kind === "containers" ? OF_A_CONTAINER : OF_AN_EXEC;
  if (!Object.hasOwn(allowed, action) || allowed[action]?.includes(method) !== true) {
    return undefined;
  }
  const query = rest.length === 0 ? "" : `?${rest.join("?")}`;
  const decoded = decodedOf(reference);
  if (decoded === undefined) return undefined;
  return { method, version, kind, reference: decoded, action, query };
}

/** The same request of something else. */
export function urlFor(ask: ContainerAsk, reference: string): string {
  const { version, kind, action, query } = ask;
  return `${version}/${kind}/${encodeURIComponent(reference)}/${action}${query}`;
}

/** What is written down of a request: which file, for `cp`, and nothing else of the query. */
export function pathForAudit({ kind, reference, action, query }: ContainerAsk): string {
  const file = action === "archive" ? new URLSearchParams(query).get("path") : null;
  const path = `/${kind}/${reference}/${action}`;
  return file === null ? path : `${path}?path=${file}`;
}

function decodedOf(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // The engine says what it makes of that.
  }
}
