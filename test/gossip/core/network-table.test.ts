import test from "ava";
import { NetworkTable } from "../../../src/gossip/core/network-table.ts";
import {
  NetworkdbNetworkEvent_Type,
  NetworkdbNodeEvent_Type,
  makeNetworkdbNetworkEvent,
  makeNetworkdbNodeEvent,
  type NetworkdbNetworkEvent,
} from "../../../src/model/generated/types.ts";

function event(type: "JOIN" | "LEAVE", lTime: number, networkId = "net"): NetworkdbNetworkEvent {
  const what = NetworkdbNetworkEvent_Type[type];
  return makeNetworkdbNetworkEvent({ type: what, lTime, nodeName: "a", networkId });
}

function networksIn(table: NetworkTable): readonly string[] {
  return table
    .tell()
    .networks.map(({ nodeName, networkId, leaving, lTime }) =>
      [nodeName, networkId, lTime, leaving ? "leaving" : "there"].join(" "),
    );
}

test("network table: news are told on once, and what is older than them never", (t) => {
  const table = new NetworkTable("self");

  t.true(table.networkEvent(event("JOIN", 5), true, 0));
  t.false(table.networkEvent(event("JOIN", 5), true, 0));
  t.false(table.networkEvent(event("LEAVE", 4), true, 0));
  t.true(table.networkEvent(event("LEAVE", 6), true, 0));
  t.false(table.networkEvent(event("JOIN", 5), true, 0));
  t.deepEqual(networksIn(table), ["a net 6 leaving"]);
});

test("network table: nothing is kept of nodes that nobody knows, nor leaving of what was never joined", (t) => {
  const table = new NetworkTable("self");

  t.false(table.networkEvent(event("JOIN", 5), false, 0));
  t.false(table.networkEvent(event("LEAVE", 5), true, 0));
  t.deepEqual(networksIn(table), []);
});

test("network table: another member's knowledge is taken over, and its clock", (t) => {
  const [table, other] = [new NetworkTable("self"), new NetworkTable("other")];
  other.networkEvent(event("JOIN", 5), true, 0);
  other.networkEvent(event("JOIN", 6, "gone"), true, 0);
  other.networkEvent(event("LEAVE", 7, "gone"), true, 0);
  table.networkEvent(event("JOIN", 2, "gone"), true, 0);
  table.merge(other.tell(), () => true, 0);

  t.deepEqual([...networksIn(table)].sort(), ["a gone 7 leaving", "a net 5 there"]);
  t.true(table.tell().lTime > 7);
  t.true(table.ownLeave().lTime > 8);
});

test("network table: a node that leaves takes its networks along, and is told on once", (t) => {
  const table = new NetworkTable("self");
  table.networkEvent(event("JOIN", 5), true, 0);
  const leave = makeNetworkdbNodeEvent({
    ...{ type: NetworkdbNodeEvent_Type.LEAVE, lTime: 9, nodeName: "a" },
  });

  t.true(table.nodeEvent(leave, true));
  t.false(table.nodeEvent(leave, true));
  t.deepEqual(networksIn(table), []);
});

test("network table: forgets members that are gone, and networks left half an hour ago", (t) => {
  const table = new NetworkTable("self");
  table.networkEvent(event("JOIN", 5), true, 0);
  table.networkEvent(event("JOIN", 6, "other"), true, 0);
  table.networkEvent(event("LEAVE", 7), true, 1_000);
  table.prune(() => true, 1_800_999);
  t.is(networksIn(table).length, 2);
  table.prune(() => true, 1_801_000);
  t.deepEqual(networksIn(table), ["a other 6 there"]);
  table.prune(() => false, 0);
  t.deepEqual(networksIn(table), []);
});

test("network table: this member's own presence is its own word alone", (t) => {
  const table = new NetworkTable("self");
  const joined = table.ownPresence("net", true);
  const lie = { ...joined, type: NetworkdbNetworkEvent_Type.LEAVE, lTime: joined.lTime + 5 };
  t.false(table.networkEvent(lie, true, 0));
  table.networkEvent(event("JOIN", 3), true, 0);

  t.deepEqual(table.presenceOf("self", "net"), joined);
  t.deepEqual(table.nodesOn("net"), ["a"]);
  t.is(networksIn(table).length, 2);
  t.true(table.ownPresence("net", false).lTime > lie.lTime);
  t.is(table.presenceOf("self", "net"), undefined);
});
