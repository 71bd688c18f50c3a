import test from "ava";
import { NetworkTable } from "../../src/gossip/core/network-table.ts";
import type { TableEntry } from "../../src/gossip/core/own-tables.ts";
import { Publishing, type Published } from "../../src/gossip/publishing.ts";
import {
  NetworkdbGossipMessage_Type,
  NetworkdbNetworkEvent_Type,
  NetworkdbTableEvent_Type,
  makeNetworkdbBulkSyncMessage,
  makeNetworkdbNetworkEvent,
  makeNetworkdbTableEvent,
} from "../../src/model/generated/types.ts";
import {
  NetworkdbBulkSyncMessageCodec,
  NetworkdbCompoundMessageCodec,
  NetworkdbGossipMessageCodec,
  NetworkdbNetworkEventCodec,
  NetworkdbTableEventCodec,
} from "../../src/wire/generated/codecs.ts";
import { Simulation } from "../sim/simulation.ts";

const TYPE = NetworkdbGossipMessage_Type;

/** What a message says, one thing after the other. */
function wordsOf(payload: Uint8Array): readonly string[] {
  const { type, data } = NetworkdbGossipMessageCodec.decode(payload);
  switch (type) {
    case TYPE.COMPOUND:
      return NetworkdbCompoundMessageCodec.decode(data).messages.flatMap((part) =>
        wordsOf(part.payload),
      );
    case TYPE.NETWORK_EVENT: {
      const event = NetworkdbNetworkEventCodec.decode(data);
      return [`${event.nodeName} is on ${event.networkId}`];
    }
    case TYPE.BULK_SYNC: {
      const bulk = NetworkdbBulkSyncMessageCodec.decode(data);
      const about = bulk.networks.join(" ");
      return [
        `${bulk.unsolicited ? "asks and tells" : "tells"} of ${about}`,
        ...wordsOf(bulk.payload),
      ];
    }
    case TYPE.TABLE_EVENT: {
      const { type: what, key, networkId, value } = NetworkdbTableEventCodec.decode(data);
      const verb = what === NetworkdbTableEvent_Type.DELETE ? "no" : "a";
      return [`${verb} ${key}=${value.join()} in ${networkId}`];
    }
    default:
      return [`type ${type}`];
  }
}

/** A member that publishes, and engines that take what they are told, unless they are deaf. */
function scene() {
  const sim = new Simulation(1);
  const { clock } = sim.process("m1");
  const table = new NetworkTable("self");
  const networks = new Map<string, readonly TableEntry[]>();
  const told: string[] = [];
  const announced: string[] = [];
  const deaf = new Set<string>();
  const publishing = new Publishing({
    ...{ clock, node: "self", table },
    published: (): Published => ({ version: 10, networks }),
    announce: ({ type, networkId }) => {
      const { JOIN } = NetworkdbNetworkEvent_Type;
      announced.push(`${type === JOIN ? "joins" : "leaves"} ${networkId}`);
    },
    tell: async (node, payload) => {
      await Promise.resolve();
      if (deaf.has(node)) return false;
      told.push(...wordsOf(payload).map((word) => `${node}: ${word}`));
      return true;
    },
  });
  const arrives = (node: string, networkId: string): void => {
    const type = NetworkdbNetworkEvent_Type.JOIN;
    const event = makeNetworkdbNetworkEvent({ type, lTime: 5, nodeName: node, networkId });
    table.networkEvent(event, true, 0);
    publishing.mayHaveChanged();
  };
  const life = new AbortController();
  const running = publishing.run(life.signal);
  const heard = async (): Promise<readonly string[]> => {
    await sim.advance(3_000);
    return told.splice(0);
  };
  const end = async (): Promise<void> => {
    life.abort();
    await sim.finish(running);
  };
  return { sim, publishing, networks, announced, deaf, arrives, heard, end };
}

