import test from "ava";
import { deepEqual } from "../../../src/base/deep-equal.ts";
import { OperationalError } from "../../../src/base/errors.ts";
import { Prng } from "../../../src/base/prng.ts";
import { encodeActions } from "../../../src/manager/control/entry.ts";
import { ReplicatedStore } from "../../../src/manager/control/replicated-store.ts";
import type { Commit } from "../../../src/manager/store/store.ts";
import { decodeSnapshot } from "../../../src/manager/control/snapshot-reader.ts";
import {
  makeClusterSnapshot,
  makeNode,
  makeSnapshot,
  makeStoreSnapshot,
  makeTask,
  makeTaskSpec,
} from "../../../src/model/generated/types.ts";
import { makeContainerSpec } from "../../../src/model/generated/types.ts";
import { InternalRaftRequestCodec, SnapshotCodec } from "../../../src/wire/generated/codecs.ts";
import { SimEntropy } from "../../sim/entropy.ts";
import { FROZEN_CLOCK, SILENT_LOG, testStore } from "../support/test-store.ts";

const nodeIds = (store: ReplicatedStore): readonly string[] =>
  store.view((tx) => tx.nodes.all().map(({ id }) => id));
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("ReplicatedStore: a transaction is visible here and on followers once it resolves", async (t) => {
  const { store, followers } = testStore({ followers: 2 });

  const result = await store.update((tx) => {
    tx.create("node", makeNode({ id: "n1" }));
    return "done";
  });

  t.is(result, "done");
  for (const one of [store, ...followers]) t.deepEqual(nodeIds(one), ["n1"]);
});

test("ReplicatedStore: those that wait leave together in one entry, in order", async (t) => {
  const { store, raft } = testStore();
  raft.hold = true;
  const first = store.update((tx) => tx.create("node", makeNode({ id: "n0" })));
  await settle();
  const order: number[] = [];
  const later = [1, 2, 3].map((at) =>
    store.update((tx) => tx.create("node", makeNode({ id: `n${at}` }))).then(() => order.push(at)),
  );
  await settle();
  t.is(raft.heldCount, 1);
  t.deepEqual(nodeIds(store), []);

  raft.hold = false;
  raft.release();
  await Promise.all([first, ...later]);

  t.is(raft.entries.length, 2);
  t.deepEqual(order, [1, 2, 3]);
  t.deepEqual(nodeIds(store), ["n0", "n1", "n2", "n3"]);
});

test("ReplicatedStore: a transaction that throws changes nothing and does not hurt its neighbours", async (t) => {
  const { store, raft } = testStore();

  const outcomes = await Promise.allSettled([
    store.update((tx) => tx.create("node", makeNode({ id: "n1" }))),
    store.update((tx) => {
      tx.create("node", makeNode({ id: "n2" }));
      throw new Error("no");
    }),
    store.update((tx) => {
      t.is(tx.nodes.get("n2"), undefined);
      tx.create("node", makeNode({ id: "n3" }));
    }),
  ]);

  t.deepEqual(
    outcomes.map(({ status }) => status),
    ["fulfilled", "rejected", "fulfilled"],
  );
  t.deepEqual(nodeIds(store), ["n1", "n3"]);
  t.is(raft.entries.length, 1);
});

test("ReplicatedStore: a transaction that changes nothing costs no entry", async (t) => {
  const { store, raft } = testStore();

  t.is(await store.update((tx) => tx.nodes.size), 0);
  t.is(raft.entries.length, 0);
});

test("ReplicatedStore: where nothing is committed the whole group is refused and nothing changes", async (t) => {
  const { store, raft } = testStore();
  raft.fail = new OperationalError("unavailable", "not the leader");

  const outcomes = await Promise.allSettled([
    store.update((tx) => tx.create("node", makeNode({ id: "n1" }))),
    store.update((tx) => tx.nodes.get("n1")?.id),
  ]);

  t.deepEqual(
    outcomes.map((outcome) => outcome.status === "rejected" && outcome.reason === raft.fail),
    [true, true],
  );
  t.deepEqual(nodeIds(store), []);
  raft.fail = undefined;
  await store.update((tx) => tx.create("node", makeNode({ id: "n1" })));
  t.deepEqual(nodeIds(store), ["n1"]);
});

