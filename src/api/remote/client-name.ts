import type { Socket } from "node:net";
import { TLSSocket } from "node:tls";

const MAX_CHARS = 200;

/** Who a client is, as far as its connection says: a certificate's name, an address, or this machine. */
export function clientName(socket: Socket): string {
  const { remoteAddress } = socket;
  if (remoteAddress === undefined) return "local socket";
  if (!(socket instanceof TLSSocket)) return remoteAddress;
  // Of a client that showed no certificate it is an empty object, whatever Node.js's types say.
  const { subject } = socket.getPeerCertificate() as { readonly subject?: { CN?: string } };
  const name = subject?.CN ?? "";
  return `${name.slice(0, MAX_CHARS)} at ${remoteAddress}`.trim();
}
