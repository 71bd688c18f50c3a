import { assert } from "../base/assert.ts";
import { OperationalError } from "../base/errors.ts";
import type {
  CallContext,
  CallOptions,
  Channel,
  ClientStreamHandler,
  Method,
  Route,
  ServerStreamHandler,
  UnaryHandler,
} from "../system/rpc.ts";
import { childOf } from "../system/deadline.ts";
import { forwardedMetadata } from "./forwarded.ts";

/** Who leads: this very member, another one to be reached through a channel, or nobody known. */
export type LeaderAddress = "self" | Channel | undefined;

export const NO_LEADER =
  "The swarm does not have a leader. It's possible that too few managers are online. " +
  "Make sure more than half of the managers are online.";

/**
 * The same routes, but a call that arrives at a manager that does not lead goes on to the leader,
 * in its caller's name. Needs only the seams, so it runs in simulation as well.
 */
export function forwardToLeader(
  routes: readonly Route[],
  leader: () => LeaderAddress,
): readonly Route[] {
  return routes.map(({ method, handler }) => ({ method, handler: wrap(method, handler, leader) }));
}

/**
 * The same routes, answered only while this manager leads. Whoever asks a manager that has led until
 * a moment ago, or has just been started again, must not be told what its store held then.
 */
export function leadersOnly(routes: readonly Route[], leads: () => boolean): readonly Route[] {
  return routes.map(({ method, handler }) => {
    assert(method.kind === "unary", `leadersOnly: ${method.path} is a stream`);
    const answer = handler as UnaryHandler<unknown, unknown>; // By its kind.
    const guarded: UnaryHandler<unknown, unknown> = async (request, context) => {
      if (!leads()) throw new OperationalError("unavailable", NO_LEADER);
      return answer(request, context);
    };
    return { method, handler: guarded };
  });
}

function wrap(
  method: Method<unknown, unknown>,
  handler: Route["handler"],
  leader: () => LeaderAddress,
): Route["handler"] {
  const elsewhere = (): Channel | undefined => {
    const address = leader();
    if (address === undefined) throw new OperationalError("unavailable", NO_LEADER);
    return address === "self" ? undefined : address;
  };
  const options = (context: CallContext, signal = context.signal): CallOptions => ({
    signal,
    metadata: forwardedMetadata(context),
  });

  // The casts follow the method's kind, which a route's handler is made for.
  switch (method.kind) {
    case "unary":
      return async (request: unknown, context: CallContext) => {
        const channel = elsewhere();
        if (!channel) return (handler as UnaryHandler<unknown, unknown>)(request, context);
        return channel.unary(
          method as Method<unknown, unknown, "unary">,
          request,
          options(context),
        );
      };
    case "serverStream":
      return async function* (request: unknown, context: CallContext) {
        const channel = elsewhere();
        yield* channel
          ? channel.serverStream(
              method as Method<unknown, unknown, "serverStream">,
              request,
              options(context),
            )
          : (handler as ServerStreamHandler<unknown, unknown>)(request, context);
      };
    case "clientStream":
      return async (requests: AsyncIterable<unknown>, context: CallContext) => {
        const channel = elsewhere();
        if (!channel) return (handler as ClientStreamHandler<unknown, unknown>)(requests, context);
        // Ends the leader's side too when the caller's breaks off.
        const { controller, release } = childOf(context.signal);
        try {
          const stream = channel.clientStream(
            method as Method<unknown, unknown, "clientStream">,
            options(context, controller.signal),
          );
          for await (const request of requests) await stream.send(request);
          return await stream.finish();
        } finally {
          controller.abort();
          release();
        }
      };
  }
}
