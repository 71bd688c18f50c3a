import test from "ava";
import {
  LogStream,
  NodeStatus_State,
  TaskState,
  makePublishLogsMessage,
} from "../../../src/model/generated/types.ts";
import { LogScene } from "./scene.ts";

async function sceneOfTwo(): Promise<LogScene> {
  const scene = new LogScene();
  await scene.addService("s");
  for (const id of ["1", "2"]) {
    await scene.addNode(`n${id}`);
    await scene.putTask(`t${id}`, "s", `n${id}`);
  }
  return scene;
}

test("a service's logs come from all nodes that run it, and end when all have sent theirs", async (t) => {
  const scene = await sceneOfTwo();
  const [one, two] = [scene.agent("n1"), scene.agent("n2")];
  const reader = scene.read({ serviceIds: ["s"] }, { tail: -3 });
  const ask = await one.awaitAsks(1);

  t.deepEqual(ask.selector?.serviceIds, ["s"]);
  t.is(ask.options?.tail, -3);
  await one.answer(ask.id, "t1", [[1, "a"]]);
  await two.answer((await two.awaitAsks(1)).id, "t2", [[2, "b"]]);
  await scene.sim.runUntil(() => reader.outcome !== undefined, 5_000, "the end");

  t.is(reader.outcome, "end");
  t.deepEqual(reader.texts, ["a", "b"]);
});

test("nodes that do not answer and tasks without a node are named in the end", async (t) => {
  const scene = await sceneOfTwo();
  await scene.putTask("t3", "s", "", TaskState.PENDING);
  const one = scene.agent("n1");
  const reader = scene.read({ serviceIds: ["s"] });
  await one.answer((await one.awaitAsks(1)).id, "t1", [[1, "a"]]);
  await scene.sim.runUntil(() => reader.outcome !== undefined, 5_000, "the end");

  t.deepEqual(reader.texts, ["a"]);
  t.like(reader.outcome, {
    code: "unknown",
    message:
      "warning: incomplete log stream. some logs could not be retrieved for the following reasons: " +
      "task t3 has not been scheduled, node host-n2 (n2) is not available",
  });
});

test("a node that is down is not waited for", async (t) => {
  const scene = await sceneOfTwo();
  await scene.addNode("n1", NodeStatus_State.DOWN);
  await scene.addNode("n2", NodeStatus_State.DOWN);
  const before = scene.sim.nowMs;
  const reader = scene.read({ taskIds: ["t1"] });
  await scene.sim.runUntil(() => reader.outcome !== undefined, 5_000, "the end");

  t.regex(String(reader.outcome), /node host-n1 \(n1\) is not available$/);
  t.true(scene.sim.nowMs - before < 1_000);
});

test("an agent that comes just after the reader is asked", async (t) => {
  const scene = await sceneOfTwo();
  const reader = scene.read({ taskIds: ["t1"] });
  await scene.sim.advance(1_000);
  const one = scene.agent("n1");
  await one.answer((await one.awaitAsks(1)).id, "t1", [[1, "a"]]);
  await scene.sim.runUntil(() => reader.outcome !== undefined, 5_000, "the end");

  t.is(reader.outcome, "end");
  t.deepEqual(reader.texts, ["a"]);
});

test("who follows a service hears its new tasks wherever they are placed", async (t) => {
  const scene = await sceneOfTwo();
  await scene.addNode("n3");
  const three = scene.agent("n3");
  const agents = [scene.agent("n1"), scene.agent("n2")];
  const reader = scene.read({ serviceIds: ["s"] }, { follow: true });
  for (const agent of agents) await agent.awaitAsks(1);
  t.is(three.asked.length, 0);
  await scene.putTask("t3", "s", "n3");
  const { id, options } = await three.awaitAsks(1);
  await scene.sim.finish(three.publish().send(three.lines(id, "t3", [[1, "new"]])));
  await scene.sim.runUntil(() => reader.texts.length === 1, 1_000, "the line");

  t.true(options?.follow);
  t.deepEqual(reader.texts, ["new"]);
  reader.stop();
  await scene.sim.runUntil(() => three.closed.length === 1, 1_000, "the close");
  t.deepEqual(three.closed, [id]);
});

test("a node that comes back goes on where it was interrupted, with nothing twice", async (t) => {
  const scene = await sceneOfTwo();
  const one = scene.agent("n1");
  const reader = scene.read({ taskIds: ["t1"] }, { follow: true, tail: -11 });
  const first = await one.awaitAsks(1);
  await scene.sim.finish(
    one.publish().send(
      one.lines(first.id, "t1", [
        [1, "a"],
        [2, "b"],
      ]),
    ),
  );
  await scene.sim.runUntil(() => reader.texts.length === 2, 1_000, "two lines");
  one.disconnect();
  await scene.sim.advance(500);
  one.connect();
  const second = await one.awaitAsks(2);
  t.not(second.id, first.id);
  t.is(second.options?.tail, 0);
  t.deepEqual(second.options?.since, { seconds: 2, nanos: 0 });
  await scene.sim.finish(
    one.publish().send(
      one.lines(second.id, "t1", [
        [2, "b"],
        [2, "c"],
        [3, "d"],
      ]),
    ),
  );
  await scene.sim.runUntil(() => reader.texts.length === 4, 1_000, "four lines");

  t.deepEqual(reader.texts, ["a", "b", "c", "d"]);
});

