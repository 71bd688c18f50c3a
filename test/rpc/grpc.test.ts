import { once } from "node:events";
import test, { type ExecutionContext } from "ava";
import { OperationalError } from "../../src/base/errors.ts";
import {
  NodeRole,
  makeHeartbeatRequest,
  makeHeartbeatResponse,
  makeListenSubscriptionsRequest,
  makePublishLogsMessage,
  makePublishLogsResponse,
  makeSessionMessage,
  makeSessionRequest,
  makeGetRootCACertificateRequest,
  makeGetRootCACertificateResponse,
  makeListNodesRequest,
  makeListNodesResponse,
  makeSubscriptionMessage,
} from "../../src/model/generated/types.ts";
import type { NodeCredentials } from "../../src/rpc/credentials.ts";
import { dialAnonymously, grpcDialer } from "../../src/rpc/dialer.ts";
import { forwardToLeader } from "../../src/rpc/forward.ts";
import { RpcServer } from "../../src/rpc/server.ts";
import { realClock } from "../../src/system/real/clock.ts";
import { realLog } from "../../src/system/real/log.ts";
import { serve, type CallContext, type Channel, type Route } from "../../src/system/rpc.ts";
import {
  DispatcherService,
  CAService,
  ControlService,
  LogBrokerService,
} from "../../src/wire/generated/services.ts";
import {
  certificates,
  credentials,
  dial as dialAt,
  framed,
  manager,
  never,
  rawCall,
  rawSession,
  root,
  worker,
} from "./lab.ts";

const log = realLog({ level: "silent" });

const seen: CallContext[] = [];
const published: string[] = [];
let streamed = 0;
const routes: readonly Route[] = [
  serve(CAService.GetRootCACertificate, async () =>
    makeGetRootCACertificateResponse({ certificate: new TextEncoder().encode(root.certificate) }),
  ),
  serve(ControlService.ListNodes, async () => makeListNodesResponse()),
  serve(DispatcherService.Heartbeat, async ({ sessionId }, context) => {
    seen.push(context);
    if (sessionId === "bad") throw new OperationalError("notFound", "no such session");
    if (sessionId === "bug") throw new TypeError("secret detail");
    return makeHeartbeatResponse({ period: { seconds: 1, nanos: 0 } });
  }),
  serve(DispatcherService.Session, async function* (_request, context) {
    yield makeSessionMessage({ sessionId: "s1" });
    await realClock.sleep(60_000, context.signal);
    seen.push(context);
  }),
  serve(LogBrokerService.ListenSubscriptions, async function* () {
    for (; streamed < 200; streamed++) yield makeSubscriptionMessage({ id: "x".repeat(100_000) });
  }),
  serve(LogBrokerService.PublishLogs, async (messages) => {
    for await (const { subscriptionId } of messages) published.push(subscriptionId);
    return makePublishLogsResponse();
  }),
];

const options = { credentials: manager, log, clock: realClock, organization: "cluster1" };
const server = await RpcServer.listen("127.0.0.1:0", {
  ...options,
  routes,
  isRemoved: (id) => id === "removed1",
});
const address = `127.0.0.1:${server.port}`;
test.after.always(() => server.close());

const dial = (t: ExecutionContext, from: NodeCredentials): Channel => dialAt(t, from, address);

const heartbeat = (channel: Channel, sessionId = "s"): Promise<unknown> =>
  channel.unary(DispatcherService.Heartbeat, makeHeartbeatRequest({ sessionId }), {
    signal: never,
  });
const listNodes = (channel: Channel): Promise<unknown> =>
  channel.unary(ControlService.ListNodes, makeListNodesRequest(), { signal: never });

test.serial("grpc: a certified caller is known by its certificate", async (t) => {
  await heartbeat(dial(t, worker));

  t.deepEqual(seen.at(-1)?.caller, {
    nodeId: "worker1",
    role: NodeRole.WORKER,
    organization: "cluster1",
  });
  t.regex(seen.at(-1)?.remoteAddress ?? "", /^127\.0\.0\.1:\d+$/);
});

test("grpc: a caller without a certificate may call what anyone may, and nothing else", async (t) => {
  const blind = dialAnonymously(address);
  const trusting = dialAnonymously(address, root.certificate);
  for (const channel of [blind, trusting]) t.teardown(() => channel.close());
  const fetch = (channel: Channel): Promise<{ certificate: Uint8Array }> =>
    channel.unary(CAService.GetRootCACertificate, makeGetRootCACertificateRequest(), {
      signal: never,
    });

  t.is(new TextDecoder().decode((await fetch(blind)).certificate), root.certificate);
  t.is((await fetch(trusting)).certificate.length, root.certificate.length);
  const error = await t.throwsAsync(heartbeat(trusting), { instanceOf: OperationalError });
  t.is(error.code, "permissionDenied");
});

