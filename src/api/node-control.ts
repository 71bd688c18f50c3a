import type { ClusterSpec, NodeSpec_Availability } from "../model/generated/types.ts";
import type { ClusterChange } from "./events/cluster-change.ts";
import type { Channel } from "../system/rpc.ts";

/** Whether this node is part of a cluster, as `docker info` names it. */
export type LocalNodeState = "inactive" | "pending" | "active" | "error" | "locked";

/** What this node is to its cluster right now. */
export interface NodeStatus {
  readonly localState: LocalNodeState;
  /** Empty while the node is in no cluster, as are the two after it. */
  readonly nodeId: string;
  readonly clusterId: string;
  /** The address others reach this node by, without a port. */
  readonly nodeAddress: string;
  /** This node is a manager and can read and change the cluster. */
  readonly controlAvailable: boolean;
  /** Why the node is in state `error`; empty otherwise. */
  readonly error: string;
  readonly remoteManagers: readonly { readonly nodeId: string; readonly address: string }[];
}

export interface InitRequest {
  /** `host:port`; the host may be an interface's name. */
  readonly listenAddress: string;
  /** As above; empty: found out, if that can be done without guessing. */
  readonly advertiseAddress: string;
  readonly availability: NodeSpec_Availability;
  /** Merged over the defaults already. */
  readonly spec: ClusterSpec;
  readonly defaultAddressPool: readonly string[];
  readonly subnetSize: number;
  /** UDP port of overlay networks. */
  readonly dataPathPort: number;
  /** Goes on alone from this manager's disk, when the others are lost for ever; the rest is ignored but the addresses. */
  readonly forceNewCluster: boolean;
}

export interface JoinRequest {
  readonly listenAddress: string;
  readonly advertiseAddress: string;
  readonly availability: NodeSpec_Availability;
  /** Managers to try, `host:port` each, in order. */
  readonly remoteAddresses: readonly string[];
  readonly joinToken: string;
}

/** The machine and what runs its tasks, for `info` and `version`. */
export interface HostFacts {
  readonly hostname: string;
  readonly operatingSystem: string;
  readonly kernelVersion: string;
  readonly architecture: string;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly engine: "docker" | "process";
}

/** The node behind the API: its life in a cluster, and the way to that cluster's managers. */
export interface NodeControl {
  status(): NodeStatus;
  host(): HostFacts;
  /** The settings that a new cluster gets where `init` says nothing. */
  readonly defaultClusterSpec: ClusterSpec;
  /** Makes a cluster of this node; gives the node's id. */
  init(request: InitRequest, signal: AbortSignal): Promise<string>;
  join(request: JoinRequest, signal: AbortSignal): Promise<void>;
  leave(options: { readonly force: boolean }, signal: AbortSignal): Promise<void>;
  /**
   * Opens the keys of a manager that was started again; false for a key that does not. Throws
   * `invalidArgument` for what is no key, `failedPrecondition` where nothing is locked.
   */
  unlock(unlockKey: string, signal: AbortSignal): Promise<boolean>;
  /**
   * The leader's Control service, wherever it is. Throws `unavailable`, in Docker's words, where
   * this node is no manager or no manager leads.
   */
  control(): Channel;
  /**
   * Calls `listener` with what changes in the cluster while this node is a manager, once it has caught
   * up with it; gives the function that ends it. The listener may only note what it is told.
   */
  watch(listener: (change: ClusterChange) => void): () => void;
  /** Where this node's Docker Engine listens; undefined where tasks run without one. */
  engineSocket(): string | undefined;
  /** The engine's own answer to GET `path`, such as `/info`; undefined where no Docker Engine answers. */
  askEngine(
    path: string,
    signal: AbortSignal,
  ): Promise<Readonly<Record<string, unknown>> | undefined>;
}
