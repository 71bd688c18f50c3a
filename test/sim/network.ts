import { OperationalError } from "../../src/base/errors.ts";
import { NodeRole } from "../../src/model/generated/types.ts";
import type { Channel, Dialer, Identity, Route } from "../../src/system/rpc.ts";
import { SimChannel } from "./channel.ts";
import { Endpoint } from "./connection.ts";
import { CALM_LINKS, Links, type LinkOptions } from "./links.ts";
import type { SimProcess } from "./process.ts";
import { ServedConnection } from "./server.ts";
import type { Simulation } from "./simulation.ts";

/** What a process shows when others connect to it, and what it serves them. */
export interface ServerOptions {
  readonly routes: readonly Route[];
  /** Of the server's certificate, looked at in every handshake. */
  readonly identity: () => Identity | undefined;
  /** The root certificate that signed it, in PEM. */
  readonly rootCa?: () => string;
}

interface Server extends ServerOptions {
  readonly process: SimProcess;
  readonly connections: Set<ServedConnection>;
}

export interface NetworkOptions {
  readonly links?: LinkOptions;
  /** After how long without a sign of life an end gives its connection up. */
  readonly keepaliveMs?: number;
  readonly connectTimeoutMs?: number;
}

const EPHEMERAL_PORT = 40_000;

/**
 * The network between the hosts of one simulation. `host:port` addresses name the `host` of a
 * SimProcess; messages are really encoded and decoded on their way.
 */
export class SimNetwork {
  readonly sim: Simulation;
  readonly links: Links;
  readonly #keepaliveMs: number;
  readonly #connectTimeoutMs: number;
  readonly #servers = new Map<string, Server>();
  readonly #endpoints = new Set<Endpoint>();
  /** Ends that hear nothing, with what stops their keepalive's time. */
  readonly #sick = new Map<Endpoint, () => void>();
  readonly #watched = new WeakSet<SimProcess>();
  #nextPort = EPHEMERAL_PORT;

  constructor(
    sim: Simulation,
    { links = CALM_LINKS, keepaliveMs = 10_000, connectTimeoutMs = 5_000 }: NetworkOptions = {},
  ) {
    this.sim = sim;
    this.#keepaliveMs = keepaliveMs;
    this.#connectTimeoutMs = connectTimeoutMs;
    this.links = new Links(sim, links);
    this.links.onChange(() => this.#onLinksChanged());
  }

  /** Serves `routes` at `address` until the returned function is called or the process dies. */
  listen(process: SimProcess, address: string, options: ServerOptions): () => void {
    const old = this.#servers.get(address);
    if (old?.process.isAlive === true) {
      throw new OperationalError("unavailable", `Address already in use: ${address}`);
    }
    this.#watch(process);
    const server: Server = { ...options, process, connections: new Set() };
    this.#servers.set(address, server);
    return () => {
      if (this.#servers.get(address) === server) this.#servers.delete(address);
      for (const connection of server.connections) connection.stop();
      server.connections.clear();
    };
  }

  /** Opens channels for `process`, which shows the certificate of `identity`. */
  dialer(process: SimProcess, identity: () => Identity | undefined): Dialer {
    this.#watch(process);
    return {
      certified: (address) => this.#channel(process, address, { identity, check: checkManager }),
      anonymous: (address, rootCa) =>
        this.#channel(process, address, {
          identity: () => undefined,
          check: (_address, _own, server) => {
            if (rootCa !== undefined && server.rootCa?.() !== rootCa) {
              fail(address, "the server's certificate is not signed by the given root");
            }
          },
        }),
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

  #channel(process: SimProcess, address: string, handshake: Handshake): Channel {
    return new SimChannel(() => this.#connect(process, address, handshake));
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
    { identity, check }: Handshake,
  ): Promise<Endpoint> {
    const server = this.#servers.get(address);
    if (server?.process.isAlive !== true) fail(address, "connection reset");
    const [clientIs, serverIs] = [identity(), server.identity()];
    check(address, clientIs, server);
    if (clientIs?.organization !== serverIs?.organization && clientIs !== undefined) {
      fail(address, "the peer refused this node's certificate");
    }

    const clientAddress = `${process.host}:${this.#nextPort++}`;
    const near = new Endpoint(process, this.links, { address, peerIdentity: serverIs });
    const far = new Endpoint(server.process, this.links, {
      address: clientAddress,
      peerIdentity: clientIs,
    });
    Endpoint.connect(near, far);
    const served = new ServedConnection(
      far,
      new Map(server.routes.map((route) => [route.method.path, route])),
    );
    server.connections.add(served);
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
        this.#sick.set(endpoint, this.sim.schedule(this.#keepaliveMs, giveUp));
      }
    }
  }
}

/** One side's part of the handshake: what it shows, and what it demands. */
interface Handshake {
  readonly identity: () => Identity | undefined;
  readonly check: (address: string, own: Identity | undefined, server: Server) => void;
}

/** The server must be a manager of the caller's own cluster. */
function checkManager(address: string, own: Identity | undefined, server: Server): void {
  const shown = server.identity();
  if (own === undefined) fail(address, "this node has no certificate");
  if (shown?.role !== NodeRole.MANAGER || shown.organization !== own.organization) {
    fail(address, "the server's certificate is not that of a manager of this cluster");
  }
}

function fail(address: string, problem: string): never {
  throw unavailable(address, problem);
}

function unavailable(address: string, problem: string): OperationalError {
  return new OperationalError("unavailable", `${address}: ${problem}`);
}

function hostOf(address: string): string {
  return address.slice(0, address.lastIndexOf(":"));
}
