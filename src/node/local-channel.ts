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
import { Wake } from "../system/wake.ts";

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

interface Waiting<T> {
  readonly value: T;
  readonly taken: () => void;
  readonly fail: (error: Error) => void;
}

/** A client stream to a handler of this process. Ends on both sides when its signal aborts. */
function streamTo<Request, Response>(
  handler: ClientStreamHandler<Request, Response>,
  context: CallContext,
): ClientStream<Request, Response> {
  const queue = new HandOver<Request>(context.signal);
  const answer = handler(queue.messages(), context);
  // What the handler did not take by the time of its answer goes nowhere; finish() tells the answer.
  answer.then(
    () => queue.discard(),
    (error: unknown) => queue.fail(error as Error), // What is thrown is an error throughout.
  );
  return {
    send: (value) => queue.send(value),
    finish: () => {
      queue.finish();
      return unlessAborted(answer, context.signal);
    },
  };
}

/** Hands each message over when the reader asks for it; a sender waits until then. */
class HandOver<T> {
  readonly #signal: AbortSignal;
  readonly #waiting: Waiting<T>[] = [];
  readonly #wake = new Wake();
  readonly #release: () => void;
  #end: { readonly error?: Error } | undefined;

  constructor(signal: AbortSignal) {
    this.#signal = signal;
    const abort = (): void => this.fail(signal.reason as Error);
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
    this.#release = () => signal.removeEventListener("abort", abort);
  }

  send(value: T): Promise<void> {
    return new Promise((taken, fail) => {
      if (this.#end === undefined) {
        this.#waiting.push({ value, taken, fail });
        this.#wake.set();
      } else if (this.#end.error !== undefined) {
        fail(this.#end.error);
      } else {
        taken();
      }
    });
  }

  async *messages(): AsyncGenerator<T> {
    for (;;) {
      this.#signal.throwIfAborted();
      const next = this.#waiting.shift();
      if (next) {
        next.taken();
        yield next.value;
      } else if (this.#end !== undefined) {
        return;
      } else {
        await this.#wake.wait(this.#signal);
      }
    }
  }

  /** Nothing more is sent; what waits may still be taken. */
  finish(): void {
    this.#end ??= {};
    this.#wake.set();
  }

  /** The reader is done. */
  discard(): void {
    this.finish();
    this.#release();
    for (const { taken } of this.#waiting.splice(0)) taken();
  }

  fail(error: Error): void {
    this.#end ??= { error };
    this.#release();
    for (const { fail } of this.#waiting.splice(0)) fail(error);
    this.#wake.set();
  }
}

/** The answer, or the signal's reason as soon as that aborts. */
function unlessAborted<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error); // Reasons are errors throughout.
    if (signal.aborted) abort();
    else signal.addEventListener("abort", abort, { once: true });
    const settled = (): void => signal.removeEventListener("abort", abort);
    answer.then(resolve, reject).finally(settled);
  });
}