test("ReplicatedStore: what would make too large an entry is split, and one that is too large refused", async (t) => {
  const { store, raft } = testStore();
  const big = (id: string, bytes: number): ReturnType<typeof makeTask> =>
    makeTask({
      id,
      spec: makeTaskSpec({ container: makeContainerSpec({ image: "x".repeat(bytes) }) }),
    });

  const [, , refused] = await Promise.allSettled([
    store.update((tx) => tx.create("task", big("t1", 400_000))),
    store.update((tx) => tx.create("task", big("t2", 1_400_000))),
    store.update((tx) => tx.create("task", big("t3", 1_600_000))),
  ]);

  t.is(raft.entries.length, 2);
  t.true(raft.entries.every(({ length }) => length <= 1.5 * 1024 * 1024));
  t.is(
    refused.status === "rejected" && (refused.reason as OperationalError).code,
    "resourceExhausted",
  );
  t.is(
    store.view((tx) => tx.tasks.size),
    2,
  );
});

test("ReplicatedStore: the entry is what Swarm's managers read", async (t) => {
  const { store, raft } = testStore();
  await Promise.all([
    store.update((tx) => tx.create("node", makeNode({ id: "n1" }))),
    store.update((tx) => tx.create("task", makeTask({ id: "t1" }))),
  ]);

  const { id, action } = InternalRaftRequestCodec.decode(raft.entries[0]!);

  t.true(id > 0n);
  t.deepEqual(
    action.map((one) => [one.action, one.node?.id, one.task?.id]),
    [
      [1, "n1", undefined],
      [1, undefined, "t1"],
    ],
  );
  t.is(action[0]?.node?.meta?.version?.index, 0);
});

test("ReplicatedStore: the version is the index applied before, and an older one conflicts", async (t) => {
  const { store } = testStore();
  await store.update((tx) => tx.create("node", makeNode({ id: "n1" })));
  const old = store.view((tx) => tx.nodes.get("n1")!);
  await store.update((tx) => tx.update("node", { ...old, role: 1 }));

  t.is(
    store.view((tx) => tx.nodes.get("n1")?.meta?.version?.index),
    11,
  );
  await t.throwsAsync(
    store.update((tx) => tx.update("node", old)),
    { message: "update out of sequence" },
  );
});

test("ReplicatedStore: listeners get each commit with what changed, before the writer goes on", async (t) => {
  const { store } = testStore();
  const seen: string[] = [];
  const stop = store.onCommit(({ version, changes }: Commit) => {
    for (const { action, kind, object } of changes)
      seen.push(`${version} ${action} ${kind} ${object.id}`);
  });

  await store.update((tx) => tx.create("node", makeNode({ id: "n1" })));
  seen.push("resolved");
  stop();
  await store.update((tx) => tx.remove("node", "n1"));

  t.deepEqual(seen, ["11 create node n1", "resolved"]);
});

test("ReplicatedStore: an entry that does not fit changes nothing anywhere, and the log goes on", async (t) => {
  const warnings: string[] = [];
  const log = { ...SILENT_LOG, warn: (message: string) => void warnings.push(message) };
  const { store, followers, raft } = testStore({ followers: 1, log });
  raft.append(
    encodeActions([
      { action: "create", kind: "node", object: makeNode({ id: "n1" }) },
      { action: "update", kind: "node", object: makeNode({ id: "n2" }) },
    ]),
  );
  raft.append(Uint8Array.of(0xff, 0xff));
  t.is(warnings.length, 4);

  await store.update((tx) => tx.create("node", makeNode({ id: "n3" })));

  for (const one of [store, ...followers]) t.deepEqual(nodeIds(one), ["n3"]);
});

test("ReplicatedStore: an own entry overtaken by another is judged as its followers judge it", async (t) => {
  const { store, followers, raft } = testStore({ followers: 1 });
  raft.hold = true;
  const own = store.update((tx) => tx.create("node", makeNode({ id: "n1" })));
  await settle();
  raft.append(
    encodeActions([{ action: "create", kind: "node", object: makeNode({ id: "n1", role: 1 }) }]),
  );
  raft.release();

  await t.throwsAsync(own, { code: "aborted" });

  for (const one of [store, ...followers]) {
    t.is(
      one.view((tx) => tx.nodes.get("n1")?.role),
      1,
    );
  }
});

