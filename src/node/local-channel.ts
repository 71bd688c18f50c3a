import { OperationalError } from "../base/errors.ts";
import type {
  CallContext,
  CallOptions,
  Channel,
  ClientStream,
  ClientStreamHandler,
  Identity,
  Method,
  Route,
  ServerStreamHandler,
  UnaryHandler,
} from "../system/rpc.ts";

/**
 * A channel to this very process: calls its routes as `caller`, with nothing encoded and nothing
 * on the wire. What the control API uses on the manager that leads.
 */
export function localChannel(routes: readonly Route[], caller: Identity): Channel {
  const byPath = new Map(routes.map((route) => [route.method.path, route]));

  const handlerOf = (method: Pick<Method<never, never>, "path">): Route["handler"] => {
    const route = byPath.get(method.path);
    if (!route) throw new OperationalError("unimplemented", `Unknown method ${method.path}`);
    return route.handler;
  };
  const contextOf = ({ signal, metadata }: CallOptions): CallContext => ({
    caller,
    remoteAddress: "local",
    metadata: metadata ?? {},
    signal,
  });

  // The casts below: `serve` checked that each handler has its method's types.
  return {
    unary: async <Request, Response>(
      method: Method<Request, Response, "unary">,
      request: Request,
      options: CallOptions,
    ) => {
      const handler = handlerOf(method) as UnaryHandler<Request, Response>;
      return handler(request, contextOf(options));
    },
    serverStream: <Request, Response>(
      method: Method<Request, Response, "serverStream">,
      request: Request,
      options: CallOptions,
    ) => {
      const handler = handlerOf(method) as ServerStreamHandler<Request, Response>;
      return handler(request, contextOf(options));
    },
    clientStream: <Request, Response>(
      method: Method<Request, Response, "clientStream">,
      options: CallOptions,
    ) => {
      const handler = handlerOf(method) as ClientStreamHandler<Request, Response>;
      return streamTo(handler, contextOf(options));
    },
    close: () => undefined,
  };
}

/** Hands each message over when the handler takes the one before. */
function streamTo<Request, Response>(
  handler: ClientStreamHandler<Request, Response>,
  context: CallContext,
): ClientStream<Request, Response> {
  const waiting: { readonly value: Request; readonly taken: () => void }[] = [];
  let wake: (() => void) | undefined;
  let finished = false;

  async function* messages(): AsyncGenerator<Request> {
    for (;;) {
      const next = waiting.shift();
      if (next) {
        yield next.value;
        next.taken();
      } else if (finished) {
        return;
      } else {
        await new Promise<void>((resolve) => (wake = resolve));
      }
    }
  }

  const answer = handler(messages(), context);
  answer.catch(() => undefined); // Reported by finish(); a stream given up on is nobody's error.
  return {
    send: (value) =>
      Promise.race([
        new Promise<void>((taken) => {
          waiting.push({ value, taken });
          wake?.();
        }),
        answer.then(() => undefined),
      ]),
    finish: () => {
      finished = true;
      wake?.();
      return answer;
    },
  };
}
