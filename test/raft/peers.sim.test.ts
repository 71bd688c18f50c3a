import test from "ava";
import { NodeRole } from "../../src/model/generated/types.ts";
import type { Message, SnapshotRequest } from "../../src/raft/core/messages.ts";
import { Peers } from "../../src/raft/peers.ts";
import { raftRoutes, type Mailbox } from "../../src/raft/raft-service.ts";
import { MEMBER_REMOVED } from "../../src/raft/removal-inquiry.ts";
import { PIECE_BYTES, type SnapshotData } from "../../src/raft/snapshot-store.ts";
import type { Member } from "../../src/raft/state-machine.ts";
import type { Clock } from "../../src/system/clock.ts";
import type { Channel, Dialer } from "../../src/system/rpc.ts";
import { SimNetwork } from "../sim/network.ts";
import type { SimProcess } from "../sim/process.ts";
import { Simulation } from "../sim/simulation.ts";

const member = (raftId: bigint, address = `m${raftId}:2377`): Member => ({
  raftId,
  nodeId: `n${raftId}`,
  address,
});
const heartbeat = (to: bigint): Message => ({
  type: "heartbeatRequest",
  from: 1n,
  to,
  term: 2,
  commitIndex: 0,
  context: new Uint8Array(0),
});
const vote = (to: bigint): Message => ({
  type: "voteRequest",
  from: 1n,
  to,
  term: 2,
  last: { term: 1, index: 1 },
  transfer: false,
});
const append = (to: bigint, index: number): Message => ({
  type: "appendRequest",
  from: 1n,
  to,
  term: 2,
  previous: { term: index === 0 ? 0 : 2, index },
  entries: [{ term: 2, index: index + 1, type: "normal", data: new Uint8Array(100) }],
  commitIndex: 0,
});
const snapshot = (to: bigint): SnapshotRequest => ({
  type: "snapshotRequest",
  from: 1n,
  to,
  term: 2,
  snapshot: { term: 1, index: 9, conf: { voters: [1n, to] }, data: new Uint8Array(0) },
});

/** A snapshot's data in `count` pieces. */
const dataOf = (count: number): SnapshotData => ({
  stored: { place: 1, count, bytes: count * PIECE_BYTES },
  async *[Symbol.asyncIterator]() {
    for (let at = 0; at < count; at++) yield new Uint8Array(PIECE_BYTES).fill(at);
  },
});

/** The transport of member 1, and mailboxes where others may be. */
class Bench {
  readonly sim = new Simulation(1);
  readonly network = new SimNetwork(this.sim);
  readonly reported: string[] = [];
  readonly arrived: Message[] = [];
  /** The methods called, one name for each call. */
  readonly calls: string[] = [];
  /** Sent on streams. */
  frames = 0;
  dials = 0;
  readonly peers: Peers;
  readonly clock: Clock;

  constructor() {
    const process = this.sim.process("m1");
    this.clock = process.clock;
    const dialer = this.network.dialer(process, () => identityOf(1n));
    const counting: Dialer = {
      ...dialer,
      certified: (address) => {
        this.dials++;
        return this.#counting(dialer.certified(address));
      },
    };
    this.peers = new Peers({
      self: 1n,
      dialer: counting,
      clock: process.clock,
      log: process.log,
      prng: process.entropy.prng(),
      maxMessageBytes: 1000,
      reports: {
        unreachable: (raftId) => this.reported.push(`unreachable ${raftId}`),
        snapshot: (raftId, outcome) => this.reported.push(`snapshot ${raftId} ${outcome}`),
        removed: () => this.reported.push("removed"),
      },
    });
  }

