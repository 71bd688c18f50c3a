import { setMaxListeners } from "node:events";
import type grpc from "@grpc/grpc-js";
import { OperationalError } from "../base/errors.ts";
import { errorOfStatus } from "./failures.ts";

/** A way to one peer, for as long as it is open. */
export class Way {
  readonly client: grpc.Client;
  readonly address: string;
  readonly #calls = new Set<{ cancel(): void }>();
  #isClosed = false;

  constructor(client: grpc.Client, address: string) {
    this.client = client;
    this.address = address;
  }

  /** Whether calls must be refused: gRPC would throw an error of its own. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Cancels the call when `signal` aborts or the way is closed; gives what ends the watch. */
  watch(call: { cancel(): void }, signal: AbortSignal): () => void {
    const cancel = (): void => call.cancel();
    setMaxListeners(0, signal); // Any number of calls may share one.
    if (signal.aborted) cancel();
    else signal.addEventListener("abort", cancel, { once: true });
    this.#calls.add(call);
    return () => {
      signal.removeEventListener("abort", cancel);
      this.#calls.delete(call);
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
    for (const call of this.#calls) call.cancel();
    this.client.close();
  }
}

export function closedError(): OperationalError {
  return new OperationalError("cancelled", "The channel was closed");
}
