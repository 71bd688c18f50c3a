import { constants } from "node:crypto";
import { setMaxListeners } from "node:events";
import type { AddressInfo, Socket } from "node:net";
import type { Duplex } from "node:stream";
import { createServer, type Server as TlsServer } from "node:tls";
import grpc from "@grpc/grpc-js";
import { OperationalError, messageOf } from "../base/errors.ts";
import type { Clock } from "../system/clock.ts";
import type { Log } from "../system/log.ts";
import type { Route } from "../system/rpc.ts";
import type { AuthorizationRule } from "./authorize.ts";
import type { NodeCredentials } from "./credentials.ts";
import { Peers } from "./peers.ts";
import { serviceOf } from "./serve.ts";

export interface RpcServerOptions extends AuthorizationRule {
  readonly credentials: NodeCredentials;
  readonly routes: readonly Route[];
  readonly log: Log;
  readonly clock: Clock;
}

/** Requests larger than this are refused. Source: swarmkit, gRPC's default. */
const MAX_REQUEST_BYTES = 4 * 1024 * 1024;
/** Whoever is not certified only ever asks for a certificate. */
const MAX_STRANGERS_REQUEST_BYTES = 256 * 1024;
const MAX_STRANGERS_CALLS = 16;
const MAX_STRANGERS_IDLE_MS = 60_000;
/** A peer that has not finished its handshake by then is not going to. */
const HANDSHAKE_MS = 10_000;
/** Time for calls under way to end, before connections are cut. */
const DRAIN_MS = 1000;

const GRPC_OPTIONS: grpc.ServerOptions = {
  "grpc.max_send_message_length": -1,
  "grpc.enable_channelz": 0,
  // Finds peers that vanished while there was something on its way to them, where TCP goes on trying.
  "grpc.keepalive_time_ms": 20_000,
  "grpc.keepalive_timeout_ms": 10_000,
};

/**
 * One port for peers with and without a certificate. gRPC's own server cannot ask for an optional
 * certificate, so TLS is Node's and gRPC is handed the sockets: by one server to members and by
 * another to strangers, who must not be able to fill the memory.
 */
export class RpcServer {
  readonly #tls: TlsServer;
  /** Also those that have not got as far as a handshake. */
  readonly #connections = new Set<Socket>();
  readonly #servers: readonly grpc.Server[];
  readonly #peers: Peers;
  readonly #clock: Clock;
  readonly #stop: AbortController;
  readonly #serving: Parameters<typeof serviceOf>[1];
  readonly #served = new Set<string>();
  #root: string;

