import test from "ava";
import { MAX_OF_NODE } from "../../../src/manager/passages/leading-passages.ts";
import {
  NodeRole,
  NodeStatus_State,
  makeListenPassagesRequest,
  makeOpenPassageRequest,
  makePassageBytes,
  makeReceivePassageRequest,
} from "../../../src/model/generated/types.ts";
import { SKEIN_LABEL } from "../../../src/model/engine-kind.ts";
import { REMOTE_CONTAINERS_LABEL } from "../../../src/model/remote-containers.ts";
import { PassagesService } from "../../../src/wire/generated/services.ts";
import type { IncomingPassage, PassageServer } from "../../../src/worker/agent/passages.ts";
import { ECHO, PassageScene, bytes, containerId, textOf } from "./scene.ts";

const NEVER = new AbortController().signal;

async function sceneWith(server: PassageServer, address?: string): Promise<PassageScene> {
  const scene = new PassageScene();
  await scene.putNode("n1");
  const task = await scene.putTask("t1", "n1", 1);
  scene.agent("n1", [task], server, address);
  await scene.sim.advance(100);
  return scene;
}

for (const address of ["m1:2377", "m2:2377"]) {
  test(`a passage carries bytes both ways and each half ends by itself, over ${address}`, async (t) => {
    const scene = await sceneWith(ECHO, address);
    const passage = await scene.open({ container: "web.1.t1", client: "somebody" });
    t.like(passage.opened, { nodeId: "n1", hostname: "host-n1", containerId: containerId("t1") });
    t.like(passage.opened, { taskId: "t1", taskName: "web.1.t1" });

    const answer = textOf(passage.received);
    for (let at = 0; at < 50; at++) {
      await scene.sim.finish(passage.send(bytes(`part ${at};`)));
    }
    await scene.sim.finish(passage.finish());

    const text = await scene.sim.finish(answer);
    t.is(text, Array.from({ length: 50 }, (_, at) => `part ${at};`).join(""));
  });
}

test("a container is found by its id, the beginning of that, and its task's name and its beginning", async (t) => {
  const scene = await sceneWith(ECHO);
  await scene.putTask("t22", "n2", 2);
  await scene.putTask("t23", "n2", 2);
  const found = async (container: string): Promise<string> => {
    try {
      const { opened, giveUp } = await scene.open({ container });
      giveUp();
      return opened.taskId;
    } catch (error) {
      return (error as Error).message;
    }
  };
  for (const name of ["web.1.t1", "/web.1.t1", "web.1.t", containerId("t1")]) {
    t.is(await found(name), "t1", name);
  }
  t.is(await found(containerId("t1").slice(0, 10)), "t1");
  t.is(
    await found("c0ffee"),
    "No such container: c0ffee (it is the beginning of several in this swarm)",
  );
  for (const name of ["web", "web.1", "web.2.", "c0f", "web.1.nobody", "deadbeef", ""]) {
    t.is(await found(name), `No such container: ${name}`);
  }
  t.regex(await found("web.2.t22"), /on node n2, which is no longer part of this swarm/);
});

test("the manager that has the container itself is led to itself only by what its engine does not know", async (t) => {
  const scene = await sceneWith(ECHO);
  await t.throwsAsync(scene.open({ container: "web.1.t1" }, { by: "n1" }), {
    message: "No such container: web.1.t1",
  });
  for (const wanted of [{ taskId: "t1" }, { container: "web.1.t" }]) {
    const passage = await scene.open(wanted, { by: "n1" });
    t.is(passage.opened.taskId, "t1");
  }
});

test("who reads slowly holds the other side up", async (t) => {
  let sent = 0;
  const part = new Uint8Array(64 * 1024);
  const scene = await sceneWith({
    serve: async ({ send, finish }) => {
      for (; sent < 400; sent++) await send(part);
      await finish();
    },
  });
  const passage = await scene.open({ container: "web.1.t1" });
  await scene.sim.advance(5_000);
  t.true(sent < 100, `${sent} of 400 parts were sent to one who reads nothing`);

  let read = 0;
  const reading = (async () => {
    for await (const { length } of passage.received) read += length;
  })();
  await scene.sim.finish(passage.finish());
  await scene.sim.finish(reading);
  t.is(read, 400 * part.length);
});

test("when one side goes away the other is told", async (t) => {
  const ends: string[] = [];
  const scene = await sceneWith({
    serve: async ({ received }) => {
      try {
        await textOf(received);
        ends.push("end");
      } catch (error) {
        ends.push((error as Error).message);
      }
    },
  });
  const first = await scene.open({ container: "web.1.t1" });
  first.giveUp();
  await scene.sim.advance(100);
  t.deepEqual(ends, ["The manager that asked broke the connection off"]);

  const agentGone = await sceneWith({
    serve: async ({ received }) => {
      for await (const _ of received) throw new Error("the engine went away");
    },
  });
  const second = await agentGone.open({ container: "web.1.t1" });
  await agentGone.sim.finish(second.send(bytes("a question")));
  await t.throwsAsync(agentGone.sim.finish(textOf(second.received)), {
    message: /The node broke the connection off/,
  });
});

test("an engine that neither says nor takes anything is let go when nobody waits any more", async (t) => {
  let isOver = false;
  const scene = await sceneWith({
    serve: async (_passage, signal) => {
      await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
      isOver = true;
    },
  });
  const passage = await scene.open({ container: "web.1.t1" });
  await scene.sim.advance(60_000);
  t.false(isOver);
  passage.giveUp();
  await scene.sim.advance(11_000);
  t.true(isOver);
});

