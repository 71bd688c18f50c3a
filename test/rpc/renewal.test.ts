import { once } from "node:events";
import http2 from "node:http2";
import tls from "node:tls";
import test from "ava";
import {
  NodeRole,
  makeHeartbeatRequest,
  makeHeartbeatResponse,
} from "../../src/model/generated/types.ts";
import { grpcDialer } from "../../src/rpc/dialer.ts";
import type { NodeCredentials } from "../../src/rpc/credentials.ts";
import { serve } from "../../src/system/rpc.ts";
import { DispatcherService } from "../../src/wire/generated/services.ts";
import {
  certificates,
  credentials,
  dial,
  framed,
  listen,
  manager,
  rawCall,
  root,
  until,
  worker,
} from "./lab.ts";
import { heartbeat, openSession, session } from "./routes.ts";

test("renewal: new calls of an open channel show the new certificate, streams stay where they are", async (t) => {
  const callers: (string | undefined)[] = [];
  const beat = serve(DispatcherService.Heartbeat, async (_request, { caller }) => {
    callers.push(caller?.nodeId);
    return makeHeartbeatResponse();
  });
  const { address } = await listen(t, { routes: [beat, session] });
  let shown = await credentials("before", NodeRole.WORKER);
  const channel = grpcDialer(() => shown).certified(address);
  t.teardown(() => channel.close());
  await heartbeat(channel);
  const stream = await openSession(channel);
  let isOpen = true;
  const ended = stream.next().catch(() => (isOpen = false));

  shown = await credentials("after", NodeRole.WORKER);
  await heartbeat(channel);
  await heartbeat(channel);
  t.deepEqual(callers, ["before", "after", "after"]);
  t.true(isOpen);
  channel.close();
  await ended;
  t.false(isOpen, "closing the channel ends calls of before, too");
});

test("renewal: a peer that names no protocol in its handshake speaks gRPC, as Docker Engines do then", async (t) => {
  const beat = serve(DispatcherService.Heartbeat, async () => makeHeartbeatResponse());
  const { address } = await listen(t, { routes: [beat] });
  const [host, port] = address.split(":");
  const socket = tls.connect({
    ...{ host, port: Number(port), servername: "swarm-manager", ca: root.certificate },
    ...{ cert: worker.certificate, key: worker.key },
  });
  await once(socket, "secureConnect");
  t.is(socket.alpnProtocol, false);
  const peer = http2.connect(`https://${address}`, { createConnection: () => socket });
  t.teardown(() => peer.destroy());

  const body = framed(DispatcherService.Heartbeat.request.encode(makeHeartbeatRequest()));
  t.is((await rawCall(peer, DispatcherService.Heartbeat.path, body)).status, "0");
});

/** A node of the next root, for those who know only the root before. */
async function crossed(nodeId: string, role: NodeRole, trusts: string): Promise<NodeCredentials> {
  const next = await certificates.createRoot();
  const node = await credentials(nodeId, role, { signer: next, trusts });
  const between = await certificates.crossSign(root, next.certificate);
  return { ...node, certificate: node.certificate + between };
}

test("renewal: while the root changes, nodes of both roots reach each other over TLS", async (t) => {
  const beat = serve(DispatcherService.Heartbeat, async () => makeHeartbeatResponse());
  const old = await credentials("old", NodeRole.WORKER);
  const newManager = await crossed("new manager", NodeRole.MANAGER, root.certificate);
  const newWorker = await crossed("new worker", NodeRole.WORKER, root.certificate);
  const stranger = await credentials("stranger", NodeRole.WORKER, {
    signer: await certificates.createRoot(),
  });

  for (const shown of [manager, newManager]) {
    const { address } = await listen(t, { routes: [beat], credentials: shown });
    for (const from of [old, newWorker]) {
      await t.notThrowsAsync(heartbeat(dial(t, from, address)));
    }
    await t.throwsAsync(heartbeat(dial(t, stranger, address)), {
      message: /another root|by this cluster's root/,
    });
  }
});

test("renewal: a root that is believed from now on cuts who has nothing of it, and nobody else", async (t) => {
  const next = await certificates.createRoot();
  const between = await certificates.crossSign(root, next.certificate);
  const ofNext = async (nodeId: string, role: NodeRole): Promise<NodeCredentials> => {
    const node = await credentials(nodeId, role, { signer: next });
    return { ...node, certificate: node.certificate + between };
  };
  const [server, renewed] = [
    await ofNext("m", NodeRole.MANAGER),
    await ofNext("renewed", NodeRole.WORKER),
  ];
  const { server: rpc, address } = await listen(t, { routes: [session], credentials: server });
  const streams: { isOpen: boolean }[] = [];
  for (const from of [renewed, await credentials("late", NodeRole.WORKER)]) {
    const stream = await openSession(dial(t, from, address));
    const state = { isOpen: true };
    stream.next().catch(() => (state.isOpen = false));
    streams.push(state);
  }

  rpc.setCredentials({ ...server, root: next.certificate });
  await until(() => streams[1]?.isOpen === false, "the late one to be cut");
  t.true(streams[0]?.isOpen);
});
