import { once } from "node:events";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "ava";
import { ApiServer } from "../../src/api/server.ts";
import { OperationalError, messageOf, type ErrorCode } from "../../src/base/errors.ts";
import { Prng } from "../../src/base/prng.ts";
import { realClock } from "../../src/system/real/clock.ts";
import { SILENT_LOG } from "../manager/support/test-store.ts";
import { SimEntropy } from "../sim/entropy.ts";
import { ApiScene, openStream } from "./support/api-scene.ts";
import { SoloNode } from "./support/solo-node.ts";

const message = (text: string): string => `${JSON.stringify({ message: text })}\n`;

test("transport: every route is there with a version in front and without", async (t) => {
  await using scene = await ApiScene.managing();

  for (const path of ["/services", "/v1.24/services", "/v1.51/services"]) {
    const { status, text, headers } = await scene.get(path);
    t.is(status, 200, path);
    t.is(text, "[]\n");
    t.is(headers["content-type"], "application/json");
    t.is(headers["api-version"], "1.51");
    t.is(headers["docker-experimental"], "false");
    t.is(headers["ostype"], "linux");
  }
});

test("transport: an unknown path, method or trailing slash is no page", async (t) => {
  await using scene = await ApiScene.managing();
  const asks = [
    { path: "/nowhere" },
    { path: "/v1.41/nowhere" },
    { path: "/services/" },
    { path: "/v1.41" },
    { method: "PUT", path: "/services" },
    { method: "HEAD", path: "/services" },
  ];

  for (const ask of asks) {
    const { status, text, headers } = await scene.ask(ask);
    t.is(status, 404, ask.path);
    if (ask.method !== "HEAD") t.is(text, message("page not found"));
    t.is(headers["api-version"], undefined);
  }
});

test("transport: a version that is too new or too old is refused, and told which are not", async (t) => {
  await using scene = await ApiScene.open();

  const tooNew = await scene.get("/v1.52/services");
  const tooOld = await scene.get("/v1.23/services");

  t.is(tooNew.status, 400);
  t.is(
    tooNew.text,
    message("client version 1.52 is too new. Maximum supported API version is 1.51"),
  );
  t.is(tooOld.status, 400);
  t.is(
    tooOld.text,
    message(
      "client version 1.23 is too old. Minimum supported API version is 1.24, please upgrade your client to a newer version",
    ),
  );
});

test("ping: says what it speaks and what the node is", async (t) => {
  await using scene = await ApiScene.open();

  const outside = await scene.get("/_ping");
  await scene.post("/swarm/init", { ListenAddr: "0.0.0.0:2377" });
  const inside = await scene.ask({ method: "HEAD", path: "/_ping" });

  t.is(outside.text, "OK");
  t.is(outside.headers["swarm"], "inactive");
  t.is(outside.headers["cache-control"], "no-cache, no-store, must-revalidate");
  t.is(inside.text, "");
  t.is(inside.headers["content-length"], "0");
  t.is(inside.headers["swarm"], "active/manager");
});

test("body: what is no JSON, too large or of another type is refused", async (t) => {
  await using scene = await ApiScene.managing();
  const create = { method: "POST", path: "/services/create" };
  const asText = { "Content-Type": "text/plain" };
  const cases: readonly (readonly [status: number, text: RegExp, ask: object])[] = [
    [400, /unsupported Content-Type header \(text\/plain\): must be 'application\/json'/, { headers: asText, body: "{}" }],
    [400, /invalid JSON: /, { body: "{" }],
    [400, /unexpected content after JSON/, { body: "{} {}" }],
    [400, /cannot unmarshal array into the body/, { body: "[]" }],
    [400, /cannot unmarshal number 5 into field Name of type string/, { body: '{"Name":5}' }],
    [400, /into field TaskTemplate.ContainerSpec.Env\[1\] of type string/, { body: { TaskTemplate: { ContainerSpec: { Env: ["a", 1] } } } }],
    [400, /number -1 into field Mode.Replicated.Replicas of type uint64/, { body: { Mode: { Replicated: { Replicas: -1 } } } }],
    [413, /must be at most 8388608 bytes/, { body: " ".repeat(9 * 2 ** 20) }],
    [400, /mismatched Runtime/, { body: "null" }],
    [400, /mismatched Runtime/, {}],
  ]; // prettier-ignore

  for (const [status, text, ask] of cases) {
    const answer = await scene.ask({ ...create, ...ask });
    t.is(answer.status, status, String(text));
    t.regex((answer.json() as { message: string }).message, text);
  }
});