  #counting(channel: Channel): Channel {
    return {
      serverStream: (method, request, options) => channel.serverStream(method, request, options),
      unary: (method, request, options) => {
        this.calls.push(method.path.slice(method.path.lastIndexOf("/") + 1));
        return channel.unary(method, request, options);
      },
      clientStream: (method, options) => {
        this.calls.push(method.path.slice(method.path.lastIndexOf("/") + 1));
        const stream = channel.clientStream(method, options);
        return {
          send: (request) => {
            this.frames++;
            return stream.send(request);
          },
          finish: () => stream.finish(),
        };
      },
      close: () => channel.close(),
    };
  }

  /** Sends until both know that they are of one kind, and forgets it. */
  async acquaint(to: bigint): Promise<void> {
    this.peers.follow([member(to)]);
    for (let count = 0; count < 3; count++) {
      this.peers.send(heartbeat(to));
      await this.sim.advance(50);
    }
    this.arrived.length = 0;
    this.calls.length = 0;
  }

  /** A member that keeps what it gets; one of Docker's knows only Swarm's own methods. */
  listen(
    raftId: bigint,
    fields: Partial<Mailbox> & { readonly kind?: "docker" } = {},
    host = `m${raftId}`,
  ): SimProcess {
    const process = this.sim.process(host);
    const mailbox: Mailbox = {
      raftId,
      step: (message) => this.arrived.push(message),
      stage: async (data) => {
        let [count, bytes, last] = [0, 0, 0];
        for await (const piece of data) {
          count++;
          bytes += piece.length;
          last = piece[0] ?? 0;
        }
        return { place: last + 1, count, bytes };
      },
      isRemoved: () => false,
      memberOf: () => undefined,
      ...fields,
    };
    const routes = raftRoutes(mailbox).filter(
      ({ method }) => fields.kind !== "docker" || !method.path.startsWith("/skein."),
    );
    this.network.listen(process, `${host}:2377`, {
      routes,
      identity: () => identityOf(raftId),
    });
    return process;
  }

  types(): string[] {
    return this.arrived.map(({ type }) => type);
  }
}

function identityOf(raftId: bigint): { nodeId: string; role: NodeRole; organization: string } {
  return { nodeId: `n${raftId}`, role: NodeRole.MANAGER, organization: "swarm" };
}

test.serial("Peers: what is sent arrives as it was", async (t) => {
  const bench = new Bench();
  bench.listen(2n);
  bench.peers.follow([member(1n), member(2n)]);
  const sent = [heartbeat(2n), vote(2n), append(2n, 4)];
  for (const message of sent) bench.peers.send(message);
  await bench.sim.advance(100);
  t.is(bench.arrived.length, 3);
  for (const message of sent) t.true(bench.arrived.some((one) => one.type === message.type));
  t.deepEqual(
    bench.arrived.find(({ type }) => type === "appendRequest"),
    append(2n, 4),
  );
});

test.serial("Peers: heartbeats overtake appends, and appends that wait leave as one", async (t) => {
  const bench = new Bench();
  bench.listen(2n);
  bench.peers.follow([member(2n)]);
  bench.network.links.options = {
    minLatencyMs: 100,
    maxLatencyMs: 100,
    lossProbability: 0,
    retransmitMs: 0,
  };
  for (let index = 0; index < 5; index++) bench.peers.send(append(2n, index));
  bench.peers.send(heartbeat(2n));
  await bench.sim.advance(2000);
  t.deepEqual(bench.types(), ["appendRequest", "heartbeatRequest", "appendRequest"]);
  const last = bench.arrived.at(-1);
  t.is(last?.type === "appendRequest" ? last.entries.length : 0, 4);
});

test.serial("Peers: members of our kind are sent to by streams after the first call", async (t) => {
  const bench = new Bench();
  bench.listen(2n);
  await bench.acquaint(2n);
  for (let index = 0; index < 20; index++) {
    bench.peers.send(heartbeat(2n));
    bench.peers.send(append(2n, index));
    await bench.sim.advance(10);
  }
  t.is(bench.arrived.length, 40);
  t.false(bench.calls.includes("ProcessRaftMessage"));
});

