import test from "ava";
import fc from "fast-check";
import type { Batch } from "../../../src/manager/store/batch.ts";
import type { Action } from "../../../src/manager/store/action.ts";
import { StoreState } from "../../../src/manager/store/store-state.ts";
import { Transaction } from "../../../src/manager/store/transaction.ts";
import { makeService, makeServiceSpec, makeTask } from "../../../src/model/generated/types.ts";
import { makeAnnotations, makeTaskSpec, makeVersion } from "../../../src/model/generated/types.ts";
import type { Service, Task } from "../../../src/model/generated/types.ts";
import { timestampOf } from "../../../src/model/time.ts";
import { write } from "../support/test-store.ts";

const arbitraryTask = fc.record({
  id: fc.constantFrom("t1", "t2", "t3", "t4"),
  serviceId: fc.constantFrom("", "s1", "s2"),
  slot: fc.nat({ max: 2 }),
  nodeId: fc.constantFrom("", "n1", "n2"),
});
const arbitraryAction = fc.record({
  action: fc.constantFrom("create" as const, "update" as const, "remove" as const),
  task: arbitraryTask,
});
const arbitraryTransactions = fc.array(
  fc.record({ steps: fc.array(arbitraryAction, { maxLength: 5 }), fails: fc.boolean() }),
  { maxLength: 12 },
);

type Model = Map<string, Task>;

/** What a transaction should do to a plain map; undefined when it must be refused. */
function modelOf(before: Model, steps: readonly Action[]): Model | undefined {
  const after = new Map(before);
  for (const { action, object } of steps) {
    if (after.has(object.id) === (action === "create")) return undefined;
    if (action === "remove") after.delete(object.id);
    else after.set(object.id, object as Task);
  }
  return after;
}

function assertSame(
  t: { deepEqual: (a: unknown, b: unknown) => boolean },
  tx: StoreState["view"],
  model: Model,
): void {
  const ids = (tasks: readonly Task[]): string[] => tasks.map(({ id }) => id);
  const where = (holds: (task: Task) => boolean): string[] =>
    ids([...model.values()].filter(holds)).sort();
  t.deepEqual(
    ids(tx.tasks.all()),
    where(() => true),
  );
  for (const key of ["s1", "s2"]) {
    t.deepEqual(
      ids(tx.tasks.ofService(key)),
      where(({ serviceId }) => serviceId === key),
    );
    t.deepEqual(
      ids(tx.tasks.inSlot(key, 1)),
      where(({ serviceId, slot }) => serviceId === key && slot === 1),
    );
  }
  t.deepEqual(
    ids(tx.tasks.onNode("n1")),
    where(({ nodeId }) => nodeId === "n1"),
  );
  t.deepEqual([tx.tasks.size], [model.size]);
}

test("store: agrees with a Map, in a batch of transactions of which some fail and once committed", (t) => {
  fc.assert(
    fc.property(arbitraryTransactions, (transactions) => {
      const state = new StoreState();
      let model: Model = new Map();
      let batch: Batch = state.beginBatch();
      let pending: Action[] = [];
      for (const { steps, fails } of transactions) {
        const mark = batch.mark();
        const tx = new Transaction(batch, { version: 1, at: timestampOf(0) });
        const actions = steps.map(({ action, task }): Action => {
          return { action, kind: "task", object: makeTask(task) };
        });
        const expected = fails ? undefined : modelOf(model, actions);
        try {
          for (const action of actions) {
            const meta = tx.tasks.get(action.object.id)?.meta;
            write(tx, { ...action, object: { ...action.object, meta } } as Action);
          }
          if (fails) throw new Error("changed its mind");
          pending.push(...tx.actions);
          model = expected!;
        } catch {
          t.is(expected, undefined);
          batch.rollBack(mark);
        }
        assertSame(t, batch.view, model);
        if (actions.length % 2 === 0) {
          state.commit(pending);
          pending = [];
          batch = state.beginBatch();
          assertSame(t, state.view, model);
        }
      }
      const copy = new StoreState();
      state.commit(pending);
      copy.restore(state.toSnapshot());
      assertSame(t, copy.view, model);
    }),
    { numRuns: 300 },
  );
});

test("StoreState.apply: an entry of which one action does not fit changes nothing", (t) => {
  const state = new StoreState();
  state.apply([{ action: "create", kind: "task", object: makeTask({ id: "t1" }) }]);

  t.throws(() =>
    state.apply([
      { action: "create", kind: "task", object: makeTask({ id: "t2" }) },
      { action: "create", kind: "task", object: makeTask({ id: "t1" }) },
    ]),
  );

  t.is(state.view.tasks.size, 1);
});

test("StoreState: tasks that arrive over the wire share one spec", (t) => {
  const state = new StoreState();
  const fresh = (id: string): Task =>
    makeTask({
      id,
      serviceId: "s1",
      specVersion: makeVersion({ index: 3 }),
      spec: makeTaskSpec({ forceUpdate: 1 }),
    });

  state.apply([
    { action: "create", kind: "task", object: fresh("t1") },
    { action: "create", kind: "task", object: fresh("t2") },
  ]);

  t.is(state.view.tasks.get("t1")?.spec, state.view.tasks.get("t2")?.spec);
});

const service = (id: string, name: string): Service =>
  makeService({ id, spec: makeServiceSpec({ annotations: makeAnnotations({ name }) }) });

test("StoreState.restore: tells what the snapshot changed", (t) => {
  const newer = new StoreState();
  newer.commit([
    { action: "create", kind: "service", object: service("s1", "renamed") },
    { action: "create", kind: "service", object: service("s2", "same") },
    { action: "create", kind: "service", object: service("s4", "new") },
  ]);
  const state = new StoreState();
  state.commit([
    { action: "create", kind: "service", object: service("s1", "web") },
    { action: "create", kind: "service", object: service("s2", "same") },
    { action: "create", kind: "service", object: service("s3", "gone") },
  ]);

  const changes = state.restore(newer.toSnapshot());

  t.deepEqual(
    changes.map(({ action, object }) => `${action} ${object.id}`),
    ["update s1", "create s4", "remove s3"],
  );
  t.is(state.view.services.byName("renamed")?.id, "s1");
  t.is(state.view.services.byName("web"), undefined);
});

test("StoreState: a restore in steps is seen all at once, and comes to the same", (t) => {
  const ids = Array.from({ length: 1800 }, (_, at) => `s${at}`);
  const newer = new StoreState();
  newer.commit(
    ids.map((id) => ({ action: "create", kind: "service", object: service(id, `new ${id}`) })),
  );
  const state = new StoreState();
  state.commit([{ action: "create", kind: "service", object: service("s1", "old") }]);

  const steps = state.restoreInSteps(newer.toSnapshot());
  let count = 0;
  let step = steps.next();
  for (; step.done !== true; step = steps.next(), count++) {
    t.is(state.view.services.get("s1")?.spec?.annotations?.name, "old");
    t.is(state.view.services.get("s2"), undefined);
  }

  t.true(count >= 3);
  t.is(step.value.length, ids.length);
  t.is(state.view.services.get("s1")?.spec?.annotations?.name, "new s1");
  t.deepEqual(state.toSnapshot(), newer.toSnapshot());
});