test("a session's end and a leader's end what was open, and the next ones serve again", async (t) => {
  const scene = new PassageScene();
  await scene.putNode("n1");
  const task = await scene.putTask("t1", "n1", 1);
  const session = scene.agent("n1", [task], ECHO);
  await scene.sim.advance(100);
  const first = await scene.open({ container: "web.1.t1" });
  session.abort();
  await t.throwsAsync(scene.sim.finish(textOf(first.received)), { message: /session|broke/ });
  await t.throwsAsync(scene.open({ container: "web.1.t1" }), { message: /just connected/ });

  scene.agent("n1", [task], ECHO);
  await scene.sim.advance(100);
  const second = await scene.open({ container: "web.1.t1" });
  scene.stepDown();
  await t.throwsAsync(scene.sim.finish(textOf(second.received)), { message: /not lead/ });
  scene.lead();
  await scene.sim.advance(1_000);
  const third = await scene.open({ container: "web.1.t1" });
  t.is(third.opened.nodeId, "n1");
});

test("a node serves no container but those of its own tasks, whatever a manager asks", async (t) => {
  let served = 0;
  const scene = new PassageScene();
  await scene.putNode("n1");
  await scene.putTask("t1", "n1", 1);
  const other = { ...(await scene.putTask("t2", "n1", 2)), status: undefined };
  scene.agent("n1", [other], { serve: async () => void (served += 1) });
  await scene.sim.advance(100);
  for (const taskId of ["t1", "t2"]) {
    await t.throwsAsync(scene.open({ taskId }), { message: /is no task's of this node/ });
  }
  t.is(served, 0);
});

test("what cannot be reached says where it is, why, and what to do", async (t) => {
  const scene = new PassageScene();
  const { READY, DOWN } = NodeStatus_State;
  const ours = { [SKEIN_LABEL]: "1" };
  const cases = [
    ["engine", {}, READY, /host-engine, which runs Docker Engine rather than Skein: connect to/],
    ["closed", { ...ours, [REMOTE_CONTAINERS_LABEL]: "off" }, READY, /--no-remote-containers/],
    ["down", ours, DOWN, /host-down, which is down/],
    ["fresh", ours, READY, /takes no requests of managers right now/],
  ] as const;
  for (const [id, labels, state, message] of cases) {
    await scene.putNode(id, labels, state);
    await scene.putTask(`t${id}`, id, 1);
    await t.throwsAsync(scene.open({ container: `web.1.t${id}` }), { message });
  }
});

test("a cluster that forbids it has no passages", async (t) => {
  const scene = await sceneWith(ECHO);
  await scene.putCluster({ [REMOTE_CONTAINERS_LABEL]: "off" });
  await t.throwsAsync(scene.open({ container: "web.1.t1" }), {
    code: "permissionDenied",
    message: /this swarm forbids it/,
  });
});

test("a node that hangs is given up on", async (t) => {
  const scene = new PassageScene();
  await scene.putNode("n1");
  await scene.putTask("t1", "n1", 1);
  const channel = scene.dial("n1", NodeRole.WORKER, "m1:2377");
  const calls = channel.serverStream(PassagesService.Listen, makeListenPassagesRequest(), {
    signal: NEVER,
  });
  void calls[Symbol.asyncIterator]().next();
  await scene.sim.advance(100);
  await t.throwsAsync(scene.open({ container: "web.1.t1" }), {
    message: /host-n1 has not answered for 10 seconds/,
  });
});

test("there are only so many passages to a node at once", async (t) => {
  const scene = await sceneWith(ECHO);
  const open = [];
  for (let at = 0; at < MAX_OF_NODE; at++) open.push(await scene.open({ container: "web.1.t1" }));
  await t.throwsAsync(scene.open({ container: "web.1.t1" }), {
    code: "resourceExhausted",
    message: /Too many requests/,
  });
  open[0]?.giveUp();
  await scene.sim.advance(100);
  t.is((await scene.open({ container: "web.1.t1" })).opened.taskId, "t1");
});

test("no worker opens a passage, and nobody takes up or reads another's", async (t) => {
  const held: IncomingPassage[] = [];
  const scene = await sceneWith({
    serve: async (passage, signal) => {
      held.push(passage);
      await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
    },
  });
  const worker = scene.dial("n2", NodeRole.WORKER, "m1:2377");
  const options = { signal: NEVER };
  const next = (messages: AsyncIterable<unknown>): Promise<unknown> =>
    scene.sim.finish(messages[Symbol.asyncIterator]().next());
  const refused = { code: "permissionDenied", message: /only a manager may call this/ };

  const request = makeOpenPassageRequest({ container: "web.1.t1" });
  await t.throwsAsync(next(worker.serverStream(PassagesService.Open, request, options)), refused);
  const send = worker.clientStream(PassagesService.Send, options);
  await t.throwsAsync(scene.sim.finish(send.finish()), refused);

  await scene.open({ container: "web.1.t1" });
  const passageId = held[0]?.call.passageId ?? "";
  t.not(passageId, "");
  const receive = makeReceivePassageRequest({ passageId });
  await t.throwsAsync(next(worker.serverStream(PassagesService.Receive, receive, options)), {
    message: /There is no passage/,
  });
  const answer = worker.clientStream(PassagesService.Answer, options);
  await scene.sim.finish(answer.send(makePassageBytes({ passageId })));
  await t.throwsAsync(scene.sim.finish(answer.finish()), { message: /There is no passage/ });
  const stranger = scene.dial("m3", NodeRole.MANAGER, "m1:2377");
  const sent = stranger.clientStream(PassagesService.Send, options);
  await scene.sim.finish(sent.send(makePassageBytes({ passageId })));
  await t.throwsAsync(scene.sim.finish(sent.finish()), { message: /There is no passage/ });
});