test("grpc: a client with a root of its own refuses this server", async (t) => {
  const other = await certificates.createRoot();
  const channel = dialAnonymously(address, other.certificate);
  t.teardown(() => channel.close());

  await t.throwsAsync(heartbeat(channel), { message: /Cannot reach .*certificate/i });
});

test("grpc: roles, organizations, roots, age and removal decide who may call", async (t) => {
  const foreignRoot = await certificates.createRoot();
  const refused: readonly (readonly [NodeCredentials, RegExp])[] = [
    [worker, /only a manager may call this/],
    [await credentials("m2", NodeRole.MANAGER, { organization: "other" }), /another cluster/],
    [await credentials("removed1", NodeRole.MANAGER), /was removed/],
    [
      await credentials("m3", NodeRole.MANAGER, { signer: foreignRoot }),
      /not issued by this cluster/,
    ],
    [await credentials("m4", NodeRole.MANAGER, { validityMs: -60_000 }), /has expired/],
  ];

  await t.notThrowsAsync(listNodes(dial(t, manager)));
  for (const [from, message] of refused) {
    const error = await t.throwsAsync(listNodes(dial(t, from)), {
      instanceOf: OperationalError,
      message,
    });
    t.is(error.code, "permissionDenied");
  }
});

test("grpc: errors keep their code and words, and unexpected ones tell nothing", async (t) => {
  const channel = dial(t, worker);
  const unknown = {
    ...DispatcherService.Heartbeat,
    path: "/docker.swarmkit.v1.Dispatcher/Nothing",
  };

  t.like(await t.throwsAsync(heartbeat(channel, "bad")), {
    code: "notFound",
    message: "no such session",
  });
  const bug = await t.throwsAsync(heartbeat(channel, "bug"));
  t.like(bug, { code: "internal" });
  t.notRegex(bug.message, /secret/);
  t.like(await t.throwsAsync(channel.unary(unknown, makeHeartbeatRequest(), { signal: never })), {
    code: "unimplemented",
  });
});

test("grpc: nobody at the address is said with the address", async (t) => {
  const channel = grpcDialer(() => worker).certified("127.0.0.1:1");
  t.teardown(() => channel.close());

  t.like(await t.throwsAsync(heartbeat(channel)), { code: "unavailable" });
  await t.throwsAsync(heartbeat(channel), { message: /Cannot reach 127\.0\.0\.1:1/ });
});

test.serial("grpc: a stream ends for the server when its client cancels", async (t) => {
  const life = new AbortController();
  const stream = dial(t, worker).serverStream(DispatcherService.Session, makeSessionRequest(), {
    signal: life.signal,
  });
  const before = seen.length;

  await t.throwsAsync(
    async () => {
      for await (const message of stream) {
        t.is(message.sessionId, "s1");
        life.abort();
      }
    },
    { message: /cancelled/ },
  );
  for (let turn = 0; turn < 100 && seen.length === before; turn++) await realClock.sleep(10, never);
  t.true(seen.at(-1)?.signal.aborted);
});

test("grpc: a slow reader holds a stream back", async (t) => {
  const stream = dial(t, worker).serverStream(
    LogBrokerService.ListenSubscriptions,
    makeListenSubscriptionsRequest(),
    { signal: never },
  );
  const messages = stream[Symbol.asyncIterator]();

  await messages.next();
  await realClock.sleep(300, never);
  t.true(streamed < 150, `${streamed} messages of 100 kB were made for a reader that took one`);
  let count = 1;
  while (!(await messages.next()).done) count++;
  t.is(count, 200);
});

test("grpc: a client streams, and gets its answer at the end", async (t) => {
  const stream = dial(t, worker).clientStream(LogBrokerService.PublishLogs, { signal: never });

  for (const subscriptionId of ["a", "b", "c"])
    await stream.send(makePublishLogsMessage({ subscriptionId }));
  await stream.finish();

  t.deepEqual(
    published.filter((id) => id !== "forwarded"),
    ["a", "b", "c"],
  );
});

