import type { NodeDescription, SessionMessage } from "../../model/generated/types.ts";
import type { Clock } from "../../system/clock.ts";
import type { Entropy } from "../../system/entropy.ts";
import type { Log } from "../../system/log.ts";
import type { Channel, Dialer } from "../../system/rpc.ts";
import type { Storage } from "../../system/storage.ts";
import type { Wake } from "../../system/wake.ts";
import type { Engine } from "../engine/engine.ts";
import type { CarriedNetworks } from "./carried-networks.ts";
import type { HeldObjects } from "./held-objects.ts";
import type { PassageServer } from "./passages.ts";

/** How the agent times things. */
export interface AgentOptions {
  /** A call that takes longer has failed. Source: swarmkit agent. */
  readonly rpcTimeoutMs: number;
  /** Opening a session may take this long, and longer after failures. */
  readonly openTimeoutMs: number;
  /** A beat is lost after this many periods, but not before `rpcTimeoutMs` is over or a second. */
  readonly beatTimeoutPeriods: number;
  /** What the node can run is looked at this often. Source: swarmkit agent. */
  readonly describeEveryMs: number;
}

export const AGENT_DEFAULTS: AgentOptions = {
  rpcTimeoutMs: 5_000,
  openTimeoutMs: 1_500,
  beatTimeoutPeriods: 1.5,
  describeEveryMs: 20_000,
};

/** What the agent needs of the node it is part of. */
export interface AgentDeps {
  readonly dialer: Pick<Dialer, "certified">;
  /** Managers to begin with, `host:port`; those that the cluster names later are kept on disk. */
  readonly managers: readonly string[];
  /** The way to this node's own manager, while it has one; it is asked first. */
  readonly ownManager?: () => Channel | undefined;
  readonly engine: Engine;
  readonly storage: Storage;
  /** Absent where this node carries no networks: tasks on some are refused. */
  readonly networks?: CarriedNetworks | undefined;
  /** Absent where this host's containers are not to be reached through managers. */
  readonly passages?: PassageServer | undefined;
  /** Where the engine finds secrets and configs. */
  readonly held: HeldObjects;
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
  /** This node as its managers shall know it. */
  readonly describe: (signal: AbortSignal) => Promise<NodeDescription>;
  /** Set when `describe` has something new to say, which is otherwise noticed later. */
  readonly described?: Wake;
  /** A manager's word on the session: managers, root, keys, and this node with its role. */
  readonly onSession: (message: SessionMessage) => void;
  /** Why there is no session, each time that one fails or cannot be had. */
  readonly onNoSession?: (error: unknown) => void;
  readonly options?: Partial<AgentOptions>;
}
