import { createServer, type Server as TlsServer, type TLSSocket } from "node:tls";
import type { AddressInfo } from "node:net";
import grpc from "@grpc/grpc-js";
import { OperationalError, messageOf } from "../base/errors.ts";
import type { Clock } from "../system/clock.ts";
import type { Log } from "../system/log.ts";
import type { Route } from "../system/rpc.ts";
import type { AuthorizationRule } from "./authorize.ts";
import type { NodeCredentials } from "./credentials.ts";
import { serviceOf } from "./serve.ts";

export interface RpcServerOptions extends AuthorizationRule {
  readonly credentials: NodeCredentials;
  readonly routes: readonly Route[];
  readonly log: Log;
  readonly clock: Clock;
}

/** Requests larger than this are refused. Source: swarmkit, gRPC's default. */
const MAX_REQUEST_BYTES = 4 * 1024 * 1024;
/** Time for calls under way to end, before connections are cut. */
const DRAIN_MS = 1000;
/** Finds connections whose other end vanished without a word. */
const TCP_KEEPALIVE_MS = 10_000;

/**
 * One port for peers with and without a certificate. gRPC's own server cannot ask for an optional
 * certificate, so TLS is Node's and gRPC is handed the sockets.
 */
export class RpcServer {
  readonly #tls: TlsServer;
  readonly #grpc: grpc.Server;
  readonly #clock: Clock;
  readonly #sockets = new Set<TLSSocket>();

  private constructor(tls: TlsServer, server: grpc.Server, { log, clock }: RpcServerOptions) {
    this.#clock = clock;
    this.#tls = tls;
    this.#grpc = server;
    const injector = server.createConnectionInjector(grpc.ServerCredentials.createInsecure());
    tls.on("secureConnection", (socket) => {
      socket.setKeepAlive(true, TCP_KEEPALIVE_MS);
      socket.on("error", () => undefined); // Its calls fail and say so; there is nobody else to tell.
      this.#sockets.add(socket);
      socket.once("close", () => this.#sockets.delete(socket));
      injector.injectConnection(socket);
    });
    tls.on("tlsClientError", (error, socket) => {
      log.debug("TLS handshake failed", { peer: socket.remoteAddress, error });
    });
  }

  /** Listens on `host:port`. `unavailable` when the port is taken, with what to do. */
  static async listen(address: string, options: RpcServerOptions): Promise<RpcServer> {
    const { credentials, routes, log } = options;
    const tls = createServer({
      ...secureContext(credentials),
      requestCert: true,
      rejectUnauthorized: false,
      ALPNProtocols: ["h2"],
      minVersion: "TLSv1.2",
    });
    const server = new grpc.Server({
      "grpc.max_receive_message_length": MAX_REQUEST_BYTES,
      "grpc.max_send_message_length": -1,
    });
    for (const { definition, implementation } of serviceOf(routes, options, log)) {
      server.addService(definition, implementation);
    }
    const { host, port } = splitAddress(address);
    await new Promise<void>((resolve, reject) => {
      tls.once("error", (error: Error) => reject(describeListenError(error, address)));
      tls.listen({ host, port }, resolve);
    });
    return new RpcServer(tls, server, options);
  }

  /** The port it listens on, of use where 0 was asked for. */
  get port(): number {
    const address = this.#tls.address() as AddressInfo; // A TCP server that listens has one.
    return address.port;
  }

  /** New connections use these from now on; the ones there are stay. */
  setCredentials(credentials: NodeCredentials): void {
    this.#tls.setSecureContext(secureContext(credentials));
  }

  /** Takes no more, lets what is under way end for a moment, then cuts what is left. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#tls.close(() => resolve()));
    const drained = new Promise<void>((resolve) => this.#grpc.tryShutdown(() => resolve()));
    const force = this.#clock.after(DRAIN_MS, () => {
      this.#grpc.forceShutdown();
      for (const socket of this.#sockets) socket.destroy();
    });
    await Promise.all([closed, drained]);
    force();
  }
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
