import test from "ava";
import { AddressBook } from "../../../src/manager/allocator/address-book.ts";
import { runReconciler } from "../../../src/manager/control/reconciler.ts";
import { realClock } from "../../../src/system/real/clock.ts";
import { SimEntropy } from "../../sim/entropy.ts";
import { Prng } from "../../../src/base/prng.ts";
import { SILENT_LOG, testStore } from "../support/test-store.ts";

test("a reconciler that finds nothing to do lets others have their turn", async (t) => {
  const { store } = testStore();
  const ending = new AbortController();
  const keys = Array.from({ length: 2_000 }, (_, at) => `service${at}`);
  const inTurn = [0];
  let looked = 0;
  const count = (): void => {
    inTurn.push(0);
    if (!ending.signal.aborted) setImmediate(count);
  };
  setImmediate(count);

  await runReconciler(
    {
      name: "idle",
      all: () => keys,
      concerns: () => [],
      reconcile: () => {
        inTurn.push((inTurn.pop() ?? 0) + 1);
        if (++looked === keys.length) ending.abort();
        return undefined;
      },
    },
    {
      store,
      clock: realClock,
      entropy: new SimEntropy(new Prng(1)),
      log: SILENT_LOG,
      book: store.view((tx) => new AddressBook(tx)),
    },
    ending.signal,
  );

  t.is(looked, keys.length);
  t.true(Math.max(...inTurn) <= 2 * 256, String(Math.max(...inTurn)));
});
