import {
  EncryptionKey_Algorithm,
  makeEncryptionKey,
  type Cluster,
  type EncryptionKey,
} from "../../model/generated/types.ts";
import type { LoopDeps } from "./loop-deps.ts";
import type { Reconciler } from "./reconciler.ts";

// Docker's engines gossip among themselves who is where on a network, and encrypt that, and the
// traffic of encrypted networks, with keys that their managers hand out. Source of all figures:
// swarmkit manager/keymanager.
const SUBSYSTEMS = ["networking:gossip", "networking:ipsec"];
const KEY_BYTES = 16;
/** The one before, the one in use, and the one that comes next. */
const KEYS_EACH = 3;
const ROTATION_MS = 12 * 3_600_000;

/** The cluster has network keys, and new ones from time to time. */
export function networkKeys({ clock, entropy }: LoopDeps): Reconciler {
  let rotateAtMs = clock.monotonicMs() + ROTATION_MS;
  return {
    name: "network keys",

    all: (tx) => tx.clusters.all().map(({ id }) => id),

    concerns: (change) =>
      change.kind === "cluster" && change.action === "create" ? [change.object.id] : [],

    reconcile(tx, id) {
      const cluster = tx.clusters.get(id);
      if (!cluster) return undefined;
      const isDue = clock.monotonicMs() >= rotateAtMs;
      const count = cluster.networkBootstrapKeys.length === 0 ? KEYS_EACH : isDue ? 1 : 0;
      if (count > 0) {
        rotateAtMs = clock.monotonicMs() + ROTATION_MS;
        tx.update(
          "cluster",
          withNewKeys(cluster, count, () => entropy.bytes(KEY_BYTES)),
        );
      }
      return rotateAtMs - clock.monotonicMs();
    },
  };
}

/** The cluster with so many new keys for each purpose; the oldest go. */
export function withNewKeys(cluster: Cluster, count: number, draw: () => Uint8Array): Cluster {
  let clock = cluster.encryptionKeyLamportClock;
  const keys = SUBSYSTEMS.flatMap((subsystem) => {
    const known = cluster.networkBootstrapKeys.filter((key) => key.subsystem === subsystem);
    const fresh = Array.from({ length: count }, () =>
      makeEncryptionKey({
        subsystem,
        algorithm: EncryptionKey_Algorithm.AES_128_GCM,
        key: draw(),
        lamportTime: ++clock,
      }),
    );
    return [...known.sort(byTime), ...fresh].slice(-KEYS_EACH);
  });
  return { ...cluster, networkBootstrapKeys: keys, encryptionKeyLamportClock: clock };
}

function byTime(left: EncryptionKey, right: EncryptionKey): number {
  return left.lamportTime - right.lamportTime;
}
