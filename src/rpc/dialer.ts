import grpc from "@grpc/grpc-js";
import { OperationalError } from "../base/errors.ts";
import { CA_SERVER_NAME, MANAGER_SERVER_NAME } from "../security/roles.ts";
import type { CallOptions, Channel, ClientStream, Codec, Dialer, Method } from "../system/rpc.ts";
import type { NodeCredentials } from "./credentials.ts";
import { codeOfStatus } from "./status.ts";

const OPTIONS: grpc.ClientOptions = {
  "grpc.max_receive_message_length": -1,
  "grpc.max_send_message_length": -1,
  // A connection that hangs must not be shared with the channel that replaces it.
  "grpc.use_local_subchannel_pool": 1,
  // Failing over is waiting for a peer to come back: ask often.
  "grpc.initial_reconnect_backoff_ms": 100,
  "grpc.max_reconnect_backoff_ms": 1000,
  "grpc.enable_retries": 0,
  "grpc.service_config_disable_resolution": 1,
};

/** Dials over TLS. `credentials` is asked at each dial, so that a renewed certificate is used. */
export function grpcDialer(credentials: () => NodeCredentials): Dialer {
  return {
    certified: (address) => {
      const { root, certificate, key } = credentials();
      const secure = grpc.credentials.createSsl(
        Buffer.from(root),
        Buffer.from(key),
        Buffer.from(certificate),
      );
      return open(address, secure, MANAGER_SERVER_NAME);
    },
    anonymous: dialAnonymously,
  };
}

/** Dials without a certificate; without a root, whoever answers is believed. */
export function dialAnonymously(address: string, root?: string): Channel {
  const secure =
    root === undefined
      ? grpc.credentials.createSsl(null, null, null, {
          checkServerIdentity: () => undefined,
          rejectUnauthorized: false,
        })
      : grpc.credentials.createSsl(Buffer.from(root));
  return open(address, secure, CA_SERVER_NAME);
}

function open(address: string, credentials: grpc.ChannelCredentials, serverName: string): Channel {
  const client = new grpc.Client(address, credentials, {
    ...OPTIONS,
    "grpc.ssl_target_name_override": serverName,
    "grpc.default_authority": serverName,
  });
  return {
    unary: (method, request, options) => callUnary(client, address, method, request, options),
    serverStream: (method, request, options) =>
      readStream(client, address, method, request, options),
    clientStream: (method, options) => writeStream(client, address, method, options),
    close: () => client.close(),
  };
}

function callUnary<Request, Response>(
  client: grpc.Client,
  address: string,
  method: Method<Request, Response>,
  request: Request,
  options: CallOptions,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const call = client.makeUnaryRequest(
      method.path,
      toBuffer(method.request),
      fromBuffer(method.response),
      request,
      metadataOf(options),
      {},
      (error, response) => {
        release();
        if (error) reject(translate(error, address, options.signal));
        // Without an error there is a response.
        else resolve(response as Response);
      },
    );
    const release = cancelOn(options.signal, call);
  });
}

async function* readStream<Request, Response>(
  client: grpc.Client,
  address: string,
  method: Method<Request, Response>,
  request: Request,
  options: CallOptions,
): AsyncGenerator<Response> {
  const call = client.makeServerStreamRequest(
    method.path,
    toBuffer(method.request),
    fromBuffer(method.response),
    request,
    metadataOf(options),
  );
  const release = cancelOn(options.signal, call);
  try {
    // The stream's items are what `decode` gave.
    for await (const message of call) yield message as Response;
  } catch (error) {
    throw translate(error, address, options.signal);
  } finally {
    release();
    call.cancel();
  }
}

function writeStream<Request, Response>(
  client: grpc.Client,
  address: string,
  method: Method<Request, Response>,
  options: CallOptions,
): ClientStream<Request, Response> {
  let settle: (error: unknown, response?: Response) => void = () => undefined;
  const answer = new Promise<Response>((resolve, reject) => {
    settle = (error, response) => {
      release();
      if (error) reject(translate(error, address, options.signal));
      else resolve(response as Response); // Without an error there is a response.
    };
  });
  answer.catch(() => undefined); // Seen by send and finish; a stream given up on is nobody's error.
  const call = client.makeClientStreamRequest(
    method.path,
    toBuffer(method.request),
    fromBuffer(method.response),
    metadataOf(options),
    {},
    (error: grpc.ServiceError | null, response?: Response) => settle(error, response),
  );
  call.on("error", (error) => settle(error));
  const release = cancelOn(options.signal, call);
  const failure = answer.then(() => {
    throw new OperationalError("cancelled", "The peer ended the stream before everything was sent");
  });
  failure.catch(() => undefined);
  return {
    send: (request) => {
      const room = new Promise<void>((resolve) => {
        if (call.write(request)) resolve();
        else call.once("drain", resolve);
      });
      return Promise.race([room, failure]);
    },
    finish: () => {
      call.end();
      return answer;
    },
  };
}

function toBuffer<T>(codec: Codec<T>): (message: T) => Buffer {
  return (message) => {
    const bytes = codec.encode(message);
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  };
}

function fromBuffer<T>(codec: Codec<T>): (bytes: Buffer) => T {
  return (bytes) => codec.decode(bytes);
}

function metadataOf({ metadata = {} }: CallOptions): grpc.Metadata {
  const all = new grpc.Metadata();
  for (const [key, value] of Object.entries(metadata)) all.set(key, value);
  return all;
}

/** Cancels the call when the signal aborts; gives what takes the listener away. */
function cancelOn(signal: AbortSignal, call: { cancel(): void }): () => void {
  const cancel = (): void => call.cancel();
  if (signal.aborted) cancel();
  else signal.addEventListener("abort", cancel, { once: true });
  return () => signal.removeEventListener("abort", cancel);
}

/** A gRPC status as our error; what the connection itself says names the peer. */
function translate(error: unknown, address: string, signal: AbortSignal): OperationalError {
  if (error instanceof OperationalError) return error;
  if (!isServiceError(error)) {
    return new OperationalError("unknown", `Call to ${address} failed`, { cause: error });
  }
  const code = codeOfStatus(error.code);
  if (signal.aborted && code === "cancelled") {
    return new OperationalError("cancelled", "The call was cancelled", { cause: signal.reason });
  }
  const unreached =
    code === "unavailable" && /^(No connection|Name resolution)/.test(error.details);
  const text = unreached ? `Cannot reach ${address}: ${error.details}` : error.details;
  return new OperationalError(code, text);
}

function isServiceError(error: unknown): error is grpc.ServiceError {
  return error instanceof Error && "code" in error && "details" in error;
}
