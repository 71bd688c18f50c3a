import { OperationalError, errorCodeOf, messageOf } from "../../src/base/errors.ts";
import { NodeRole } from "../../src/model/generated/types.ts";
import { authorize, type AuthorizationRule } from "../../src/rpc/authorize.ts";
import { spokenFor } from "../../src/rpc/forwarded.ts";
import type {
  CallContext,
  ClientStreamHandler,
  Method,
  Route,
  ServerStreamHandler,
  UnaryHandler,
} from "../../src/system/rpc.ts";
import { CallEnd } from "./call.ts";
import type { Endpoint, Frame } from "./connection.ts";

/** What is served at the moment, and to whom. */
export interface ServingOptions extends AuthorizationRule {
  readonly routeOf: (path: string) => Route | undefined;
}

interface Served {
  readonly call: CallEnd;
  readonly controller: AbortController;
}

/** The server's end of one connection: checks who calls, runs handlers, sends what they give. */
export class ServedConnection {
  readonly #endpoint: Endpoint;
  readonly #options: ServingOptions;
  readonly #served = new Map<number, Served>();

  constructor(endpoint: Endpoint, options: ServingOptions) {
    this.#endpoint = endpoint;
    this.#options = options;
    endpoint.listener = {
      onFrame: (frame) => this.#onFrame(frame),
      onClose: (error) => this.#abortAll(error),
    };
  }

  /** Stops serving: calls in progress are aborted and the connection is closed. */
  stop(): void {
    const error = new OperationalError("unavailable", "The server is stopping");
    this.#abortAll(error);
    this.#endpoint.close(error);
  }

  #abortAll(error: OperationalError): void {
    for (const { call, controller } of this.#served.values()) {
      call.fail(error);
      controller.abort(error);
    }
    this.#served.clear();
  }

  #onFrame(frame: Frame): void {
    if (frame.kind === "open") {
      this.#start(frame);
      return;
    }
    const served = this.#served.get(frame.call);
    if (served === undefined) return;
    if (frame.kind === "cancel") {
      const error = new OperationalError("cancelled", "The caller cancelled the call");
      this.#served.delete(frame.call);
      served.call.fail(error);
      served.controller.abort(error);
    } else {
      served.call.take(frame);
    }
  }

  #start(frame: Extract<Frame, { kind: "open" }>): void {
    const call = new CallEnd(this.#endpoint, frame.call);
    const controller = new AbortController();
    this.#served.set(call.id, { call, controller });
    this.#answer(frame, call, controller.signal).then(
      () => this.#finish(call),
      (error: unknown) => this.#finish(call, error),
    );
  }

  async #answer(
    { path, metadata }: Extract<Frame, { kind: "open" }>,
    call: CallEnd,
    signal: AbortSignal,
  ): Promise<void> {
    const route = this.#options.routeOf(path);
    if (route === undefined) throw new OperationalError("unimplemented", `No method ${path}`);
    const { peerIdentity, address } = this.#endpoint;
    const peer = { caller: peerIdentity, remoteAddress: address };
    const { caller, remoteAddress } = spokenFor(peer, metadata);
    // Whoever carries a call must be of this cluster itself.
    if (peer.caller !== caller) {
      authorize({ path, authorized: [NodeRole.MANAGER] }, peer.caller, this.#options);
    }
    authorize(route.method, caller, this.#options);
    await run(route, call, { caller, remoteAddress, metadata, signal });
  }

  #finish(call: CallEnd, error?: unknown): void {
    const wanted = this.#served.delete(call.id);
    if (error !== undefined && !(error instanceof OperationalError)) {
      // Handlers refuse with OperationalErrors; anything else is a bug.
      this.#endpoint.process.sim.fail(error);
    }
    if (!wanted) return;
    const failed = error !== undefined;
    this.#endpoint.send({
      kind: "status",
      call: call.id,
      ...(failed ? { code: errorCodeOf(error) } : {}),
      message: failed ? messageOf(error) : "",
    });
  }
}

async function run({ method, handler }: Route, call: CallEnd, context: CallContext): Promise<void> {
  // The kind says which handler it is: `serve` checked the pair.
  switch (method.kind) {
    case "unary": {
      const request = await readRequest(method, call);
      const response = await (handler as UnaryHandler<unknown, unknown>)(request, context);
      await call.outgoing.send(method.response.encode(response));
      return;
    }
    case "serverStream": {
      const request = await readRequest(method, call);
      const responses = (handler as ServerStreamHandler<unknown, unknown>)(request, context);
      await forward(responses, method, call);
      return;
    }
    case "clientStream": {
      const requests = requestsOf(method, call);
      const response = await (handler as ClientStreamHandler<unknown, unknown>)(requests, context);
      await call.outgoing.send(method.response.encode(response));
      return;
    }
  }
}

async function readRequest(method: Method<unknown, unknown>, call: CallEnd): Promise<unknown> {
  const bytes = await call.incoming.next();
  if (bytes === undefined) throw new OperationalError("internal", "The caller sent no request");
  return method.request.decode(bytes);
}

async function forward(
  responses: AsyncIterable<unknown>,
  method: Method<unknown, unknown>,
  call: CallEnd,
): Promise<void> {
  // Waiting for room holds the iterator back; leaving the loop early ends it.
  for await (const response of responses)
    await call.outgoing.send(method.response.encode(response));
}

async function* requestsOf(
  method: Method<unknown, unknown>,
  call: CallEnd,
): AsyncGenerator<unknown, void, void> {
  for (;;) {
    const bytes = await call.incoming.next();
    if (bytes === undefined) return;
    yield method.request.decode(bytes);
  }
}
