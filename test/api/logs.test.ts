import test from "ava";
import { OperationalError } from "../../src/base/errors.ts";
import {
  LogStream,
  TaskState,
  makeAnnotations,
  makeContainerSpec,
  makeLogAttr,
  makeLogContext,
  makeLogMessage,
  makeService,
  makeServiceSpec,
  makeTask,
  makeTaskSpec,
  makeTaskStatus,
  type LogMessage,
} from "../../src/model/generated/types.ts";
import { HastyClock, skein, type Outcome } from "../cli/run-in-process.ts";
import { ApiScene, openStream, type HttpAnswer } from "./support/api-scene.ts";
import { docker, dockerTest } from "./support/docker-cli.ts";

const TASK = "taskid1234567890";
const BOTH = "stdout=1&stderr=1";
const reason = (answer: HttpAnswer): string => (answer.json() as { message: string }).message;

function line(seconds: number, text: string, fields: Partial<LogMessage> = {}): LogMessage {
  return makeLogMessage({
    context: makeLogContext({ nodeId: "n1", serviceId: "svc1", taskId: TASK }),
    timestamp: { seconds, nanos: 5 },
    stream: LogStream.LOG_STREAM_STDOUT,
    data: new TextEncoder().encode(text),
    ...fields,
  });
}

/** A manager with one service "web" of one task, which is on a node that is no more. */
async function sceneWithTask(options: { readonly tty?: boolean } = {}): Promise<ApiScene> {
  const scene = await ApiScene.managing();
  const task = makeTaskSpec({
    container: makeContainerSpec({ image: "busybox:1", tty: options.tty === true }),
  });
  const annotations = makeAnnotations({ name: "web" });
  await scene.node.write((tx) => {
    tx.create("service", makeService({ id: "svc1", spec: makeServiceSpec({ annotations, task }) }));
    const status = makeTaskStatus({ state: TaskState.RUNNING });
    const placed = { serviceId: "svc1", nodeId: "n1", slot: 1, spec: task, status };
    tx.create("task", makeTask({ id: TASK, serviceAnnotations: annotations, ...placed }));
  });
  return scene;
}

function sends(scene: ApiScene, ...parts: readonly (readonly (LogMessage | Error)[])[]): void {
  scene.node.logs = parts.map(
    (messages) =>
      async function* () {
        for (const message of messages) {
          if (message instanceof Error) throw message;
          yield message;
        }
      },
  );
}

const run = (scene: ApiScene, ...args: readonly string[]): Promise<Outcome> =>
  skein(args, { host: `unix://${scene.socket}`, clock: new HastyClock() });

test("logs: lines come in frames, with times and details in front if they are asked for", async (t) => {
  await using scene = await sceneWithTask();
  const attrs = [makeLogAttr({ key: "a b", value: "c,d" })];
  const error = line(2, "oh\n", { stream: LogStream.LOG_STREAM_STDERR });
  sends(scene, [line(1, "hi\n", { attrs }), error]);

  const plain = await scene.get(`/services/web/logs?${BOTH}`);
  const full = await scene.get(`/tasks/${TASK}/logs?${BOTH}&timestamps=1&details=1`);
  const old = await scene.get(`/v1.41/services/web/logs?${BOTH}`);

  t.is(plain.headers["content-type"], "application/vnd.docker.multiplexed-stream");
  t.is(old.headers["content-type"], "application/vnd.docker.raw-stream");
  t.is(plain.text, "\u0001\0\0\0\0\0\0\u0003hi\n\u0002\0\0\0\0\0\0\u0003oh\n");
  const details = `com.docker.swarm.node.id=n1,com.docker.swarm.service.id=svc1,com.docker.swarm.task.id=${TASK}`;
  t.true(full.text.includes(`1970-01-01T00:00:01.000000005Z a+b=c%2Cd,${details} hi\n`));
});

test("logs: those of a terminal come as they are", async (t) => {
  await using scene = await sceneWithTask({ tty: true });
  sends(scene, [line(1, "hi\r\n")]);

  const { text, headers } = await scene.get(`/services/web/logs?${BOTH}`);

  t.is(text, "hi\r\n");
  t.is(headers["content-type"], "application/vnd.docker.raw-stream");
});

test("logs: the query becomes what the cluster is asked for", async (t) => {
  await using scene = await sceneWithTask();
  sends(scene, []);

  await scene.get("/services/web/logs?stderr=1&tail=10&since=12.5&follow=1");
  await scene.get(`/tasks/taskid/logs?${BOTH}&tail=all`);

  const [first, second] = scene.node.subscriptions;
  t.deepEqual(first?.selector?.serviceIds, ["svc1"]);
  t.like(first?.options, {
    ...{ streams: [LogStream.LOG_STREAM_STDERR], follow: true, tail: -11 },
    since: { seconds: 12, nanos: 500_000_000 },
  });
  t.deepEqual(second?.selector?.taskIds, [TASK]);
  t.like(second?.options, { follow: false, tail: 0, since: undefined });
});

