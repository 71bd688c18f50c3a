import grpc from "@grpc/grpc-js";
import type { CallOptions, ClientStream, Codec, Method } from "../system/rpc.ts";
import { cancelByReset } from "./cancelling.ts";
import { cancelledBy } from "./failures.ts";
import { closedError, type Way } from "./way.ts";

cancelByReset();

export async function callUnary<Request, Response>(
  way: Way,
  method: Method<Request, Response>,
  request: Request,
  options: CallOptions,
): Promise<Response> {
  if (way.isClosed) throw closedError();
  return new Promise((resolve, reject) => {
    const call = way.client.makeUnaryRequest(
      method.path,
      toBuffer(method.request),
      fromBuffer(method.response),
      request,
      metadataOf(options),
      {},
      (error, response) => {
        release();
        if (error) reject(way.errorOf(error, options.signal));
        // Without an error there is a response.
        else resolve(response as Response);
      },
    );
    const release = way.watch(call, options.signal);
  });
}

export async function* readStream<Request, Response>(
  way: Way,
  method: Method<Request, Response>,
  request: Request,
  options: CallOptions,
): AsyncGenerator<Response> {
  if (way.isClosed) throw closedError();
  const call = way.client.makeServerStreamRequest(
    method.path,
    toBuffer(method.request),
    fromBuffer(method.response),
    request,
    metadataOf(options),
  );
  const release = way.watch(call, options.signal);
  try {
    // The stream's items are what `decode` gave.
    for await (const message of call) yield message as Response;
  } catch (error) {
    throw way.errorOf(error, options.signal);
  } finally {
    release();
    call.cancel();
  }
}

export function writeStream<Request, Response>(
  way: Way,
  method: Method<Request, Response>,
  options: CallOptions,
): ClientStream<Request, Response> {
  if (way.isClosed) return { send: refuseClosed, finish: refuseClosed };
  const answer = deferred<Response>();
  answer.promise.catch(() => undefined); // Told by `send` and `finish`; one given up on is nobody's.
  let failure: Error | undefined;
  let isAnswered = false;
  /** Those who wait for room. */
  const waiting: (() => void)[] = [];
  const wakeAll = (): void => {
    for (const wake of waiting.splice(0)) wake();
  };
  const call = way.client.makeClientStreamRequest(
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
    failure ??= way.errorOf(error, options.signal);
    answer.reject(failure);
    wakeAll();
  };
  call.on("error", fail);
  call.on("drain", wakeAll);
  const release = way.watch(call, options.signal);
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

async function refuseClosed(): Promise<never> {
  throw closedError();
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
