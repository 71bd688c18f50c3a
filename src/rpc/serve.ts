import { once, type EventEmitter } from "node:events";
import grpc from "@grpc/grpc-js";
import { OperationalError } from "../base/errors.ts";
import { NodeRole } from "../model/generated/types.ts";
import type { Log } from "../system/log.ts";
import type {
  CallContext,
  ClientStreamHandler,
  Method,
  Route,
  ServerStreamHandler,
  UnaryHandler,
} from "../system/rpc.ts";
import { authorize, type AuthorizationRule } from "./authorize.ts";
import { spokenFor } from "./forwarded.ts";
import { Incoming } from "./incoming.ts";
import { dialable, type Peers } from "./peers.ts";
import { statusOfCode } from "./status.ts";

type AnyCall =
  | grpc.ServerUnaryCall<Buffer, Buffer>
  | grpc.ServerWritableStream<Buffer, Buffer>
  | grpc.ServerReadableStream<Buffer, Buffer>;

export interface GrpcService {
  readonly definition: grpc.ServiceDefinition;
  readonly implementation: grpc.UntypedServiceImplementation;
}

/** What the calls of one server share. */
export interface Serving {
  readonly rule: AuthorizationRule;
  readonly peers: Peers;
  readonly log: Log;
  /** Aborts when the server stops, with the reason that callers are given. */
  readonly stopping: AbortSignal;
}

/** The routes as gRPC services of raw bytes, so that what cannot be decoded is answered by us. */
export function serviceOf(routes: readonly Route[], serving: Serving): readonly GrpcService[] {
  return routes.map((route) => {
    const name = route.method.path;
    const raw = (bytes: Buffer): Buffer => bytes;
    const definition: grpc.ServiceDefinition = {
      [name]: {
        path: name,
        requestStream: route.method.kind === "clientStream",
        responseStream: route.method.kind === "serverStream",
        requestSerialize: raw,
        requestDeserialize: raw,
        responseSerialize: raw,
        responseDeserialize: raw,
      },
    };
    return { definition, implementation: { [name]: handlerOf(route, serving) } };
  });
}

/** A gRPC handler for a route; the casts follow the method's kind, which its handler is made for. */
function handlerOf({ method, handler }: Route, serving: Serving): grpc.UntypedHandleCall {
  switch (method.kind) {
    case "unary":
      return serveUnary(method, handler as UnaryHandler<unknown, unknown>, serving);
    case "serverStream":
      return serveServerStream(method, handler as ServerStreamHandler<unknown, unknown>, serving);
    case "clientStream":
      return serveClientStream(method, handler as ClientStreamHandler<unknown, unknown>, serving);
  }
}

type AnyMethod = Method<unknown, unknown>;

function serveUnary(
  method: AnyMethod,
  handler: UnaryHandler<unknown, unknown>,
  serving: Serving,
): grpc.handleUnaryCall<Buffer, Buffer> {
  return (call, answer) => {
    inContext(call, method, serving, async (context) =>
      toBuffer(method, await handler(method.request.decode(call.request), context)),
    ).then(
      (response) => answer(null, response),
      (error: unknown) => answer(statusOf(error, method.path, serving.log)),
    );
  };
}

function serveServerStream(
  method: AnyMethod,
  handler: ServerStreamHandler<unknown, unknown>,
  serving: Serving,
): grpc.handleServerStreamingCall<Buffer, Buffer> {
  return (call) => {
    inContext(call, method, serving, async (context) => {
      const request = method.request.decode(call.request);
      for await (const message of handler(request, context)) {
        // A slow reader holds the handler back.
        if (!call.write(toBuffer(method, message))) await once(call, "drain", context);
        context.signal.throwIfAborted();
      }
      context.signal.throwIfAborted(); // A handler may end in silence when it is told to stop.
    }).then(
      () => call.end(),
      (error: unknown) => call.emit("error", statusOf(error, method.path, serving.log)),
    );
  };
}

