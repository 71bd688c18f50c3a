import { allocateNetwork } from "../manager/allocator/allocate-network.ts";
import type { Store } from "../manager/store/store.ts";
import {
  IssuanceStatus_State,
  NodeRole,
  NodeSpec_Membership,
  NodeStatus_State,
  makeAnnotations,
  makeCAConfig,
  makeCertificate,
  makeCluster,
  makeClusterSpec,
  makeDispatcherConfig,
  makeEncryptionConfig,
  makeIssuanceStatus,
  makeNode,
  makeNodeSpec,
  makeNodeStatus,
  makeOrchestrationConfig,
  makeRaftConfig,
  makeTaskDefaults,
  type Cluster,
  type ClusterSpec,
  type EncryptionKey,
  type Network,
  type Node,
  type NodeSpec_Availability,
  type RootCA,
} from "../model/generated/types.ts";
import { durationOf } from "../model/time.ts";

/** What a new cluster begins with: made by `init`, written by the first leader. */
export interface ClusterSeed {
  readonly cluster: Cluster;
  readonly node: Node;
  readonly networks: readonly Network[];
}

const HOUR_MS = 3_600_000;

/**
 * The settings of a new cluster. As Swarm's, but for the heartbeat: an agent that is silent for
 * three of these is down, and 1 s instead of 5 s is what makes replacing a dead node fast.
 * Source of the others: swarmkit manager/state/raft DefaultRaftConfig, ca/certificates.go.
 */
export const DEFAULT_CLUSTER_SPEC: ClusterSpec = makeClusterSpec({
  annotations: makeAnnotations({ name: "default" }),
  orchestration: makeOrchestrationConfig({ taskHistoryRetentionLimit: 5 }),
  raft: makeRaftConfig({
    snapshotInterval: 10_000,
    logEntriesForSlowFollowers: 500,
    heartbeatTick: 1,
    electionTick: 10,
  }),
  dispatcher: makeDispatcherConfig({ heartbeatPeriod: durationOf(1000) }),
  caConfig: makeCAConfig({ nodeCertExpiry: durationOf(2160 * HOUR_MS) }),
  taskDefaults: makeTaskDefaults(),
  encryptionConfig: makeEncryptionConfig(),
});

/** Composes the first objects of a cluster. */
export function clusterSeed(facts: {
  readonly clusterId: string;
  readonly nodeId: string;
  readonly spec: ClusterSpec;
  readonly rootCa: RootCA;
  readonly certificate: Uint8Array;
  readonly availability: NodeSpec_Availability;
  readonly defaultAddressPool: readonly string[];
  readonly subnetSize: number;
  readonly vxlanUdpPort: number;
  readonly networks: readonly Network[];
  readonly unlockKeys?: readonly EncryptionKey[];
}): ClusterSeed {
  const { clusterId, nodeId, spec, rootCa, certificate, availability } = facts;
  const { defaultAddressPool, subnetSize, vxlanUdpPort, unlockKeys = [] } = facts;
  return {
    networks: facts.networks,
    cluster: makeCluster({
      id: clusterId,
      spec,
      rootCa,
      defaultAddressPool,
      subnetSize,
      vxlanUdpPort,
      unlockKeys,
    }),
    node: makeNode({
      id: nodeId,
      role: NodeRole.MANAGER,
      spec: makeNodeSpec({
        annotations: makeAnnotations(),
        desiredRole: NodeRole.MANAGER,
        membership: NodeSpec_Membership.ACCEPTED,
        availability,
      }),
      status: makeNodeStatus({ state: NodeStatus_State.UNKNOWN }),
      certificate: makeCertificate({
        cn: nodeId,
        role: NodeRole.MANAGER,
        status: makeIssuanceStatus({ state: IssuanceStatus_State.ISSUED }),
        certificate,
      }),
    }),
  };
}

/** Writes the first objects where the store has none; a later leader finds them and does nothing. */
export async function plantSeed(store: Store, seed: ClusterSeed): Promise<void> {
  if (store.view((tx) => tx.clusters.size > 0)) return;
  await store.update((tx) => {
    if (tx.clusters.size > 0) return;
    tx.create("cluster", seed.cluster);
    if (!tx.nodes.get(seed.node.id)) tx.create("node", seed.node);
    for (const network of seed.networks) {
      const given = allocateNetwork(network, tx.networks.all(), seed.cluster);
      // One without a subnet waits for one, and its users say so.
      tx.create("network", given.ok ? given.value : network);
    }
  });
}
