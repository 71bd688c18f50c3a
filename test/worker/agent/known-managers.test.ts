import test from "ava";
import fc from "fast-check";
import { Prng } from "../../../src/base/prng.ts";
import { makePeer, makeWeightedPeer } from "../../../src/model/generated/types.ts";
import type { WeightedPeer } from "../../../src/model/generated/types.ts";
import { KnownManagers } from "../../../src/worker/agent/known-managers.ts";

function peers(...addresses: readonly string[]): readonly WeightedPeer[] {
  return addresses.map((addr) =>
    makeWeightedPeer({ peer: makePeer({ nodeId: `id of ${addr}`, addr }), weight: 10 }),
  );
}

/** How often each of 1000 picks was which. */
function picks(managers: KnownManagers, justTried?: string): Map<string | undefined, number> {
  const prng = new Prng(1);
  const counts = new Map<string | undefined, number>();
  for (let draw = 0; draw < 1000; draw++) {
    const picked = managers.pick(prng, justTried);
    counts.set(picked, (counts.get(picked) ?? 0) + 1);
  }
  return counts;
}

test("KnownManagers: none gives none", (t) => {
  t.is(new KnownManagers([]).pick(new Prng(1), undefined), undefined);
});

test("KnownManagers: equal managers are picked about equally often", (t) => {
  const counts = picks(new KnownManagers(["a", "b", "c"]));

  for (const address of ["a", "b", "c"]) t.true((counts.get(address) ?? 0) > 250);
});

test("KnownManagers: one that fails is hardly picked until it does well again", (t) => {
  const managers = new KnownManagers(["a", "b", "c"]);
  managers.observe("a", "well");
  managers.observe("b", "badly");
  managers.observe("c", "well");
  t.true((picks(managers).get("b") ?? 0) < 10);

  for (let times = 0; times < 10; times++) managers.observe("b", "well");
  t.true((picks(managers).get("b") ?? 0) > 250);
});

test("KnownManagers: the one just tried is not picked again while there is another", (t) => {
  const managers = new KnownManagers(["a", "b"]);
  managers.observe("b", "badly");

  t.deepEqual([...picks(managers, "a").keys()], ["b"]);
  t.deepEqual([...picks(new KnownManagers(["a"]), "a").keys()], ["a"]);
});

test("KnownManagers: the cluster's list replaces what was known; an empty one says nothing", (t) => {
  const managers = new KnownManagers(["seed", "b"]);

  t.true(managers.replace(peers("b", "c")));
  t.deepEqual(managers.addresses, ["b", "c"]);
  t.false(managers.replace(peers("c", "b")));
  t.false(managers.replace([]));
  t.deepEqual(managers.addresses, ["b", "c"]);
});

test("KnownManagers: weights stay finite whatever is observed", (t) => {
  const observations = fc.array(fc.constantFrom("well" as const, "badly" as const));
  fc.assert(
    fc.property(observations, (history) => {
      const managers = new KnownManagers(["a", "b"]);
      for (const went of history) managers.observe("a", went);
      return managers.pick(new Prng(1), undefined) !== undefined;
    }),
  );
  t.pass();
});
