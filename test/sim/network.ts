import { OperationalError } from "../../src/base/errors.ts";
import { NodeRole } from "../../src/model/generated/types.ts";
import type { Channel, Dialer, Identity, Route } from "../../src/system/rpc.ts";
import type { AuthorizationRule } from "../../src/rpc/authorize.ts";
import type { RpcCarrier } from "../../src/rpc/carrier.ts";
import type { NodeCredentials } from "../../src/rpc/credentials.ts";
import { credentialsFor, inspectText } from "./certificates.ts";
import { SimChannel } from "./channel.ts";
import { Endpoint } from "./connection.ts";
import { CALM_LINKS, Links, type LinkOptions } from "./links.ts";
import type { SimProcess } from "./process.ts";
import { ServedConnection, type ServingOptions } from "./server.ts";
import type { Simulation } from "./simulation.ts";

/** What a process shows when others connect to it, and what it serves to whom. */
export interface ServerOptions extends AuthorizationRule {
  readonly routes: readonly Route[];
  /** Looked at in every handshake, so that a renewed certificate is shown from then on. */
  readonly credentials: () => NodeCredentials;
}

/** The same for tests in which nobody issues certificates: of one root for each organization. */
export interface IdentifiedServerOptions {
  readonly routes: readonly Route[];
  readonly identity: () => Identity | undefined;
}

interface Server extends ServingOptions {
  readonly credentials: () => NodeCredentials;
  readonly process: SimProcess;
  readonly connections: Set<ServedConnection>;
}

export interface NetworkOptions {
  readonly links?: LinkOptions;
  /** After how long without a sign of life of its client a server gives a connection up. */
  readonly serverKeepaliveMs?: number;
  /** The same for a client, who relies on its calls' deadlines and asks for no sign of life. */
  readonly clientKeepaliveMs?: number;
  readonly connectTimeoutMs?: number;
}

// TCP's keepalive as Node.js sets it: 10 s of silence, then ten probes a second apart.
const SERVER_KEEPALIVE_MS = 20_000;
// Unacknowledged bytes are sent again for this long. Source: Linux, tcp_retries2.
const CLIENT_KEEPALIVE_MS = 924_600;
// Source: gRPC, minimum connection deadline.
const CONNECT_TIMEOUT_MS = 20_000;

const EPHEMERAL_PORT = 40_000;

/**
 * The network between the hosts of one simulation. `host:port` addresses name the `host` of a
 * SimProcess; messages are really encoded and decoded on their way.
 */
export class SimNetwork {
  readonly sim: Simulation;
  readonly links: Links;
  readonly #serverKeepaliveMs: number;
  readonly #clientKeepaliveMs: number;
  readonly #connectTimeoutMs: number;
  readonly #servers = new Map<string, Server>();
  readonly #endpoints = new Set<Endpoint>();
  /** Ends that hear nothing, with what stops their keepalive's time. */
  readonly #sick = new Map<Endpoint, () => void>();
  readonly #watched = new WeakSet<SimProcess>();
  /** What clients have shown whose certificates were good for something. */
  readonly #shown = new WeakMap<ServedConnection, string>();
  #nextPort = EPHEMERAL_PORT;

