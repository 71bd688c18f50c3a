import { getEventListeners } from "node:events";
import test from "ava";
import { OperationalError, errorCodeOf } from "../../src/base/errors.ts";
import {
  NodeRole,
  makeGetRootCACertificateRequest,
  makeGetRootCACertificateResponse,
  makeHeartbeatRequest,
  makeHeartbeatResponse,
} from "../../src/model/generated/types.ts";
import { dialAnonymously, grpcDialer } from "../../src/rpc/dialer.ts";
import { forwardToLeader } from "../../src/rpc/forward.ts";
import { dialable } from "../../src/rpc/peers.ts";
import { RpcServer } from "../../src/rpc/server.ts";
import { realClock } from "../../src/system/real/clock.ts";
import { serve, type CallContext, type Channel } from "../../src/system/rpc.ts";
import {
  CAService,
  DispatcherService,
  LogBrokerService,
} from "../../src/wire/generated/services.ts";
import { rpcConformance } from "../conformance/rpc.ts";
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

test("dialing: a peer that comes back is found within two seconds", async (t) => {
  const first = await listen(t, { routes: [beat, session] });
  const channel = dial(t, worker, first.address);
  const stream = await openSession(channel);
  await first.server.close();
  await t.throwsAsync(stream.next() as Promise<unknown>);
  // Long enough for the pauses between attempts to have grown.
  for (let attempt = 0; attempt < 8; attempt++) {
    t.is(errorCodeOf(await t.throwsAsync(heartbeat(channel))), "unavailable");
    await realClock.sleep(100, never);
  }

  await listen(t, { routes: [beat] }, first.address);
  const since = Date.now();
  while ((await heartbeat(channel).catch(() => undefined)) === undefined) {
    await realClock.sleep(20, never);
    if (Date.now() - since > 10_000) break;
  }
  t.true(Date.now() - since < 2000, `${Date.now() - since} ms`);
});

test("dialing: why a peer is not reached is said in words, with its address", async (t) => {
  const asWorker = await listen(t, { routes: [beat], credentials: worker });
  const foreign = await certificates.createRoot();
  const stranger = { ...manager, root: foreign.certificate };
  const fine = await listen(t, { routes: [beat] });
  const expired = await credentials("m", NodeRole.MANAGER, { validityMs: -60_000 });
  const old = await listen(t, { routes: [beat], credentials: expired });
  const reasons: readonly (readonly [string, typeof worker, string])[] = [
    ["127.0.0.1:1", worker, "connection refused; nothing listens there"],
    ["no-such-name.invalid:2377", worker, "its name has no address"],
    [asWorker.address, worker, "its certificate is not that of a manager"],
    [fine.address, stranger, "its certificate was not issued by this cluster's root"],
    [old.address, worker, "its certificate has expired"],
  ];

  for (const [address, from, words] of reasons) {
    const error = await t.throwsAsync(heartbeat(dial(t, from, address)), {
      instanceOf: OperationalError,
    });
    t.is(error.message, `Cannot reach ${address}: ${words}`);
    t.is(error.code, "unavailable");
  }
});

test.serial("dialing: the machine's proxy for the world outside is not used", async (t) => {
  const { address } = await listen(t, { routes: [beat] });
  const before = process.env["http_proxy"];
  process.env["http_proxy"] = "http://127.0.0.1:1";
  t.teardown(() => {
    delete process.env["http_proxy"];
    if (before !== undefined) process.env["http_proxy"] = before;
  });

  await t.notThrowsAsync(heartbeat(dial(t, worker, address)));
});

test("dialing: an aborted signal ends a call at once and leaves nothing behind", async (t) => {
  const { address } = await listen(t, {
    routes: [
      serve(DispatcherService.Heartbeat, async (_request, { signal }) => {
        await realClock.sleep(600_000, signal);
        return makeHeartbeatResponse();
      }),
    ],
  });
  const channel = dial(t, worker, address);
  const life = new AbortController();
  const calling = heartbeat(channel, life.signal);
  void realClock.sleep(50, never).then(() => life.abort(new Error("enough")));

  const error = await t.throwsAsync(calling, { instanceOf: OperationalError });
  t.is(error.code, "cancelled");
  t.is((error.cause as Error).message, "enough");
  t.is(errorCodeOf(await t.throwsAsync(heartbeat(channel, life.signal))), "cancelled");
  t.is(getEventListeners(life.signal, "abort").length, 0);
});

test("dialing: a renewed certificate is shown by the next channel", async (t) => {
  const callers: string[] = [];
  const { address } = await listen(t, {
    routes: [
      serve(DispatcherService.Heartbeat, async (_request, { caller }) => {
        callers.push(caller?.nodeId ?? "nobody");
        return makeHeartbeatResponse();
      }),
    ],
  });
  let current = worker;
  const dialer = grpcDialer(() => current);
  for (const next of [worker, await credentials("worker2", NodeRole.WORKER)]) {
    current = next;
    const channel = dialer.certified(address);
    await heartbeat(channel);
    channel.close();
  }

  t.deepEqual(callers, ["worker1", "worker2"]);
});

