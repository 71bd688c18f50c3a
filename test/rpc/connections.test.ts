import { execFileSync } from "node:child_process";
import { getEventListeners } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect as connectTcp } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect as connectTls, type TLSSocket } from "node:tls";
import { gzipSync } from "node:zlib";
import test, { type ExecutionContext } from "ava";
import { OperationalError, errorCodeOf } from "../../src/base/errors.ts";
import {
  NodeRole,
  makeGetRootCACertificateRequest,
  makeGetRootCACertificateResponse,
  makeHeartbeatRequest,
  makeHeartbeatResponse,
  makeListenSubscriptionsRequest,
  makePublishLogsMessage,
  makePublishLogsResponse,
  makeSubscriptionMessage,
} from "../../src/model/generated/types.ts";
import { dialAnonymously } from "../../src/rpc/dialer.ts";
import type { Clock } from "../../src/system/clock.ts";
import { realClock } from "../../src/system/real/clock.ts";
import { serve, type CallContext } from "../../src/system/rpc.ts";
import {
  CAService,
  DispatcherService,
  LogBrokerService,
} from "../../src/wire/generated/services.ts";
import {
  certificates,
  credentials,
  dial,
  framed,
  listen,
  manager,
  never,
  rawCall,
  rawSession,
  root,
  until,
  worker,
} from "./lab.ts";
import { beat, heartbeat, openSession, publish, reader, session } from "./routes.ts";

test("connections: one that outlives its peer's certificate is cut", async (t) => {
  let offsetMs = 0;
  const clock: Clock = { ...realClock, wallMs: () => Date.now() + offsetMs };
  const { address } = await listen(t, { routes: [beat, session], clock });
  const channel = dial(t, worker, address);
  const stream = await openSession(channel);

  offsetMs = 59 * 60_000;
  await heartbeat(channel);
  offsetMs = 61 * 60_000;

  await t.throwsAsync(heartbeat(channel), { instanceOf: OperationalError });
  t.is(errorCodeOf(await t.throwsAsync(stream.next() as Promise<unknown>)), "unavailable");
});

