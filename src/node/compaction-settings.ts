import type { Store } from "../manager/store/store.ts";
import type { CompactionLimits } from "../raft/compaction.ts";
import type { RaftNode } from "../raft/node.ts";

/**
 * Has the log compacted as the cluster's spec says, from now on and after each change of it. What is
 * `fixed` for this process stays. Gives the function that ends it.
 */
export function followCompactionSettings(
  store: Store,
  clusterId: string,
  raft: Pick<RaftNode, "tuneCompaction">,
  fixed: Partial<CompactionLimits>,
): () => void {
  const tune = (): void => {
    const spec = store.view((tx) => tx.clusters.get(clusterId)?.spec?.raft);
    if (!spec) return;
    const { snapshotInterval, logEntriesForSlowFollowers: keptEntries } = spec;
    raft.tuneCompaction({ snapshotInterval, keptEntries, ...fixed });
  };
  tune();
  return store.onCommit(({ changes }) => {
    if (changes.some(({ kind }) => kind === "cluster")) tune();
  });
}
