import type { Clock } from "../../system/clock.ts";
import { withDeadline } from "../../system/deadline.ts";
import { isIpv6 } from "../overlay/addresses.ts";
import { exchangeByUdp } from "./udp-exchange.ts";

const WITHIN_MS = 1_000;
const TRIES = 3;
/** An IP and a UDP header. */
const HEADERS_BYTES = { ipv4: 28, ipv6: 48 };
/** A question that every nameserver answers at once, as it is none that it knows. Source: RFC 1035, 4.1.1. */
const STATUS_QUESTION = [
  ...[0, 1, 0x10, 0, 0, 1, 0, 0, 0, 0, 0, 0],
  ...[5, ...Buffer.from("check"), 0, 0, 1, 0, 1],
];

/** Whether packets of this size reach a node's own address on an overlay; and its answers us. */
export type Probe = (address: string, packetBytes: number, signal: AbortSignal) => Promise<boolean>;

/** Asks the nameserver that each node has on its own addresses; packets are not to be cut in pieces. */
export function nameserverProbe(clock: Clock): Probe {
  return async (address, packetBytes, signal) => {
    const headers = isIpv6(address) ? HEADERS_BYTES.ipv6 : HEADERS_BYTES.ipv4;
    const message = Buffer.alloc(Math.max(STATUS_QUESTION.length, packetBytes - headers));
    message.set(STATUS_QUESTION);
    for (let attempt = 0; attempt < TRIES; attempt++) {
      try {
        await withDeadline(clock, WITHIN_MS, signal, (inTime) =>
          exchangeByUdp(address, message, () => true, inTime),
        );
        return true;
      } catch (error) {
        // Where there is no nameserver, as on a Docker Engine, the address itself says so.
        if (isRefusal(error)) return true;
        signal.throwIfAborted(); // Packets get lost: once more.
      }
    }
    return false;
  };
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ECONNREFUSED";
}
