import { OperationalError } from "../../src/base/errors.ts";
import type {
  CallOptions,
  Channel,
  ClientStream,
  ClientStreamMethod,
  Method,
  ServerStreamMethod,
  UnaryMethod,
} from "../../src/system/rpc.ts";
import type { Clock } from "../../src/system/clock.ts";
import { CallEnd, cancelledBy } from "./call.ts";
import type { Endpoint, Frame } from "./connection.ts";

// As src/rpc sets gRPC's. Source of the factor: gRPC connection backoff.
const FIRST_BACKOFF_MS = 100;
const MAX_BACKOFF_MS = 1000;
const BACKOFF_FACTOR = 1.6;

/** A simulated way to one peer: one connection, opened by the first call that needs it. */
export class SimChannel implements Channel {
  readonly #connect: () => Promise<Endpoint>;
  readonly #clock: Clock;
  /** No attempt to connect before this, after ones that failed. */
  #retryAtMs = 0;
  #backoffMs = FIRST_BACKOFF_MS;
  #lastError: unknown;
  #connecting: Promise<Endpoint> | undefined;
  readonly #calls = new Map<number, CallEnd>();
  #lastCall = 0;
  #closed = false;

  constructor(clock: Clock, connect: () => Promise<Endpoint>) {
    this.#clock = clock;
    this.#connect = connect;
  }

  async unary<Request, Response>(
    method: UnaryMethod<Request, Response>,
    request: Request,
    options: CallOptions,
  ): Promise<Response> {
    return this.#during(method, options, async (call) => {
      await call.outgoing.send(method.request.encode(request));
      call.endpoint.send({ kind: "end", call: call.id });
      return readOnly(call, method);
    });
  }

  async *serverStream<Request, Response>(
    method: ServerStreamMethod<Request, Response>,
    request: Request,
    options: CallOptions,
  ): AsyncIterable<Response> {
    const { call, release } = await this.#open(method, options);
    try {
      await call.outgoing.send(method.request.encode(request));
      call.endpoint.send({ kind: "end", call: call.id });
      for (;;) {
        const bytes = await call.incoming.next();
        if (bytes === undefined) return;
        yield method.response.decode(bytes);
      }
    } finally {
      release();
    }
  }

  clientStream<Request, Response>(
    method: ClientStreamMethod<Request, Response>,
    options: CallOptions,
  ): ClientStream<Request, Response> {
    const opening = this.#open(method, options);
    opening.catch(() => undefined); // Told by `send` and `finish`.
    return {
      send: async (request) => {
        const { call } = await opening;
        await call.outgoing.send(method.request.encode(request));
      },
      finish: async () => {
        const { call, release } = await opening;
        try {
          call.endpoint.send({ kind: "end", call: call.id });
          return await readOnly(call, method);
        } finally {
          release();
        }
      },
    };
  }

  close(): void {
    this.#closed = true;
    const error = new OperationalError("cancelled", "The channel was closed");
    for (const call of this.#calls.values()) call.fail(error);
    this.#connecting?.then(
      (endpoint) => endpoint.close(error),
      () => undefined,
    );
  }

  async #during<T>(
    method: { readonly path: string },
    options: CallOptions,
    work: (call: CallEnd) => Promise<T>,
  ): Promise<T> {
    const { call, release } = await this.#open(method, options);
    try {
      return await work(call);
    } finally {
      release();
    }
  }

  /** Starts a call; `release` ends it, cancelling what the server may still do for it. */
  async #open(
    method: { readonly path: string },
    { signal, metadata = {} }: CallOptions,
  ): Promise<{ readonly call: CallEnd; readonly release: () => void }> {
    const endpoint = await this.#connected(signal);
    const call = new CallEnd(endpoint, ++this.#lastCall);
    this.#calls.set(call.id, call);
    endpoint.send({ kind: "open", call: call.id, path: method.path, metadata });

    const onAbort = (): void => {
      call.fail(cancelledBy(signal));
      release();
    };
    signal.addEventListener("abort", onAbort, { once: true });
    const release = (): void => {
      signal.removeEventListener("abort", onAbort);
      // Still listed: the server has not ended it.
      if (this.#calls.delete(call.id)) endpoint.send({ kind: "cancel", call: call.id });
    };
    return { call, release };
  }

  /** The open connection, made anew where there is none. */
  async #connected(signal: AbortSignal): Promise<Endpoint> {
    if (this.#closed) throw new OperationalError("cancelled", "The channel was closed");
    if (signal.aborted) throw cancelledBy(signal);
    this.#connecting ??= this.#attempt();
    const connecting = this.#connecting;
    const forget = (): void => {
      if (this.#connecting === connecting) this.#connecting = undefined;
    };
    connecting.catch(forget);
    const endpoint = await untilAborted(connecting, signal);
    if (endpoint.isOpen) return endpoint;
    forget();
    return this.#connected(signal);
  }

  /** Connects; as gRPC, refuses calls for a while after an attempt that failed. */
  async #attempt(): Promise<Endpoint> {
    try {
      if (this.#clock.monotonicMs() < this.#retryAtMs) throw this.#lastError as Error;
      const endpoint = await this.#connect();
      this.#backoffMs = FIRST_BACKOFF_MS;
      return this.#adopt(endpoint);
    } catch (error) {
      if (error !== this.#lastError) {
        this.#lastError = error;
        this.#retryAtMs = this.#clock.monotonicMs() + this.#backoffMs;
        this.#backoffMs = Math.min(this.#backoffMs * BACKOFF_FACTOR, MAX_BACKOFF_MS);
      }
      throw error;
    }
  }

  #adopt(endpoint: Endpoint): Endpoint {
    endpoint.listener = {
      onFrame: (frame) => this.#onFrame(frame),
      onClose: (error) => {
        for (const call of this.#calls.values()) call.fail(error);
        this.#calls.clear();
      },
    };
    return endpoint;
  }

  #onFrame(frame: Frame): void {
    const call = this.#calls.get(frame.call);
    if (frame.kind === "status") this.#calls.delete(frame.call);
    call?.take(frame);
  }
}

/** The one answer of a call that gives one. */
async function readOnly<Response>(
  call: CallEnd,
  { path, response }: Pick<Method<never, Response>, "path" | "response">,
): Promise<Response> {
  const bytes = await call.incoming.next();
  if (bytes === undefined) throw new OperationalError("internal", `${path} gave no answer`);
  // The status comes after the message, and may be a failure.
  await call.incoming.next();
  return response.decode(bytes);
}

/** `promise`, unless `signal` aborts first. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(cancelledBy(signal));
    signal.addEventListener("abort", onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
