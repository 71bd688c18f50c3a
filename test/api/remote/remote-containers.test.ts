import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { connect } from "node:net";
import test from "ava";
import { CONTAINER, EXEC, NAME, RemoteScene, TASK } from "./remote-scene.ts";

const EXEC_JSON = {
  ID: EXEC,
  ContainerID: CONTAINER,
  ProcessConfig: { entrypoint: "sh", arguments: ["-c", "id"] },
};

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const part of request.setEncoding("utf8")) text += String(part);
  return text;
}

test("containers: what this node's engine does not have is asked of the engine that has it", async (t) => {
  await using scene = await RemoteScene.open();
  scene.far.answer = (_, response) =>
    response.writeHead(200, { "X-Of-The-Engine": "far" }).end('{"Id":"it"}');

  for (const reference of [NAME, CONTAINER, CONTAINER.slice(0, 12), `%2F${NAME}`]) {
    const answer = await scene.api.get(`/v1.51/containers/${reference}/json?size=1`);
    t.is(answer.status, 200);
    t.is(answer.headers["x-of-the-engine"], "far");
    t.is(answer.text, '{"Id":"it"}');
  }
  // In a version that the far engine speaks, and by the id that only this container has.
  t.is(scene.far.asked[0]?.url, `/v1.47/containers/${CONTAINER}/json?size=1`);
  t.is(scene.far.asked.length, 4);
});

test("containers: what this node's engine has is its own to answer", async (t) => {
  await using scene = await RemoteScene.open();
  scene.near.answer = (_, response) => response.writeHead(200).end("near");
  t.is((await scene.api.get(`/containers/${NAME}/json`)).text, "near");
  t.is(scene.far.asked.length, 0);
});

test("containers: what nobody has is what this node's engine says it is", async (t) => {
  await using scene = await RemoteScene.open();
  const missing = await scene.api.get("/containers/nobody/json");
  t.is(missing.status, 404);
  t.is(missing.text, '{"message":"No such container: it"}\n');
  const far = await scene.api.post(`/exec/${EXEC}/resize`);
  t.is(far.status, 404);
});

test("containers: no life and death of a task is asked of another node", async (t) => {
  await using scene = await RemoteScene.open();
  for (const action of ["start", "stop", "kill", "restart", "pause", "rename", "update"]) {
    t.is((await scene.api.post(`/containers/${NAME}/${action}`)).status, 404, action);
  }
  t.is((await scene.api.ask({ method: "DELETE", path: `/containers/${NAME}` })).status, 404);
  t.is(scene.far.asked.length, 0);
});

test("containers: a body is sent again to the engine that has the container", async (t) => {
  await using scene = await RemoteScene.open();
  scene.far.answer = (request, response) => {
    void bodyOf(request).then((body) => response.end(`${request.method} ${body}`));
  };
  for (const body of [undefined, { of: "some length" }]) {
    const path = `/containers/${NAME}/wait?condition=next-exit`;
    const answer = await scene.api.ask({ method: "POST", path, ...(body && { body }) });
    t.is(answer.text, `POST ${body ? JSON.stringify(body) : ""}`);
  }
});

test("containers: logs are passed on as they come, and let go when the reader goes", async (t) => {
  await using scene = await RemoteScene.open();
  let say = (_text: string): void => undefined;
  let go = (): void => undefined;
  const gone = new Promise<void>((resolve) => (go = resolve));
  scene.far.answer = (_, response) => {
    response.on("close", go);
    response.flushHeaders();
    say = (text) => response.write(text);
  };
  const socket = connect(scene.api.socket);
  socket.write(`GET /containers/${NAME}/logs?follow=1&stdout=1 HTTP/1.1\r\nHost: x\r\n\r\n`);
  let text = "";
  const heard = async (wanted: string): Promise<void> => {
    while (!text.includes(wanted)) text += String(((await once(socket, "data")) as [Buffer])[0]);
  };
  await heard("200 OK");
  say("first");
  await heard("first");
  say("second");
  await heard("second");
  socket.destroy();
  await gone;
  t.pass();
});

test("containers: an archive is put where the container is, and no faster than it is taken", async (t) => {
  await using scene = await RemoteScene.open();
  const size = 8 * 1024 * 1024;
  let taken = 0;
  scene.far.answer = (request, response) => {
    request.on("data", (part: Buffer) => (taken += part.length));
    request.on("end", () => response.end());
  };
  const answer = await scene.api.ask({
    ...{ method: "PUT", path: `/containers/${NAME}/archive?path=/tmp`, body: "x".repeat(size) },
    headers: { "Content-Type": "application/x-tar" },
  });
  t.is(answer.status, 200);
  t.is(taken, size);
  t.is(scene.managerLog.lines[0]?.fields.path, `/containers/${NAME}/archive?path=/tmp`);
});

