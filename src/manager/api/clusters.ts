import {
  makeCluster,
  makeGetClusterResponse,
  makeListClustersResponse,
  makeRootCA,
  makeUpdateClusterResponse,
  type Cluster,
  type ClusterSpec,
  type EncryptionKey,
  type JoinTokens,
  type KeyRotation,
} from "../../model/generated/types.ts";
import { durationMs } from "../../model/time.ts";
import { MANAGER_SUBSYSTEM } from "../../model/unlock-key.ts";
import type { Entropy } from "../../system/entropy.ts";
import { newJoinToken, parseJoinToken } from "../../system/join-token.ts";
import { newManagerUnlockKey } from "../../system/unlock-key.ts";
import { serve, type Route } from "../../system/rpc.ts";
import { ControlService } from "../../wire/generated/services.ts";
import type { ControlDeps } from "./control-deps.ts";
import { rootFor } from "./root-change.ts";
import { labelsOf, matchesCommon, nameOf } from "./filters.ts";
import { checkVersion, invalid, notFound } from "./refuse.ts";

const HOUR_MS = 3_600_000;
const NO_KEY = new Uint8Array(0);

/** The cluster's own settings. No key leaves through here. */
export function clusterRoutes(deps: ControlDeps): readonly Route[] {
  const { store, entropy } = deps;
  const stored = (id: string): Cluster =>
    store.view((tx) => tx.clusters.get(id)) ?? notFound("cluster", id);
  return [
    serve(ControlService.GetCluster, async ({ clusterId }) =>
      makeGetClusterResponse({ cluster: redacted(stored(clusterId)) }),
    ),
    serve(ControlService.ListClusters, async ({ filters }) => {
      const clusters = store
        .view((tx) => tx.clusters.all())
        .filter(({ id, spec }) =>
          matchesCommon(filters, id, nameOf(spec?.annotations), labelsOf(spec?.annotations)),
        )
        .map(redacted);
      return makeListClustersResponse({ clusters });
    }),
    serve(ControlService.UpdateCluster, async (request) => {
      const { clusterId, clusterVersion, spec, rotation } = request;
      validateClusterSpec(spec);
      const before = stored(clusterId);
      checkVersion(clusterVersion, before.meta);
      if (nameOf(spec.annotations) !== nameOf(before.spec?.annotations)) {
        invalid("modification of cluster name is not allowed");
      }
      // Keys take a while to make. What is made for a version is of use for that version only.
      const nodes = store.view((tx) => tx.nodes.all());
      const rootCa = await rootFor(deps, { rootCa: before.rootCa, nodes }, spec.caConfig);
      await store.update((tx) => {
        const cluster = tx.clusters.get(clusterId) ?? notFound("cluster", clusterId);
        checkVersion(clusterVersion, cluster.meta);
        const unlockKeys = unlockKeysOf(cluster, spec, rotation, entropy);
        const next = rotated({ ...cluster, rootCa }, rotation, entropy);
        tx.update("cluster", { ...next, spec: withoutRoot(spec), unlockKeys });
      });
      return makeUpdateClusterResponse({ cluster: redacted(stored(clusterId)) });
    }),
  ];
}

function validateClusterSpec(spec: ClusterSpec | undefined): asserts spec is ClusterSpec {
  if (!spec) invalid("spec: a cluster spec must be provided");
  const expiryMs = durationMs(spec.caConfig?.nodeCertExpiry, HOUR_MS);
  if (expiryMs < HOUR_MS) invalid("minimum certificate expiry time is: 1h0m0s");
  if (durationMs(spec.dispatcher?.heartbeatPeriod, 0) < 0) {
    invalid("heartbeat time period cannot be a negative duration");
  }
}

/**
 * What the managers' disks are locked with from now on: nothing, the key of before, or a new one.
 * Source: swarmkit manager/controlapi/cluster.go.
 */
function unlockKeysOf(
  { unlockKeys }: Cluster,
  spec: ClusterSpec,
  rotation: KeyRotation | undefined,
  entropy: Entropy,
): readonly EncryptionKey[] {
  const others = unlockKeys.filter(({ subsystem }) => subsystem !== MANAGER_SUBSYSTEM);
  if (spec.encryptionConfig?.autoLockManagers !== true) return others;
  if (others.length < unlockKeys.length && rotation?.managerUnlockKey !== true) return unlockKeys;
  return [...others, newManagerUnlockKey(entropy)];
}

/** The cluster's own place for its root is another one; no key is kept twice. */
function withoutRoot(spec: ClusterSpec): ClusterSpec {
  const { caConfig } = spec;
  return {
    ...spec,
    caConfig: caConfig && { ...caConfig, signingCaCert: NO_KEY, signingCaKey: NO_KEY },
  };
}

function rotated(cluster: Cluster, rotation: KeyRotation | undefined, entropy: Entropy): Cluster {
  const { rootCa } = cluster;
  if (!rootCa?.joinTokens || !rotation) return cluster;
  const { worker, manager } = rootCa.joinTokens;
  const fresh = (old: string): string => newJoinToken(parseJoinToken(old).digest, entropy);
  const joinTokens: JoinTokens = {
    worker: rotation.workerJoinToken ? fresh(worker) : worker,
    manager: rotation.managerJoinToken ? fresh(manager) : manager,
  };
  return { ...cluster, rootCa: { ...rootCa, joinTokens } };
}

/**
 * Only what anybody may see who may ask: no key of any kind. Named one by one, so that what a
 * cluster learns to keep is not shown by accident. Source: swarmkit manager/controlapi redactClusters.
 */
function redacted(cluster: Cluster): Cluster {
  const { rootCa, spec } = cluster;
  return makeCluster({
    id: cluster.id,
    meta: cluster.meta,
    spec: spec && {
      ...spec,
      caConfig: spec.caConfig && { ...spec.caConfig, signingCaKey: NO_KEY },
    },
    rootCa:
      rootCa &&
      makeRootCA({
        caCert: rootCa.caCert,
        caCertHash: rootCa.caCertHash,
        joinTokens: rootCa.joinTokens,
        rootRotation: rootCa.rootRotation && { ...rootCa.rootRotation, caKey: NO_KEY },
        lastForcedRotation: rootCa.lastForcedRotation,
      }),
    blacklistedCertificates: cluster.blacklistedCertificates,
    fips: cluster.fips,
    defaultAddressPool: cluster.defaultAddressPool,
    subnetSize: cluster.subnetSize,
    vxlanUdpPort: cluster.vxlanUdpPort,
  });
}
