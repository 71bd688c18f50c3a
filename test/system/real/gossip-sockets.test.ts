import { once } from "node:events";
import { connect } from "node:net";
import test from "ava";
import { OperationalError } from "../../../src/base/errors.ts";
import type { GossipListener, GossipPort } from "../../../src/system/gossip-port.ts";
import { gossipSockets } from "../../../src/system/real/gossip-sockets.ts";

const NEVER = new AbortController().signal;
let lastPort = 41_000 + (process.pid % 5_000);

/** Opens a port that nobody else has. */
async function open(listener: Partial<GossipListener>): Promise<[GossipPort, number]> {
  for (;;) {
    const port = lastPort++;
    try {
      const whole = { packet: () => undefined, message: () => undefined, ...listener };
      return [await gossipSockets.open({ host: "127.0.0.1", port }, whole), port];
    } catch (error) {
      if (lastPort > 60_000) throw error;
    }
  }
}

function message(body: string): Uint8Array {
  const head = Buffer.alloc(5);
  head[0] = 10;
  head.writeUInt32BE(body.length, 1);
  return Buffer.concat([head, Buffer.from(body)]);
}

test("gossip sockets: packets and messages go there and back", async (t) => {
  const heard = new Promise<string>((resolve) => {
    void open({
      packet: (packet, { host }) => resolve(`${Buffer.from(packet).toString()} from ${host}`),
      message: (asked) => message(`${Buffer.from(asked.subarray(5)).toString()} yes`),
    }).then(async ([there, port]) => {
      const [here] = await open({});
      const to = { host: "127.0.0.1", port };
      here.send(to, Buffer.from("hello"));
      const answer = await here.exchange(to, message("is it?"), NEVER);
      t.is(Buffer.from(answer.subarray(5)).toString(), "is it? yes");
      await here.close();
      await there.close();
    });
  });

  t.is(await heard, "hello from 127.0.0.1");
});

test("gossip sockets: a port that is taken is refused, and nothing stays open", async (t) => {
  const [first, port] = await open({});
  const at = { host: "127.0.0.1", port };
  const listener = { packet: () => undefined, message: () => undefined };
  const error = await t.throwsAsync(gossipSockets.open(at, listener));
  t.true(error instanceof OperationalError);
  await first.close();
  const second = await gossipSockets.open(at, listener);
  await second.close();
});

test("gossip sockets: an exchange ends when nobody is there, or nothing is said", async (t) => {
  const [here] = await open({});
  await t.throwsAsync(here.exchange({ host: "127.0.0.1", port: 1 }, message("a"), NEVER), {
    message: /ECONNREFUSED/,
  });
  const [silent, port] = await open({ message: () => undefined });
  await t.throwsAsync(here.exchange({ host: "127.0.0.1", port }, message("a"), NEVER));
  await here.close();
  await silent.close();
});

test("gossip sockets: a stream that begins otherwise, or with too much, is cut at once", async (t) => {
  let count = 0;
  const message = (): undefined => {
    count++;
  };
  const [there, port] = await open({ message });
  for (const head of [
    [9, 0, 0, 0, 1, 1],
    [10, 255, 255, 255, 255, 1],
    [10, 0, 0, 0, 0, 1],
  ]) {
    const stream = connect({ host: "127.0.0.1", port });
    stream.on("error", () => undefined);
    stream.write(Uint8Array.from(head));
    await once(stream, "close");
  }

  t.is(count, 0);
  await there.close();
});

test("gossip sockets: whoever is never done holds up nobody's end", async (t) => {
  t.timeout(5_000, "closing waits for a stream until that has had its time");
  const [there, port] = await open({});
  const slow = connect({ host: "127.0.0.1", port });
  await once(slow, "connect");
  slow.on("error", () => undefined);
  slow.write(message("a message that goes on").subarray(0, 7));
  // Its beginning has arrived once a packet behind it has been answered.
  const to = { host: "127.0.0.1", port };
  const [here] = await open({});
  await t.throwsAsync(here.exchange(to, message("answered by nobody"), NEVER));
  await there.close();
  await here.close();
  t.pass();
  slow.destroy();
});
