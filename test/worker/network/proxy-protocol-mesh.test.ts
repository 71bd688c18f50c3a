import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Server } from "node:net";
import { text } from "node:stream/consumers";
import test from "ava";
import { realClock } from "../../../src/system/real/clock.ts";
import { ProxyProtocolMesh } from "../../../src/worker/network/proxy-protocol-mesh.ts";
import type { ProxiedPort } from "../../../src/worker/overlay/balancers.ts";

const silent = { debug() {}, info() {}, warn() {}, error() {}, child: () => silent };

/** A task that says what it was told, once its caller has ended. */
async function newTask(host = "127.0.0.1", port = 0): Promise<{ server: Server; port: number }> {
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    let said = "";
    socket.setEncoding("latin1").on("data", (more: string) => (said += more));
    socket.on("end", () => socket.end(`${host} was told ${said}`));
    socket.on("error", () => undefined);
  });
  server.listen(port, host);
  await once(server, "listening");
  return { server, port: (server.address() as AddressInfo).port };
}

/** Somebody's port that nobody has at the moment. */
async function freePort(): Promise<number> {
  const { server, port } = await newTask();
  server.close();
  await once(server, "close");
  return port;
}

async function ask(
  host: string,
  port: number,
  words: string,
): Promise<{ said: string; by: number }> {
  const caller = connect({ host, port, allowHalfOpen: true });
  await once(caller, "connect");
  const by = caller.localPort ?? 0;
  caller.end(words);
  return { said: await text(caller), by };
}

const refusal = async (port: number): Promise<string | undefined> => {
  const [error] = (await once(connect({ host: "127.0.0.1", port }), "error")) as [
    NodeJS.ErrnoException,
  ];
  return error.code;
};

const portOf = (
  published: number,
  target: number,
  more: Partial<ProxiedPort> = {},
): ProxiedPort => ({
  ...{ published, target, version: 1, backends: ["127.0.0.1"], affinitySeconds: 0 },
  ...more,
});

test.serial(
  "proxy protocol: a task hears first who calls, by either family, and then every byte",
  async (t) => {
    const task = await newTask();
    const published = await freePort();
    const mesh = new ProxyProtocolMesh({ clock: realClock, log: silent });
    t.deepEqual(await mesh.open([portOf(published, task.port)]), []);

    const words = "x".repeat(500_000);
    const four = await ask("127.0.0.1", published, words);
    t.is(
      four.said,
      `127.0.0.1 was told PROXY TCP4 127.0.0.1 127.0.0.1 ${four.by} ${published}\r\n${words}`,
    );
    const six = await ask("::1", published, "hello");
    t.is(six.said, `127.0.0.1 was told PROXY TCP6 ::1 ::1 ${six.by} ${published}\r\nhello`);
    await mesh.open([portOf(published, task.port, { version: 2 })]);
    t.regex(
      (await ask("127.0.0.1", published, "bye")).said,
      /\r\n\r\n\0\r\nQUIT\n!\x11\0\f.*bye$/s,
    );

    mesh.close();
    t.is(await refusal(published), "ECONNREFUSED");
    task.server.close();
  },
);

test.serial(
  "proxy protocol: connections go to the tasks of the moment, in turn, and those that are open stay",
  async (t) => {
    const target = await freePort();
    const tasks = [await newTask("127.0.0.1", target), await newTask("127.0.0.2", target)];
    const published = await freePort();
    const mesh = new ProxyProtocolMesh({ clock: realClock, log: silent });
    const both = portOf(published, target, { backends: ["127.0.0.1", "127.0.0.2"] });
    await mesh.open([both]);
    const heard = async (count: number): Promise<string[]> => {
      const said = [];
      for (let at = 0; at < count; at++) said.push((await ask("127.0.0.1", published, "")).said);
      return [...new Set(said.map((each) => each.split(" ")[0] ?? ""))].sort();
    };
    t.deepEqual(await heard(4), ["127.0.0.1", "127.0.0.2"]);

    const open = connect({ host: "127.0.0.1", port: published, allowHalfOpen: true });
    open.write("begun");
    await once(open, "connect");
    await mesh.open([portOf(published, target, { backends: ["127.0.0.2"] })]);
    t.deepEqual(await heard(4), ["127.0.0.2"]);
    mesh.closeOthers([]);
    t.is(await refusal(published), "ECONNREFUSED");
    open.end(" and ended");
    t.regex(await text(open), /begun and ended$/);

    mesh.close();
    for (const { server } of tasks) server.close();
  },
);

test.serial(
  "proxy protocol: another task is tried where one does not answer; with none the caller is cut off",
  async (t) => {
    const task = await newTask("127.0.0.2");
    const published = await freePort();
    const mesh = new ProxyProtocolMesh({ clock: realClock, log: silent });
    await mesh.open([portOf(published, task.port, { backends: ["127.0.0.1", "127.0.0.2"] })]);
    for (let count = 0; count < 3; count++)
      t.regex((await ask("127.0.0.1", published, "")).said, /^127\.0\.0\.2/);

    await mesh.open([portOf(published, task.port, { backends: ["127.0.0.1"] })]);
    t.is(await refusal(published), "ECONNRESET");
    mesh.close();
    task.server.close();
  },
);

test.serial("proxy protocol: a port that somebody else has is said to be", async (t) => {
  const task = await newTask("0.0.0.0");
  const mesh = new ProxyProtocolMesh({ clock: realClock, log: silent });
  const [failure] = await mesh.open([portOf(task.port, 1)]);
  t.regex(failure ?? "", new RegExp(`published port ${task.port} is not served: .*EADDRINUSE`));
  mesh.close();
  task.server.close();
});