test("ReplicatedStore: a new leader takes no transaction before it knows what the last one did", async (t) => {
  const { store, raft } = testStore();
  raft.leading = false;
  let ran = false;

  await t.throwsAsync(
    store.update(() => void (ran = true)),
    { code: "unavailable" },
  );

  t.false(ran);
  raft.leading = true;
  await store.update((tx) => tx.create("node", makeNode({ id: "n1" })));
});

test("ReplicatedStore: equal states give equal snapshots, and a restored store goes on from there", async (t) => {
  const { store, followers } = testStore({ followers: 1 });
  await store.update((tx) => {
    tx.create("node", makeNode({ id: "n2" }));
    tx.create("node", makeNode({ id: "n1" }));
  });
  const membership = {
    members: [{ raftId: 7n, nodeId: "n1", address: "10.0.0.1:2377" }],
    removed: [3n],
  };
  const data = [...store.snapshot(membership)];
  t.deepEqual([...(followers[0]?.snapshot(membership) ?? [])], data);

  const { store: other } = testStore();
  const restored = await other.restore(40, cut(data, 7));

  t.deepEqual(restored, membership);
  t.deepEqual(nodeIds(other), ["n1", "n2"]);
  t.is(other.appliedIndex, 40);
});

test("ReplicatedStore: a snapshot in parts is of the state at the call, however it is cut", async (t) => {
  const { store } = testStore();
  const many = Array.from({ length: 1200 }, (_, at) => `n${String(at).padStart(4, "0")}`);
  await store.update((tx) => {
    for (const id of many) tx.create("node", makeNode({ id }));
    tx.create("task", makeTask({ id: "t1" }));
  });

  const parts = store.snapshot({ members: [], removed: [7n] });
  await store.update((tx) => tx.remove("node", "n0000"));
  const taken = [...parts];
  t.true(taken.length >= 3);

  for (const size of [1, 5, 1000, 1 << 20]) {
    const { membership, store: held } = await decodeSnapshot(cut(taken, size));
    t.deepEqual(membership?.removed, [7n]);
    t.deepEqual(
      held.nodes.map(({ id }) => id),
      many,
    );
    t.is(held.tasks[0]?.id, "t1");
  }
  const empty = testStore().store;
  const nothing = empty.snapshot({ members: [], removed: [] });
  t.deepEqual((await empty.restore(9, cut([...nothing], 3))).members, []);
});

test("ReplicatedStore: reads the snapshots of Docker's managers, which hold their store once", async (t) => {
  const tasks = Array.from({ length: 50 }, (_, at) => makeTask({ id: `t${at}` }));
  const snapshot = makeSnapshot({
    membership: makeClusterSnapshot({ removed: [3n] }),
    store: makeStoreSnapshot({ tasks, nodes: [makeNode({ id: "n1" })] }),
  });
  const bytes = SnapshotCodec.encode(snapshot);
  for (const size of [1, 64, 1 << 20]) {
    const { membership, store } = await decodeSnapshot(cut([bytes], size));
    t.true(deepEqual(membership, snapshot.membership));
    t.true(deepEqual(store, snapshot.store));
  }
  for (const length of [bytes.length - 1, bytes.length - 30]) {
    await t.throwsAsync(decodeSnapshot(cut([bytes.subarray(0, length)], 64)), {
      message: /is damaged: it ends too soon/,
    });
  }
});

/** `parts` one after the other, cut anew every `size` bytes. */
async function* cut(parts: readonly Uint8Array[], size: number): AsyncGenerator<Uint8Array> {
  const whole = Buffer.concat(parts);
  for (let at = 0; at < whole.length; at += size) yield whole.subarray(at, at + size);
}

test("ReplicatedStore: without raft transactions are refused", async (t) => {
  const entropy = new SimEntropy(new Prng(1));
  const store = new ReplicatedStore({ clock: FROZEN_CLOCK, log: SILENT_LOG, entropy });

  await t.throwsAsync(
    store.update((tx) => tx.create("node", makeNode({ id: "n1" }))),
    { code: "unavailable" },
  );
});
