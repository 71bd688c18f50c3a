import { request as httpRequest, Agent, type IncomingMessage } from "node:http";
import { request as httpsRequest, Agent as TlsAgent } from "node:https";
import { OperationalError, messageOf, type ErrorCode } from "../base/errors.ts";
import type { DaemonAddress } from "./flags/host.ts";
import type { ClientTls } from "./flags/tls.ts";

/** The newest Engine API version that this client knows. */
const NEWEST_API = "1.51";
/** What a daemon speaks that does not say. Source: docker client, NegotiateAPIVersion. */
const UNKNOWN_API = "1.24";
const MAX_ANSWER_BYTES = 512 * 1024 * 1024;

export type Query = Readonly<Record<string, string | number | boolean | undefined>>;

interface Call {
  readonly method: "GET" | "POST" | "DELETE" | "HEAD";
  readonly path: string;
  readonly query?: Query;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Answer {
  readonly status: number;
  readonly apiVersion: string | undefined;
  readonly text: string;
}

/**
 * Calls a daemon's Docker Engine API over HTTP, at the newest version both sides know.
 *
 * Every call rejects with an OperationalError: the daemon's own message, or that it is not reachable.
 */
export class EngineClient {
  readonly #address: DaemonAddress;
  readonly #signal: AbortSignal;
  readonly #tls: ClientTls | undefined;
  readonly #agent: Agent;
  #version: Promise<string> | undefined;

  /** `signal` aborts every call that is under way; `tls` is for addresses of TCP. */
  constructor(address: DaemonAddress, signal: AbortSignal, tls?: ClientTls) {
    this.#address = address;
    this.#signal = signal;
    this.#tls = address.kind === "tcp" ? tls : undefined;
    const options = { keepAlive: true, maxSockets: 8 };
    this.#agent = this.#tls
      ? new TlsAgent({ ...options, ...secured(this.#tls) })
      : new Agent(options);
  }

  /** The address as the user wrote it. */
  get host(): string {
    return this.#address.text;
  }

  /** The API version agreed with the daemon. */
  version(): Promise<string> {
    this.#version ??= this.#negotiate();
    return this.#version;
  }

  /** The JSON that a GET answers with. The caller names its type: the daemon is trusted to keep its API. */
  async get<T>(path: string, query: Query = {}, headers: Call["headers"] = {}): Promise<T> {
    return this.#json<T>({ method: "GET", path, query, headers });
  }

  /** Sends a body as JSON; gives the answer's JSON, or undefined when there is none. */
  async post<T = undefined>(
    path: string,
    body: unknown,
    options: Pick<Call, "query" | "headers"> = {},
  ): Promise<T> {
    return this.#json<T>({ method: "POST", path, body, ...options });
  }

  async delete(path: string, query: Query = {}): Promise<void> {
    await this.#versioned({ method: "DELETE", path, query });
  }

  /** The bytes that a GET answers with, as they come. */
  async *stream(path: string, query: Query = {}): AsyncGenerator<Uint8Array> {
    const call: Call = { method: "GET", path, query };
    const version = await this.version();
    const incoming = await this.#open({ ...call, path: `/v${version}${path}` });
    try {
      if ((incoming.statusCode ?? 0) >= 400) throw refusal(await readAnswer(incoming), call);
      yield* incoming as AsyncIterable<Buffer>;
    } catch (error) {
      throw this.#unreachable(error);
    } finally {
      incoming.destroy();
    }
  }

  /** Closes idle connections, so that the program can end. */
  close(): void {
    this.#agent.destroy();
  }

  async #json<T>(call: Call): Promise<T> {
    const { text } = await this.#versioned(call);
    if (text.trim() === "") return undefined as T; // Only calls that answer nothing say T = undefined.
    try {
      return JSON.parse(text) as T; // The type that the API documents for this path.
    } catch (cause) {
      throw new OperationalError(
        "internal",
        `Cannot read the daemon's answer to ${call.method} ${call.path}: it is not JSON. Is ${this.host} a Skein or Docker daemon?`,
        { cause },
      );
    }
  }

  async #versioned(call: Call): Promise<Answer> {
    const version = await this.version();
    const answer = await this.#send({ ...call, path: `/v${version}${call.path}` });
    if (answer.status >= 400) throw refusal(answer, call);
    return answer;
  }

  async #negotiate(): Promise<string> {
    const { apiVersion } = await this.#send({ method: "HEAD", path: "/_ping" });
    const theirs = apiVersion ?? UNKNOWN_API;
    return isOlderApi(theirs, NEWEST_API) ? theirs : NEWEST_API;
  }

  async #send(call: Call): Promise<Answer> {
    const incoming = await this.#open(call);
    return readAnswer(incoming).catch((cause: unknown) => {
      throw this.#unreachable(cause);
    });
  }