test("errors: each code of the cluster has its status, and gRPC's words", async (t) => {
  const expected: Readonly<Record<ErrorCode, readonly [number, string]>> = {
    cancelled: [500, "Canceled"],
    unknown: [500, "Unknown"],
    invalidArgument: [400, "InvalidArgument"],
    deadlineExceeded: [500, "DeadlineExceeded"],
    notFound: [404, "NotFound"],
    alreadyExists: [409, "AlreadyExists"],
    permissionDenied: [403, "PermissionDenied"],
    resourceExhausted: [500, "ResourceExhausted"],
    failedPrecondition: [400, "FailedPrecondition"],
    aborted: [500, "Aborted"],
    outOfRange: [400, "OutOfRange"],
    unimplemented: [501, "Unimplemented"],
    internal: [500, "Internal"],
    unavailable: [503, "Unavailable"],
    dataLoss: [500, "DataLoss"],
    unauthenticated: [401, "Unauthenticated"],
  };
  await using scene = await ApiScene.managing();

  for (const [code, [status, name]] of Object.entries(expected)) {
    // The keys of the table above.
    scene.node.controlError = new OperationalError(code as ErrorCode, "the reason");
    const answer = await scene.get("/services");
    t.is(answer.status, status, code);
    t.is(answer.text, message(`rpc error: code = ${name} desc = the reason`));
  }
  scene.node.controlError = new OperationalError(
    "unavailable",
    "The swarm does not have a leader. Wait.",
  );
  const leaderless = await scene.get("/services");
  t.is(leaderless.status, 500);
  t.is(
    leaderless.text,
    message("rpc error: code = Unknown desc = The swarm does not have a leader. Wait."),
  );
  scene.node.controlError = new TypeError("a bug, with details");
  const bug = await scene.get("/services");
  t.is(bug.status, 500);
  t.false(bug.text.includes("details"));
});

test("errors: outside a swarm the swarm's routes say so", async (t) => {
  await using scene = await ApiScene.open();

  for (const path of ["/services", "/tasks", "/nodes/x", "/swarm", "/swarm/unlockkey"]) {
    const { status, text } = await scene.get(path);
    t.is(status, 503, path);
    t.regex(text, /This node is not a swarm manager\. Use \\"docker swarm init\\"/);
  }
});

test("streams: one stays open without a word, and ends when the server does", async (t) => {
  await using scene = await ApiScene.open();
  const stream = await openStream(scene.socket, "/events");

  t.is(stream.response.statusCode, 200);
  const startedMs = realClock.monotonicMs();
  await scene.close();
  await stream.ended;

  t.true(realClock.monotonicMs() - startedMs < 2_000);
});

test("close: what is under way is answered first", async (t) => {
  await using scene = await ApiScene.managing();
  let release: () => void = () => undefined;
  scene.node.beforeControl = () => new Promise<void>((resolve) => (release = resolve));
  const asked = scene.get("/services");
  await scene.node.controlAsked;

  const closed = scene.close();
  release();

  t.is((await asked).status, 200);
  await closed;
});

test("a client that goes away takes its request along", async (t) => {
  await using scene = await ApiScene.managing();
  scene.node.beforeControl = () => new Promise<void>(() => undefined);
  const socket = connect(scene.socket);
  socket.write("GET /services HTTP/1.1\r\nHost: x\r\n\r\n");
  const signal = await scene.node.controlAsked;

  socket.destroy();
  await once(signal, "abort");

  t.true(signal.aborted);
});

test("listen: the socket is the owner's and its group's, and a stale one is replaced", async (t) => {
  await using folder = temporary();
  const path = join(folder.path, "deep", "daemon.sock");
  const stale = createServer().listen(join(folder.path, "stale.sock"));
  await once(stale, "listening");

  await using server = await ApiServer.open(deps(), [`unix://${path}`]);
  t.is(statSync(path).mode & 0o777, 0o660);
  const taken = await refused(`unix://${path}`);
  await server.close();
  await using again = await ApiServer.open(deps(), [`unix://${path}`]);
  stale.close();

  t.regex(taken, /Cannot listen on .*: another daemon does/);
  t.truthy(again);
});

test("listen: what is no socket, no address or taken is refused, and says what to do", async (t) => {
  await using folder = temporary();
  const file = join(folder.path, "file");
  writeFileSync(file, "");
  const other = createServer().listen(0, "127.0.0.1");
  await once(other, "listening");
  const address = other.address();
  const port = typeof address === "object" ? (address?.port ?? 0) : 0;

  t.regex(await refused(`unix://${file}`), /it is no socket/);
  t.regex(await refused("http://x"), /write unix:\/\/\/path or tcp:\/\/host:port/);
  t.regex(await refused(`tcp://127.0.0.1:${port}`), /Cannot listen on .*EADDRINUSE/);
  t.true(statSync(file).isFile());
  other.close();
});

test("listen: a socket left by a daemon that was killed does not stand in the way", async (t) => {
  await using folder = temporary();
  const path = join(folder.path, "daemon.sock");
  // Bound by a process that dies without closing it.
  const { spawnSync } = await import("node:child_process");
  const listening = `require("net").createServer().listen(${JSON.stringify(path)}, () => process.kill(process.pid, "SIGKILL"))`;
  spawnSync(process.execPath, ["-e", listening]);
  t.true(statSync(path).isSocket());

  await using server = await ApiServer.open(deps(), [`unix://${path}`]);

  t.truthy(server);
});

function deps(): Parameters<typeof ApiServer.open>[0] {
  const base = { clock: realClock, entropy: new SimEntropy(new Prng(1)), log: SILENT_LOG };
  return { ...base, node: new SoloNode(base) };
}

async function refused(host: string): Promise<string> {
  try {
    const server = await ApiServer.open(deps(), [host]);
    await server.close();
    return "not refused";
  } catch (error) {
    return messageOf(error);
  }
}

function temporary(): AsyncDisposable & { readonly path: string } {
  const path = mkdtempSync(join(tmpdir(), "skein-listen-"));
  return {
    path,
    [Symbol.asyncDispose]: async () => rmSync(path, { recursive: true, force: true }),
  };
}