test("logs: what cannot be asked for is refused before the stream begins", async (t) => {
  await using scene = await sceneWithTask();
  const refusals = new Map([
    ["/services/web/logs", "Bad parameters: you must choose at least one stream"],
    [`/services/web/logs?${BOTH}&tail=x`, 'tail value must be a positive integer or "all"'],
    [`/services/web/logs?${BOTH}&tail=-1`, "negative tail values not supported"],
    [`/services/web/logs?${BOTH}&since=x`, 'could not parse since: "x" is no Unix time in seconds'],
    [`/services/nobody/logs?${BOTH}`, "service nobody not found"],
    [`/tasks/nobody/logs?${BOTH}`, "task nobody not found"],
  ]);

  for (const [path, text] of refusals) t.is(reason(await scene.get(path)), text);
});

test("logs: a change of leader loses no line and shows none twice", async (t) => {
  await using scene = await sceneWithTask();
  const gone = new OperationalError("unavailable", "This manager does not lead the cluster");
  const [one, two, three] = [line(1, "1\n"), line(2, "2\n"), line(3, "3\n")];
  sends(scene, [one, two, gone], [gone], [two, line(2, "2 too\n"), three]);

  const { text } = await scene.get(`/services/web/logs?${BOTH}&tail=5`);

  t.is(text.replace(/[^\n]{8}/g, ""), "1\n2\n2 too\n3\n");
  t.is(scene.node.subscriptions.length, 3);
  t.like(scene.node.subscriptions[2]?.options, { since: { seconds: 2, nanos: 5 }, tail: 0 });
});

test("logs: what is missing is said in the stream", async (t) => {
  await using scene = await sceneWithTask();
  const missing = new OperationalError(
    "unknown",
    "warning: incomplete log stream. node n1 is away",
  );
  const notice = line(2, "warning: incomplete log stream: node n1 is away\n", {
    stream: LogStream.LOG_STREAM_UNKNOWN,
    context: makeLogContext({ nodeId: "n1" }),
  });
  sends(scene, [line(1, "hi\n"), notice, missing]);

  const apart = await scene.get(`/services/web/logs?${BOTH}&notices=1`);
  const asLines = await scene.get(`/services/web/logs?${BOTH}&details=1`);
  const { code, stdout, stderr } = await run(scene, "service", "logs", "--raw", "web");

  t.true(apart.text.includes("\u0003\0\0\0\0\0\0\u0030warning: incomplete log stream: node n1"));
  t.true(asLines.text.includes(`task.id=${TASK} warning: incomplete log stream: node n1 is away`));
  t.true(
    asLines.text.endsWith(
      "Error grabbing logs: rpc error: code = Unknown desc = warning: incomplete log stream. node n1 is away\n",
    ),
  );
  t.is(code, 1);
  t.is(stdout, "hi\n");
  t.is(
    stderr,
    "warning: incomplete log stream: node n1 is away\n" +
      "Error grabbing logs: rpc error: code = Unknown desc = warning: incomplete log stream. node n1 is away\n",
  );
});

test("logs: following ends when the client goes, and when the daemon closes", async (t) => {
  await using scene = await sceneWithTask();
  let ended = 0;
  scene.node.logs = [
    async function* (_request, signal) {
      yield line(1, "hi\n");
      await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
      ended++;
    },
  ];
  const path = `/services/web/logs?${BOTH}&follow=1`;
  const first = await openStream(scene.socket, path);
  const second = await openStream(scene.socket, path);

  first.response.destroy();
  await first.ended;
  await scene.close();
  await second.ended;

  t.is(ended, 2);
});

dockerTest("skein prints of logs what docker prints", async (t) => {
  await using scene = await sceneWithTask();
  const attrs = [makeLogAttr({ key: "tag", value: "x=1" })];
  const error = line(2, "oh no\n", { stream: LogStream.LOG_STREAM_STDERR });
  sends(scene, [line(1, "hi there\n", { attrs }), error]);
  const lines = [
    ["web"],
    [TASK],
    ["--timestamps", "web"],
    ["-t", "--details", "web"],
    ["--no-resolve", "web"],
    ["--no-task-ids", "web"],
    ["--no-trunc", "web"],
    ["--raw", "web"],
    ["nobody"],
  ];

  for (const args of lines) {
    const theirs = await docker(scene, "service", "logs", ...args);
    const ours = await run(scene, "service", "logs", ...args);
    t.is(ours.stdout.trim(), theirs.out, `${args.join(" ")} ${theirs.err}`);
    t.is(ours.stderr.trim(), theirs.err, args.join(" "));
    t.is(ours.code, theirs.code, args.join(" "));
  }
});
