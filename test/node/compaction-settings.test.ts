import test from "ava";
import { makeCluster, makeClusterSpec, makeRaftConfig } from "../../src/model/generated/types.ts";
import { followCompactionSettings } from "../../src/node/compaction-settings.ts";
import type { CompactionLimits } from "../../src/raft/compaction.ts";
import { testStore } from "../manager/support/test-store.ts";

const cluster = (
  snapshotInterval: number,
  logEntriesForSlowFollowers: number,
): ReturnType<typeof makeCluster> =>
  makeCluster({
    id: "c1",
    spec: makeClusterSpec({
      raft: makeRaftConfig({ snapshotInterval, logEntriesForSlowFollowers }),
    }),
  });

test("compaction settings: the cluster's are followed while it runs, but for what is fixed", async (t) => {
  const { store } = testStore();
  const [followed, fixed]: Partial<CompactionLimits>[][] = [[], []];
  const record = (into: Partial<CompactionLimits>[] | undefined) => ({
    tuneCompaction: (limits: Partial<CompactionLimits>) => void into?.push(limits),
  });
  const ends = [
    followCompactionSettings(store, "c1", record(followed), {}),
    followCompactionSettings(store, "c1", record(fixed), { snapshotInterval: 7 }),
  ];
  t.deepEqual(followed, [], "there is no cluster yet");

  await store.update((tx) => tx.create("cluster", cluster(5000, 100)));
  await store.update((tx) => {
    const stored = tx.clusters.get("c1");
    tx.update("cluster", { ...cluster(300, 0), meta: stored?.meta });
  });
  for (const end of ends) end();
  await store.update((tx) => tx.remove("cluster", "c1"));

  t.deepEqual(followed, [
    { snapshotInterval: 5000, keptEntries: 100 },
    { snapshotInterval: 300, keptEntries: 0 },
  ]);
  t.deepEqual(fixed, [
    { snapshotInterval: 7, keptEntries: 100 },
    { snapshotInterval: 7, keptEntries: 0 },
  ]);
});