  constructor(
    sim: Simulation,
    {
      links = CALM_LINKS,
      serverKeepaliveMs = SERVER_KEEPALIVE_MS,
      clientKeepaliveMs = CLIENT_KEEPALIVE_MS,
      connectTimeoutMs = CONNECT_TIMEOUT_MS,
    }: NetworkOptions = {},
  ) {
    this.sim = sim;
    this.#serverKeepaliveMs = serverKeepaliveMs;
    this.#clientKeepaliveMs = clientKeepaliveMs;
    this.#connectTimeoutMs = connectTimeoutMs;
    this.links = new Links(sim, links);
    this.links.onChange(() => this.#onLinksChanged());
  }

  /** Serves `routes` at `address` until the returned function is called or the process dies. */
  listen(
    process: SimProcess,
    address: string,
    options: ServerOptions | IdentifiedServerOptions,
  ): () => void {
    const { routes, ...rest } = completed(options);
    const byPath = new Map(routes.map((route) => [route.method.path, route]));
    return this.#serve(process, address, { ...rest, routeOf: (path) => byPath.get(path) });
  }

  /** What a node listens and dials with in life, for `process`. */
  carrier(process: SimProcess): RpcCarrier {
    return {
      listen: async (address, options) => {
        const byPath = new Map<string, Route>();
        const addRoutes = (routes: readonly Route[]): void => {
          for (const route of routes) {
            if (!byPath.has(route.method.path)) byPath.set(route.method.path, route);
          }
        };
        addRoutes(options.routes);
        let { credentials } = options;
        const stop = this.#serve(process, address, {
          ...options,
          credentials: () => credentials,
          routeOf: (path) => byPath.get(path),
        });
        const setCredentials = (renewed: NodeCredentials): void => {
          const { root } = credentials;
          credentials = renewed;
          if (renewed.root !== root) this.#cutUnlessVouchedFor(process, address, renewed.root);
        };
        return { addRoutes, setCredentials, close: async () => stop() };
      },
      dialer: (credentials) => this.dialer(process, credentials),
    };
  }

  /** As a server does whose root has changed. */
  #cutUnlessVouchedFor(process: SimProcess, address: string, root: string): void {
    for (const connection of [...(this.#servers.get(address)?.connections ?? [])]) {
      const shown = this.#shown.get(connection);
      if (shown === undefined || vouchedFor(process, shown, root)) continue;
      connection.stop();
    }
  }

  /** Opens channels for `process`, which shows what `credentials` gives at each connection. */
  dialer(process: SimProcess, credentials: () => NodeCredentials | Identity | undefined): Dialer {
    this.#watch(process);
    return {
      certified: (address) => this.#channel(process, address, () => credentialsOf(credentials())),
      anonymous: (address, root) => this.#channel(process, address, () => ({ root })),
    };
  }

  /** Breaks every connection between the two hosts, or of the one host. */
  reset(host: string, other?: string): void {
    this.sim.note(`reset connections of ${host} ${other ?? ""}`);
    for (const endpoint of [...this.#endpoints]) {
      const peerHost = endpoint.peer?.process.host;
      if (endpoint.process.host !== host || (other !== undefined && peerHost !== other)) continue;
      const { process } = endpoint;
      const error = new OperationalError("unavailable", "The connection was reset");
      process.post(() => endpoint.close(error));
    }
  }

  #serve(
    process: SimProcess,
    address: string,
    options: Omit<Server, "process" | "connections">,
  ): () => void {
    if (this.#servers.get(address)?.process.isAlive === true) {
      throw new OperationalError("unavailable", `Address already in use: ${address}`);
    }
    this.#watch(process);
    const server: Server = { ...options, process, connections: new Set() };
    this.#servers.set(address, server);
    return () => {
      if (this.#servers.get(address) === server) this.#servers.delete(address);
      for (const connection of [...server.connections]) connection.stop();
      server.connections.clear();
    };
  }

  #channel(process: SimProcess, address: string, handshake: () => Handshake): Channel {
    return new SimChannel(process.clock, () => this.#connect(process, address, handshake()));
  }

  /** TCP's and TLS's round trip, then a pair of joined ends. */
  #connect(process: SimProcess, address: string, handshake: Handshake): Promise<Endpoint> {
    const host = hostOf(address);
    return new Promise((resolve, reject) => {
      let settled = false;
      const settle = (outcome: () => void): void => {
        process.post(() => {
          if (settled) return;
          settled = true;
          cancelTimeout();
          outcome();
        });
      };
      const refuse = (problem: string): void => settle(() => reject(unavailable(address, problem)));
      const cancelTimeout = this.sim.schedule(this.#connectTimeoutMs, () => refuse("no answer"));
      this.#travel(process.host, host, () => {
        const server = this.#servers.get(address);
        if (server?.process.isAlive !== true) {
          this.#travel(host, process.host, () => refuse("connection refused"));
          return;
        }
        server.process.post(() =>
          this.#travel(host, process.host, () =>
            settle(() => resolve(this.#join(process, address, handshake))),
          ),
        );
      });
    });
  }

  async #join(
    process: SimProcess,
    address: string,
    { root, certificate }: Handshake,
  ): Promise<Endpoint> {
    const server = this.#servers.get(address);
    if (server?.process.isAlive !== true) throw unavailable(address, "connection reset");
    const shown = server.credentials();
    // Without a root, whoever answers is believed.
    if (root !== undefined) {
      const manager = vouchedFor(process, shown.certificate, root);
      if (manager?.role !== NodeRole.MANAGER) {
        throw unavailable(address, "the server's certificate is not that of a manager");
      }
    }
    // A client whose certificate is worth nothing is let in as one without.
    const client =
      certificate === undefined ? undefined : vouchedFor(server.process, certificate, shown.root);
    const clientAddress = `${process.host}:${this.#nextPort++}`;
    const near = new Endpoint(process, this.links, {
      address,
      peerIdentity: undefined,
      keepaliveMs: this.#clientKeepaliveMs,
    });
    const far = new Endpoint(server.process, this.links, {
      address: clientAddress,
      peerIdentity: client,
      keepaliveMs: this.#serverKeepaliveMs,
    });
    Endpoint.connect(near, far);
    const served = new ServedConnection(far, server);
    server.connections.add(served);
    if (client && certificate !== undefined) this.#shown.set(served, certificate);
    far.onEnd = () => server.connections.delete(served);
    this.#prune();
    this.#endpoints.add(near).add(far);
    return near;
  }

  #travel(from: string, to: string, arrive: () => void): void {
    this.sim.schedule(this.links.latencyMs(from, to), () => {
      if (this.links.passes(from, to)) arrive();
    });
  }

  /** Forgets ends that are closed and have nothing left to say. */
  #prune(): void {
    for (const endpoint of this.#endpoints) {
      if (endpoint.isOpen || endpoint.lostPackets > 0) continue;
      this.#endpoints.delete(endpoint);
      this.#sick.delete(endpoint);
    }
  }

  #watch(process: SimProcess): void {
    if (this.#watched.has(process)) return;
    this.#watched.add(process);
    process.onState((state) => {
      if (state === "dead") {
        for (const endpoint of this.#endpoints) {
          if (endpoint.process === process) endpoint.abandon();
        }
      }
      this.#watchHealth();
    });
  }

  #onLinksChanged(): void {
    for (const endpoint of this.#endpoints) endpoint.retransmit();
    this.#prune();
    this.#watchHealth();
  }

  /** Starts the keepalive's time for ends that hear nothing, and stops it for the others. */
  #watchHealth(): void {
    for (const endpoint of this.#endpoints) {
      if (!endpoint.isOpen) continue;
      const cancel = this.#sick.get(endpoint);
      if (endpoint.isHealthy) {
        cancel?.();
        this.#sick.delete(endpoint);
      } else if (cancel === undefined) {
        const giveUp = (): void => {
          this.#sick.delete(endpoint);
          endpoint.process.post(() =>
            endpoint.close(new OperationalError("unavailable", "Keepalive timed out")),
          );
        };
        this.#sick.set(endpoint, this.sim.schedule(endpoint.keepaliveMs, giveUp));
      }
    }
  }
}

