import test from "ava";
import fc from "fast-check";
import { SortedObjects, byId } from "../../../src/manager/store/sorted-objects.ts";

const id = fc.constantFrom("a", "b", "c", "d", "e", "f");
const step = fc.oneof(
  fc.record({ do: fc.constant("put" as const), id, value: fc.nat() }),
  fc.record({ do: fc.constant("delete" as const), id }),
  fc.record({ do: fc.constant("list" as const) }),
);

test("SortedObjects: agrees with a Map whose values are sorted", (t) => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const objects = new SortedObjects<{ id: string; value: number }>();
      const model = new Map<string, { id: string; value: number }>();
      for (const one of [...steps, { do: "list" as const }]) {
        if (one.do === "put") {
          const object = { id: one.id, value: one.value };
          objects.put(object);
          model.set(one.id, object);
        } else if (one.do === "delete") {
          objects.delete(one.id);
          model.delete(one.id);
        } else {
          t.deepEqual(objects.list(), [...model.values()].sort(byId));
          t.is(objects.size, model.size);
        }
      }
    }),
  );
});

test("SortedObjects: a list that nothing changed since is the same list", (t) => {
  const objects = new SortedObjects<{ id: string }>();
  objects.put({ id: "a" });

  const list = objects.list();

  t.is(objects.list(), list);
  objects.put({ id: "b" });
  t.deepEqual(list, [{ id: "a" }]);
});
