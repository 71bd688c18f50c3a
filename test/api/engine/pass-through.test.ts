import { once } from "node:events";
import { request, type IncomingMessage } from "node:http";
import { connect, type Socket } from "node:net";
import test from "ava";
import { ApiScene } from "../support/api-scene.ts";
import { StandInEngine } from "../support/stand-in-engine.ts";

/** No two places of it look alike, and it ends nowhere near where buffers do. */
const PART = Buffer.from(Uint32Array.from({ length: 250_007 }, (_, at) => at).buffer);

/** Sends the head of a request and gives its answer while that is still coming. */
async function open(
  socketPath: string,
  method: string,
  path: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<{
  readonly call: ReturnType<typeof request>;
  readonly response: Promise<IncomingMessage>;
}> {
  const call = request({ socketPath, method, path, headers });
  call.on("error", () => undefined); // It may break off, and some tests break it off.
  const response = once(call, "response").then(([first]) => first as IncomingMessage);
  call.flushHeaders();
  return Promise.resolve({ call, response });
}

async function textOf(socket: Socket): Promise<string> {
  let text = "";
  socket.setEncoding("utf8").on("data", (part: string) => (text += part));
  await once(socket, "end");
  return text;
}

test("pass-through: what is not the cluster's reaches the engine as it was asked", async (t) => {
  await using engine = await StandInEngine.open("1.51");
  await using scene = await ApiScene.open(engine.socket);
  engine.answer = (_, response) =>
    response.writeHead(418, "Its Own Words", { "X-Of-The-Engine": "yes" }).end("body");

  const answer = await scene.ask({
    ...{ method: "POST", path: "/v1.44/containers/a%2Fb/start?x=%20y" },
    headers: { "X-Registry-Auth": "secret" },
  });

  t.is(answer.status, 418);
  t.is(answer.text, "body");
  t.is(answer.headers["x-of-the-engine"], "yes");
  const [asked] = engine.asked;
  t.is(asked?.url, "/v1.44/containers/a%2Fb/start?x=%20y");
  t.is(asked?.headers["x-registry-auth"], "secret");
  t.is(asked?.headers["content-length"], "0");
});

test("pass-through: an older engine is asked in its own version, and pings advertise that", async (t) => {
  await using engine = await StandInEngine.open("1.41");
  await using scene = await ApiScene.open(engine.socket);

  const ping = await scene.get("/_ping");
  await scene.get("/v1.51/containers/json");
  await scene.get("/v1.40/containers/json");
  const tooNew = await scene.get("/v1.99/containers/json");

  t.is(ping.headers["api-version"], "1.41");
  t.is(ping.headers["builder-version"], "2");
  t.deepEqual(
    engine.asked.map(({ url }) => url),
    ["/v1.41/containers/json", "/v1.40/containers/json"],
  );
  t.is(tooNew.status, 400);
});

test("pass-through: an answer is streamed as it comes, and given up when the client goes", async (t) => {
  await using engine = await StandInEngine.open("1.51");
  await using scene = await ApiScene.open(engine.socket);
  let go = (): void => undefined;
  const gone = new Promise<void>((resolve) => (go = resolve));
  engine.answer = (_, response) => {
    response.on("close", go);
    response.flushHeaders();
  };

  const { call, response } = await open(scene.socket, "GET", "/events-of-mine");
  const head = await response;
  t.is(head.statusCode, 200); // Before there was any body.
  call.destroy();
  await gone;
});

test("pass-through: a body is read no faster than the engine takes it", async (t) => {
  await using engine = await StandInEngine.open("1.51");
  await using scene = await ApiScene.open(engine.socket);
  let taken = 0;
  const arrived = new Promise<() => void>((resolve) => {
    engine.answer = (asked, response) => {
      resolve(() => {
        asked.on("data", (part: Buffer) => (taken += part.length));
        asked.on("end", () => response.end("done"));
      });
    };
  });
  const size = 64 * 1024 * 1024;
  const { call, response } = await open(scene.socket, "POST", "/images/load", {
    "Content-Length": String(size),
  });
  const part = Buffer.alloc(1024 * 1024);
  let sent = 0;
  while (sent < size && call.write(part)) sent += part.length;
  // The engine reads nothing: what the client could write stays far below the whole.
  const stuck = await Promise.race([
    once(call, "drain").then(() => false),
    new Promise((resolve) => setTimeout(() => resolve(true), 200)),
  ]);
  t.true(stuck);
  t.true(sent < size / 2);
  sent += part.length;
  const begin = await arrived;
  begin();
  for (; sent < size; sent += part.length) if (!call.write(part)) await once(call, "drain");
  call.end();
  (await response).resume();
  t.is(taken, size);
});

test("pass-through: an answer that breaks off breaks off for the client", async (t) => {
  await using engine = await StandInEngine.open("1.51");
  await using scene = await ApiScene.open(engine.socket);
  engine.answer = (_, response) => {
    response.writeHead(200, { "Content-Length": "100" });
    response.write("part", () => response.destroy());
  };
  await t.throwsAsync(scene.get("/containers/x/export"), { code: "ECONNRESET" });
});

test("pass-through: an engine that is down is an error that says so", async (t) => {
  await using scene = await ApiScene.open("/nonexistent/engine.sock");
  const answer = await scene.get("/containers/json");
  t.is(answer.status, 503);
  t.regex(answer.text, /Cannot reach the Docker Engine of this node/);
});

test("pass-through: a node without an engine has no containers, and says why it runs none", async (t) => {
  await using scene = await ApiScene.open();
  t.deepEqual((await scene.get("/v1.44/containers/json")).json(), []);
  const answer = await scene.post("/v1.44/containers/create", {});
  t.is(answer.status, 501);
  t.regex(answer.text, /has no Docker Engine/);
});

test("pass-through: the cluster's paths are never the engine's", async (t) => {
  await using engine = await StandInEngine.open("1.51");
  await using scene = await ApiScene.open(engine.socket);
  for (const path of ["/services/a/b/c", "/v1.44/swarm/nothing", "/nodes/x/y"]) {
    t.is((await scene.get(path)).status, 404);
  }
  t.is(engine.asked.length, 0);
});

test("upgrade: every byte goes both ways, and each way ends by itself", async (t) => {
  let heard = "";
  await using engine = await StandInEngine.open("1.41", (asked, socket, head) => {
    heard = `${asked.method} ${asked.url} ${asked.headers.upgrade} ${asked.headers["content-length"]} `;
    socket.write("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\nearly ");
    const parts = [head];
    socket.on("data", (part: Buffer) => parts.push(part));
    // Only once the client has said all does the engine say its last.
    socket.on("end", () => socket.end(`heard ${Buffer.concat(parts).toString()}`));
  });
  await using scene = await ApiScene.open(engine.socket);
  const client = connect({ path: scene.socket, allowHalfOpen: true });
  const said = textOf(client);
  client.write(
    "POST /v1.51/exec/x/start HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n" +
      'Content-Type: application/json\r\nContent-Length: 13\r\n\r\n{"Tty":',
  );
  client.write("false}one ");
  client.write("two");
  client.end();

  const text = await said;
  t.is(heard, "POST /v1.41/exec/x/start tcp 13 ");
  t.regex(text, /^HTTP\/1\.1 101 UPGRADED\r\n(.+\r\n)*Upgrade: tcp\r\n(.+\r\n)*\r\nearly heard /);
  t.true(text.endsWith('{"Tty":false}one two'));
});

test("upgrade: a stream is read no faster than the client takes it, and comes whole", async (t) => {
  const size = 48 * PART.length;
  let socket: Socket | undefined;
  await using engine = await StandInEngine.open("1.51", (_, taken) => {
    socket = taken;
    socket.write("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
    for (let at = 0; at < size; at += PART.length) socket.write(PART);
    socket.end();
  });
  await using scene = await ApiScene.open(engine.socket);
  const client = connect({ path: scene.socket, allowHalfOpen: true }).pause();
  client.write(
    "POST /exec/x/start HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n",
  );
  let last = -1;
  while (last !== socket?.writableLength) {
    last = socket?.writableLength ?? -1;
    await new Promise((wait) => setTimeout(wait, 100));
  }
  t.true(last > size / 2, `${last} bytes wait at the engine`);

  const parts: Buffer[] = [];
  client.on("data", (part: Buffer) => parts.push(part)).resume();
  await once(client, "end");
  client.destroy();
  const all = Buffer.concat(parts);
  const came = all.subarray(all.indexOf("\r\n\r\n") + 4);
  t.is(came.length, size);
  for (let at = 0; at < size; at += PART.length)
    t.is(Buffer.compare(came.subarray(at, at + PART.length), PART), 0, `from byte ${at}`);
});

test("upgrade: what the engine refuses is told, and the connection is closed", async (t) => {
  await using engine = await StandInEngine.open("1.51", (_, socket) => {
    socket.write("HTTP/1.1 404 Not Found\r\nContent-Length: 6\r\n\r\nno one");
    socket.resume().on("end", () => socket.end());
  });
  await using scene = await ApiScene.open(engine.socket);
  const client = connect({ path: scene.socket, allowHalfOpen: true });
  const said = textOf(client);
  client.write(
    "POST /containers/x/attach HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n",
  );
  const text = await said;
  client.destroy();
  t.regex(text, /^HTTP\/1\.1 404 Not Found\r\n/);
  t.regex(text, /Connection: close/);
  t.true(text.endsWith("\r\n\r\nno one"));
});

test("upgrade: the cluster's own answers stay in HTTP/1.1 for clients that offer more", async (t) => {
  await using engine = await StandInEngine.open("1.51");
  await using scene = await ApiScene.open(engine.socket);
  const client = connect({ path: scene.socket, allowHalfOpen: true });
  const said = textOf(client);
  client.write(
    "GET /services HTTP/1.1\r\nHost: d\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n\r\n",
  );
  t.regex(await said, /^HTTP\/1\.1 503 .*\r\n\r\n\{"message":"This node is not a swarm manager\./s);
  client.destroy();
});

test("server: its end ends the streams that are passed on", async (t) => {
  let ended: Promise<unknown> = Promise.resolve();
  await using engine = await StandInEngine.open("1.51", (_, socket) => {
    socket.write("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
    socket.resume().on("end", () => socket.end());
    ended = once(socket, "close");
  });
  await using scene = await ApiScene.open(engine.socket);
  const client = connect({ path: scene.socket });
  client.write("POST /session HTTP/1.1\r\nHost: d\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n");
  await once(client, "data");
  client.on("error", () => undefined); // It breaks off.
  await Promise.all([scene.close(), once(client, "close")]);
  await ended;
  t.pass();
});
