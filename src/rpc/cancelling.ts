import { status } from "@grpc/grpc-js";
import { Http2SubchannelCall } from "@grpc/grpc-js/build/src/subchannel-call.js";
import { assert } from "../base/assert.ts";

/** The part of grpc-js's call on a connection that is concerned. */
interface CallInside {
  readonly http2Stream: { readonly writableEnded: boolean; readonly end: () => unknown };
  readonly serverEndedCall: boolean;
  readonly finalStatus: { readonly code: status } | null;
  destroyHttp2Stream: (this: CallInside) => void;
}

/**
 * Lets the server see that a client's stream was cancelled. To cancel, grpc-js closes the HTTP/2
 * stream, and Node.js ends its sending half before it resets it: the server, ours or one in Go, may
 * take the stream for a finished one, such as a part of a snapshot for the whole. Here a stream that
 * is cancelled before its end is reset and nothing else.
 */
export function cancelByReset(): void {
  // Inside of grpc-js, checked here: its types call these members private.
  const inside = Http2SubchannelCall.prototype as unknown as CallInside;
  const { destroyHttp2Stream } = inside;
  assert(typeof destroyHttp2Stream === "function", "grpc-js cancels its calls in another way");
  inside.destroyHttp2Stream = function () {
    const { http2Stream, serverEndedCall, finalStatus } = this;
    const isCancelled = !serverEndedCall && finalStatus?.code !== status.OK;
    if (isCancelled && !http2Stream.writableEnded) {
      Object.defineProperty(http2Stream, "end", { value: () => http2Stream });
    }
    destroyHttp2Stream.call(this);
  };
}
