import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { messageOf } from "../../base/errors.ts";
import type { Log } from "../../system/log.ts";
import { relay } from "./relay.ts";

/** Connections to one port at once. */
const MAX_CONNECTIONS = 4_096;

/**
 * IPv6's way into a routing mesh whose tasks have addresses of IPv4 alone: the kernel cannot translate
 * from one into the other, so that connections are taken here and made again, to the same port of
 * 127.0.0.1. TCP only. Ends with this process, and its connections with it.
 */
export class MeshProxy {
  readonly #log: Log;
  readonly #servers = new Map<number, Server>();
  readonly #sockets = new Set<Socket>();

  constructor(log: Log) {
    this.#log = log.child("mesh");
  }

  /** Takes connections to exactly these ports from now on. Open ones go on. */
  async serve(ports: readonly number[]): Promise<void> {
    const wanted = new Set(ports);
    for (const [port, server] of this.#servers) {
      if (wanted.has(port)) continue;
      this.#servers.delete(port);
      server.close();
    }
    for (const port of wanted) {
      if (this.#servers.has(port)) continue;
      try {
        this.#servers.set(port, await this.#listen(port));
      } catch (error) {
        // Something of this machine's own has the port; or there is no IPv6 here.
        this.#log.debug("IPv6 does not lead to a published port", {
          count: port,
          reason: messageOf(error),
        });
      }
    }
  }

  async close(): Promise<void> {
    await this.serve([]);
    for (const socket of this.#sockets) socket.destroy();
  }

  async #listen(port: number): Promise<Server> {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
      this.#relay(socket, port),
    );
    server.maxConnections = MAX_CONNECTIONS;
    server.listen({ host: "::", port, ipv6Only: true });
    await once(server, "listening");
    server.on("error", (error) => this.#log.warn("IPv6 mesh", { reason: error.message }));
    return server;
  }

  #relay(caller: Socket, port: number): void {
    const task = connect({ host: "127.0.0.1", port, allowHalfOpen: true, noDelay: true });
    relay(caller, task, this.#sockets);
  }
}
