import type { Dialer, Route } from "../system/rpc.ts";
import type { NodeCredentials } from "./credentials.ts";
import { grpcDialer } from "./dialer.ts";
import { RpcServer, type RpcServerOptions } from "./server.ts";

/** A port that is served. */
export interface RpcListener {
  /** Serves more from now on; a method that is served already stays as it is. */
  addRoutes(routes: readonly Route[]): void;
  /** New connections use these from now on; the ones there are stay. */
  setCredentials(credentials: NodeCredentials): void;
  /** Takes no more, lets what is under way end for a moment, then cuts what is left. */
  close(): Promise<void>;
}

/** What carries calls between nodes: gRPC over mutual TLS in life, a simulated network in simulation. */
export interface RpcCarrier {
  /** Listens on `host:port`. `unavailable` when the port is taken. */
  listen(address: string, options: RpcServerOptions): Promise<RpcListener>;
  /** Dials with what `credentials` gives at each dial, so that a renewed certificate is used. */
  dialer(credentials: () => NodeCredentials): Dialer;
}

export const grpcCarrier: RpcCarrier = {
  listen: (address, options) => RpcServer.listen(address, options),
  dialer: grpcDialer,
};
