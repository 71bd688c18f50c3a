import test from "ava";
import { Prng } from "../../../src/base/prng.ts";
import { Membership } from "../../../src/gossip/core/membership.ts";
import {
  decodeMessage,
  type Accusation,
  type Alive,
  type Message,
} from "../../../src/gossip/core/messages.ts";

const SELF = { host: "10.0.0.1", port: 7946 };
const ENGINE = { host: "10.0.0.2", port: 7946 };
const OTHER = { host: "10.0.0.3", port: 7946 };

function member(): Membership {
  return new Membership("manager", SELF, new Prng(1));
}

function alive(node: string, endpoint = ENGINE, incarnation = 1): Alive {
  const [meta, versions] = [new Uint8Array(0), Uint8Array.of(1, 5, 2, 0, 0, 0)];
  return { kind: "alive", node, incarnation, endpoint, meta, versions };
}

function dead(node: string, from: string, incarnation = 1): Accusation {
  return { kind: "dead", node, from, incarnation };
}

function suspect(node: string, from: string, incarnation = 1): Accusation {
  return { kind: "suspect", node, from, incarnation };
}

/** What it sends, by whom it is sent to. */
function sent(one: Membership): readonly { readonly to: string; readonly message: Message }[] {
  return one.takePackets().flatMap(({ to, messages }) =>
    messages.flatMap((bytes) => {
      const message = decodeMessage(bytes);
      return message ? [{ to: to.host, message }] : [];
    }),
  );
}

function stateOf(one: Membership, node: string): string | undefined {
  return one.tell().find((each) => each.node === node)?.state;
}

test("membership: answers a ping for it, and none for an earlier life of its", (t) => {
  const one = member();
  one.heard({ kind: "ping", sequence: 7, node: "manager" }, ENGINE, 0);
  one.heard({ kind: "ping", sequence: 8, node: "" }, ENGINE, 0);
  one.heard({ kind: "ping", sequence: 9, node: "before" }, ENGINE, 0);

  t.deepEqual(sent(one), [
    { to: ENGINE.host, message: { kind: "ack", sequence: 7 } },
    { to: ENGINE.host, message: { kind: "ack", sequence: 8 } },
  ]);
});

test("membership: pings for another one, and passes on the answer, or that none came", (t) => {
  const one = member();
  const asked = { kind: "indirectPing", target: OTHER, node: "c", nack: true } as const;
  one.heard({ ...asked, sequence: 70 }, ENGINE, 0);
  one.heard({ ...asked, sequence: 71 }, ENGINE, 0);
  const pings = sent(one);
  t.deepEqual(
    pings.map(({ to, message }) => [to, message.kind]),
    [
      [OTHER.host, "ping"],
      [OTHER.host, "ping"],
    ],
  );
  const [first] = pings;
  const sequence = first?.message.kind === "ping" ? first.message.sequence : 0;
  one.heard({ kind: "ack", sequence }, OTHER, 100);
  t.deepEqual(sent(one), [{ to: ENGINE.host, message: { kind: "ack", sequence: 70 } }]);

  t.is(one.dueMs(), 500);
  one.tick(500);
  t.deepEqual(sent(one), [{ to: ENGINE.host, message: { kind: "nack", sequence: 71 } }]);
  t.is(one.dueMs(), Infinity);
});

test("membership: tells on what is news, so often as the number of members asks, and then no more", (t) => {
  const one = member();
  one.heard(alive("a"), ENGINE, 0);
  one.heard(alive("b", OTHER), ENGINE, 0);
  const told: string[] = [];
  for (let nowMs = 0; nowMs < 10_000; nowMs += 200) {
    one.tick(nowMs);
    for (const { message } of sent(one)) if (message.kind === "alive") told.push(message.node);
  }

  t.deepEqual(told.filter((node) => node === "a").length, 4);
  t.deepEqual(told.filter((node) => node === "b").length, 4);
  t.is(one.dueMs(), Infinity);
  one.heard(alive("a"), ENGINE, 10_000);
  t.is(one.dueMs(), Infinity);
});

test("membership: contradicts whoever says that it is dead or suspect, with a later incarnation", (t) => {
  const one = member();
  one.heard(alive("a"), ENGINE, 0);
  one.heard(dead("manager", "a", 5), ENGINE, 0);
  one.heard(suspect("manager", "a", 1), ENGINE, 0);
  one.tick(0);

  const [self] = sent(one).filter(({ message }) => "node" in message && message.node === "manager");
  t.like(self?.message, { kind: "alive", incarnation: 6, endpoint: SELF });
  t.like(one.tell()[0], { node: "manager", incarnation: 6, state: "alive" });
});