test("forwarding: a stream that breaks off here ends at the leader too", async (t) => {
  const { route, ends, read } = reader();
  const leader = await listen(t, { routes: [route] });
  const toLeader = dial(t, manager, leader.address);
  const follower = await listen(t, { routes: forwardToLeader([route], () => toLeader) });
  const stream = (signal: AbortSignal): ReturnType<Channel["clientStream"]> =>
    dial(t, worker, follower.address).clientStream(LogBrokerService.PublishLogs, {
      signal,
    });
  const life = new AbortController();
  const broken = stream(life.signal);
  await broken.send(publish("a"));
  await until(() => read.length === 1, "the message at the leader");
  life.abort();
  await until(() => ends.length === 1, "the stream's end at the leader");
  t.deepEqual(ends, ["cancelled true"]);

  // Malformed at the follower: the leader must not wait for more.
  const raw = rawSession(t, follower.address, worker);
  const fine = framed(LogBrokerService.PublishLogs.request.encode(publish("b")));
  const malformed = framed(Buffer.from([0x0a, 0xff, 0xff, 0xff, 0x7f]));
  t.is((await rawCall(raw, route.method.path, Buffer.concat([fine, malformed]))).status, "3");
  await until(() => ends.length === 2, "the second stream's end at the leader");
});

test("forwarding: only managers of this cluster speak for others, and strangers stay strangers", async (t) => {
  const seen: CallContext[] = [];
  const open = serve(CAService.GetRootCACertificate, async (_request, context) => {
    seen.push(context);
    return makeGetRootCACertificateResponse();
  });
  const leader = await listen(t, { routes: [beat, open], isRemoved: (id) => id === "removed" });
  const foreign = await credentials("m2", NodeRole.MANAGER, { organization: "other" });
  const speak = (from: typeof manager, names: Record<string, string>): Promise<unknown> =>
    dial(t, from, leader.address).unary(DispatcherService.Heartbeat, makeHeartbeatRequest(), {
      signal: never,
      metadata: { forwarded_cert: "true", remote_addr: "192.0.2.7:99", ...names },
    });
  const names = (cn: string, ou: string, org: string): Record<string, string> => ({
    forwarded_cert_cn: cn,
    forwarded_cert_ou: ou,
    forwarded_cert_org: org,
  });

  await t.notThrowsAsync(speak(manager, names("n1", "swarm-worker", "cluster1")));
  for (const [from, spoken, message] of [
    [worker, names("n1", "swarm-manager", "cluster1"), /only a manager may forward/],
    [foreign, names("n1", "swarm-worker", "cluster1"), /of another cluster/],
    [manager, names("n1", "swarm-worker", "other"), /of another cluster/],
    [manager, names("removed", "swarm-worker", "cluster1"), /was removed/],
    [manager, names("", "", ""), /no certificate was presented/],
    [manager, names("n1", "swarm-ca", "cluster1"), /no certificate was presented/],
  ] as const) {
    const error = await t.throwsAsync(speak(from, spoken), { message });
    t.is(errorCodeOf(error), "permissionDenied");
  }

  const toLeader = dial(t, manager, leader.address);
  const follower = await listen(t, { routes: forwardToLeader([open], () => toLeader) });
  const channel = dialAnonymously(follower.address, root.certificate);
  t.teardown(() => channel.close());
  await channel.unary(CAService.GetRootCACertificate, makeGetRootCACertificateRequest(), {
    signal: never,
  });
  t.is(seen[0]?.caller, undefined);
  t.regex(seen[0]?.remoteAddress ?? "", /^127\.0\.0\.1:\d+$/);
  t.is(seen[0]?.metadata["forwarded_cert"], "true");
});

test("peers: an address is one that can be dialled", async (t) => {
  t.is(dialable("192.0.2.1:2377"), "192.0.2.1:2377");
  t.is(dialable("::ffff:192.0.2.1:2377"), "192.0.2.1:2377");
  t.is(dialable("2001:db8::1:2377"), "[2001:db8::1]:2377");
  t.is(dialable("unknown"), "unknown");

  // A server for both families sees IPv4 peers under mapped addresses.
  const seen: string[] = [];
  const server = await RpcServer.listen("[::]:0", {
    credentials: manager,
    log: {
      debug() {},
      info() {},
      warn() {},
      error() {},
      child: () => {
        throw new Error();
      },
    },
    clock: realClock,
    organization: "cluster1",
    isRemoved: () => false,
    routes: [
      serve(DispatcherService.Heartbeat, async (_request, { remoteAddress }) => {
        seen.push(remoteAddress);
        return makeHeartbeatResponse();
      }),
    ],
  });
  t.teardown(() => server.close());
  await heartbeat(dial(t, worker, `127.0.0.1:${server.port}`));
  await heartbeat(dial(t, worker, `[::1]:${server.port}`));
  t.regex(seen[0] ?? "", /^127\.0\.0\.1:\d+$/);
  t.regex(seen[1] ?? "", /^\[::1\]:\d+$/);
});

rpcConformance("gRPC", test, async (t, routes) => {
  const { address } = await listen(t, { routes });
  const stranger = dialAnonymously(address, root.certificate);
  t.teardown(() => stranger.close());
  const w1 = await credentials("w1", NodeRole.WORKER);
  return {
    worker: dial(t, w1, address),
    stranger,
    nowhere: dial(t, w1, "127.0.0.1:1"),
    clock: realClock,
    run: (work) => work(),
  };
});
