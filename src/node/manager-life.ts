import { OperationalError, errorCodeOf } from "../base/errors.ts";
import { ReplicatedStore } from "../manager/control/replicated-store.ts";
import { makeJoinRequest } from "../model/generated/types.ts";
import type { RunOutcome } from "../raft/driver.ts";
import { RaftNode } from "../raft/node.ts";
import { damaged } from "../raft/records.ts";
import type { RaftLimits, RaftNodeOptions, RaftTiming } from "../raft/options.ts";
import type { RpcCarrier, RpcListener } from "../rpc/carrier.ts";
import type { NodeCredentials } from "../rpc/credentials.ts";
import type { Certificates } from "../system/certificates.ts";
import type { Clock } from "../system/clock.ts";
import { withDeadline } from "../system/deadline.ts";
import { newRaftId, type Entropy } from "../system/entropy.ts";
import type { Log } from "../system/log.ts";
import type { Dialer } from "../system/rpc.ts";
import type { Storage } from "../system/storage.ts";
import { RaftMembershipService } from "../wire/generated/services.ts";
import type { ClusterSeed } from "./cluster-seed.ts";
import type { GossipSeams } from "./engine-gossip.ts";
import { healthRoutes } from "./health.ts";
import { Manager } from "./manager.ts";
import type { MemberFiles } from "./member-files.ts";
import type { NodeState } from "./state-file.ts";

export interface ManagerLifeDeps {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
  readonly certificates: Certificates;
  readonly dialer: Dialer;
  readonly directory: MemberFiles;
  readonly carrier: RpcCarrier;
  readonly timing: RaftTiming;
  readonly limits?: Partial<RaftLimits>;
  readonly credentials: () => NodeCredentials;
  /** Managers that could admit this one, `host:port` each. */
  readonly managers: () => readonly string[];
  /** Set where this node makes a cluster. */
  readonly seed?: ClusterSeed | undefined;
  readonly deadManagerMs?: number | undefined;
  readonly gossip?: GossipSeams | undefined;
  /** This manager is to go on alone: the others are lost for ever. */
  readonly alone: boolean;
}

/** A call to a manager that may or may not be the leader, or there. */
const JOIN_MS = 10_000;
const JOIN_RETRY_MS = 500;

/** One life of this node as a manager: its port, its raft member and what it leads with. */
export class ManagerLife {
  readonly manager: Manager;
  readonly server: RpcListener;
  readonly #storage: Storage;

  private constructor(manager: Manager, server: RpcListener, storage: Storage) {
    this.manager = manager;
    this.server = server;
    this.#storage = storage;
  }

  /**
   * Listens, finds or makes this node's raft member, and is ready to run. A member that is new asks
   * the cluster to admit it first, which dials back: so the port is open before.
   */
  static async begin(
    deps: ManagerLifeDeps,
    state: NodeState,
    signal: AbortSignal,
  ): Promise<{ readonly life: ManagerLife; readonly raftId: bigint }> {
    const { clock, log, credentials } = deps;
    let manager: Manager | undefined;
    const server = await deps.carrier.listen(state.listenAddress, {
      credentials: credentials(),
      organization: state.clusterId,
      routes: healthRoutes(),
      isRemoved: (nodeId) => manager?.isRemoved(nodeId) === true,
      log: log.child("rpc"),
      clock,
    });
    let storage: Storage | undefined;
    try {
      storage = await deps.directory.openRaft({ begun: state.raftId !== undefined, log });
      const store = new ReplicatedStore({ ...deps, log: log.child("store") });
      const options = { ...deps, storage, stateMachine: store };
      const raft = await openMember(deps, state, options, signal);
      const { nodeId, clusterId, listenAddress, advertiseAddress } = state;
      const own = { nodeId, clusterId, listenAddress, advertiseAddress };
      manager = new Manager({ ...deps, ...own, store, raft });
      server.addRoutes(manager.routes);
      return { life: new ManagerLife(manager, server, storage), raftId: raft.raftId };
    } catch (error) {
      await server.close();
      await storage?.close();
      throw error;
    }
  }

  async run(signal: AbortSignal): Promise<RunOutcome> {
    try {
      return await this.manager.run(signal);
    } finally {
      await this.server.close();
      await this.#storage.close();
    }
  }
}

async function openMember(
  deps: ManagerLifeDeps,
  state: NodeState,
  options: RaftNodeOptions,
  signal: AbortSignal,
): Promise<RaftNode> {
  const { nodeId, advertiseAddress: address } = state;
  try {
    const raft = deps.alone
      ? await RaftNode.forceNewCluster(options, { nodeId, address })
      : await RaftNode.restart(options);
    checkOwner(state, raft.raftId);
    return raft;
  } catch (error) {
    // Never begun: it is about to be. Anything else is the log's own trouble.
    if (errorCodeOf(error) !== "failedPrecondition" || deps.alone) throw error;
    if (state.raftId !== undefined) {
      throw damaged("the member's identity", `it is missing, and this is member ${state.raftId}`);
    }
  }
  if (deps.seed) {
    return RaftNode.bootstrap(options, { raftId: newRaftId(deps.entropy), nodeId, address });
  }
  return RaftNode.join(options, await askAdmission(deps, address, signal));
}

/** A log from elsewhere holds another member's promises. */
function checkOwner(state: NodeState, raftId: bigint): void {
  if (state.raftId === undefined || state.raftId === String(raftId)) return;
  const problem = `it is member ${raftId}'s, and this is member ${state.raftId}`;
  throw damaged("the member's identity", problem);
}

/** Asks one manager after the other until one, or the leader through it, admits this one. */
async function askAdmission(
  deps: ManagerLifeDeps,
  address: string,
  signal: AbortSignal,
): Promise<Parameters<typeof RaftNode.join>[1]> {
  const { clock, dialer, log } = deps;
  for (;;) {
    let last: unknown;
    for (const remote of deps.managers().filter((each) => each !== address)) {
      const channel = dialer.certified(remote);
      try {
        const { raftId, members } = await withDeadline(clock, JOIN_MS, signal, (inTime) =>
          channel.unary(RaftMembershipService.Join, makeJoinRequest({ addr: address }), {
            signal: inTime,
          }),
        );
        return { raftId, members };
      } catch (error) {
        last = error;
        log.warn("not admitted as a manager yet", { address: remote, error });
        // The cluster has looked and said no: asking again would not change it.
        const code = errorCodeOf(error);
        if (code === "failedPrecondition" || code === "permissionDenied") throw error;
      } finally {
        channel.close();
      }
    }
    if (signal.aborted) {
      throw new OperationalError("unavailable", "No manager admitted this one", { cause: last });
    }
    await clock.sleep(JOIN_RETRY_MS, signal);
  }
}