test("membership: of what is said of another one the later incarnation holds, and of one the worse", (t) => {
  for (const [story, state] of [
    [[alive("a")], "alive"],
    [[alive("a"), suspect("a", "b")], "suspect"],
    [[alive("a"), suspect("a", "b"), alive("a")], "suspect"],
    [[alive("a"), suspect("a", "b"), alive("a", ENGINE, 2)], "alive"],
    [[alive("a"), suspect("a", "b"), dead("a", "b")], "dead"],
    [[alive("a"), dead("a", "a")], "left"],
    [[alive("a"), dead("a", "b"), alive("a")], "dead"],
    [[alive("a"), dead("a", "b"), suspect("a", "b", 3)], "dead"],
    [[alive("a"), dead("a", "b"), alive("a", ENGINE, 2)], "alive"],
    [[alive("a", ENGINE, 3), dead("a", "b", 2)], "alive"],
    [[dead("a", "b")], undefined],
  ] as const) {
    const one = member();
    for (const message of story) one.heard(message, ENGINE, 0);
    t.is(stateOf(one, "a"), state, JSON.stringify(story));
  }
});

test("membership: a name keeps its address until it is gone", (t) => {
  const one = member();
  one.heard(alive("a"), ENGINE, 0);
  one.heard(alive("a", OTHER, 2), ENGINE, 0);
  t.deepEqual(one.others(), [ENGINE]);

  one.heard(dead("a", "a", 1), ENGINE, 0);
  one.heard(alive("a", OTHER, 2), ENGINE, 0);
  t.deepEqual(one.others(), [OTHER]);
});

test("membership: takes over what another member knows, but only suspects whom that one calls dead", (t) => {
  const one = member();
  one.heard(alive("b", OTHER), ENGINE, 0);
  const members = [
    { ...alive("a"), state: "alive" },
    { ...alive("b", OTHER), state: "dead" },
    { ...alive("c"), state: "left" },
  ] as const;
  one.merge({ members, join: false, userState: new Uint8Array(0) }, 0);

  t.is(stateOf(one, "a"), "alive");
  t.is(stateOf(one, "b"), "suspect");
  t.is(stateOf(one, "c"), undefined);
});

test("membership: whom it has just spoken with is no earlier life at the same address", (t) => {
  const one = member();
  one.heard(alive("before"), ENGINE, 0);
  one.heard(alive("now"), ENGINE, 0);
  one.met("now", 0);

  t.is(stateOf(one, "before"), "dead");
  t.is(stateOf(one, "now"), "alive");
  one.tick(0);
  t.true(sent(one).some(({ message }) => message.kind === "dead" && message.node === "before"));
});

test("membership: says that an earlier life of its own is over", (t) => {
  const one = member();
  one.heard(alive("a"), ENGINE, 0);
  one.heard(alive("yesterday", SELF), ENGINE, 0);
  one.tick(0);

  t.is(stateOf(one, "yesterday"), undefined);
  t.true(sent(one).some(({ message }) => message.kind === "dead" && message.node === "yesterday"));
});

test("membership: forgets who has been dead for a minute", (t) => {
  const one = member();
  one.heard(alive("a"), ENGINE, 0);
  one.heard(dead("a", "b"), ENGINE, 1_000);
  one.tick(60_999);
  t.true(one.isMember("a"));
  one.tick(61_000);
  t.false(one.isMember("a"));
});

test("membership: says farewell to everybody at once", (t) => {
  const one = member();
  one.heard(alive("a"), ENGINE, 0);
  one.heard(alive("b", OTHER), ENGINE, 0);
  one.leave([]);

  t.deepEqual(
    sent(one).map(({ to, message }) => [to, message.kind]),
    [
      [ENGINE.host, "dead"],
      [OTHER.host, "dead"],
    ],
  );
});

test("membership: knows that it was called dead, until it was asked", (t) => {
  const one = member();
  one.heard(suspect("manager", "a"), ENGINE, 0);
  t.false(one.wasCalledDead());
  one.heard(dead("manager", "a"), ENGINE, 0);
  t.true(one.wasCalledDead());
  t.false(one.wasCalledDead());

  const members = [{ ...alive("manager", SELF), state: "dead" }] as const;
  one.merge({ members, join: false, userState: new Uint8Array(0) }, 0);
  t.true(one.wasCalledDead());
});
