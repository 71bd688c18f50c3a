import { OperationalError } from "../../src/base/errors.ts";
import type { Endpoint, Frame } from "./connection.ts";
import { Receiver, Sender } from "./streams.ts";

/** One end of one call on a connection. */
export class CallEnd {
  readonly id: number;
  readonly endpoint: Endpoint;
  readonly outgoing: Sender;
  readonly incoming: Receiver;

  constructor(endpoint: Endpoint, id: number) {
    this.id = id;
    this.endpoint = endpoint;
    this.outgoing = new Sender((bytes) => endpoint.send({ kind: "message", call: id, bytes }));
    this.incoming = new Receiver(() => endpoint.send({ kind: "credit", call: id }));
  }

  /** What both ends do with a frame; the rest is the caller's. */
  take(frame: Frame): void {
    switch (frame.kind) {
      case "message":
        this.incoming.push(frame.bytes);
        return;
      case "end":
        this.incoming.finish();
        return;
      case "credit":
        this.outgoing.addRoom();
        return;
      case "status":
        if (frame.code === undefined) {
          this.incoming.finish();
          this.outgoing.discard();
          return;
        }
        this.fail(new OperationalError(frame.code, frame.message));
        return;
      default:
        return;
    }
  }

  fail(error: OperationalError): void {
    this.incoming.fail(error);
    this.outgoing.fail(error);
  }
}

/** The error of a call that its own caller gave up. */
export function cancelledBy(signal: AbortSignal): OperationalError {
  return new OperationalError("cancelled", "The call was cancelled", { cause: signal.reason });
}