test("who follows is told at once what is missing, and goes on when the node is back", async (t) => {
  const scene = await sceneOfTwo();
  const one = scene.agent("n1");
  const reader = scene.read({ taskIds: ["t1"] }, { follow: true });
  await one.awaitAsks(1);
  one.disconnect();
  await scene.sim.runUntil(() => reader.messages.length === 1, 5_000, "the notice");

  t.is(reader.messages[0]?.stream, LogStream.LOG_STREAM_UNKNOWN);
  t.is(reader.messages[0]?.context?.taskId, "");
  t.deepEqual(reader.texts, [
    "warning: incomplete log stream: node host-n1 (n1) disconnected unexpectedly\n",
  ]);
  one.connect();
  const { id } = await one.awaitAsks(2);
  await scene.sim.finish(one.publish().send(one.lines(id, "t1", [[1, "back"]])));
  await scene.sim.runUntil(() => reader.messages.length === 2, 1_000, "the line");
  t.is(reader.texts[1], "back");
});

test("following one task ends when it is over and all it printed was read", async (t) => {
  const scene = await sceneOfTwo();
  const one = scene.agent("n1");
  const reader = scene.read({ taskIds: ["t1"] }, { follow: true });
  const first = await one.awaitAsks(1);
  await scene.sim.finish(one.publish().send(one.lines(first.id, "t1", [[1, "a"]])));
  await scene.putTask("t1", "s", "n1", TaskState.COMPLETE);
  const second = await one.awaitAsks(2);
  t.false(second.options?.follow);
  t.deepEqual(one.closed, [first.id]);
  await one.answer(second.id, "t1", [
    [1, "a"],
    [2, "z"],
  ]);
  await scene.sim.runUntil(() => reader.outcome !== undefined, 1_000, "the end");

  t.is(reader.outcome, "end");
  t.deepEqual(reader.texts, ["a", "z"]);
});

test("a reader who does not read holds the agents back, and loses nothing", async (t) => {
  const scene = await sceneOfTwo();
  const one = scene.agent("n1");
  const reader = scene.read({ taskIds: ["t1"] }, { follow: true });
  reader.paused = true;
  const { id } = await one.awaitAsks(1);
  const stream = one.publish();
  const total = 400;
  let sent = 0;
  const line = "x".repeat(16 * 1024);
  void (async () => {
    for (let at = 0; at < total; at++) {
      await stream.send(one.lines(id, "t1", [[at, line]]));
      sent++;
    }
  })();
  await scene.sim.advance(2_000);
  t.true(sent < total / 2, `${sent} messages were taken from the agent`);
  reader.paused = false;
  await scene.sim.runUntil(() => reader.messages.length === total, 60_000, "all of it");

  t.deepEqual(
    reader.messages.map(({ timestamp }) => timestamp?.seconds),
    Array.from({ length: total }, (_, at) => at),
  );
});

test("a change of leader ends readers and agents with a code that says: try again", async (t) => {
  const scene = await sceneOfTwo();
  const one = scene.agent("n1");
  const reader = scene.read({ taskIds: ["t1"] }, { follow: true });
  await one.awaitAsks(1);
  scene.stepDown();
  await scene.sim.runUntil(
    () => reader.outcome !== undefined && one.outcome !== undefined,
    1_000,
    "both ends",
  );

  t.like(reader.outcome, { code: "unavailable" });
  t.like(one.outcome, { code: "unavailable" });
  const late = scene.read({ taskIds: ["t1"] });
  await scene.sim.runUntil(() => late.outcome !== undefined, 1_000, "the refusal");
  t.like(late.outcome, { code: "unavailable" });
});

test("an agent can only answer what it was asked, in its own name", async (t) => {
  const scene = await sceneOfTwo();
  const [one, two] = [scene.agent("n1"), scene.agent("n2")];
  const reader = scene.read({ taskIds: ["t1"] }, { follow: true });
  const { id } = await one.awaitAsks(1);
  const attempts: readonly [unknown, string][] = [
    [two.lines(id, "t1", [[1, "x"]]), "unknown subscription ID"],
    [two.lines("", "t1", [[1, "x"]]), "missing subscription ID"],
    [two.lines("nonsense", "t1", [[1, "x"]]), "unknown subscription ID"],
  ];
  for (const [message, expected] of attempts) {
    const stream = two.publish();
    await scene.sim.finish(stream.send(message as never).catch(() => undefined));
    const error = await t.throwsAsync(scene.sim.finish(stream.finish()));
    t.is(error.message, expected);
  }
  const forged = one.publish();
  const { messages } = two.lines(id, "t1", [[1, "x"]]);
  await scene.sim.finish(forged.send(makePublishLogsMessage({ subscriptionId: id, messages })));
  const error = await t.throwsAsync(scene.sim.finish(forged.finish()));

  t.is(error.message, "invalid NodeID: expected=n1;received=n2");
  t.deepEqual(reader.texts, []);
});

test("a selector that selects nothing, or what is not there, is refused", async (t) => {
  const scene = await sceneOfTwo();
  const cases = [
    [{}, "invalidArgument", /must not be empty/],
    [{ serviceIds: ["nope"] }, "notFound", /^service nope not found$/],
    [{ taskIds: ["nope"] }, "notFound", /^task nope not found$/],
    [{ nodeIds: ["nope"] }, "notFound", /^node nope not found$/],
  ] as const;
  for (const [selector, code, message] of cases) {
    const reader = scene.read(selector);
    await scene.sim.runUntil(() => reader.outcome !== undefined, 1_000, "the refusal");
    t.like(reader.outcome, { code });
    t.regex((reader.outcome as Error).message, message);
  }
});
