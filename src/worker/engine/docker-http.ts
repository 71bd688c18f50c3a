import { setMaxListeners } from "node:events";
import { Agent, request, type IncomingMessage } from "node:http";
import { availableParallelism } from "node:os";
import { OperationalError, errorCodeOf, messageOf, type ErrorCode } from "../../base/errors.ts";
import type { Clock } from "../../system/clock.ts";
import { withDeadline } from "../../system/deadline.ts";
import { Gate } from "./gate.ts";
import { JsonView } from "./json-view.ts";

/** The Engine API versions this code was written for; an older engine lacks what tasks may ask for. */
const OLDEST_API = "1.41";
const NEWEST_API = "1.47";

/** An answer that takes longer means that the engine stands still. Creating on a busy machine takes seconds. */
const ANSWER_WITHIN_MS = 120_000;
/** Quick calls at once: more only queue inside the engine. */
const MAX_QUICK_CALLS = 32;
/**
 * Changes at once. An engine creates, starts and removes containers no faster with more of them,
 * measured from 2 to 40 at once on 2 processors, and the first are done the later.
 */
const MAX_CHANGES = Math.max(4, availableParallelism());
const PING_WITHIN_MS = 10_000;
const MAX_LINE_CHARS = 4 * 1024 * 1024;

export interface DockerRequest {
  readonly method?: "GET" | "POST" | "DELETE";
  /** Below the version, query included; ids and names in it are already encoded. */
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** How much longer than usual the answer may take: it waits for a container to stop. */
  readonly extraMs?: number;
}

/** The Docker Engine's HTTP API over its Unix socket. */
export class DockerHttp {
  readonly #socketPath: string;
  readonly #clock: Clock;
  readonly #quick = new Agent({ keepAlive: true, maxSockets: MAX_QUICK_CALLS });
  /** For answers that wait for something: they must not keep the quick ones waiting. */
  readonly #slow = new Agent({ keepAlive: false });
  readonly #life = new AbortController();
  readonly #changes = new Gate(MAX_CHANGES);
  #prefix: Promise<string> | undefined;

  constructor({ socketPath, clock }: { socketPath: string; clock: Clock }) {
    this.#socketPath = socketPath;
    this.#clock = clock;
    setMaxListeners(0, this.#life.signal); // As many as there are calls: that is no leak.
  }

  /** One request and its whole answer. Throws an `OperationalError` with the engine's own words. */
  async call(wanted: DockerRequest, signal: AbortSignal): Promise<JsonView> {
    const withinMs = ANSWER_WITHIN_MS + (wanted.extraMs ?? 0);
    const agent = wanted.extraMs === undefined ? this.#quick : this.#slow;
    const text = await this.#within(withinMs, signal, async (inTime) =>
      readAll(await this.#send(wanted, agent, inTime)),
    );
    return JsonView.parse(text);
  }

  /**
   * As `call`, for what changes something: once sent it is completed, so that the engine does not
   * go on with it behind the back of a caller that has given up. Throws what `signal` says at last.
   */
  async change(wanted: DockerRequest, signal: AbortSignal): Promise<JsonView> {
    const answer = await this.#changes.run(() => this.call(wanted, this.#life.signal), signal);
    signal.throwIfAborted();
    return answer;
  }

  /**
   * A request whose answer is a sequence of JSON values, one a line, possibly without end. Resolves
   * when the engine has begun to answer.
   */
  async stream(wanted: DockerRequest, signal: AbortSignal): Promise<AsyncIterable<JsonView>> {
    const response = await this.#send(wanted, this.#slow, signal);
    return readLines(response, signal);
  }

  /** A request whose answer is bytes, possibly without end. A slow reader holds the engine back. */
  async bytes(wanted: DockerRequest, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    const response = await this.#within(ANSWER_WITHIN_MS, signal, (inTime) =>
      this.#send(wanted, this.#slow, inTime),
    );
    return readChunks(response, signal);
  }

  /** Forgets what the engine can do: it may come back as another version. */
  forgetVersion(): void {
    this.#prefix = undefined;
  }

  close(): void {
    this.#life.abort(new OperationalError("cancelled", "The engine's connection is closed"));
    this.#quick.destroy();
    this.#slow.destroy();
  }

