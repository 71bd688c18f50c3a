import { createSocket } from "node:dgram";
import { OperationalError } from "../../base/errors.ts";
import { isIpv6 } from "../overlay/addresses.ts";

const DNS_PORT = 53;

/** Sends a message to a nameserver, and gives the first that comes back for which `answers` is true. */
export function exchangeByUdp(
  server: string,
  message: Uint8Array,
  answers: (message: Uint8Array) => boolean,
  signal: AbortSignal,
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const socket = createSocket(isIpv6(server) ? "udp6" : "udp4");
    const end = (): void => {
      signal.removeEventListener("abort", abort);
      socket.close();
    };
    const fail = (error: Error): void => {
      end();
      reject(error);
    };
    const abort = (): void => fail(new OperationalError("cancelled", "Not waited for"));
    signal.addEventListener("abort", abort, { once: true });
    socket.once("error", fail);
    socket.on("message", (answer) => {
      if (!answers(answer)) return;
      end();
      resolve(answer);
    });
    // A connected socket hears that nobody listens there, and hears nobody else.
    // Without a listener of its own: that one would be told of failures, in place of "error".
    socket.once("connect", () => socket.send(message));
    socket.connect(DNS_PORT, server);
  });
}
