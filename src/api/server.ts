import { createServer, ServerResponse, type IncomingMessage, type Server } from "node:http";
import {
  createServer as createTlsServer,
  type Server as TlsServer,
  type ServerOptions,
} from "node:https";
import { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { OperationalError, messageOf } from "../base/errors.ts";
import { ApiError, answerOf } from "./api-error.ts";
import type { ApiDeps } from "./api-deps.ts";
import { requestedVersion } from "./api-version.ts";
import { withoutEngine } from "./engine/absent.ts";
import { controlOf } from "./control-client.ts";
import { EngineDoor } from "./engine/door.ts";
import { NetworkedContainers } from "./engine/networked-containers.ts";
import { passThrough } from "./engine/pass-through.ts";
import { passUpgrade } from "./engine/upgrade.ts";
import { containerAsk, type ContainerAsk } from "./remote/endpoints.ts";
import { RemoteContainers } from "./remote/remote-containers.ts";
import { EventRing } from "./events/event-ring.ts";
import { listenOn } from "./listen.ts";
import type { ApiRequest } from "./request.ts";
import { readJson } from "./request-body.ts";
import { Router, versionOf } from "./router.ts";
import { apiRoutes, isClusterPath } from "./routes.ts";
import { writeAnswer, writeError, writeNegotiation } from "./write-answer.ts";

/** Larger than any spec, and than a config's data in base64. */
const MAX_BODY_BYTES = 8 * 1024 * 1024;
/** How long requests under way may take once the server closes. */
const DRAIN_MS = 3_000;
/** Longer than clients keep a connection for their next request. */
const KEEP_ALIVE_MS = 5 * 60_000;

type AnyServer = Server | TlsServer;

/**
 * The daemon's Docker-shaped HTTP API. Every request is answered, whatever goes wrong, and a bug in
 * one request ends that request only.
 */
export class ApiServer {
  readonly #deps: ApiDeps;
  readonly #router: Router;
  readonly #engine: EngineDoor | undefined;
  readonly #containers: RemoteContainers;
  readonly #networked: NetworkedContainers | undefined;
  readonly #events: EventRing;
  readonly #servers: AnyServer[] = [];
  /** Connections over TCP with TLS, which the HTTP server knows only once their clients are known. */
  readonly #secured = new Set<Socket>();
  /** Streams, which end when the server does; other requests are given time to finish. */
  readonly #streams = new Set<AbortController>();
  #closing = false;

  private constructor(deps: ApiDeps, routes: typeof apiRoutes) {
    this.#deps = deps;
    const socket = deps.node.engineSocket();
    this.#engine = socket === undefined ? undefined : new EngineDoor(socket, deps.clock);
    this.#containers = new RemoteContainers({ ...deps, engine: this.#engine });
    const control = controlOf(deps.node, deps.clock);
    this.#networked =
      this.#engine && new NetworkedContainers({ ...deps, engine: this.#engine, control });
    this.#events = new EventRing(deps.node, deps.clock);
    this.#router = new Router(routes(deps, this.#engine, this.#events));
  }

  /**
   * Listens on every one of `hosts` (`unix:///path` or `tcp://host:port`), or on none. Over TCP with
   * `tls`; without it only where this machine alone can reach it.
   */
  static async open(
    deps: ApiDeps,
    hosts: readonly string[],
    tls?: ServerOptions,
    routes = apiRoutes,
  ): Promise<ApiServer> {
    const api = new ApiServer(deps, routes);
    try {
      for (const host of hosts) await api.#listen(host, tls);
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
    for (const socket of this.#secured) socket.destroy();
    this.#events.close();
    this.#engine?.close();
    await closed;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #listen(host: string, tls: ServerOptions | undefined): Promise<void> {
    const { log } = this.#deps;
    const listener = (request: IncomingMessage, response: ServerResponse): void => {
      this.#serve(request, response).catch((error: unknown) => {
        log.error("a request could not be answered", { path: request.url, error });
        response.destroy();
      });
    };
    const secured = tls !== undefined && !host.startsWith("unix:");
    const server: AnyServer = secured ? createTlsServer(tls, listener) : createServer(listener);
    if (secured) this.#watchStrangers(server, host);
    // Streams stay open for as long as their client wants them.
    server.requestTimeout = 0;
    server.keepAliveTimeout = KEEP_ALIVE_MS;
    server.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      this.#upgrade(request, socket, head).catch((error: unknown) => {
        this.#deps.log.error("a stream could not be passed on", { path: request.url, error });
        socket.destroy();
      });
    });
    await listenOn(server, host, { log, secured });
    this.#servers.push(server);
  }

  #watchStrangers(server: AnyServer, host: string): void {
    server.on("tlsClientError", (error: Error) =>
      this.#deps.log.warn("a client was refused", { address: host, reason: error.message }),
    );
    server.on("connection", (socket: Socket) => {
      this.#secured.add(socket);
      socket.once("close", () => this.#secured.delete(socket));
    });
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const life = new AbortController();
    response.on("close", () => {
      // An answer that went out whole leaves nothing to give up.
      if (!response.writableFinished) {
        life.abort(new OperationalError("cancelled", "The client went away"));
      }
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
    if (!match) {
      await this.#passOn(request, response, path, life);
      return;
    }
    writeNegotiation(response);
    const asked: ApiRequest = {
      version: requestedVersion(match.version),
      url,
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

  /** What is not the cluster's is the engine's to answer. */
  async #passOn(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    life: AbortController,
  ): Promise<void> {
    if (isClusterPath(path)) throw new ApiError(404, "page not found");
    const ask = this.#containerAsk(request);
    if (ask !== undefined) {
      requestedVersion(versionOf(path));
      this.#streams.add(life);
      if (await this.#containers.pass(ask, request, response, life.signal)) return;
      this.#streams.delete(life);
    }
    if (!this.#engine) {
      const answer = withoutEngine(request.method ?? "", path);
      writeNegotiation(response);
      await writeAnswer(response, answer, life.signal);
      return;
    }
    requestedVersion(versionOf(path));
    this.#streams.add(life);
    if (await this.#networked?.pass(path, request, response, life.signal)) return;
    await passThrough(this.#engine, request, response, life.signal);
  }

  /** A request for a container that may be on another node; undefined for any other. */
  #containerAsk({ method = "", url = "/" }: IncomingMessage): ContainerAsk | undefined {
    return this.#containers.isManager ? containerAsk(method, url) : undefined;
  }

  /** A request that would have its connection for itself: the engine's, as nothing of ours takes one. */
  async #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const [path = "/"] = (request.url ?? "/").split("?");
    const life = new AbortController();
    const ours = this.#router.find(request.method ?? "", path) !== undefined || isClusterPath(path);
    const ask = ours ? undefined : this.#containerAsk(request);
    const { signal } = life;
    if (ours || (!this.#engine && !ask)) {
      await this.#declineUpgrade(request, socket);
      return;
    }
    this.#streams.add(life);
    try {
      if (ask) await this.#containers.upgrade(ask, request, socket, head, signal);
      else if (this.#engine) {
        const target = { way: this.#engine, url: request.url ?? "/" };
        await passUpgrade(target, request, socket, head, signal);
      }
    } finally {
      this.#streams.delete(life);
    }
  }

  /** Clients that offer HTTP/2 with every request take an answer in HTTP/1.1 for no. */
  async #declineUpgrade(request: IncomingMessage, socket: Duplex): Promise<void> {
    if (!(socket instanceof Socket)) {
      socket.destroy(); // A server that listens on sockets hands over nothing else.
      return;
    }
    const response = new ServerResponse(request);
    response.shouldKeepAlive = false;
    response.assignSocket(socket);
    response.on("finish", () => socket.end());
    socket.on("error", () => undefined); // "close" follows, and says the same.
    await this.#serve(request, response);
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

function closeServer(server: AnyServer): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}

/** Clients keep connections open for their next request, which will not be answered. */
function closeIdle(servers: readonly AnyServer[]): void {
  for (const server of servers) server.closeIdleConnections();
}
