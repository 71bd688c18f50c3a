import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { OperationalError, messageOf } from "../base/errors.ts";
import { ApiError, answerOf } from "./api-error.ts";
import type { ApiDeps } from "./api-deps.ts";
import { requestedVersion } from "./api-version.ts";
import { listenOn } from "./listen.ts";
import type { ApiRequest } from "./request.ts";
import { readJson } from "./request-body.ts";
import { Router } from "./router.ts";
import { apiRoutes } from "./routes.ts";
import { writeAnswer, writeError, writeNegotiation } from "./write-answer.ts";

/** Larger than any spec, and than a config's data in base64. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;
/** How long requests under way may take once the server closes. */
const DRAIN_MS = 3_000;

/**
 * The daemon's Docker-shaped HTTP API. Every request is answered, whatever goes wrong, and a bug in
 * one request ends that request only.
 */
export class ApiServer {
  readonly #deps: ApiDeps;
  readonly #router: Router;
  readonly #servers: Server[] = [];
  /** Streams, which end when the server does; other requests are given time to finish. */
  readonly #streams = new Set<AbortController>();
  #closing = false;

  private constructor(deps: ApiDeps) {
    this.#deps = deps;
    this.#router = new Router(apiRoutes(deps));
  }

  /** Listens on every one of `hosts` (`unix:///path` or `tcp://host:port`), or on none. */
  static async open(deps: ApiDeps, hosts: readonly string[]): Promise<ApiServer> {
    const api = new ApiServer(deps);
    try {
      for (const host of hosts) await api.#listen(host);
      return api;
    } catch (error) {
      await api.close();
      throw error;
    }
  }

  /** Stops accepting, ends the streams, and lets what is under way finish for a moment. */
  async close(): Promise<void> {
    this.#closing = true;
    for (const stream of this.#streams) stream.abort(new OperationalError("cancelled", "Closing"));
    const drained = new AbortController();
    const closed = Promise.all(this.#servers.map(closeServer)).then(() => drained.abort());
    await this.#deps.clock.sleep(DRAIN_MS, drained.signal);
    for (const server of this.#servers) server.closeAllConnections();
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #listen(host: string): Promise<void> {
    const server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        this.#deps.log.error("a request could not be answered", { path: request.url, error });
        response.destroy();
      });
    });
    // Streams stay open for as long as their client wants them.
    server.requestTimeout = 0;
    await listenOn(server, host, this.#deps.log);
    this.#servers.push(server);
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const life = new AbortController();
    response.on("close", () => {
      life.abort(new OperationalError("cancelled", "The client went away"));
      if (this.#closing) closeIdle(this.#servers);
    });
    response.on("error", () => undefined); // "close" follows, and says the same.
    try {
      await this.#answer(request, response, life);
    } catch (error) {
      if (life.signal.aborted) return;
      this.#tell(request, response, error);
    } finally {
      this.#streams.delete(life);
    }
  }

  async #answer(
    request: IncomingMessage,
    response: ServerResponse,
    life: AbortController,
  ): Promise<void> {
    const url = request.url ?? "/";
    const queryAt = url.indexOf("?");
    const path = queryAt < 0 ? url : url.slice(0, queryAt);
    const match = this.#router.find(request.method ?? "", path);
    if (!match) throw new ApiError(404, "page not found");
    writeNegotiation(response);
    const asked: ApiRequest = {
      version: requestedVersion(match.version),
      params: match.params,
      query: new URLSearchParams(queryAt < 0 ? "" : url.slice(queryAt + 1)),
      headers: request.headers,
      json: () => readJson(request, MAX_BODY_BYTES),
      signal: life.signal,
    };
    response.setHeader("Docker-Experimental", "false");
    const answer = await match.route.handle(asked);
    if (answer.kind === "lines" || answer.kind === "bytes") this.#streams.add(life);
    await writeAnswer(response, answer, life.signal);
  }

  #tell(request: IncomingMessage, response: ServerResponse, error: unknown): void {
    const { log } = this.#deps;
    const path = request.url;
    if (response.headersSent) {
      log.warn("a stream broke off", { path, error });
      response.destroy();
      return;
    }
    const { status, message } = answerOf(error);
    if (!(error instanceof ApiError || error instanceof OperationalError)) {
      log.error("a request failed for an unexpected reason", { path, error });
    } else if (status >= 500) {
      log.debug("a request failed", { path, error: messageOf(error) });
    }
    // What is left of a body that was too large is not worth reading.
    if (status === 413) response.setHeader("Connection", "close");
    writeError(response, status, message);
  }
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}

/** Clients keep connections open for their next request, which will not be answered. */
function closeIdle(servers: readonly Server[]): void {
  for (const server of servers) server.closeIdleConnections();
}