test.serial("Peers: what one turn says leaves in one frame", async (t) => {
  const bench = new Bench();
  bench.listen(2n);
  await bench.acquaint(2n);
  bench.network.links.options = { ...bench.network.links.options, minLatencyMs: 5 };
  bench.peers.send(heartbeat(2n));
  bench.peers.send(vote(2n));
  for (let index = 0; index < 5; index++) bench.peers.send(append(2n, index));
  await bench.sim.advance(100);
  t.deepEqual(bench.types(), ["heartbeatRequest", "voteRequest", "appendRequest"]);
  const last = bench.arrived.at(-1);
  t.is(last?.type === "appendRequest" ? last.entries.length : 0, 5);
});

test.serial(
  "Peers: one of Docker's managers is sent to by Swarm's calls, and not asked twice",
  async (t) => {
    const bench = new Bench();
    bench.listen(2n, { kind: "docker" });
    bench.peers.follow([member(2n)]);
    for (let index = 0; index < 200; index++) {
      bench.peers.send(heartbeat(2n));
      bench.peers.send(append(2n, index));
      await bench.sim.advance(50);
    }
    t.is(bench.arrived.length, 400);
    t.is(bench.dials, 1);
    t.is(bench.calls.filter((name) => name === "Probe").length, 1);
    t.false(bench.calls.includes("Carry"));
  },
);

test.serial(
  "Peers: a connection that carries nothing any more is noticed and replaced",
  async (t) => {
    const bench = new Bench();
    bench.listen(2n);
    await bench.acquaint(2n);
    const { links } = bench.network;
    links.block("m1", "m2");
    for (let count = 0; count < 110; count++) {
      bench.peers.send(heartbeat(2n));
      await bench.sim.advance(50);
    }
    t.true(bench.reported.includes("unreachable 2"));
    t.false(bench.peers.isReachable(2n));
    links.heal();
    bench.arrived.length = 0;
    for (let count = 0; count < 60; count++) {
      bench.peers.send(heartbeat(2n));
      await bench.sim.advance(50);
    }
    t.true(bench.arrived.length > 0);
    t.true(bench.peers.isReachable(2n));
  },
);

test.serial("Peers: a vote that a broken stream did not take is sent again at once", async (t) => {
  const bench = new Bench();
  const before = bench.listen(2n);
  await bench.acquaint(2n);
  before.kill();
  await bench.sim.advance(10);
  bench.listen(2n);
  bench.peers.send(vote(2n));
  await bench.sim.advance(20);
  t.deepEqual(bench.types(), ["voteRequest"]);
});

test.serial(
  "Peers: a stream that is slow to take more holds back and drops, and grows no queue",
  async (t) => {
    const bench = new Bench();
    const slow = bench.listen(2n);
    await bench.acquaint(2n);
    slow.pause();
    for (let count = 0; count < 100; count++) {
      bench.peers.send(heartbeat(2n));
      await bench.sim.advance(1);
    }
    slow.resume();
    await bench.sim.advance(100);
    t.true(bench.arrived.length < 40, `${bench.arrived.length}`);
    t.true(bench.peers.isReachable(2n));
  },
);

test.serial("Peers: much for one follower lets others have a turn in between", async (t) => {
  const bench = new Bench();
  bench.listen(2n);
  await bench.acquaint(2n);
  bench.frames = 0;
  const data = new Uint8Array(100_000);
  for (let index = 0; index < 10; index++) {
    const entries = [{ term: 2, index: 10 * index + 1, type: "normal" as const, data }];
    bench.peers.send({ ...append(2n, 10 * index), entries } as Message);
  }
  let atFirstTurn = 0;
  bench.clock.after(0, () => (atFirstTurn = bench.frames));
  await bench.sim.advance(100);
  t.is(atFirstTurn, 3);
  t.is(bench.frames, 10);
});

