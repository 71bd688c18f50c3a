import test from "ava";
import { OwnTables, type TableEntry } from "../../../src/gossip/core/own-tables.ts";
import {
  NetworkdbTableEvent_Type,
  type NetworkdbTableEvent,
} from "../../../src/model/generated/types.ts";

function entry(key: string, byte: number): TableEntry {
  return { table: "t", key, value: Uint8Array.of(byte) };
}

function words(events: readonly NetworkdbTableEvent[]): readonly string[] {
  return events.map(({ type, key, lTime, value }) => {
    const verb = type === NetworkdbTableEvent_Type.DELETE ? "delete" : "create";
    return `${verb} ${key}=${value.join()} at ${lTime}`;
  });
}

test("own tables: say what has changed, each time later than before and than the floor", (t) => {
  const own = new OwnTables("self");

  t.deepEqual(words(own.change("n", [entry("a", 1), entry("b", 2)], 100, 0)), [
    "create a=1 at 101",
    "create b=2 at 102",
  ]);
  t.deepEqual(words(own.change("n", [entry("a", 1), entry("b", 2)], 100, 0)), []);
  t.deepEqual(words(own.change("n", [entry("b", 3)], 100, 0)), [
    "create b=3 at 103",
    "delete a=1 at 104",
  ]);
  t.deepEqual(words(own.all("n", 0)), ["delete a=1 at 104", "create b=3 at 103"]);
});

test("own tables: an entry that is gone is told of for half an hour, with what is left of it", (t) => {
  const own = new OwnTables("self");
  own.change("n", [entry("a", 1)], 0, 0);
  own.change("n", [], 0, 1_000);

  t.is(own.all("n", 61_000)[0]?.residualReapTime, 1740);
  own.change("n", [], 0, 1_800_999);
  t.is(own.all("n", 0).length, 1);
  own.change("n", [], 0, 1_801_000);
  t.is(own.all("n", 0).length, 0);
});

test("own tables: what another one says of an own entry, and not earlier, is said again after it", (t) => {
  const own = new OwnTables("self");
  const [said] = own.change("n", [entry("a", 1)], 0, 0);
  const other = { ...said!, nodeName: "older leader", lTime: 50 };

  t.false(own.heard({ ...other, lTime: 0 }));
  t.false(own.heard({ ...other, key: "not ours" }));
  t.false(own.heard({ ...other, nodeName: "self", lTime: 50 }));
  t.true(own.heard(other));
  t.deepEqual(words(own.all("n", 0)), ["create a=1 at 51"]);
});
