import test from "ava";
import { OperationalError } from "../../src/base/errors.ts";
import {
  NodeRole,
  makePublishLogsMessage,
  makePublishLogsResponse,
  type PublishLogsMessage,
} from "../../src/model/generated/types.ts";
import { localChannel } from "../../src/node/local-channel.ts";
import { serve, type ClientStream, type ClientStreamHandler } from "../../src/system/rpc.ts";
import { LogBrokerService } from "../../src/wire/generated/services.ts";

const CALLER = { nodeId: "m1", role: NodeRole.MANAGER, organization: "c" };
type Handler = ClientStreamHandler<PublishLogsMessage, ReturnType<typeof makePublishLogsResponse>>;

function open(
  handler: Handler,
  signal = new AbortController().signal,
): ClientStream<PublishLogsMessage, unknown> {
  const channel = localChannel([serve(LogBrokerService.PublishLogs, handler)], CALLER);
  return channel.clientStream(LogBrokerService.PublishLogs, { signal });
}

const message = (id: number): PublishLogsMessage =>
  makePublishLogsMessage({ subscriptionId: String(id) });

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test("a local client stream carries messages in order, each when the handler takes it", async (t) => {
  const got: string[] = [];
  let go: () => void = () => undefined;
  const stream = open(async (messages) => {
    for await (const { subscriptionId } of messages) {
      got.push(subscriptionId);
      await new Promise<void>((resolve) => (go = resolve));
    }
    return makePublishLogsResponse();
  });
  const sent: number[] = [];
  const sending = (async () => {
    for (const id of [1, 2, 3]) {
      await stream.send(message(id));
      sent.push(id);
    }
  })();
  await settle();
  t.deepEqual(sent, [1]); // The second waits for a handler that is at the first.
  for (let at = 0; at < 3; at++) {
    go();
    await settle();
  }
  await sending;
  const answer = stream.finish();
  go();
  t.truthy(await answer);
  t.deepEqual(got, ["1", "2", "3"]);
});

test("an abort ends the handler's reader, the sender that waits and the answer", async (t) => {
  const { signal, abort } = (() => {
    const controller = new AbortController();
    return { signal: controller.signal, abort: (error: Error) => controller.abort(error) };
  })();
  let ended: unknown;
  const stream = open(async (messages) => {
    try {
      const reader = messages[Symbol.asyncIterator]();
      while ((await reader.next()).done !== true);
    } catch (error) {
      ended = error;
      throw error;
    }
    return makePublishLogsResponse();
  }, signal);
  await stream.send(message(1));
  await settle();
  const reason = new OperationalError("cancelled", "enough");
  abort(reason);
  await settle();

  t.is(ended, reason);
  t.is(await t.throwsAsync(stream.send(message(2))), reason);
  t.is(await t.throwsAsync(stream.finish()), reason);
});

test("a sender hears of a handler that failed, and not of one that is merely done", async (t) => {
  const failure = new OperationalError("permissionDenied", "no");
  const failing = open(async () => Promise.reject(failure));
  t.is(await t.throwsAsync(failing.send(message(1))), failure);
  t.is(await t.throwsAsync(failing.finish()), failure);

  const done = open(async () => makePublishLogsResponse());
  await t.notThrowsAsync(done.send(message(1)));
  await t.notThrowsAsync(done.send(message(2)));
  t.truthy(await done.finish());
});
