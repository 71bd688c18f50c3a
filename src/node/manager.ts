import { OperationalError } from "../base/errors.ts";
import { attachmentRoutes } from "../manager/api/attachments.ts";
import { controlRoutes } from "../manager/api/control.ts";
import {
  createCertificateAuthority,
  type CertificateAuthority,
} from "../manager/ca/certificate-authority.ts";
import { runRootRotation } from "../manager/ca/root-rotation.ts";
import { runRoleReconciliation, type Membership } from "../manager/ca/role-reconciliation.ts";
import { runLeader } from "../manager/control/leader.ts";
import type { ReplicatedStore } from "../manager/control/replicated-store.ts";
import { createDispatcher, type Dispatcher } from "../manager/dispatcher/dispatcher.ts";
import { createOverlays, type Overlays } from "../manager/overlays/overlays.ts";
import { createLogBroker, type LogBroker } from "../manager/logbroker/log-broker.ts";
import { createPassages, type Passages } from "../manager/passages/passages.ts";
import {
  NodeRole,
  makePeer,
  makeWeightedPeer,
  type WeightedPeer,
} from "../model/generated/types.ts";
import { runLearnerPromotion } from "../raft/learner-promotion.ts";
import { membershipRoutes } from "../raft/membership-service.ts";
import type { RunOutcome } from "../raft/driver.ts";
import type { RaftNode } from "../raft/node.ts";
import type { RaftLimits } from "../raft/options.ts";
import { explainUnsafeRemoval } from "../raft/removal.ts";
import type { RaftStatus } from "../raft/status.ts";
import { NO_LEADER, forwardToLeader, leadersOnly } from "../rpc/forward.ts";
import type { Certificates } from "../system/certificates.ts";
import type { Clock } from "../system/clock.ts";
import { childOf, withDeadline } from "../system/deadline.ts";
import type { Entropy } from "../system/entropy.ts";
import type { Log } from "../system/log.ts";
import type { Channel, Dialer, Route } from "../system/rpc.ts";
import { StallMonitor } from "../system/stall.ts";
import { together } from "../system/together.ts";
import { plantSeed, type ClusterSeed } from "./cluster-seed.ts";
import { runDeadManagers } from "./dead-managers.ts";
import { demoteOthers } from "./going-alone.ts";
import { healthRoutes } from "./health.ts";
import { LeaderLink } from "./leader-link.ts";
import { followAutolock } from "./autolock.ts";
import { followCompactionSettings } from "./compaction-settings.ts";
import { runEngineGossip, type GossipSeams } from "./engine-gossip.ts";
import { followLeadership } from "./leadership.ts";
import { localChannel } from "./local-channel.ts";
import type { MemberFiles } from "./member-files.ts";
import { readingHere } from "./reading-here.ts";

export interface ManagerDeps {
  readonly clock: Clock;
  readonly entropy: Entropy;
  readonly log: Log;
  readonly dialer: Dialer;
  readonly certificates: Certificates;
  readonly nodeId: string;
  readonly clusterId: string;
  readonly store: ReplicatedStore;
  readonly raft: RaftNode;
  /** Where this manager keeps its keys. */
  readonly directory: Pick<MemberFiles, "setUnlockKey" | "rotateRaftKey">;
  /** On the manager that makes a cluster: its first objects. */
  readonly seed?: ClusterSeed | undefined;
  /** How long another manager may be out of reach before it is demoted; absent: for ever. */
  readonly deadManagerMs?: number | undefined;
  /** The other managers are lost for ever: their nodes are to be workers, if they come back at all. */
  readonly alone: boolean;
  /** Where this manager listens and where others reach it, `host:port` each. */
  readonly listenAddress: string;
  readonly advertiseAddress: string;
  /** Absent where Docker Engines as workers are left to themselves. */
  readonly gossip?: GossipSeams | undefined;
  /** What of raft's limits this process has been given; the cluster's spec does not change it. */
  readonly limits?: Partial<RaftLimits>;
}

/** Agents take any manager alike. Source: swarmkit remotes. */
const PEER_WEIGHT = 10;
const HAND_OVER_MS = 2000;

/**
 * A manager, made of its parts and of seams alone: the daemon gives it the real world, the simulator
 * a virtual one. It replicates always; while it leads it also decides, serves agents and signs.
 */
