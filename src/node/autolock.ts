import { managerUnlockKey } from "../model/unlock-key.ts";
import type { Store } from "../manager/store/store.ts";
import type { Clock } from "../system/clock.ts";
import type { Log } from "../system/log.ts";
import { Wake } from "../system/wake.ts";
import type { MemberFiles } from "./member-files.ts";

export interface AutolockDeps {
  readonly clock: Clock;
  readonly log: Log;
  readonly store: Store;
  readonly clusterId: string;
  readonly files: Pick<MemberFiles, "setUnlockKey" | "rotateRaftKey">;
  /** Resolves once the store shows all that was committed when it was called. */
  readonly barrier: (signal: AbortSignal) => Promise<void>;
}

const RETRY_MS = 1000;

/**
 * Locks this manager's disk with the swarm's unlock key, gives it a new one and unlocks it, as the cluster
 * says. Source: swarmkit manager/manager.go, updateKEK.
 */
export async function followAutolock(deps: AutolockDeps, signal: AbortSignal): Promise<void> {
  const { clock, log, store, clusterId, files } = deps;
  const wake = new Wake();
  const unfollow = store.onCommit(({ changes }) => {
    if (changes.some(({ kind }) => kind === "cluster")) wake.set();
  });
  try {
    await catchUp(deps, signal);
    while (!signal.aborted) {
      try {
        const cluster = store.view((tx) => tx.clusters.get(clusterId));
        const key = cluster && managerUnlockKey(cluster);
        if (cluster && (await files.setUnlockKey(key))) {
          log.info("this manager's keys are locked: a restart needs the swarm's unlock key");
          // What the disk was encrypted with stood there in clear until now.
          await files.rotateRaftKey();
        }
        await wake.wait(signal);
      } catch (error) {
        const text = "this manager's disk is not locked as the swarm says";
        log.warn(text, { error, retryInMs: RETRY_MS });
        await clock.sleep(RETRY_MS, signal);
      }
    }
  } finally {
    unfollow();
  }
}

/** A log that is not all read yet may speak of a swarm that was not locked. Without a leader, later. */
async function catchUp({ clock, barrier }: AutolockDeps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await barrier(signal);
      return;
    } catch {
      await clock.sleep(RETRY_MS, signal);
    }
  }
}
