import test from "ava";
import type { OperationalError } from "../../../src/base/errors.ts";
import { StoreState } from "../../../src/manager/store/store-state.ts";
import { Transaction } from "../../../src/manager/store/transaction.ts";
import type { WriteTx } from "../../../src/manager/store/store.ts";
import {
  makeAnnotations,
  makeContainerSpec,
  makeNetworkAttachmentConfig,
  makeNode,
  makeNodeDescription,
  makeSecretReference,
  makeService,
  makeServiceSpec,
  makeTask,
  makeTaskSpec,
  type Service,
} from "../../../src/model/generated/types.ts";
import { timestampOf } from "../../../src/model/time.ts";

function service(id: string, name: string): Service {
  return makeService({
    id,
    spec: makeServiceSpec({ annotations: makeAnnotations({ name }) }),
  });
}

/** Runs transactions on a state, each committed when it ends. */
function committing(state: StoreState): <T>(change: (tx: WriteTx) => T) => T {
  let version = 0;
  return (change) => {
    const tx = new Transaction(state.beginBatch(), { version, at: timestampOf(1000 + version) });
    const result = change(tx);
    version++;
    state.commit(tx.actions);
    return result;
  };
}

const code = (error: unknown): string => (error as OperationalError).code;

test("Transaction: reads its own writes, which nobody else sees before the commit", (t) => {
  const state = new StoreState();
  const batch = state.beginBatch();
  const tx = new Transaction(batch, { version: 5, at: timestampOf(0) });

  tx.create("service", service("s1", "web"));
  tx.create("task", makeTask({ id: "t1", serviceId: "s1", slot: 1, nodeId: "n1" }));

  t.is(tx.services.byName("WEB")?.id, "s1");
  t.deepEqual(
    tx.tasks.inSlot("s1", 1).map(({ id }) => id),
    ["t1"],
  );
  t.is(tx.tasks.onNode("n1").length, 1);
  t.is(tx.services.size, 1);
  t.is(state.view.services.size, 0);
  t.is(state.view.tasks.ofService("s1").length, 0);

  state.commit(tx.actions);
  t.is(state.view.services.byName("web")?.id, "s1");
  t.is(state.view.tasks.onNode("n1").length, 1);
});

test("Transaction: writes version and times, and keeps the time of creation", (t) => {
  const run = committing(new StoreState());
  run((tx) => tx.create("node", makeNode({ id: "n1" })));

  const node = run((tx) => {
    tx.update("node", { ...tx.nodes.get("n1")!, role: 1 });
    return tx.nodes.get("n1");
  });

  t.is(node?.meta?.version?.index, 1);
  t.deepEqual(node?.meta?.createdAt, timestampOf(1000));
  t.deepEqual(node?.meta?.updatedAt, timestampOf(1001));
});

test("Transaction: an update from an older version is out of sequence", (t) => {
  const run = committing(new StoreState());
  run((tx) => tx.create("node", makeNode({ id: "n1" })));
  const old = run((tx) => tx.nodes.get("n1")!);
  run((tx) => tx.update("node", { ...old, role: 1 }));

  const error = t.throws(() => run((tx) => tx.update("node", { ...old, role: 0 })));

  t.is(code(error), "unknown");
  t.is(error.message, "update out of sequence");
});

test("Transaction: names are unique whatever their case, and free again once given up", (t) => {
  const run = committing(new StoreState());
  run((tx) => tx.create("service", service("s1", "web")));

  t.is(
    code(t.throws(() => run((tx) => tx.create("service", service("s2", "Web"))))),
    "alreadyExists",
  );
  run((tx) => {
    tx.remove("service", "s1");
    tx.create("service", service("s2", "WEB"));
  });
  t.is(
    run((tx) => tx.services.byName("web")?.id),
    "s2",
  );
});

test("Transaction: a taken id and a missing object are refused", (t) => {
  const run = committing(new StoreState());
  run((tx) => tx.create("node", makeNode({ id: "n1" })));

  const refused = (change: (tx: WriteTx) => void): string => code(t.throws(() => run(change)));

  t.is(
    refused((tx) => tx.create("node", makeNode({ id: "n1" }))),
    "alreadyExists",
  );
  t.is(
    refused((tx) => tx.update("node", makeNode({ id: "n2" }))),
    "notFound",
  );
  t.is(
    refused((tx) => tx.remove("task", "t1")),
    "notFound",
  );
});

test("Transaction: a task changed several times is written once, as it is in the end", (t) => {
  const tx = new Transaction(new StoreState().beginBatch(), { version: 1, at: timestampOf(0) });
  tx.create("task", makeTask({ id: "t1" }));
  tx.update("task", { ...tx.tasks.get("t1")!, slot: 7 });
  tx.create("task", makeTask({ id: "t2" }));
  tx.remove("task", "t2");

  t.deepEqual(
    tx.actions.map(({ action, object }) => [action, object.id]),
    [["create", "t1"]],
  );
  t.is(tx.tasks.get("t1")?.slot, 7);
});

test("Transaction: what it stores is frozen all the way down", (t) => {
  const run = committing(new StoreState());
  const stored = run((tx) => {
    tx.create("service", service("s1", "web"));
    return tx.services.get("s1");
  });

  t.true(Object.isFrozen(stored?.spec?.annotations));
});

test("store: finds objects by what they refer to", (t) => {
  const run = committing(new StoreState());
  const spec = makeTaskSpec({
    container: makeContainerSpec({ secrets: [makeSecretReference({ secretId: "x1" })] }),
    networks: [makeNetworkAttachmentConfig({ target: "net1" })],
  });
  run((tx) => {
    tx.create("service", { ...service("s1", "web"), spec: makeServiceSpec({ task: spec }) });
    tx.create("task", makeTask({ id: "t1", serviceId: "s1", spec }));
    tx.create("node", makeNode({ id: "n1", description: makeNodeDescription({ hostname: "h" }) }));
  });

  run((tx) => {
    t.is(tx.tasks.using("secret", "x1")[0]?.id, "t1");
    t.is(tx.services.using("network", "net1")[0]?.id, "s1");
    t.is(tx.nodes.byHostname("h")[0]?.id, "n1");
    t.is(tx.tasks.using("config", "x1").length, 0);
  });
});