  async #send(wanted: DockerRequest, agent: Agent, signal: AbortSignal): Promise<IncomingMessage> {
    const prefix = await this.#versionPrefix();
    const response = await this.#exchange(
      { ...wanted, path: `${prefix}${wanted.path}` },
      agent,
      signal,
    );
    const status = response.statusCode ?? 500;
    if (status < 400) return response;
    const text = await readAll(response);
    const words =
      JsonView.parse(text).at("message").text() || text.trim() || `HTTP status ${status}`;
    throw new OperationalError(codeOf(status, words), words);
  }

  async #within<T>(
    ms: number,
    signal: AbortSignal,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    try {
      return await withDeadline(this.#clock, ms, signal, work);
    } catch (error) {
      if (errorCodeOf(error) !== "deadlineExceeded") throw error;
      const text = `The Docker Engine at "${this.#socketPath}" has not answered within ${ms} ms`;
      throw new OperationalError("deadlineExceeded", text, { cause: error });
    }
  }

  /** `/v1.45`: the newest version that both sides speak. One question for all who want to know. */
  async #versionPrefix(): Promise<string> {
    const asked = (this.#prefix ??= this.#within(PING_WITHIN_MS, this.#life.signal, (inTime) =>
      this.#negotiate(inTime),
    ));
    try {
      return await asked;
    } catch (error) {
      if (this.#prefix === asked) this.#prefix = undefined; // The next call asks again.
      throw error;
    }
  }

  async #negotiate(signal: AbortSignal): Promise<string> {
    const response = await this.#exchange({ path: "/_ping" }, this.#quick, signal);
    await readAll(response);
    const offered = response.headers["api-version"];
    if (response.statusCode !== 200 || typeof offered !== "string") {
      throw notUnderstood(`its ping was answered with HTTP status ${response.statusCode ?? 0}`);
    }
    if (isOlderVersion(offered, OLDEST_API)) {
      const remedy = "install Docker Engine 20.10 or newer";
      throw new OperationalError(
        "failedPrecondition",
        `The Docker Engine at "${this.#socketPath}" speaks API ${offered}, and ${OLDEST_API} is needed: ${remedy}`,
      );
    }
    return `/v${isOlderVersion(offered, NEWEST_API) ? offered : NEWEST_API}`;
  }

  #exchange(wanted: DockerRequest, agent: Agent, signal: AbortSignal): Promise<IncomingMessage> {
    const { method = "GET", path, body, headers = {} } = wanted;
    const payload = body === undefined ? undefined : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      if (signal.aborted) {
        reject(reasonOf(signal));
        return;
      }
      const sent = request({
        socketPath: this.#socketPath,
        agent,
        method,
        path,
        signal,
        headers: {
          host: "docker",
          ...headers,
          ...(payload === undefined ? {} : { "content-type": "application/json" }),
          "content-length": Buffer.byteLength(payload ?? ""),
        },
      });
      sent.once("response", resolve);
      sent.once("error", (error) => {
        if (signal.aborted) reject(reasonOf(signal));
        else reject(asOperational(error, this.#socketPath));
      });
      sent.end(payload);
    });
  }
}

/** A request line of a path and its query; undefined parameters are left out. */
export function pathOf(
  path: string,
  query: Readonly<Record<string, string | undefined>> = {},
): string {
  const given = Object.entries(query).filter(
    (entry): entry is [string, string] => entry[1] !== undefined,
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}

async function* readLines(
  response: IncomingMessage,
  signal: AbortSignal,
): AsyncGenerator<JsonView> {
  let rest = "";
  try {
    response.setEncoding("utf8");
    for await (const chunk of response) {
      rest += String(chunk);
      const lines = rest.split("\n");
      rest = lines.pop() ?? "";
      if (rest.length > MAX_LINE_CHARS) throw notUnderstood("it sends a line without end");
      for (const line of lines) if (line.trim() !== "") yield JsonView.parse(line);
    }
    if (rest.trim() !== "") yield JsonView.parse(rest);
  } catch (error) {
    throw signal.aborted ? reasonOf(signal) : asOperational(error);
  } finally {
    response.destroy();
  }
}

async function* readChunks(
  response: IncomingMessage,
  signal: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const end = (): void => void response.destroy();
  signal.addEventListener("abort", end, { once: true });
  try {
    signal.throwIfAborted();
    // The response is not decoded, so its chunks are buffers.
    for await (const chunk of response) yield chunk as Buffer;
    signal.throwIfAborted();
  } catch (error) {
    throw signal.aborted ? reasonOf(signal) : asOperational(error);
  } finally {
    signal.removeEventListener("abort", end);
    response.destroy();
  }
}

async function readAll(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  try {
    // The response is not decoded, so its chunks are buffers.
    for await (const chunk of response) chunks.push(chunk as Buffer);
  } catch (error) {
    throw asOperational(error);
  }
  return Buffer.concat(chunks).toString("utf8");
}

/** The engine or its containerd going down shows as an ordinary 500: what it says tells them apart. */
const GOING_DOWN =
  /daemon is shutting down|context canceled|transport is closing|connection error: desc|ttrpc: closed|containerd.*(unavailable|refused)/i;

function codeOf(status: number, words: string): ErrorCode {
  switch (status) {
    case 400:
      return "invalidArgument";
    case 401:
    case 403:
      return "permissionDenied";
    case 404:
      return "notFound";
    case 409:
      return "alreadyExists";
    case 502:
    case 503:
    case 504:
      return "unavailable";
    default:
      return GOING_DOWN.test(words) ? "unavailable" : "internal";
  }
}

function asOperational(error: unknown, socketPath?: string): OperationalError {
  if (error instanceof OperationalError) return error;
  const place = socketPath === undefined ? "" : ` at "${socketPath}"`;
  return new OperationalError(
    "unavailable",
    `Cannot reach the Docker Engine${place}: ${messageOf(error)}`,
    { cause: error },
  );
}

function notUnderstood(why: string): OperationalError {
  return new OperationalError("unavailable", `Cannot understand the Docker Engine: ${why}`);
}

/** The reason of an abort, as something that can be thrown. */
function reasonOf(signal: AbortSignal): Error {
  const reason: unknown = signal.reason;
  return reason instanceof Error ? reason : new OperationalError("cancelled", String(reason));
}

/** Versions such as 1.9 and 1.41, by number. */
function isOlderVersion(version: string, other: string): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const [otherMajor = 0, otherMinor = 0] = other.split(".").map(Number);
  return major < otherMajor || (major === otherMajor && minor < otherMinor);
}