  private constructor(tls: TlsServer, options: RpcServerOptions) {
    const { log, clock, routes, credentials } = options;
    this.#tls = tls;
    this.#clock = clock;
    this.#root = credentials.root;
    this.#peers = new Peers(clock);
    this.#stop = new AbortController();
    setMaxListeners(0, this.#stop.signal); // Every stream listens to it.
    this.#serving = { rule: options, peers: this.#peers, log, stopping: this.#stop.signal };
    const members = createGrpc({ "grpc.max_receive_message_length": MAX_REQUEST_BYTES });
    const strangers = createGrpc({
      "grpc.max_receive_message_length": MAX_STRANGERS_REQUEST_BYTES,
      "grpc.max_concurrent_streams": MAX_STRANGERS_CALLS,
      "grpc.max_connection_idle_ms": MAX_STRANGERS_IDLE_MS,
    });
    this.#servers = [members.server, strangers.server];
    this.addRoutes(routes);
    tls.on("secureConnection", (socket) => {
      const { identity, refusal } = this.#peers.add(socket);
      if (refusal !== undefined) {
        log.info("a peer's certificate is refused", {
          peer: socket.remoteAddress,
          reason: refusal,
        });
      }
      // Docker Engines name no protocol once they have renewed their certificate; node:http2 would
      // take them for HTTP/1.1, which nobody speaks here.
      if (socket.alpnProtocol === false) socket.alpnProtocol = "h2";
      (identity ? members : strangers).inject(socket);
    });
    tls.on("tlsClientError", (error, socket) => {
      log.debug("TLS handshake failed", { peer: socket.remoteAddress, error });
    });
    tls.on("error", (error) => log.warn("cannot take a connection", { error }));
    tls.on("connection", (socket: Socket) => {
      this.#connections.add(socket);
      socket.once("close", () => this.#connections.delete(socket));
    });
  }

  /** Listens on `host:port`. `unavailable` when the port is taken, with what to do. */
  static async listen(address: string, options: RpcServerOptions): Promise<RpcServer> {
    const tls = createServer({
      ...secureContext(options.credentials),
      requestCert: true,
      rejectUnauthorized: false,
      ALPNProtocols: ["h2"],
      minVersion: "TLSv1.2",
      handshakeTimeout: HANDSHAKE_MS,
      // A resumed session would keep what a certificate was worth when it began.
      secureOptions: constants.SSL_OP_NO_TICKET,
    });
    const { host, port } = splitAddress(address);
    await new Promise<void>((resolve, reject) => {
      const refuse = (error: Error): void => reject(describeListenError(error, address));
      tls.once("error", refuse);
      tls.listen({ host, port }, () => {
        tls.off("error", refuse);
        resolve();
      });
    });
    return new RpcServer(tls, options);
  }

  /** The port it listens on, of use where 0 was asked for. */
  get port(): number {
    const address = this.#tls.address() as AddressInfo; // A TCP server that listens has one.
    return address.port;
  }

  /** Serves more from now on. A method that is served already stays as it is. */
  addRoutes(routes: readonly Route[]): void {
    const fresh = routes.filter(({ method }) => !this.#served.has(method.path));
    for (const { definition, implementation } of serviceOf(fresh, this.#serving)) {
      for (const server of this.#servers) server.addService(definition, implementation);
    }
    for (const { method } of fresh) this.#served.add(method.path);
  }

  /**
   * New connections use these from now on. The ones there are stay, unless the root has changed to
   * one that does not vouch for their peer.
   */
  setCredentials(credentials: NodeCredentials): void {
    this.#tls.setSecureContext(secureContext(credentials));
    if (credentials.root === this.#root) return;
    this.#root = credentials.root;
    this.#peers.cutUnlessCertifiedBy(credentials.root);
  }

  /** Takes no more, ends streams, lets other calls end for a moment, then cuts what is left. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#tls.close(() => resolve()));
    this.#stop.abort(new OperationalError("unavailable", "The manager is stopping"));
    const drained = this.#servers.map(
      (server) => new Promise<void>((resolve) => server.tryShutdown(() => resolve())),
    );
    const force = this.#clock.after(DRAIN_MS, () => {
      for (const server of this.#servers) server.forceShutdown();
      for (const connection of this.#connections) connection.destroy();
    });
    await Promise.all([closed, ...drained]);
    force();
  }
}

/** A gRPC server that is handed its connections. */
function createGrpc(options: grpc.ServerOptions): {
  readonly server: grpc.Server;
  readonly inject: (socket: Duplex) => void;
} {
  const server = new grpc.Server({ ...GRPC_OPTIONS, ...options });
  const injector = server.createConnectionInjector(grpc.ServerCredentials.createInsecure());
  return { server, inject: (socket) => injector.injectConnection(socket) };
}

function secureContext({ root, certificate, key }: NodeCredentials): {
  readonly ca: string;
  readonly cert: string;
  readonly key: string;
} {
  return { ca: root, cert: certificate, key };
}

/** `host:port`, the host possibly an IPv6 address in brackets. */
export function splitAddress(address: string): { readonly host: string; readonly port: number } {
  const match = /^(?:\[(.+)\]|([^:]*)):(\d{1,5})$/.exec(address);
  const port = Number(match?.[3]);
  if (!match || port > 65_535) {
    throw new OperationalError(
      "invalidArgument",
      `Address "${address}" must have the form HOST:PORT, such as 192.0.2.1:2377`,
    );
  }
  return { host: match[1] ?? match[2] ?? "", port };
}

function describeListenError(error: Error, address: string): OperationalError {
  const code = "code" in error ? String(error.code) : "";
  const why =
    code === "EADDRINUSE"
      ? `the port is in use by another program: stop that (ss -ltnp shows it), or choose another with --listen-addr`
      : code === "EADDRNOTAVAIL"
        ? `this machine has no such address: choose one of its own with --listen-addr`
        : code === "EACCES"
          ? "this user may not use the port: choose one above 1023 with --listen-addr"
          : messageOf(error);
  return new OperationalError("unavailable", `Cannot listen on ${address}: ${why}`, {
    cause: error,
  });
}