function serveClientStream(
  method: AnyMethod,
  handler: ClientStreamHandler<unknown, unknown>,
  serving: Serving,
): grpc.handleClientStreamingCall<Buffer, Buffer> {
  return (call, answer) => {
    inContext(call, method, serving, async (context) => {
      // Until it hears from us, grpc-js keeps what it has sent, up to a megabyte a stream and a page
      // for each message: a link between managers lives for months.
      call.sendMetadata(new grpc.Metadata());
      const decode = (bytes: Buffer): unknown => method.request.decode(bytes);
      return toBuffer(method, await handler(new Incoming(call, decode, context.signal), context));
    }).then(
      (response) => answer(null, response),
      (error: unknown) => answer(statusOf(error, method.path, serving.log)),
    );
  };
}

/** Finds out who calls, checks that they may, and does `work` for them. */
async function inContext<T>(
  call: AnyCall,
  method: AnyMethod,
  { rule, peers, stopping }: Serving,
  work: (context: CallContext) => Promise<T>,
): Promise<T> {
  const metadata = textOf(call.metadata);
  const peer = { caller: peers.callerOf(call), remoteAddress: dialable(call.getPeer()) };
  const { caller, remoteAddress } = spokenFor(peer, metadata);
  const whyNobody = peers.refusalOf(call);
  // Whoever carries a call must be of this cluster itself.
  if (peer.caller !== caller) {
    authorize({ ...method, authorized: MANAGERS }, peer.caller, rule, whyNobody);
  }
  authorize(method, caller, rule, whyNobody);
  const life = new Life();
  const stop = (): void => life.abort(stopping.reason as Error); // See `Serving`.
  const goAway = (): void => life.abort(new OperationalError("cancelled", "The caller went away"));
  // Each kind of call types its own events; this one they share.
  (call as EventEmitter).once("cancelled", goAway);
  if (call.cancelled) goAway();
  // A unary call may end in peace for as long as the server waits.
  if (method.kind !== "unary") {
    if (stopping.aborted) stop();
    stopping.addEventListener("abort", stop, { once: true });
  }
  try {
    const context = {
      ...{ caller, remoteAddress, metadata },
      get signal() {
        return life.signal;
      },
    };
    return await work(context);
  } catch (error) {
    // What fails because it was cut short is nobody's bug.
    throw life.reason && !(error instanceof OperationalError) ? life.reason : error;
  } finally {
    if (method.kind !== "unary") stopping.removeEventListener("abort", stop);
    (call as EventEmitter).off("cancelled", goAway); // gRPC says so of calls that ended well, too.
  }
}

/** How long a call has anybody to answer. Most calls are over before somebody asks for the signal. */
class Life {
  #controller: AbortController | undefined;
  /** Why it was cut short; absent while it was not. */
  reason: Error | undefined;

  get signal(): AbortSignal {
    if (!this.#controller) {
      this.#controller = new AbortController();
      if (this.reason) this.#controller.abort(this.reason);
    }
    return this.#controller.signal;
  }

  abort(reason: Error): void {
    this.reason ??= reason;
    this.#controller?.abort(reason);
  }
}

const MANAGERS = [NodeRole.MANAGER];

function textOf(metadata: grpc.Metadata): Record<string, string> {
  const all: Record<string, string> = {};
  for (const [key, value] of Object.entries(metadata.getMap())) {
    if (typeof value === "string") all[key] = value;
  }
  return all;
}

function toBuffer(method: AnyMethod, message: unknown): Buffer {
  const bytes = method.response.encode(message);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** What the caller is told; what is not ours to tell is logged instead. */
function statusOf(error: unknown, path: string, log: Log): Partial<grpc.StatusObject> {
  if (error instanceof OperationalError) {
    return { code: statusOfCode(error.code), details: error.message };
  }
  log.error("a call failed for an unexpected reason", { method: path, error });
  return { code: grpc.status.INTERNAL, details: "Internal error; the manager's log says more" };
}
