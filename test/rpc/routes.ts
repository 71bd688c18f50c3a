import { OperationalError, errorCodeOf } from "../../src/base/errors.ts";
import {
  makeHeartbeatRequest,
  makeHeartbeatResponse,
  makePublishLogsMessage,
  makePublishLogsResponse,
  makeSessionMessage,
  makeSessionRequest,
} from "../../src/model/generated/types.ts";
import { realClock } from "../../src/system/real/clock.ts";
import { serve, type Channel, type Route } from "../../src/system/rpc.ts";
import { DispatcherService, LogBrokerService } from "../../src/wire/generated/services.ts";
import { never } from "./lab.ts";

export const beat = serve(DispatcherService.Heartbeat, async () => makeHeartbeatResponse());
/** A stream that says one thing and then lasts. */
export const session = serve(DispatcherService.Session, async function* (_request, { signal }) {
  yield makeSessionMessage({ sessionId: "s1" });
  await realClock.sleep(600_000, signal);
});

export const heartbeat = (channel: Channel, signal = never): Promise<unknown> =>
  channel.unary(DispatcherService.Heartbeat, makeHeartbeatRequest(), { signal });

/** Opens a session and takes its first message; gives the rest of the stream. */
export async function openSession(
  channel: Channel,
  signal = never,
): Promise<AsyncIterator<unknown, unknown>> {
  const request = makeSessionRequest();
  const messages = channel
    .serverStream(DispatcherService.Session, request, { signal })
    [Symbol.asyncIterator]();
  await messages.next();
  return messages;
}

/** A handler that reads until its caller's stream ends, and notes how it did. */
export function reader(): {
  readonly route: Route;
  readonly ends: string[];
  readonly read: string[];
} {
  const ends: string[] = [];
  const read: string[] = [];
  const route = serve(LogBrokerService.PublishLogs, async (messages, { signal }) => {
    try {
      for await (const { subscriptionId } of messages) {
        read.push(subscriptionId);
        if (subscriptionId === "enough") return makePublishLogsResponse();
        if (subscriptionId === "bad")
          throw new OperationalError("notFound", "no such subscription");
      }
      ends.push("finished");
      return makePublishLogsResponse();
    } catch (error) {
      ends.push(`${errorCodeOf(error)} ${signal.aborted}`);
      throw error;
    }
  });
  return { route, ends, read };
}

export const publish = (subscriptionId: string): ReturnType<typeof makePublishLogsMessage> =>
  makePublishLogsMessage({ subscriptionId });