test.serial(
  "Peers: a follower gets what is committed without it at a walk, but not for ever",
  async (t) => {
    const bench = new Bench();
    bench.listen(2n);
    await bench.acquaint(2n);
    const data = new Uint8Array(256 << 10);
    let index = 0;
    /** How many frames leave within a tenth of a second, while more wait than that. */
    const inATenth = async (isCommitted: boolean): Promise<number> => {
      bench.frames = 0;
      for (let count = 0; count < 100; count++) {
        index += 10;
        const entries = [{ term: 2, index: index + 1, type: "normal" as const, data }];
        const commitIndex = isCommitted ? index + 1 : 0;
        bench.peers.send({ ...append(2n, index), entries, commitIndex } as Message);
      }
      await bench.sim.advance(100);
      return bench.frames;
    };
    for (let tenth = 0; tenth < 99; tenth++) {
      const frames = await inATenth(true);
      t.true(frames >= 5 && frames <= 8, `${frames} in tenth ${tenth}`);
    }
    await inATenth(true);
    t.true((await inATenth(true)) > 20);
    t.true((await inATenth(false)) > 20);
  },
);

test.serial(
  "Peers: an unreachable member is reported, and messages are dropped for a short while",
  async (t) => {
    const bench = new Bench();
    bench.peers.follow([member(2n)]);
    // Calls that fail together count as one failure.
    for (let count = 0; count < 5; count++) bench.peers.send(heartbeat(2n));
    await bench.sim.advance(10);
    t.true(bench.reported.includes("unreachable 2"));
    t.false(bench.peers.isReachable(2n));

    bench.listen(2n);
    bench.peers.send(heartbeat(2n));
    await bench.sim.advance(1);
    t.is(bench.arrived.length, 0);
    await bench.sim.advance(30);
    bench.peers.send(heartbeat(2n));
    await bench.sim.advance(10);
    t.is(bench.arrived.length, 1);
    t.true(bench.peers.isReachable(2n));
  },
);

test.serial("Peers: a vote is tried at once, whatever failed before", async (t) => {
  const bench = new Bench();
  bench.peers.follow([member(2n)]);
  for (let count = 0; count < 5; count++) {
    bench.peers.send(vote(2n));
    await bench.sim.advance(10);
  }
  bench.listen(2n);
  bench.peers.send(heartbeat(2n));
  bench.peers.send(vote(2n));
  await bench.sim.advance(10);
  t.deepEqual(bench.types(), ["voteRequest"]);
});

test.serial("Peers: a member that says nothing holds no more than so many calls", async (t) => {
  const bench = new Bench();
  const silent = bench.listen(2n);
  bench.peers.follow([member(2n)]);
  bench.peers.send(heartbeat(2n));
  await bench.sim.advance(100);
  silent.pause();
  for (let count = 0; count < 100; count++) bench.peers.send(heartbeat(2n));
  await bench.sim.advance(1500);
  silent.resume();
  await bench.sim.advance(1500);
  t.is(bench.arrived.length, 1 + 16);
});

test.serial("Peers: a large snapshot arrives whole, and its fate is reported", async (t) => {
  const bench = new Bench();
  bench.listen(2n);
  bench.peers.follow([member(2n)]);
  const message = snapshot(2n);
  const first = bench.peers.sendSnapshot(message, dataOf(12));
  const second = bench.peers.sendSnapshot(message, dataOf(1)); // While one is under way.
  await bench.sim.advance(2000);
  t.deepEqual(bench.reported, ["snapshot 2 failed", "snapshot 2 sent"]);
  const stored = { place: 12, count: 12, bytes: 12 * PIECE_BYTES };
  t.deepEqual(bench.arrived, [{ ...message, snapshot: { ...message.snapshot, stored } }]);
  await bench.sim.finish(Promise.all([first, second]));
});

