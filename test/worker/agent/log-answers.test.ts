import test from "ava";
import {
  LogStream,
  NodeRole,
  makeContainerSpec,
  makeTask,
  makeTaskSpec,
  type Task,
} from "../../../src/model/generated/types.ts";
import { LogAnswers } from "../../../src/worker/agent/log-answers.ts";
import { LogScene } from "../../manager/logbroker/scene.ts";
import { SimEngineHost } from "../../sim/engine.ts";

const NEVER = new AbortController().signal;

/** A worker that answers for logs, with the engine that it reads them from. */
class Worker {
  readonly host: SimEngineHost;
  readonly tasks: Task[] = [];
  readonly #listeners = new Set<(task: Task) => void>();
  readonly #scene: LogScene;
  readonly #nodeId: string;
  #life = new AbortController();

  constructor(scene: LogScene, nodeId: string) {
    this.#scene = scene;
    this.#nodeId = nodeId;
    this.host = new SimEngineHost(scene.sim, nodeId);
    this.connect();
  }

  connect(): void {
    this.#life = new AbortController();
    const process = this.#scene.sim.process(this.#nodeId);
    const answers = new LogAnswers({
      engine: this.host.connect(process),
      clock: process.clock,
      log: process.log,
      tasks: {
        tasks: this.tasks,
        onAssigned: (listener) => {
          this.#listeners.add(listener);
          return () => this.#listeners.delete(listener);
        },
      },
    });
    const channel = this.#scene.dial(this.#nodeId, NodeRole.WORKER);
    void answers.run(channel, this.#life.signal).catch(() => undefined);
  }

  disconnect(): void {
    this.#life.abort();
  }

  async run(id: string, ...command: string[]): Promise<void> {
    const container = makeContainerSpec({ command });
    const task = makeTask({
      ...{ id, serviceId: "s", nodeId: this.#nodeId },
      spec: makeTaskSpec({ container }),
    });
    await this.#scene.putTask(id, "s", this.#nodeId);
    this.tasks.push(task);
    for (const listener of this.#listeners) listener(task);
    const engine = this.host.connect(this.#scene.sim.process(this.#nodeId));
    await this.#scene.sim.finish(engine.prepare(task, NEVER));
    await this.#scene.sim.finish(engine.start(task, NEVER));
  }
}

async function begin(...nodeIds: string[]): Promise<[LogScene, ...Worker[]]> {
  const scene = new LogScene();
  await scene.addService("s");
  for (const nodeId of nodeIds) await scene.addNode(nodeId);
  return [scene, ...nodeIds.map((nodeId) => new Worker(scene, nodeId))];
}

test("logs of all of a service's tasks are sent, each line with its task, stream and time", async (t) => {
  const [scene, one, two] = await begin("n1", "n2");
  await one!.run("t1", "talk");
  await two!.run("t2", "talk");
  const reader = scene.read({ serviceIds: ["s"] });
  await scene.sim.runUntil(() => reader.outcome !== undefined, 5_000, "the end");

  t.is(reader.outcome, "end");
  t.deepEqual(
    reader.messages
      .map(({ context, stream, data }) => [
        context?.taskId,
        context?.nodeId,
        stream === LogStream.LOG_STREAM_STDERR ? "stderr" : "stdout",
        new TextDecoder().decode(data),
      ])
      .toSorted(),
    [
      ["t1", "n1", "stderr", "two\n"],
      ["t1", "n1", "stdout", "one\n"],
      ["t2", "n2", "stderr", "two\n"],
      ["t2", "n2", "stdout", "one\n"],
    ],
  );
});

test("who follows a service reads on when its task moves to another node", async (t) => {
  const [scene, one, two] = await begin("n1", "n2");
  await one!.run("t1", "talk");
  const reader = scene.read({ serviceIds: ["s"] }, { follow: true });
  await scene.sim.runUntil(() => reader.texts.length === 2, 5_000, "the first lines");
  one!.host.print("t1", "still here\n");
  one!.host.endContainer("t1", 0);
  await two!.run("t2", "talk");
  await scene.sim.runUntil(() => reader.texts.length === 5, 5_000, "the other task's lines");

  t.deepEqual(reader.texts, ["one\n", "two\n", "still here\n", "one\n", "two\n"]);
});

test("a task assigned while somebody follows is followed from its first line", async (t) => {
  const [scene, one] = await begin("n1");
  await one!.run("t1", "talk");
  const reader = scene.read({ serviceIds: ["s"] }, { follow: true, tail: -1 });
  await scene.sim.advance(500);
  await one!.run("t2", "serve");
  one!.host.print("t2", "hello\n");
  await scene.sim.runUntil(() => reader.texts.length > 0, 5_000, "the line");

  t.deepEqual(reader.texts, ["hello\n"]);
});

test("an engine that goes away and comes back costs no line and repeats none", async (t) => {
  const [scene, one] = await begin("n1");
  await one!.run("t1", "talk");
  const reader = scene.read({ taskIds: ["t1"] }, { follow: true });
  await scene.sim.runUntil(() => reader.texts.length === 2, 5_000, "the first lines");
  one!.host.setDown(true);
  one!.host.print("t1", "unseen\n");
  await scene.sim.advance(3_000);
  one!.host.setDown(false);
  await scene.sim.runUntil(() => reader.texts.length === 3, 5_000, "the rest");

  t.deepEqual(reader.texts, ["one\n", "two\n", "unseen\n"]);
});

test("a worker that loses its manager for a while goes on where it was", async (t) => {
  const [scene, one] = await begin("n1");
  await one!.run("t1", "talk");
  const reader = scene.read({ taskIds: ["t1"] }, { follow: true });
  await scene.sim.runUntil(() => reader.texts.length === 2, 5_000, "the first lines");
  one!.disconnect();
  one!.host.print("t1", "meanwhile\n");
  await scene.sim.advance(1_000);
  one!.connect();
  await scene.sim.runUntil(() => reader.texts.length === 3, 5_000, "the rest");

  t.deepEqual(reader.texts, ["one\n", "two\n", "meanwhile\n"]);
});

test("what an engine cannot give is said in its place, and the rest is given", async (t) => {
  const [scene, one] = await begin("n1");
  await one!.run("t1", "talk");
  one!.host.setDown(true);
  const reader = scene.read({ serviceIds: ["s"] });
  await scene.sim.runUntil(() => reader.outcome !== undefined, 20_000, "the end");

  t.is(reader.outcome, "end");
  t.deepEqual(reader.texts, ["warning: incomplete log stream: task t1: Cannot reach n1\n"]);
  t.is(reader.messages[0]?.stream, LogStream.LOG_STREAM_UNKNOWN);
});
