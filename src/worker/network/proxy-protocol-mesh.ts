import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";
import { messageOf } from "../../base/errors.ts";
import type { Clock } from "../../system/clock.ts";
import type { Log } from "../../system/log.ts";
import type { ProxiedPort } from "../overlay/balancers.ts";
import { proxyHeader } from "../overlay/proxy-header.ts";
import { BackendChoice } from "./backend-choice.ts";
import { relay } from "./relay.ts";

/** Connections to one port at once, by one family. */
const MAX_CONNECTIONS = 4_096;
const CONNECT_MS = 3_000;
/** Tasks that are tried for one connection. */
const MAX_TRIES = 3;

interface Served {
  port: ProxiedPort;
  readonly choice: BackendChoice;
  readonly servers: Server[];
}

/**
 * The published ports whose services want to be told who calls: connections are taken here and made
 * again to one of the tasks, with a PROXY header before everything else. TCP only. A connection keeps
 * its task whatever becomes of the service; it ends with this process.
 */
export class ProxyProtocolMesh {
  readonly #log: Log;
  readonly #clock: Clock;
  readonly #served = new Map<number, Served>();
  readonly #sockets = new Set<Socket>();

  constructor({ clock, log }: { readonly clock: Clock; readonly log: Log }) {
    this.#clock = clock;
    this.#log = log.child("mesh");
  }

  /**
   * New connections to these ports go to these tasks from now on; other ports stay as they are. Gives
   * what could not be done.
   */
  async open(ports: readonly ProxiedPort[]): Promise<readonly string[]> {
    const failures: string[] = [];
    for (const port of ports) {
      const served = this.#served.get(port.published);
      if (served) {
        served.port = port;
        continue;
      }
      try {
        await this.#listen(port);
      } catch (error) {
        failures.push(`published port ${port.published} is not served: ${messageOf(error)}`);
      }
    }
    return failures;
  }

  /** Takes connections to no other ports than these any more. Open ones go on. */
  closeOthers(ports: readonly ProxiedPort[]): void {
    const wanted = new Set(ports.map(({ published }) => published));
    for (const [published, { servers }] of this.#served) {
      if (wanted.has(published)) continue;
      this.#served.delete(published);
      for (const server of servers) server.close();
    }
  }

  close(): void {
    this.closeOthers([]);
    for (const socket of this.#sockets) socket.destroy();
  }

  async #listen(port: ProxiedPort): Promise<void> {
    const served: Served = { port, choice: new BackendChoice(this.#clock), servers: [] };
    const { published } = port;
    served.servers.push(await this.#server(served, { host: "0.0.0.0", port: published }));
    this.#served.set(published, served);
    try {
      const six = { host: "::", port: published, ipv6Only: true };
      served.servers.push(await this.#server(served, six));
    } catch (error) {
      this.#log.debug("IPv6 does not lead to a published port", {
        count: published,
        reason: messageOf(error),
      });
    }
  }

  async #server(
    served: Served,
    place: { readonly host: string; readonly port: number; readonly ipv6Only?: boolean },
  ): Promise<Server> {
    const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true });
    server.maxConnections = MAX_CONNECTIONS;
    server.on("connection", (caller) => void this.#take(caller, served));
    server.listen(place);
    await once(server, "listening");
    server.on("error", (error) => this.#log.warn("PROXY protocol", { reason: error.message }));
    return server;
  }

  async #take(caller: Socket, served: Served): Promise<void> {
    this.#sockets.add(caller);
    caller.once("close", () => this.#sockets.delete(caller));
    caller.once("error", () => caller.destroy());
    const { remoteAddress, remotePort, localAddress, localPort } = caller;
    const task = remoteAddress && (await this.#reach(remoteAddress, served));
    if (!task || caller.destroyed || !remotePort || !localAddress || !localPort) {
      if (task) task.destroy();
      caller.resetAndDestroy();
      return;
    }
    const client = { address: bare(remoteAddress), port: remotePort };
    const server = { address: bare(localAddress), port: localPort };
    task.write(proxyHeader({ version: served.port.version, client, server }));
    relay(caller, task, this.#sockets);
  }

  /** A connection to one of the tasks; undefined where none takes it. */
  async #reach(client: string, served: Served): Promise<Socket | undefined> {
    const tried = new Set<string>();
    while (tried.size < MAX_TRIES) {
      const { backends, affinitySeconds, target } = served.port;
      const left = backends.filter((each) => !tried.has(each));
      const backend = served.choice.of(client, left, affinitySeconds);
      if (backend === undefined) return undefined;
      tried.add(backend);
      const socket = await connected(backend, target, this.#clock, this.#sockets);
      if (socket) return socket;
      served.choice.forget(client);
    }
    return undefined;
  }
}

/** Undefined where nobody takes the connection in time. */
function connected(
  host: string,
  port: number,
  clock: Clock,
  open: Set<Socket>,
): Promise<Socket | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port, allowHalfOpen: true, noDelay: true });
    open.add(socket);
    const cancel = clock.after(CONNECT_MS, () => void socket.destroy());
    // Every error is followed by the close.
    socket.on("error", () => undefined);
    socket.once("close", () => {
      cancel();
      open.delete(socket);
      resolve(undefined);
    });
    socket.once("connect", () => {
      cancel();
      resolve(socket);
    });
  });
}

/** Link-local addresses come with their interface's name. */
function bare(address: string): string {
  return address.split("%", 1)[0] ?? address;
}