test("connections: a new root keeps the peers it vouches for and cuts the others", async (t) => {
  const next = await certificates.createRoot();
  const both = `${root.certificate}${next.certificate}`;
  const old = await credentials("old", NodeRole.WORKER, { trusts: both });
  const renewed = await credentials("new", NodeRole.WORKER, { trusts: both, signer: next });
  // Certified by the new root, and through it by the old one.
  const between = await credentials("between", NodeRole.WORKER, { trusts: both, signer: next });
  const crossed = { ...between, certificate: between.certificate + crossSign(t) };
  const { server, address } = await listen(t, {
    routes: [beat, session],
    credentials: { ...manager, root: both },
  });
  const channels = [old, renewed, crossed].map((from) => dial(t, from, address));
  const streams = await Promise.all(channels.map((channel) => openSession(channel)));
  const stranger = dialAnonymously(address, both);
  t.teardown(() => stranger.close());

  const asManager = await credentials("manager1", NodeRole.MANAGER, { signer: next });
  server.setCredentials({ ...asManager, root: both });
  for (const channel of channels) await heartbeat(channel);
  server.setCredentials({ ...asManager, root: next.certificate });

  const [oldStream, newStream, crossedStream] = streams;
  t.is(errorCodeOf(await t.throwsAsync(oldStream!.next() as Promise<unknown>)), "unavailable");
  await heartbeat(channels[1]!);
  await heartbeat(channels[2]!);
  const reconnected = await t.throwsAsync(heartbeat(channels[0]!), {
    instanceOf: OperationalError,
  });
  t.regex(reconnected.message, /not issued by this cluster's root/);
  for (const stream of [newStream, crossedStream]) await stream?.return?.();

  function crossSign(t: ExecutionContext): string {
    const folder = mkdtempSync(join(tmpdir(), "skein-rpc-"));
    t.teardown(() => rmSync(folder, { recursive: true, force: true }));
    const write = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const openssl = (...args: string[]): string =>
      execFileSync("openssl", args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    const request = openssl(
      "req",
      "-new",
      "-key",
      write("next.key", next.key),
      "-subj",
      "/CN=swarm-ca",
    );
    return openssl(
      ...["x509", "-req", "-days", "1", "-in", write("request", request), "-set_serial", "9"],
      ...["-extfile", write("extensions", "basicConstraints=critical,CA:TRUE\n")],
      ...["-CA", write("root", root.certificate), "-CAkey", write("root.key", root.key)],
    );
  }
});

test("connections: no session is resumed: a certificate is looked at each time", async (t) => {
  const { address } = await listen(t, { routes: [beat] });
  const [host, port] = address.split(":");
  const connect = (earlier?: Buffer): Promise<{ socket: TLSSocket; tickets: Buffer[] }> =>
    new Promise((resolve, reject) => {
      const tickets: Buffer[] = [];
      const socket = connectTls({
        ...{ host, port: Number(port), ca: root.certificate, servername: "swarm-manager" },
        ...{ cert: worker.certificate, key: worker.key, ALPNProtocols: ["h2"] },
        ...(earlier && { session: earlier }),
      });
      t.teardown(() => socket.destroy());
      socket.on("session", (ticket: Buffer) => tickets.push(ticket));
      socket.once("data", () => resolve({ socket, tickets }));
      socket.once("error", reject);
    });
  const first = await connect();
  const ticket = first.tickets[0] ?? first.socket.getSession();

  t.false((await connect(ticket)).socket.isSessionReused());
});

test("connections: strangers get little room, members as much as they need", async (t) => {
  const certificate = new Uint8Array(20 * 1024 * 1024);
  const { address } = await listen(t, {
    routes: [
      beat,
      serve(CAService.GetRootCACertificate, async () =>
        makeGetRootCACertificateResponse({ certificate }),
      ),
    ],
  });
  const [stranger, member] = [rawSession(t, address), rawSession(t, address, worker)];
  const path = CAService.GetRootCACertificate.path;
  const large = framed(Buffer.alloc(300 * 1024));

  t.is((await rawCall(stranger, path, large)).status, "8");
  t.not((await rawCall(member, path, large)).status, "8");
  t.is(stranger.remoteSettings.maxConcurrentStreams, 16);
  t.true((member.remoteSettings.maxConcurrentStreams ?? Infinity) > 1000);

  const response = await dial(t, worker, address).unary(
    CAService.GetRootCACertificate,
    makeGetRootCACertificateRequest(),
    { signal: never },
  );
  t.is(response.certificate.length, certificate.length);
});

test("connections: what is no TLS, no HTTP/2 or no gRPC harms nobody", async (t) => {
  const { address } = await listen(t, { routes: [beat] });
  const [host, port] = address.split(":") as [string, string];
  const garbage = Buffer.from(Array.from({ length: 2000 }, (_, index) => (index * 37) & 0xff));
  const closed = (socket: NodeJS.EventEmitter): Promise<unknown> =>
    new Promise((resolve) => socket.on("error", () => undefined).once("close", resolve));

  for (const text of [garbage, Buffer.from("GET / HTTP/1.1\r\n\r\n")]) {
    const plain = connectTcp(Number(port), host, () => plain.write(text));
    await closed(plain.resume());
    const tls = connectTls(
      { host, port: Number(port), rejectUnauthorized: false, ALPNProtocols: ["h2"] },
      () => tls.write(text),
    );
    await closed(tls.resume());
  }
  const gone = connectTcp(Number(port), host, () => gone.resetAndDestroy());
  await closed(gone);
  const raw = rawSession(t, address, worker);
  const status = async (body: Buffer, headers = {}): Promise<string> =>
    (await rawCall(raw, DispatcherService.Heartbeat.path, body, headers)).status;
  t.not(await status(Buffer.alloc(0)), "0");
  t.not(await status(framed(Buffer.from("not gzip"), 1), { "grpc-encoding": "gzip" }), "0");
  t.not(await status(framed(Buffer.alloc(0), 1), { "grpc-encoding": "unheard-of" }), "0");
  const bomb = framed(gzipSync(Buffer.alloc(8 * 1024 * 1024)), 1);
  t.is(await status(bomb, { "grpc-encoding": "gzip" }), "8");

  await t.notThrowsAsync(heartbeat(dial(t, worker, address)));
});

test("connections: malformed messages are told so, within streams as well", async (t) => {
  const routes = [
    session,
    serve(LogBrokerService.PublishLogs, async (messages) => {
      for await (const _message of messages);
      return makePublishLogsResponse();
    }),
  ];
  const { address } = await listen(t, { routes });
  const raw = rawSession(t, address, worker);
  const malformed = framed(Buffer.from([0x0a, 0xff, 0xff, 0xff, 0x7f]));

  for (const { method } of routes) {
    const { status, message } = await rawCall(raw, method.path, malformed);
    t.is(status, "3", method.path);
    t.regex(message, /^Malformed /);
  }
  const fine = framed(LogBrokerService.PublishLogs.request.encode(makePublishLogsMessage()));
  const path = LogBrokerService.PublishLogs.path;
  t.is((await rawCall(raw, path, Buffer.concat([fine, malformed]))).status, "3");
  t.is((await rawCall(raw, path, Buffer.concat([fine, fine]))).status, "0");
});

test("connections: a peer's deadline ends its call on this side too", async (t) => {
  const seen: CallContext[] = [];
  const slow = serve(DispatcherService.Heartbeat, async (_request, context) => {
    seen.push(context);
    await realClock.sleep(600_000, context.signal);
    return makeHeartbeatResponse();
  });
  const { address } = await listen(t, { routes: [slow] });
  const body = framed(DispatcherService.Heartbeat.request.encode(makeHeartbeatRequest()));

  const { status } = await rawCall(rawSession(t, address, worker), slow.method.path, body, {
    "grpc-timeout": "100m",
  });

  t.is(status, "4");
  await until(() => seen[0]?.signal.aborted === true, "the handler's signal");
});

test("connections: a client stream that breaks off ends its reader", async (t) => {
  const { route, ends, read } = reader();
  const { address } = await listen(t, { routes: [route] });
  const life = new AbortController();
  const cancelled = dial(t, worker, address).clientStream(LogBrokerService.PublishLogs, {
    signal: life.signal,
  });
  await cancelled.send(publish("a"));
  await until(() => read.length === 1, "the first message");
  life.abort();
  await until(() => ends.length === 1, "the end of a cancelled stream");
  t.is(errorCodeOf(await t.throwsAsync(cancelled.send(publish("b")))), "cancelled");
  t.is(errorCodeOf(await t.throwsAsync(cancelled.finish())), "cancelled");

  const doomed = rawSession(t, address, worker);
  const call = doomed.request({
    ":method": "POST",
    ":path": route.method.path,
    "content-type": "application/grpc",
    te: "trailers",
  });
  call.on("error", () => undefined);
  call.write(framed(route.method.request.encode(publish("c"))));
  await until(() => read.length === 2, "the second stream's message");
  doomed.destroy();
  await until(() => ends.length === 2, "the end of a broken connection's stream");
  t.deepEqual(ends, ["cancelled true", "cancelled true"]);
});

test("connections: no cancelled stream ever looks finished to its reader", async (t) => {
  const { route, ends } = reader();
  const { address } = await listen(t, { routes: [route] });
  const channel = dial(t, worker, address);
  let begun = 0;
  for (let round = 0; round < 120; round++) {
    const life = new AbortController();
    const stream = channel.clientStream(LogBrokerService.PublishLogs, { signal: life.signal });
    for (let sent = 0; sent < round % 4; sent++) await stream.send(publish("x".repeat(round * 20)));
    // Before, while and after the messages are on their way.
    if (round % 3 > 0) await realClock.sleep(round % 3, never);
    life.abort();
    await t.throwsAsync(stream.finish());
    begun = ends.length;
  }

  t.true(begun > 20);
  t.deepEqual(
    ends.filter((end) => end !== "cancelled true"),
    [],
  );
});

test("connections: a client stream may be answered before its end", async (t) => {
  const { route } = reader();
  const { address } = await listen(t, { routes: [route] });
  const channel = dial(t, worker, address);
  const life = new AbortController();
  const open = (): ReturnType<typeof channel.clientStream<unknown, unknown>> =>
    channel.clientStream(route.method as typeof LogBrokerService.PublishLogs, {
      signal: life.signal,
    });

  const answered = open();
  await answered.send(publish("enough"));
  for (let index = 0; index < 100; index++) await answered.send(publish("x".repeat(10_000)));
  await t.notThrowsAsync(answered.finish());

  const refused = open();
  await refused.send(publish("bad"));
  const error = await t.throwsAsync(
    async () => {
      for (;;) await refused.send(publish("x".repeat(10_000)));
    },
    { instanceOf: OperationalError, message: "no such subscription" },
  );
  t.is(error.code, "notFound");
  await t.throwsAsync(refused.finish(), { message: "no such subscription" });
  t.is(getEventListeners(life.signal, "abort").length, 0);
});

test("connections: a slow reader holds a client's stream back", async (t) => {
  let letRead: () => void = () => undefined;
  const mayRead = new Promise<void>((resolve) => (letRead = resolve));
  const slow = serve(LogBrokerService.PublishLogs, async (messages) => {
    await mayRead;
    for await (const _message of messages);
    return makePublishLogsResponse();
  });
  const { address } = await listen(t, { routes: [slow] });
  const stream = dial(t, worker, address).clientStream(LogBrokerService.PublishLogs, {
    signal: never,
  });
  let sent = 0;
  const sending = (async () => {
    for (; sent < 200; sent++) await stream.send(publish("x".repeat(100_000)));
  })();

  await realClock.sleep(300, never);
  t.true(sent < 150, `${sent} messages of 100 kB were taken from a sender nobody listens to`);
  letRead();
  await sending;
  await t.notThrowsAsync(stream.finish());
});

test("connections: a reader that leaves a stream ends it on the other side", async (t) => {
  const ended: string[] = [];
  const endless = serve(
    LogBrokerService.ListenSubscriptions,
    async function* (_request, { signal }) {
      try {
        for (;;) {
          yield makeSubscriptionMessage({ id: "x" });
          await realClock.sleep(1, signal);
        }
      } finally {
        ended.push(String(signal.aborted));
      }
    },
  );
  const { address } = await listen(t, { routes: [endless] });
  const life = new AbortController();

  for await (const { id } of dial(t, worker, address).serverStream(
    LogBrokerService.ListenSubscriptions,
    makeListenSubscriptionsRequest(),
    { signal: life.signal },
  )) {
    t.is(id, "x");
    break;
  }

  await until(() => ended.length === 1, "the handler's end");
  t.deepEqual(ended, ["true"]);
  t.is(getEventListeners(life.signal, "abort").length, 0);
});

test("connections: a stream whose handler fails says why, after what it sent", async (t) => {
  const failing = serve(LogBrokerService.ListenSubscriptions, async function* () {
    yield makeSubscriptionMessage({ id: "first" });
    throw new OperationalError("aborted", "Leadership was lost");
  });
  const { address } = await listen(t, { routes: [failing] });
  const got: string[] = [];

  const error = await t.throwsAsync(
    async () => {
      for await (const { id } of dial(t, worker, address).serverStream(
        LogBrokerService.ListenSubscriptions,
        makeListenSubscriptionsRequest(),
        { signal: never },
      ))
        got.push(id);
    },
    { instanceOf: OperationalError, message: "Leadership was lost" },
  );
  t.is(error.code, "aborted");
  t.deepEqual(got, ["first"]);
});

test("stopping: streams end at once, calls under way may finish, stuck ones are cut", async (t) => {
  let letFinish: () => void = () => undefined;
  const mayFinish = new Promise<void>((resolve) => (letFinish = resolve));
  const stuck: CallContext[] = [];
  const routes = [
    session,
    serve(DispatcherService.Heartbeat, async ({ sessionId }, context) => {
      if (sessionId === "stuck") {
        stuck.push(context);
        await realClock.sleep(600_000, context.signal);
      } else await mayFinish;
      return makeHeartbeatResponse({ period: { seconds: 7, nanos: 0 } });
    }),
  ];
  const { server, address } = await listen(t, { routes });
  const channel = dial(t, worker, address);
  const stream = await openSession(channel);
  const call = (sessionId: string): Promise<unknown> =>
    channel.unary(DispatcherService.Heartbeat, makeHeartbeatRequest({ sessionId }), {
      signal: never,
    });
  const finishing = call("finishes");
  const cut = t.throwsAsync(call("stuck"), { instanceOf: OperationalError });
  await until(() => stuck.length === 1, "the calls");

  const closed = server.close();

  const error = await t.throwsAsync(stream.next() as Promise<unknown>);
  t.is(errorCodeOf(error), "unavailable");
  t.is(error?.message, "The manager is stopping");
  letFinish();
  t.like(await finishing, { period: { seconds: 7 } });
  t.false(stuck[0]?.signal.aborted);
  t.is(errorCodeOf(await cut), "unavailable");
  await closed;
  t.true(stuck[0]?.signal.aborted);
  const again = await listen(t, { routes: [beat] }, address);
  await t.notThrowsAsync(heartbeat(dial(t, worker, again.address)));
});

test("stopping: a connection that never got to a handshake holds nothing up", async (t) => {
  const { server, address } = await listen(t, { routes: [beat] });
  const [host, port] = address.split(":") as [string, string];
  const silent = connectTcp(Number(port), host);
  t.teardown(() => silent.destroy());
  await new Promise((resolve) => silent.once("connect", resolve));
  await heartbeat(dial(t, worker, address));
  const since = Date.now();

  await server.close();

  t.true(Date.now() - since < 5000, `${Date.now() - since} ms`);
});
