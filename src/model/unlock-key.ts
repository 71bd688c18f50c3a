import type { Cluster } from "./generated/types.ts";

/** The unlock key of managers is kept under this name. Source: swarmkit ca. */
export const MANAGER_SUBSYSTEM = "swarm-manager";

/** What opens the managers' disks; undefined where the swarm does not lock them. */
export function managerUnlockKey(cluster: Cluster): Uint8Array | undefined {
  if (cluster.spec?.encryptionConfig?.autoLockManagers !== true) return undefined;
  return cluster.unlockKeys.find(({ subsystem }) => subsystem === MANAGER_SUBSYSTEM)?.key;
}
