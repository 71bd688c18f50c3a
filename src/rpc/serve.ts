import { once, type EventEmitter } from "node:events";
import type { PeerCertificate } from "node:tls";
import grpc from "@grpc/grpc-js";
import { OperationalError } from "../base/errors.ts";
import { NodeRole } from "../model/generated/types.ts";
import { roleOfUnit } from "../security/roles.ts";
import type { Log } from "../system/log.ts";
import type {
  CallContext,
  ClientStreamHandler,
  Identity,
  Method,
  Route,
  ServerStreamHandler,
  UnaryHandler,
} from "../system/rpc.ts";
import { authorize, type AuthorizationRule } from "./authorize.ts";
import { spokenFor } from "./forwarded.ts";
import { statusOfCode } from "./status.ts";

type AnyCall =
  | grpc.ServerUnaryCall<Buffer, Buffer>
  | grpc.ServerWritableStream<Buffer, Buffer>
  | grpc.ServerReadableStream<Buffer, Buffer>;

interface GrpcService {
  readonly definition: grpc.ServiceDefinition;
  readonly implementation: grpc.UntypedServiceImplementation;
}

/** The routes as gRPC services of raw bytes, so that what cannot be decoded is answered by us. */
export function serviceOf(
  routes: readonly Route[],
  rule: AuthorizationRule,
  log: Log,
): readonly GrpcService[] {
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
    return { definition, implementation: { [name]: handlerOf(route, rule, log) } };
  });
}

function handlerOf(
  { method, handler }: Route,
  rule: AuthorizationRule,
  log: Log,
): grpc.UntypedHandleCall {
  const fail = (error: unknown): Partial<grpc.StatusObject> => statusOf(error, method.path, log);
  // The casts follow the method's kind, which a route's handler is made for.
  switch (method.kind) {
    case "unary":
      return (call: grpc.ServerUnaryCall<Buffer, Buffer>, answer: grpc.sendUnaryData<Buffer>) => {
        const serveIt = async (context: CallContext): Promise<void> => {
          const request = method.request.decode(call.request);
          const response = await (handler as UnaryHandler<unknown, unknown>)(request, context);
          answer(null, toBuffer(method, response));
        };
        inContext(call, method, rule, serveIt).catch((error: unknown) => answer(fail(error)));
      };
    case "serverStream":
      return (call: grpc.ServerWritableStream<Buffer, Buffer>) => {
        const serveIt = async (context: CallContext): Promise<void> => {
          const request = method.request.decode(call.request);
          const messages = (handler as ServerStreamHandler<unknown, unknown>)(request, context);
          for await (const message of messages) {
            if (context.signal.aborted) return;
            // A slow reader holds the handler back.
            if (!call.write(toBuffer(method, message))) await once(call, "drain", context);
          }
          call.end();
        };
        inContext(call, method, rule, serveIt).catch((error: unknown) => {
          if (!call.cancelled) call.emit("error", fail(error));
        });
      };
    case "clientStream":
      return (
        call: grpc.ServerReadableStream<Buffer, Buffer>,
        answer: grpc.sendUnaryData<Buffer>,
      ) => {
        const serveIt = async (context: CallContext): Promise<void> => {
          const messages = decoded(call, method);
          const response = await (handler as ClientStreamHandler<unknown, unknown>)(
            messages,
            context,
          );
          answer(null, toBuffer(method, response));
        };
        inContext(call, method, rule, serveIt).catch((error: unknown) => answer(fail(error)));
      };
  }
}

async function* decoded(
  call: grpc.ServerReadableStream<Buffer, Buffer>,
  method: Method<unknown, unknown>,
): AsyncGenerator {
  // Items of a raw stream are buffers.
  for await (const bytes of call) yield method.request.decode(bytes as Buffer);
}

/** Finds out who calls, checks that they may, and runs `work` until the caller goes away. */
async function inContext(
  call: AnyCall,
  method: Method<unknown, unknown>,
  rule: AuthorizationRule,
  work: (context: CallContext) => Promise<void>,
): Promise<void> {
  const metadata = textOf(call.metadata);
  const peer = { caller: identityOf(call), remoteAddress: call.getPeer() };
  const { caller, remoteAddress } = spokenFor(peer, metadata);
  // Whoever carries a call must be of this cluster itself.
  if (peer.caller !== caller) authorize({ ...method, authorized: MANAGERS }, peer.caller, rule);
  authorize(method, caller, rule);
  const life = new AbortController();
  // Each kind of call types its own events; this one they share.
  (call as EventEmitter).on("cancelled", () =>
    life.abort(new OperationalError("cancelled", "The caller went away")),
  );
  await work({ caller, remoteAddress, metadata, signal: life.signal });
}

const MANAGERS = [NodeRole.MANAGER];

/** Who the peer's certificate names; only one that the cluster's root vouches for is shown here. */
function identityOf(call: AnyCall): Identity | undefined {
  const certificate: PeerCertificate | undefined = call.getAuthContext().sslPeerCertificate;
  if (!certificate) return undefined;
  const { CN, OU, O } = certificate.subject;
  const role = roleOfUnit(first(OU));
  return role === undefined ? undefined : { nodeId: first(CN), role, organization: first(O) };
}

function first(value: string | readonly string[] | undefined): string {
  return typeof value === "string" ? value : (value?.[0] ?? "");
}

function textOf(metadata: grpc.Metadata): Record<string, string> {
  const all: Record<string, string> = {};
  for (const [key, value] of Object.entries(metadata.getMap())) {
    if (typeof value === "string") all[key] = value;
  }
  return all;
}

function toBuffer(method: Method<unknown, unknown>, message: unknown): Buffer {
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