test("grpc: a stream is accepted before it ends, or its client keeps all that it sent", async (t) => {
  const stream = rawSession(t, address, worker).request({
    ":method": "POST",
    ":path": LogBrokerService.PublishLogs.path,
    "content-type": "application/grpc",
    te: "trailers",
  });

  const [headers] = (await once(stream, "response")) as [Record<string, unknown>];

  t.is(headers[":status"], 200);
  t.is(headers["grpc-status"], undefined, "accepted, not refused");
  stream.close();
});

test("grpc: malformed and oversized messages are refused, and the server goes on", async (t) => {
  const session = rawSession(t, address, worker);
  const send = async (body: Buffer): Promise<string> =>
    (await rawCall(session, DispatcherService.Heartbeat.path, body)).status;

  t.is(await send(framed(Buffer.from([0x0a, 0xff, 0xff, 0xff, 0x7f]))), "3");
  t.is(await send(framed(Buffer.alloc(5 * 1024 * 1024))), "8");
  t.not(await send(Buffer.from("no frame at all")), "0");
  await t.notThrowsAsync(heartbeat(dial(t, worker)));
});

test("grpc: a port that is taken is named, with what to do", async (t) => {
  const again = RpcServer.listen(address, { ...options, routes, isRemoved: () => false });

  await t.throwsAsync(again, {
    message: new RegExp(`Cannot listen on ${address}: the port is in use`),
  });
  await t.throwsAsync(
    RpcServer.listen("nonsense", { ...options, routes, isRemoved: () => false }),
    {
      message: /must have the form HOST:PORT/,
    },
  );
});

test("grpc: a renewed certificate is shown to new connections, and old ones stay", async (t) => {
  const own = await RpcServer.listen("127.0.0.1:0", { ...options, routes, isRemoved: () => false });
  t.teardown(() => own.close());
  const channel = grpcDialer(() => worker).certified(`127.0.0.1:${own.port}`);
  t.teardown(() => channel.close());
  await heartbeat(channel);

  own.setCredentials(await credentials("manager1", NodeRole.MANAGER));

  await t.notThrowsAsync(heartbeat(channel));
  const fresh = grpcDialer(() => worker).certified(`127.0.0.1:${own.port}`);
  t.teardown(() => fresh.close());
  await t.notThrowsAsync(heartbeat(fresh));
});

test.serial(
  "forwarding: a follower carries every kind of call in its caller's name, and once only",
  async (t) => {
    let leader: "self" | Channel | undefined = dial(t, manager);
    const follower = await RpcServer.listen("127.0.0.1:0", {
      ...options,
      routes: forwardToLeader(routes, () => leader),
      isRemoved: () => false,
    });
    t.teardown(() => follower.close());
    const channel = grpcDialer(() => worker).certified(`127.0.0.1:${follower.port}`);
    t.teardown(() => channel.close());

    await heartbeat(channel);
    t.is(seen.at(-1)?.caller?.nodeId, "worker1");
    t.like(await t.throwsAsync(heartbeat(channel, "bad")), {
      code: "notFound",
      message: "no such session",
    });
    const life = new AbortController();
    const session = channel
      .serverStream(DispatcherService.Session, makeSessionRequest(), { signal: life.signal })
      [Symbol.asyncIterator]();
    t.is(((await session.next()).value as { sessionId: string }).sessionId, "s1");
    life.abort();
    await t.throwsAsync(session.next());
    const stream = channel.clientStream(LogBrokerService.PublishLogs, { signal: never });
    await stream.send(makePublishLogsMessage({ subscriptionId: "forwarded" }));
    await stream.finish();
    t.true(published.includes("forwarded"));

    const back = grpcDialer(() => manager).certified(`127.0.0.1:${follower.port}`);
    t.teardown(() => back.close());
    leader = back;
    t.like(await t.throwsAsync(heartbeat(channel)), { code: "resourceExhausted" });
    leader = undefined;
    await t.throwsAsync(heartbeat(channel), { message: /does not have a leader/ });
  },
);

test.serial("forwarding: a worker may not speak for another node", async (t) => {
  const channel = dial(t, worker);
  const metadata = {
    forwarded_cert: "true",
    forwarded_cert_cn: "x",
    forwarded_cert_ou: "swarm-manager",
    forwarded_cert_org: "cluster1",
  };

  await t.throwsAsync(
    channel.unary(ControlService.ListNodes, makeListNodesRequest(), { signal: never, metadata }),
    {
      message: /only a manager may forward/,
    },
  );
});