test("containers: an exec is found again by any manager, and both sides write down what it runs", async (t) => {
  await using scene = await RemoteScene.open();
  scene.far.answer = (request, response) => {
    if (request.url === `/containers/${CONTAINER}/exec`) {
      void bodyOf(request).then((body) => {
        t.like(JSON.parse(body), { Env: ["PASSWORD=secret"] });
        response.writeHead(201, { "Content-Type": "application/json" });
        response.end(JSON.stringify({ Id: EXEC }));
      });
    } else response.end(JSON.stringify(EXEC_JSON));
  };
  const made = await scene.api.post(`/containers/${NAME}/exec`, {
    ...{ Cmd: ["sh", "-c", "id"], Env: ["PASSWORD=secret"], AttachStdout: true },
  });
  t.is(made.status, 201);
  const { Id } = made.json() as { Id: string };
  t.is(Id, `${TASK}.${EXEC}`);
  t.is((await scene.api.get(`/exec/${Id}/json`)).status, 200);
  t.is(scene.far.asked.at(-1)?.url, `/exec/${EXEC}/json`);

  const [asked] = scene.managerLog.lines;
  t.like(asked?.fields, { nodeId: "far", taskId: TASK, containerId: CONTAINER, method: "POST" });
  t.like(asked?.fields, { client: "local socket", command: '["sh","-c","id"]' });
  const answered = scene.workerLog.lines.map(({ fields }) => fields);
  t.like(answered[0], { client: "local socket", taskId: TASK, command: '["sh","-c","id"]' });
  t.is(answered[0]?.peer, scene.api.node.status().nodeId);
  t.like(answered[1], { path: `/exec/${EXEC}/json`, command: '["sh","-c","id"]' });
  const all = JSON.stringify([scene.managerLog.lines, scene.workerLog.lines]);
  t.false(all.includes("secret"));
});

test("containers: an exec of another container of that node is not reached", async (t) => {
  await using scene = await RemoteScene.open();
  scene.far.answer = (_, response) =>
    response.end(JSON.stringify({ ...EXEC_JSON, ContainerID: "f".repeat(64) }));
  const answer = await scene.api.get(`/exec/${TASK}.${EXEC}/json`);
  t.is(answer.status, 403);
  t.regex(answer.text, /is not in the container that was asked for/);
});

for (const path of [`/containers/${NAME}/attach?stream=1`, `/exec/${TASK}.${EXEC}/start`]) {
  test(`containers: a stream in both directions, each of which ends by itself: ${path}`, async (t) => {
    await using scene = await RemoteScene.open((request, socket, head) => {
      t.is(request.headers.upgrade, "tcp");
      socket.write("HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n");
      let text = head.toString();
      socket.on("data", (part: Buffer) => (text += part.toString()));
      socket.on("end", () => socket.end(`heard ${text}`));
    });
    scene.far.answer = (_, response) => response.end(JSON.stringify(EXEC_JSON));
    const socket = connect({ path: scene.api.socket, allowHalfOpen: true });
    const body = '{"Detach":false}';
    socket.write(
      `POST ${path} HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n` +
        `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    );
    const [head] = (await once(socket, "data")) as [Buffer];
    t.regex(head.toString(), /^HTTP\/1\.1 101 UPGRADED\r\n/);
    socket.write("all of");
    socket.end(" it");
    let text = "";
    for await (const part of socket.setEncoding("utf8")) text += String(part);
    t.regex(text, /heard (\{"Detach":false\})?all of it$/);
  });
}

test("containers: a cluster that forbids it says so, and that is written down too", async (t) => {
  await using scene = await RemoteScene.open();
  const swarm = await scene.api.get("/swarm");
  t.is(swarm.status, 200, swarm.text);
  const { Version, Spec } = swarm.json() as {
    readonly Version: { readonly Index?: number };
    readonly Spec: object;
  };
  const closed = { ...Spec, Labels: { "skein.remote-containers": "off" } };
  const update = `/swarm/update?version=${Version.Index ?? 0}`;
  t.is((await scene.api.post(update, closed)).text, "");
  const answer = await scene.api.get(`/containers/${NAME}/json`);
  t.is(answer.status, 403);
  t.regex(answer.text, /this swarm forbids it/);
  t.regex(scene.managerLog.lines.at(-1)?.fields.reason ?? "", /forbids/);
  t.is(scene.far.asked.length, 0);
});
