import test from "ava";
import fc from "fast-check";
import { encodeMessage } from "../../src/gossip/core/messages.ts";
import { decodePushPull, encodePushPull } from "../../src/gossip/core/push-pull.ts";
import { Envelope } from "../../src/gossip/envelope.ts";
import { Gossip } from "../../src/gossip/gossip.ts";
import {
  NetworkdbGossipMessage_Type,
  NetworkdbNetworkEvent_Type,
  makeNetworkdbGossipMessage,
  makeNetworkdbNetworkEvent,
} from "../../src/model/generated/types.ts";
import type { GossipAddress, GossipPort } from "../../src/system/gossip-port.ts";
import {
  NetworkdbGossipMessageCodec,
  NetworkdbNetworkEventCodec,
  NetworkdbNetworkPushPullCodec,
} from "../../src/wire/generated/codecs.ts";
import { SimGossipNetwork, simGossipCipher } from "../sim/gossip-network.ts";
import type { SimProcess } from "../sim/process.ts";
import { Simulation } from "../sim/simulation.ts";

const PORT = 7946;
const KEYS = [1, 2, 3, 4].map((each) => new Uint8Array(16).fill(each));

interface Running {
  readonly gossip: Gossip;
  readonly process: SimProcess;
  readonly address: GossipAddress;
  readonly end: () => Promise<void>;
}

/** Managers that take part in a gossip, and know of each other what `peers` says. */
class Scene {
  readonly sim: Simulation;
  readonly network: SimGossipNetwork;

  constructor(seed = 1) {
    this.sim = new Simulation(seed);
    this.network = new SimGossipNetwork(this.sim);
  }

  async start(
    number: number,
    peers: readonly number[],
    keys: readonly Uint8Array[] = KEYS.slice(0, 3),
  ): Promise<Running> {
    const process = this.sim.process(`m${number}`);
    const address = addressOf(number);
    const gossip = new Gossip({
      ...{ clock: process.clock, entropy: process.entropy, log: process.log, address },
      envelope: new Envelope(simGossipCipher, () => keys),
      peers: () => peers.map(addressOf),
      published: () => ({ version: 0, networks: new Map() }),
    });
    const port = await this.network.of(process, address.host).open(address, gossip);
    const life = new AbortController();
    const running = gossip.run(port, life.signal);
    const end = async (): Promise<void> => {
      life.abort();
      await this.sim.finish(running);
      await port.close();
    };
    return { gossip, process, address, end };
  }

  /** Somebody with a port of his own, who does nothing by himself. */
  stranger(number: number): Promise<GossipPort> {
    const process = this.sim.process(`x${number}`);
    const { host, port } = addressOf(number);
    const deaf = { packet: () => undefined, message: () => undefined };
    return this.network.of(process, host).open({ host, port }, deaf);
  }
}

function addressOf(number: number): GossipAddress {
  return { host: `10.0.0.${number}`, port: PORT };
}

function known({ gossip }: Running): readonly string[] {
  return gossip
    .others()
    .map(({ host }) => host)
    .sort();
}

/** A network event, as an engine tells it, in a packet. */
function joins(nodeName: string, networkId: string, envelope: Envelope): Uint8Array {
  const event = makeNetworkdbNetworkEvent({
    ...{ type: NetworkdbNetworkEvent_Type.JOIN, lTime: 3, nodeName, networkId },
  });
  const type = NetworkdbGossipMessage_Type.NETWORK_EVENT;
  const data = NetworkdbNetworkEventCodec.encode(event);
  const payload = NetworkdbGossipMessageCodec.encode(makeNetworkdbGossipMessage({ type, data }));
  return envelope.sealPacket(encodeMessage({ kind: "user", payload }));
}

const ENVELOPE = new Envelope(simGossipCipher, () => KEYS.slice(0, 3));

/** What a member tells one that has just come, who is called `name`. */
function askAll(
  { gossip }: Pick<Running, "gossip">,
  name: string,
  at: number,
): { readonly members: readonly string[]; readonly networks: readonly string[] } {
  const type = NetworkdbGossipMessage_Type.PUSH_PULL;
  const data = NetworkdbNetworkPushPullCodec.encode({ lTime: 1, networks: [], nodeName: name });
  const userState = NetworkdbGossipMessageCodec.encode(makeNetworkdbGossipMessage({ type, data }));
  const [meta, versions] = [new Uint8Array(0), Uint8Array.of(1, 5, 2, 0, 0, 0)];
  const self = { kind: "alive", node: name, incarnation: 1, endpoint: addressOf(at) } as const;
  const members = [{ ...self, meta, versions, state: "alive" } as const];
  const question = ENVELOPE.sealMessage(encodePushPull({ members, join: true, userState }));
  const answer = gossip.message(question);
  if (!answer) return { members: [], networks: [] };
  const told = decodePushPull(ENVELOPE.openMessage(answer));
  const body = NetworkdbGossipMessageCodec.decode(told.userState);
  return {
    members: told.members.filter(({ state }) => state === "alive").map(({ node }) => node),
    networks: NetworkdbNetworkPushPullCodec.decode(body.data).networks.map(
      ({ nodeName, networkId }) => `${nodeName} ${networkId}`,
    ),
  };
}