test.serial("Peers: a snapshot that does not get through is reported too", async (t) => {
  const bench = new Bench();
  const receiver = bench.listen(2n);
  bench.peers.follow([member(2n)]);
  const sent = bench.peers.sendSnapshot(snapshot(2n), dataOf(12));
  await bench.sim.advance(1);
  receiver.kill();
  await bench.sim.advance(30_000);
  t.deepEqual(bench.reported, ["snapshot 2 failed"]);
  await bench.sim.finish(sent);
  await bench.sim.finish(bench.peers.sendSnapshot(snapshot(7n), dataOf(1)));
  t.deepEqual(bench.reported, ["snapshot 2 failed", "snapshot 7 failed"]);
});

test.serial("Peers: hear that this member was removed", async (t) => {
  const bench = new Bench();
  bench.listen(2n, { isRemoved: (raftId) => raftId === 1n });
  bench.peers.follow([member(2n)]);
  bench.peers.send(heartbeat(2n));
  await bench.sim.advance(10);
  t.true(bench.reported.includes("removed"));
  t.is(MEMBER_REMOVED, "raft: member was removed from the cluster"); // Docker compares it.
});

test.serial(
  "Peers: ask whether this member was removed, and take only a yes for one",
  async (t) => {
    const bench = new Bench();
    bench.listen(2n); // Does not know of this member, for all that its mailbox says.
    bench.listen(3n).pause();
    bench.listen(5n, { isRemoved: (raftId) => raftId === 1n }, "elsewhere");
    bench.peers.follow([member(2n), member(3n), member(4n)]);

    await bench.sim.finish(bench.peers.inquire([]));
    t.deepEqual(bench.reported, []);

    await bench.sim.finish(bench.peers.inquire(["elsewhere:2377", "m2:2377"]));
    t.deepEqual(bench.reported, ["removed"]);
    t.deepEqual(bench.arrived, []); // What carries the question is no message to anybody.
    t.is(bench.dials, 3 + 4);
  },
);

test.serial(
  "Peers: connections are kept while addresses stay, and made anew when they change",
  async (t) => {
    const bench = new Bench();
    bench.listen(2n);
    bench.listen(2n, {}, "elsewhere");
    for (let count = 0; count < 3; count++) {
      bench.peers.follow([member(2n)]);
      bench.peers.send(heartbeat(2n));
      await bench.sim.advance(10);
    }
    t.is(bench.dials, 1);
    bench.peers.follow([member(2n, "elsewhere:2377")]);
    bench.peers.send(heartbeat(2n));
    await bench.sim.advance(10);
    t.is(bench.dials, 2);
    t.is(bench.arrived.length, 4);
  },
);

test.serial("Peers: a removed member is still sent to for a while, then no more", async (t) => {
  const bench = new Bench();
  bench.listen(2n);
  bench.peers.follow([member(2n)]);
  bench.peers.follow([]);
  bench.peers.send(heartbeat(2n));
  await bench.sim.advance(10_000);
  bench.peers.send(heartbeat(2n));
  await bench.sim.advance(10);
  t.is(bench.arrived.length, 1);
});

test.serial("Peers: the address of an unknown member is asked for", async (t) => {
  const bench = new Bench();
  bench.listen(2n); // Does not know either.
  bench.listen(3n, { memberOf: (raftId) => (raftId === 4n ? member(4n) : undefined) });
  bench.listen(4n);
  bench.peers.follow([member(2n), member(3n)]);
  bench.peers.send(heartbeat(4n));
  await bench.sim.advance(100);
  bench.peers.send(heartbeat(4n));
  await bench.sim.advance(100);
  t.is(bench.arrived.length, 1);
});

test.serial("Peers: closing ends what is under way", async (t) => {
  const bench = new Bench();
  bench.listen(2n).pause();
  bench.peers.follow([member(2n)]);
  for (const message of [heartbeat(2n), append(2n, 1), heartbeat(9n)]) bench.peers.send(message);
  const sending = bench.peers.sendSnapshot(snapshot(2n), dataOf(3));
  await bench.sim.advance(10);
  await bench.sim.finish(bench.peers.close(), 10);
  await bench.sim.finish(sending, 10);
  t.pass();
});
