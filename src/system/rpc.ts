import { OperationalError } from "../base/errors.ts";
import type { NodeRole } from "../model/generated/types.ts";

/** How bytes become a message of one type, and back. `decode` throws `invalidArgument`. */
export interface Codec<T> {
  encode(message: T): Uint8Array;
  decode(bytes: Uint8Array): T;
}

/** Which side of a method streams. */
export type MethodKind = "unary" | "serverStream" | "clientStream";

/** Who may call a method: any peer, or one whose certificate carries one of these roles. */
export type Authorization = "anyone" | readonly NodeRole[];

/** One method of a surface, with its types; the generated `wire/generated/services.ts` has them all. */
export interface Method<Request, Response, Kind extends MethodKind = MethodKind> {
  /** As on the wire: `/package.Service/Method`. */
  readonly path: string;
  readonly kind: Kind;
  readonly request: Codec<Request>;
  readonly response: Codec<Response>;
  readonly authorized: Authorization;
}

export type UnaryMethod<Request, Response> = Method<Request, Response, "unary">;
export type ServerStreamMethod<Request, Response> = Method<Request, Response, "serverStream">;
export type ClientStreamMethod<Request, Response> = Method<Request, Response, "clientStream">;

/** Who a peer is, by its certificate: CN, OU and O. */
export interface Identity {
  readonly nodeId: string;
  readonly role: NodeRole;
  /** The cluster's id. */
  readonly organization: string;
}

/** Text metadata of a call; keys in lower case. */
export type Metadata = Readonly<Record<string, string>>;

/** What a server knows of a call. */
export interface CallContext {
  /** The certified caller, or the one a certified manager speaks for; absent without a certificate. */
  readonly caller?: Identity | undefined;
  /** `host:port` of the caller; of the original one when a manager forwarded the call. */
  readonly remoteAddress: string;
  readonly metadata: Metadata;
  /** Aborts when the caller goes away, its deadline passes or the server stops. */
  readonly signal: AbortSignal;
}

/** The id of the node that calls. `unauthenticated` where it has shown no certificate. */
export function callerIdOf({ caller }: Pick<CallContext, "caller">): string {
  if (caller !== undefined) return caller.nodeId;
  throw new OperationalError("unauthenticated", "The call needs a node's certificate");
}

export type UnaryHandler<Request, Response> = (
  request: Request,
  context: CallContext,
) => Promise<Response>;
/** The stream ends when the iterator does; a slow reader holds the iterator back. */
export type ServerStreamHandler<Request, Response> = (
  request: Request,
  context: CallContext,
) => AsyncIterable<Response>;
export type ClientStreamHandler<Request, Response> = (
  requests: AsyncIterable<Request>,
  context: CallContext,
) => Promise<Response>;

/** The handler that a method of kind `M` needs. */
export type HandlerOf<M> =
  M extends Method<infer Request, infer Response, infer Kind>
    ? Kind extends "unary"
      ? UnaryHandler<Request, Response>
      : Kind extends "serverStream"
        ? ServerStreamHandler<Request, Response>
        : ClientStreamHandler<Request, Response>
    : never;

/** A method together with what serves it. Made by `serve`, which checks that the types agree. */
export interface Route {
  readonly method: Method<unknown, unknown>;
  readonly handler:
    | UnaryHandler<unknown, unknown>
    | ServerStreamHandler<unknown, unknown>
    | ClientStreamHandler<unknown, unknown>;
}

/** Pairs a method with a handler of its types. */
export function serve<M extends { readonly kind: MethodKind }>(
  method: M,
  handler: HandlerOf<M>,
): Route {
  // The pair was checked above; a list of routes forgets each one's own types.
  return { method, handler } as unknown as Route;
}

export interface CallOptions {
  readonly signal: AbortSignal;
  readonly metadata?: Metadata;
}

/** The sending half of a client stream. */
export interface ClientStream<Request, Response> {
  /** Resolves when there is room for more. Rejects when the stream has failed. */
  send(request: Request): Promise<void>;
  /** Ends the sending half and gives the server's answer. */
  finish(): Promise<Response>;
}

/** A way to one peer. Errors are `OperationalError`s with the peer's code. */
export interface Channel {
  unary<Request, Response>(
    method: UnaryMethod<Request, Response>,
    request: Request,
    options: CallOptions,
  ): Promise<Response>;
  /** Ends normally when the server ends the stream, throws when it fails or `signal` aborts. */
  serverStream<Request, Response>(
    method: ServerStreamMethod<Request, Response>,
    request: Request,
    options: CallOptions,
  ): AsyncIterable<Response>;
  clientStream<Request, Response>(
    method: ClientStreamMethod<Request, Response>,
    options: CallOptions,
  ): ClientStream<Request, Response>;
  close(): void;
}

/**
 * Opens channels to members. `certified` presents this node's certificate and verifies the
 * manager's; `anonymous` presents none and verifies the peer against `rootCa` only, or, without
 * it, nothing at all (first contact: the join token's digest is checked on what comes back).
 */
export interface Dialer {
  certified(address: string): Channel;
  anonymous(address: string, rootCa?: string): Channel;
}
