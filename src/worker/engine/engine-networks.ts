import type { AskedNetwork } from "../../model/asked-networks.ts";

/** One of this node's networks as the engine shall have it: a bridge of its own kind. */
export interface EngineNetwork {
  readonly networkId: string;
  readonly name: string;
  /** The interface's name. */
  readonly bridge: string;
  readonly subnets: readonly string[];
  /** This node's own address in each subnet. */
  readonly gateways: readonly string[];
  readonly mtu: number;
  readonly internal: boolean;
}

/** A container that runs and is on some of these networks, whoever started it. */
export interface AttachedContainer {
  readonly containerId: string;
  /** Of its first process, as this machine counts. */
  readonly pid: number;
  /** Whom it wants asked what this node does not know; empty: this machine's own. */
  readonly nameservers: readonly string[];
  readonly places: readonly { readonly networkId: string; readonly addresses: readonly string[] }[];
}

/** A container that somebody else runs, and that asks to be on networks of the cluster. */
export interface AskingContainer {
  readonly id: string;
  readonly name: string;
  readonly networks: readonly AskedNetwork[];
}

/** Where those are found that ask. */
export interface AskingContainers {
  asking(signal: AbortSignal): Promise<readonly AskingContainer[]>;
  /** Calls `onChange` whenever one begins to run, until `signal` aborts or the engine ends it. */
  followAsking(onChange: () => void, signal: AbortSignal): Promise<void>;
}

/**
 * The part of an engine that joins containers to networks. Every method may be repeated. Errors are
 * `OperationalError`s in the engine's own words.
 */
export interface EngineNetworks extends AskingContainers {
  /** Those of this node, as they are in the engine. */
  list(signal: AbortSignal): Promise<readonly EngineNetwork[]>;
  create(network: EngineNetwork, signal: AbortSignal): Promise<void>;
  /** Refused with `permissionDenied` while a container is on it; what is not there is gone. */
  remove(networkId: string, signal: AbortSignal): Promise<void>;
  containers(signal: AbortSignal): Promise<readonly AttachedContainer[]>;
  /** Undefined where it does not run, or is on none of them. */
  container(containerId: string, signal: AbortSignal): Promise<AttachedContainer | undefined>;
  /** Calls `onChange` for each container that joins or leaves one, until `signal` aborts or the engine ends it. */
  follow(onChange: (containerId: string) => void, signal: AbortSignal): Promise<void>;
}