test.serial("gossip: members find each other through any one that they know", async (t) => {
  const scene = new Scene();
  const first = await scene.start(1, []);
  const second = await scene.start(2, [1]);
  const third = await scene.start(3, [1]);
  await scene.sim.advance(5_000);

  t.deepEqual(known(first), ["10.0.0.2", "10.0.0.3"]);
  t.deepEqual(known(second), ["10.0.0.1", "10.0.0.3"]);
  t.deepEqual(known(third), ["10.0.0.1", "10.0.0.2"]);
  for (const each of [first, second, third]) await each.end();
});

test.serial("gossip: who is on a network is told on, and to whoever comes later", async (t) => {
  for (const loss of [0, 0.3]) {
    const scene = new Scene(7);
    scene.network.loss = loss;
    const first = await scene.start(1, []);
    const second = await scene.start(2, [1]);
    await scene.sim.advance(5_000);
    t.deepEqual(askAll(first, "engine", 9).networks, []);
    await scene.sim.advance(3_000);
    first.gossip.packet(joins("engine", "back", ENVELOPE), addressOf(9));
    first.gossip.packet(joins("nobody", "back", ENVELOPE), addressOf(9));
    await scene.sim.advance(40_000);

    t.deepEqual(askAll(second, "later", 8).networks, ["engine back"]);
    for (const each of [first, second]) await each.end();
  }
});

test.serial("gossip: one that says farewell is gone at once", async (t) => {
  const scene = new Scene();
  const first = await scene.start(1, [2]);
  const second = await scene.start(2, [1]);
  await scene.sim.advance(5_000);
  await second.end();
  await scene.sim.advance(100);

  t.deepEqual(known(first), []);
  await first.end();
});

test.serial("gossip: one that was killed comes back under another name, and alone", async (t) => {
  const scene = new Scene();
  const first = await scene.start(1, [2]);
  const second = await scene.start(2, [1]);
  const third = await scene.start(3, [1]);
  await scene.sim.advance(5_000);
  second.process.kill();
  const again = await scene.start(2, [1]);
  await scene.sim.advance(5_000);

  t.deepEqual(known(first), ["10.0.0.2", "10.0.0.3"]);
  t.deepEqual(known(third), ["10.0.0.1", "10.0.0.2"]);
  t.is(askAll(first, "engine", 9).members.length, 4);
  for (const each of [first, third, again]) await each.end();
});

test.serial("gossip: goes on while keys are renewed, one member after the other", async (t) => {
  const scene = new Scene();
  const older = await scene.start(1, [2], KEYS.slice(0, 3));
  const newer = await scene.start(2, [1], KEYS.slice(1, 4));
  await scene.sim.advance(5_000);

  t.deepEqual(known(older), ["10.0.0.2"]);
  t.deepEqual(known(newer), ["10.0.0.1"]);
  for (const each of [older, newer]) await each.end();
});

test.serial("gossip: whoever has no key is not heard, and learns nothing", async (t) => {
  const scene = new Scene();
  const member = await scene.start(1, []);
  const outsider = await scene.start(2, [1], [new Uint8Array(16).fill(9)]);
  const port = await scene.stranger(3);
  port.send(addressOf(1), joins("engine", "back", ENVELOPE).fill(0, 0, 4));
  await scene.sim.advance(5_000);

  t.deepEqual(known(member), []);
  t.deepEqual(known(outsider), []);
  const lines = scene.sim.logBook.lines.filter(({ level }) => level !== "debug");
  t.deepEqual(
    lines.map(({ message }) => message).filter((message) => message.includes("gossip")),
    [],
  );
  for (const each of [member, outsider]) await each.end();
});

test.serial("gossip: bytes that mean nothing do no harm, whoever sends them", async (t) => {
  const scene = new Scene();
  const { gossip, end } = await scene.start(1, []);
  askAll({ gossip }, "engine", 9);
  const arbitrary = fc.oneof(
    fc.uint8Array({ maxLength: 100 }),
    fc
      .tuple(fc.nat(13), fc.uint8Array({ maxLength: 60 }))
      .map(([type, rest]) => Uint8Array.of(type, ...rest)),
  );
  t.notThrows(() =>
    fc.assert(
      fc.property(arbitrary, (bytes) => {
        gossip.packet(bytes, addressOf(8));
        gossip.packet(ENVELOPE.sealPacket(bytes), addressOf(8));
        gossip.message(bytes);
        gossip.message(ENVELOPE.sealMessage(bytes));
      }),
      { numRuns: 1000 },
    ),
  );

  t.deepEqual(gossip.others(), [addressOf(9)]);
  await end();
});