/** What a client shows, if anything, and by which root it checks the server, if by any. */
interface Handshake {
  readonly root: string | undefined;
  readonly certificate?: string;
}

const NO_CREDENTIALS: NodeCredentials = { root: "", certificate: "", key: "" };

function credentialsOf(shown: NodeCredentials | Identity | undefined): NodeCredentials {
  if (shown === undefined) return NO_CREDENTIALS;
  return "certificate" in shown ? shown : credentialsFor(shown);
}

function completed(options: ServerOptions | IdentifiedServerOptions): ServerOptions {
  if ("credentials" in options) return options;
  return {
    routes: options.routes,
    credentials: () => credentialsOf(options.identity()),
    organization: options.identity()?.organization ?? "",
    isRemoved: () => false,
  };
}

/** Whom the certificate names, if the root vouches for it by `process`'s clock. */
function vouchedFor(process: SimProcess, certificate: string, root: string): Identity | undefined {
  try {
    return inspectText(process.clock.wallMs(), certificate, root);
  } catch {
    return undefined; // TLS tells the peer no more than that.
  }
}

function unavailable(address: string, problem: string): OperationalError {
  return new OperationalError("unavailable", `${address}: ${problem}`);
}

function hostOf(address: string): string {
  return address.slice(0, address.lastIndexOf(":"));
}