export class Manager {
  /** What the cluster port serves. */
  readonly routes: readonly Route[];
  readonly #deps: ManagerDeps;
  readonly #link: LeaderLink;
  readonly #local: Channel;
  readonly #agents: Channel;
  readonly #stalls: StallMonitor;
  readonly #dispatcher: Dispatcher;
  readonly #overlays: Overlays;
  readonly #authority: CertificateAuthority;
  readonly #logs: LogBroker;
  readonly #passages: Passages;
  /** Whether the nodes of managers that are lost are still managers in the store. */
  #mourning: boolean;

  constructor(deps: ManagerDeps) {
    this.#deps = deps;
    this.#mourning = deps.alone;
    const { clock, entropy, log, certificates, store, raft, dialer, nodeId, clusterId } = deps;
    this.#stalls = new StallMonitor(clock);
    this.#link = new LeaderLink(raft, dialer);
    this.#overlays = createOverlays({ store, clock });
    this.#dispatcher = createDispatcher({
      stops: this.#overlays.stops,
      ...{ store, clock, entropy, nodeId },
      log: log.child("dispatcher"),
      managers: () => this.#peers(),
      stallMs: () => this.#stalls.lateMs(),
      isLost: (id) => raft.status().members.some((one) => one.nodeId === id && !one.reachable),
    });
    this.#authority = createCertificateAuthority({ ...deps, log: log.child("ca") });
    this.#logs = createLogBroker({ store, clock, entropy });
    this.#passages = createPassages({ store, clock, entropy });
    const members = (): RaftStatus["members"] => raft.status().members;
    const control = controlRoutes({ store, clock, entropy, certificates, members });
    const self = { nodeId, role: NodeRole.MANAGER, organization: clusterId };
    this.#local = localChannel(
      [
        ...control,
        ...this.#logs.readerRoutes,
        ...this.#overlays.readerRoutes,
        ...this.#passages.openerRoutes,
        ...this.#authority.routes,
      ],
      self,
    );
    const leaders = [
      ...this.#dispatcher.routes,
      ...this.#overlays.routes,
      ...this.#logs.readerRoutes,
      ...this.#logs.agentRoutes,
      ...this.#passages.openerRoutes,
      ...this.#passages.agentRoutes,
      ...this.#authority.routes,
      ...attachmentRoutes({ store, clock, entropy }),
      ...membershipRoutes({
        ...{ node: raft, dialer, clock, entropy, log },
        refusal: (id) => this.#whyNoManager(id),
      }),
    ];
    this.routes = [
      ...raft.routes(),
      ...healthRoutes(),
      // A manager that carries its own callers' requests asks the leader itself.
      ...leadersOnly(control, () => raft.leading),
      ...forwardToLeader(leaders, () => this.#link.address()),
    ];
    this.#agents = localChannel(this.routes, self);
  }

  /** The cluster's objects as this manager knows them. */
  get store(): ReplicatedStore {
    return this.#deps.store;
  }

  /** The cluster's Control and Logs services: the leader's, and for reads this manager's own. */
  control(): Channel {
    const { clock, raft } = this.#deps;
    const local = this.#local;
    const leader = this.#link.channel(local);
    if (leader === local) return local;
    return readingHere({ clock, leader, local, barrier: (signal) => raft.readIndex(signal) });
  }

  /** The way for this node's own agent, to this manager or through it to the one that leads. */
  forAgent(): Channel {
    return this.#agents;
  }

  /** Whether a node was removed from the cluster: its certificate may still be valid. */
  isRemoved(nodeId: string): boolean {
    return this.#deps.store.view(
      (tx) => tx.clusters.get(this.#deps.clusterId)?.blacklistedCertificates[nodeId] !== undefined,
    );
  }

  /** The cluster's first objects are there. */
  isFounded(): boolean {
    return this.#deps.store.view((tx) => tx.clusters.get(this.#deps.clusterId) !== undefined);
  }

  /** Leads, with everything that a new cluster made of one manager needs written down. */
  isFoundedAnew(): boolean {
    return this.#deps.raft.leading && this.isFounded() && !this.#mourning;
  }

  /** Hands leadership to another manager, if this one leads and there is one that can take it. */
  async handOver(): Promise<void> {
    const { raft, clock, log } = this.#deps;
    const { leading, members } = raft.status();
    if (!leading || members.length <= 1) return;
    try {
      await withDeadline(clock, HAND_OVER_MS, new AbortController().signal, (signal) =>
        raft.transferLeadership(signal),
      );
    } catch (error) {
      log.warn("leadership could not be handed over", { error });
    }
  }

  status(): RaftStatus {
    return this.#deps.raft.status();
  }

  /** Works until `signal` aborts or the others have removed this member. */
  async run(signal: AbortSignal): Promise<RunOutcome> {
    const { raft, store, clock, log } = this.#deps;
    const { controller, release } = childOf(signal);
    const life = controller.signal;
    store.connect(raft, life);
    const unfollow = followCompactionSettings(
      store,
      this.#deps.clusterId,
      raft,
      this.#deps.limits ?? {},
    );
    const leadership = {
      leading: () => raft.leading,
      observe: (listener: () => void) => raft.observe(listener),
    };
    try {
      const outcome = raft.run(life).finally(() => controller.abort());
      const [result] = await Promise.all([
        outcome,
        this.#stalls.run(life),
        followAutolock(
          { ...this.#deps, files: this.#deps.directory, barrier: (until) => raft.readIndex(until) },
          life,
        ),
        this.#gossip(life),
        followLeadership(leadership, (reign) => this.#lead(reign), { clock, log }, life),
      ]);
      return result;
    } finally {
      unfollow();
      this.#link.close();
      release();
    }
  }

  async #lead(reign: AbortSignal): Promise<void> {
    const { store, seed, nodeId } = this.#deps;
    if (seed) await plantSeed(store, seed);
    if (this.#mourning) await demoteOthers(store, nodeId);
    this.#mourning = false;
    await together(reign, [
      // It holds stops back before the dispatcher looks at what a commit changed.
      (signal) => this.#overlays.run(signal),
      (signal) => this.#dispatcher.run(signal),
      (signal) => this.#logs.run(signal),
      (signal) => this.#passages.run(signal),
      (signal) => this.#authority.run(signal),
      (signal) => runRootRotation({ ...this.#deps, log: this.#deps.log.child("ca") }, signal),
      (signal) => runRoleReconciliation({ ...this.#deps, membership: this.#membership() }, signal),
      (signal) =>
        runLearnerPromotion({ ...this.#deps, refusal: (id) => this.#whyNotEntitled(id) }, signal),
      (signal) => runDeadManagers(this.#deps, signal),
      (signal) => runLeader(this.#deps, signal),
    ]);
  }

  async #gossip(signal: AbortSignal): Promise<void> {
    const { gossip: seams, raft, log } = this.#deps;
    if (!seams) return;
    const managers = (): readonly string[] => raft.status().members.map(({ address }) => address);
    const leading = (): boolean => raft.leading;
    await runEngineGossip(
      { ...this.#deps, seams, managers, leading, log: log.child("gossip") },
      signal,
    );
  }

  #membership(): Membership {
    const { raft } = this.#deps;
    return {
      members: () => raft.status().members,
      whyNotRemove: (raftId) => explainUnsafeRemoval(raft.status().members, raftId),
      remove: (raftId, signal) => raft.removeMember(raftId, signal),
      transferLeadership: (signal) => raft.transferLeadership(signal),
    };
  }

  /** A certificate outlives the role that it was issued for. */
  #whyNoManager(nodeId: string): string | undefined {
    if (!this.status().leading) throw new OperationalError("unavailable", NO_LEADER);
    return this.#whyNotEntitled(nodeId);
  }

  /** A node that is on its way to be a worker would be counted on, and not be there. */
  #whyNotEntitled(nodeId: string): string | undefined {
    const node = this.#deps.store.view((tx) => tx.nodes.get(nodeId));
    if (!node) return `Node ${nodeId} was removed from the swarm, or never was part of it`;
    const isToStay = node.spec?.desiredRole !== NodeRole.WORKER;
    if (node.role === NodeRole.MANAGER && isToStay) return undefined;
    return `Node ${nodeId} is a worker: "skein node promote ${nodeId}" makes it a manager`;
  }

  #peers(): readonly WeightedPeer[] {
    return this.#deps.raft
      .status()
      .members.map(({ nodeId, address }) =>
        makeWeightedPeer({ peer: makePeer({ nodeId, addr: address }), weight: PEER_WEIGHT }),
      );
  }
}
