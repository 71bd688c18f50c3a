import grpc from "@grpc/grpc-js";
import type { CallOptions, ClientStream, Codec, Method } from "../system/rpc.ts";
import { cancelByReset } from "./cancelling.ts";
import { cancelledBy, errorOfStatus } from "./failures.ts";

cancelByReset();

/** A gRPC client, and the address it is for. */
export interface Way {
  readonly client: grpc.Client;
  readonly address: string;
}

export function callUnary<Request, Response>(
  { client, address }: Way,
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
        if (error) reject(errorOfStatus(error, address, options.signal));
        // Without an error there is a response.
        else resolve(response as Response);
      },
    );
    const release = cancelOn(options.signal, call);
  });
}

export async function* readStream<Request, Response>(
  { client, address }: Way,
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
    throw errorOfStatus(error, address, options.signal);
  } finally {
    release();
    call.cancel();
  }
}

export function writeStream<Request, Response>(
  { client, address }: Way,
  method: Method<Request, Response>,
  options: CallOptions,
): ClientStream<Request, Response> {
  const answer = deferred<Response>();
  answer.promise.catch(() => undefined); // Told by `send` and `finish`; one given up on is nobody's.
  let failure: Error | undefined;
  let isAnswered = false;
  /** Those who wait for room. */
  const waiting: (() => void)[] = [];
  const wakeAll = (): void => {
    for (const wake of waiting.splice(0)) wake();
  };
  const call = client.makeClientStreamRequest(
    method.path,
    toBuffer(method.request),
    fromBuffer(method.response),
    metadataOf(options),
    {},
    (error: grpc.ServiceError | null, response?: Response) => {
      release();
      if (error) fail(error);
      // Without an error there is a response.
      else answer.resolve(response as Response);
      isAnswered = true;
      wakeAll();
    },
  );
  const fail = (error: unknown): void => {
    failure ??= errorOfStatus(error, address, options.signal);
    answer.reject(failure);
    wakeAll();
  };
  call.on("error", fail);
  call.on("drain", wakeAll);
  const release = cancelOn(options.signal, call);
  return {
    send: async (request) => {
      if (failure ?? options.signal.aborted) throw failure ?? cancelledBy(options.signal);
      // A peer that has answered reads no more; what is still sent goes nowhere.
      if (isAnswered || call.write(request)) return;
      await new Promise<void>((wake) => waiting.push(wake));
      if (failure) throw failure as Error; // Set while it waited.
    },
    finish: () => {
      // One that is cancelled must not look finished.
      if (!isAnswered && !options.signal.aborted) call.end();
      return answer.promise;
    },
  };
}

interface Deferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

function deferred<T>(): Deferred<T> {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: Error) => void = () => undefined;
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  return { promise, resolve, reject };
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