  /**
   * Sends a call; gives the head of its answer, whose body is still to be read. A daemon closes a
   * connection that is idle, perhaps just when it is used again: what only reads is then asked once
   * more, and what changes something never begins on a connection that was used before.
   */
  async #open(call: Call): Promise<IncomingMessage> {
    if (call.method !== "GET" && call.method !== "HEAD") return this.#openOn(false, call);
    try {
      return await this.#openOn(this.#agent, call);
    } catch (error) {
      if (!(error instanceof StaleConnection)) throw error;
      return this.#openOn(false, call);
    }
  }

  #openOn(agent: Agent | false, call: Call): Promise<IncomingMessage> {
    const { method, body } = call;
    const json = body === undefined ? undefined : JSON.stringify(body);
    const address = this.#address;
    return new Promise((resolve, reject) => {
      const tls = this.#tls;
      const outgoing = (tls ? httpsRequest : httpRequest)({
        method,
        path: call.path + queryText(call.query),
        headers: {
          Host: address.kind === "unix" ? "api.skein.localhost" : address.hostname,
          "User-Agent": "skein",
          ...(json !== undefined && {
            "Content-Type": "application/json",
            "Content-Length": Buffer.byteLength(json),
          }),
          ...call.headers,
        },
        agent,
        signal: this.#signal,
        ...(tls && secured(tls)),
        ...(address.kind === "unix"
          ? { socketPath: address.path }
          : { host: address.hostname, port: address.port }),
      });
      outgoing.on("error", (cause) => {
        const isStale = outgoing.reusedSocket && isReset(cause) && !this.#signal.aborted;
        reject(isStale ? new StaleConnection() : this.#unreachable(cause));
      });
      outgoing.on("response", resolve);
      outgoing.end(json);
    });
  }

  #unreachable(cause: unknown): OperationalError {
    if (this.#signal.aborted) return new OperationalError("cancelled", "Interrupted", { cause });
    const code = systemCode(cause);
    if (code === "EACCES" || code === "EPERM") {
      return new OperationalError(
        "permissionDenied",
        `permission denied while trying to connect to the Skein daemon at ${this.host}: run as a user who may open this socket, or with sudo`,
        { cause },
      );
    }
    if (cause instanceof OperationalError) return cause;
    if (this.#tls && isTlsTrouble(cause)) {
      return new OperationalError(
        "unauthenticated",
        `The daemon at ${this.host} and this client do not trust each other: ${messageOf(cause)}. Look at --tlscacert, --tlscert and --tlskey`,
        { cause },
      );
    }
    return new OperationalError(
      "unavailable",
      isReset(cause)
        ? `The connection to the Skein daemon at ${this.host} was lost. Did skeind stop?`
        : `Cannot connect to the Skein daemon at ${this.host}. Is skeind running?`,
      { cause },
    );
  }
}

/** The daemon closed an idle connection when it was about to be used. */
class StaleConnection extends Error {
  override readonly name = "StaleConnection";
}

function systemCode(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : undefined;
}

function secured({ ca, cert, key }: ClientTls): { ca: Buffer; cert: Buffer; key: Buffer } {
  return { ca: Buffer.from(ca), cert: Buffer.from(cert), key: Buffer.from(key) };
}

/** Certificates that do not fit, and servers that speak no TLS. Source: Node.js, X.509 error codes. */
function isTlsTrouble(error: unknown): boolean {
  const code = systemCode(error);
  return (
    typeof code === "string" &&
    /^(ERR_TLS|ERR_SSL|ERR_OSSL|EPROTO|CERT_|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|INVALID_CA|HOSTNAME_MISMATCH)/.test(
      code,
    )
  );
}

function isReset(error: unknown): boolean {
  const code = systemCode(error);
  return code === "ECONNRESET" || code === "EPIPE";
}

/** True when an API version such as "1.41" comes before another. */
export function isOlderApi(version: string, than: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [thanMajor = 0, thanMinor = 0] = than.split(".").map(Number);
  return major !== thanMajor ? major < thanMajor : minor < thanMinor;
}

async function readAnswer(incoming: IncomingMessage): Promise<Answer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_ANSWER_BYTES) {
      throw new OperationalError("resourceExhausted", "The daemon's answer is too long to read");
    }
    chunks.push(chunk);
  }
  const version = incoming.headers["api-version"];
  return {
    status: incoming.statusCode ?? 0,
    apiVersion: typeof version === "string" && /^\d+\.\d+$/.test(version) ? version : undefined,
    text: Buffer.concat(chunks).toString("utf8"),
  };
}

function refusal({ status, text }: Answer, call: Call): OperationalError {
  const message =
    messageIn(text) ?? (text.trim() || `${call.method} ${call.path} was answered with ${status}`);
  return new OperationalError(
    codeOfStatus(status),
    `Error response from daemon: ${message.trim()}`,
  );
}

function messageIn(text: string): string | undefined {
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body !== "object" || body === null || !("message" in body)) return undefined;
    return typeof body.message === "string" ? body.message : undefined;
  } catch {
    return undefined; // Not JSON: old daemons and proxies answer in plain text, which is shown as it is.
  }
}

const CODES: Readonly<Record<number, ErrorCode>> = {
  400: "invalidArgument",
  401: "unauthenticated",
  403: "permissionDenied",
  404: "notFound",
  409: "alreadyExists",
  501: "unimplemented",
  503: "unavailable",
};

function codeOfStatus(status: number): ErrorCode {
  return CODES[status] ?? "unknown";
}

function queryText(query: Query = {}): string {
  const parts = Object.entries(query)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`);
  return parts.length === 0 ? "" : `?${parts.join("&")}`;
}