function entry(key: string, byte: number): TableEntry {
  return { table: "endpoint_table", key, value: Uint8Array.of(byte) };
}

test.serial(
  "publishing: an engine on a network is told all of it, and then what changes",
  async (t) => {
    const { networks, announced, arrives, heard, publishing, end } = scene();
    networks.set("net", [entry("a", 1)]);
    networks.set("other", [entry("x", 9)]);
    arrives("e1", "net");
    t.deepEqual(await heard(), [
      "e1: self is on net",
      "e1: asks and tells of net",
      "e1: a a=1 in net",
    ]);
    t.deepEqual(announced, ["joins net", "joins other"]);
    t.deepEqual(await heard(), []);

    networks.set("net", [entry("a", 1), entry("b", 2)]);
    t.deepEqual(await heard(), ["e1: self is on net", "e1: tells of net", "e1: a b=2 in net"]);
    networks.set("net", [entry("b", 2)]);
    t.deepEqual(await heard(), ["e1: self is on net", "e1: tells of net", "e1: no a=1 in net"]);

    arrives("e2", "net");
    t.deepEqual(await heard(), [
      "e2: self is on net",
      "e2: asks and tells of net",
      "e2: no a=1 in net",
      "e2: a b=2 in net",
    ]);
    t.false(publishing.isIdle);
    networks.clear();
    t.deepEqual(await heard(), []);
    t.deepEqual(announced.slice(2), ["leaves net", "leaves other"]);
    t.true(publishing.isIdle);
    await end();
  },
);

test.serial("publishing: an engine that was not reached is told all again", async (t) => {
  const { networks, deaf, arrives, heard, end } = scene();
  networks.set("net", [entry("a", 1)]);
  deaf.add("e1");
  arrives("e1", "net");
  t.deepEqual(await heard(), []);
  deaf.clear();
  t.deepEqual(await heard(), [
    "e1: self is on net",
    "e1: asks and tells of net",
    "e1: a a=1 in net",
  ]);
  await end();
});

test.serial(
  "publishing: an engine that asks has its answer at once, also where there is nothing",
  async (t) => {
    const { sim, networks, publishing, arrives, heard, end } = scene();
    networks.set("net", [entry("a", 1)]);
    arrives("e1", "net");
    await heard();
    const question = { unsolicited: true, nodeName: "e1", networks: ["net", "unknown"], lTime: 77 };
    publishing.bulkSync(makeNetworkdbBulkSyncMessage(question));
    publishing.bulkSync(makeNetworkdbBulkSyncMessage({ nodeName: "e2", networks: ["net"] }));
    await sim.advance(1);

    t.deepEqual(await heard(), [
      "e1: self is on net",
      "e1: tells of net unknown",
      "e1: a a=1 in net",
    ]);
    await end();
  },
);

test.serial("publishing: takes over what an older leader has said later than itself", async (t) => {
  const { networks, publishing, arrives, heard, end } = scene();
  networks.set("net", [entry("a", 1)]);
  arrives("e1", "net");
  await heard();
  const older = makeNetworkdbTableEvent({
    ...{ type: NetworkdbTableEvent_Type.CREATE, nodeName: "older", lTime: 500 },
    ...{ networkId: "net", tableName: "endpoint_table", key: "a", value: Uint8Array.of(0) },
  });
  publishing.tableEvent(older);
  t.deepEqual(await heard(), [
    "e1: self is on net",
    "e1: asks and tells of net",
    "e1: a a=1 in net",
  ]);
  publishing.tableEvent(older);
  t.deepEqual(await heard(), []);
  await end();
});

test.serial("publishing: says all of it again when engines may have forgotten it", async (t) => {
  const { networks, publishing, arrives, heard, end } = scene();
  networks.set("net", [entry("a", 1)]);
  arrives("e1", "net");
  const all = await heard();
  publishing.sayAgain();
  t.deepEqual(await heard(), all);
  await end();
});
