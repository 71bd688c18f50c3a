import { setMaxListeners } from "node:events";
import type grpc from "@grpc/grpc-js";
import { OperationalError } from "../base/errors.ts";
import { errorOfStatus } from "./failures.ts";

/** What is shown to a peer, and how it is dialed with that. */
export interface Dialing {
  /** The same object as long as nothing has changed. */
  readonly credentials: () => grpc.ChannelCredentials;
  readonly connect: (credentials: grpc.ChannelCredentials) => grpc.Client;
}

interface Call {
  cancel(): void;
}

/** A connection, made with the credentials of its time. */
interface Line {
  readonly credentials: grpc.ChannelCredentials;
  readonly client: grpc.Client;
  readonly calls: Set<Call>;
}

/**
 * A way to one peer, for as long as it is open. Once credentials have been renewed new calls go over
 * another connection: whatever reconnects shows what it was made with, which a peer refuses when it
 * has expired or the cluster's root has changed. Calls under way stay where they are.
 */
export class Way {
  readonly address: string;
  readonly #dialing: Dialing;
  #line: Line;
  /** Connections with calls that began before credentials were renewed. */
  readonly #former = new Set<Line>();
  #isClosed = false;

  constructor(dialing: Dialing, address: string) {
    this.#dialing = dialing;
    this.address = address;
    this.#line = this.#connect(dialing.credentials());
  }

  /** Whether calls must be refused: gRPC would throw an error of its own. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** What the next call is made with; it is to be watched at once. */
  get client(): grpc.Client {
    const credentials = this.#dialing.credentials();
    if (credentials !== this.#line.credentials) {
      const former = this.#line;
      this.#line = this.#connect(credentials);
      if (former.calls.size > 0) this.#former.add(former);
      else former.client.close();
    }
    return this.#line.client;
  }

  /** Cancels the call when `signal` aborts or the way is closed; gives what ends the watch. */
  watch(call: Call, signal: AbortSignal): () => void {
    const line = this.#line;
    const cancel = (): void => call.cancel();
    setMaxListeners(0, signal); // Any number of calls may share one.
    if (signal.aborted) cancel();
    else signal.addEventListener("abort", cancel, { once: true });
    line.calls.add(call);
    return () => {
      signal.removeEventListener("abort", cancel);
      line.calls.delete(call);
      if (line.calls.size === 0 && this.#former.delete(line)) line.client.close();
    };
  }

  /** A call's failure as our error. */
  errorOf(error: unknown, signal: AbortSignal): OperationalError {
    const failure = errorOfStatus(error, this.address, signal);
    return this.#isClosed && failure.code === "cancelled" && !signal.aborted
      ? closedError()
      : failure;
  }

  /** Ends every call under way, and the connection. */
  close(): void {
    this.#isClosed = true;
    const lines = [this.#line, ...this.#former];
    this.#former.clear();
    for (const { calls, client } of lines) {
      for (const call of calls) call.cancel();
      client.close();
    }
  }

  #connect(credentials: grpc.ChannelCredentials): Line {
    return { credentials, client: this.#dialing.connect(credentials), calls: new Set() };
  }
}

export function closedError(): OperationalError {
  return new OperationalError("cancelled", "The channel was closed");
}
