import { createSocket } from "node:dgram";
import { once } from "node:events";
import { connect } from "node:net";
import { setImmediate } from "node:timers/promises";
import test from "ava";
import { Prng } from "../../../src/base/prng.ts";
import {
  makeOverlayChange,
  makeOverlayNetwork,
  makeOverlayService,
} from "../../../src/model/generated/types.ts";
import { realClock } from "../../../src/system/real/clock.ts";
import { DnsForwarder } from "../../../src/worker/network/dns-forwarder.ts";
import { NameServer } from "../../../src/worker/network/name-server.ts";
import { OverlayPlan } from "../../../src/worker/overlay/overlay-plan.ts";
import { SimEntropy } from "../../sim/entropy.ts";
import { parseAnswer, queryFor } from "../../support/dns.ts";

const silent = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

const plan = new OverlayPlan("n1");
plan.apply(
  makeOverlayChange({
    complete: true,
    networks: [
      makeOverlayNetwork({
        ...{ id: "back", name: "backend", vxlanId: 1 },
        subnets: ["127.0.0.0/8"],
        gateways: ["127.0.0.1/8"],
      }),
    ],
    services: ["one", "two", "three"].map((name, at) =>
      makeOverlayService({
        ...{ networkId: "back", serviceId: name, name },
        virtualAddresses: [`10.0.1.${at + 1}/24`],
      }),
    ),
  }),
);

/** A nameserver on loopback whose answers wait until `tell` is called once for each. */
async function served(): Promise<{
  server: NameServer;
  port: number;
  waiting: () => number;
  tell: () => void;
}> {
  const held: (() => void)[] = [];
  const portless = createSocket("udp4");
  portless.bind(0, "127.0.0.1");
  await once(portless, "listening");
  const { port } = portless.address();
  portless.close();
  const server = new NameServer({
    names: () => plan.names,
    asker: () => Promise.resolve({ networkIds: ["back"], nameservers: [] }),
    mayTell: () => new Promise((resolve) => void held.push(resolve)),
    forwarder: new DnsForwarder({
      ...{ clock: realClock, entropy: new SimEntropy(new Prng(1)) },
      resolvConf: "/dev/null",
    }),
    ...{ clock: realClock, log: silent, port },
  });
  const failed = await server.serve([...plan.networks.values()]);
  if (failed.size > 0) throw new Error([...failed.values()].join());
  return { server, port, waiting: () => held.length, tell: () => held.shift()?.() };
}

const framed = (message: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([message.length >> 8, message.length & 0xff]), message]);

test("nameserver: over TCP one question is answered after the other, however they are cut", async (t) => {
  const { server, port, waiting, tell } = await served();
  const socket = connect({ host: "127.0.0.1", port });
  const questions = ["one", "two", "three"].map((name, id) => framed(queryFor(name, 1, { id })));
  const bytes = Buffer.concat(questions);
  let heard = Buffer.alloc(0);
  socket.on("data", (chunk) => (heard = Buffer.concat([heard, chunk])));
  socket.write(bytes.subarray(0, 1));
  await setImmediate();
  socket.write(bytes.subarray(1));
  for (const turn of [1, 2, 3]) {
    await until(() => waiting() === 1);
    t.is(waiting(), 1, `question ${turn} alone`);
    tell();
  }
  await until(() => heard.length >= 2 && answersIn(heard).length === 3);
  t.deepEqual(answersIn(heard), [
    { id: 0, addresses: ["10.0.1.1"] },
    { id: 1, addresses: ["10.0.1.2"] },
    { id: 2, addresses: ["10.0.1.3"] },
  ]);
  socket.end();
  await once(socket, "close");
  await server.close();
});

test("nameserver: whoever sends what is no question over TCP is hung up on", async (t) => {
  const { server, port } = await served();
  const socket = connect({ host: "127.0.0.1", port });
  socket.write(framed(Uint8Array.from([0])));
  await once(socket, "close");
  await server.close();
  t.is(socket.bytesRead, 0);
});

test("nameserver: over UDP nobody waits for whoever asked before", async (t) => {
  const { server, port, waiting, tell } = await served();
  const socket = createSocket("udp4");
  const heard: number[] = [];
  socket.on("message", (message) => heard.push(parseAnswer(message).id));
  for (const id of [1, 2]) {
    socket.send(queryFor("one", 1, { id }), port, "127.0.0.1");
    await until(() => waiting() === id);
  }
  t.deepEqual(heard, []);
  tell();
  tell();
  await until(() => heard.length === 2);
  t.deepEqual(heard.toSorted(), [1, 2]);
  socket.close();
  await server.close();
});

function answersIn(heard: Buffer): { id: number; addresses: readonly string[] }[] {
  const found: { id: number; addresses: readonly string[] }[] = [];
  for (let at = 0; at + 2 <= heard.length;) {
    const end = at + 2 + heard.readUInt16BE(at);
    if (end > heard.length) break;
    const { id, addresses } = parseAnswer(heard.subarray(at + 2, end));
    found.push({ id, addresses });
    at = end;
  }
  return found;
}

async function until(done: () => boolean): Promise<void> {
  while (!done()) await setImmediate();
}
