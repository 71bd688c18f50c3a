import { isIPv6 } from "node:net";
import { TLSSocket, type DetailedPeerCertificate } from "node:tls";
import type grpc from "@grpc/grpc-js";
import { OperationalError, messageOf } from "../base/errors.ts";
import { inspectCertificate } from "../security/inspect.ts";
import { identityOfSubject } from "../security/roles.ts";
import type { Clock } from "../system/clock.ts";
import type { Identity } from "../system/rpc.ts";

/** Finds connections whose other end vanished without a word: 10 s of silence, then ten probes. */
const TCP_KEEPALIVE_MS = 10_000;

interface CertifiedPeer {
  readonly identity: Identity;
  readonly notAfterMs: number;
  readonly socket: TLSSocket;
}

/** Who is at the other end of each connection, found out once, when it is made. */
export class Peers {
  readonly #clock: Clock;
  readonly #sockets = new Set<TLSSocket>();
  readonly #certified = new WeakMap<object, CertifiedPeer>();
  /** Why a peer's certificate counts for nothing, by its address: for the error's text only. */
  readonly #refusals = new Map<string, string>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Takes note of a new connection. Says whom the peer is certified as, if it is. */
  add(socket: TLSSocket): { readonly identity?: Identity; readonly refusal?: string } {
    socket.setKeepAlive(true, TCP_KEEPALIVE_MS);
    socket.on("error", () => undefined); // Its calls fail and say so; there is nobody else to tell.
    this.#sockets.add(socket);
    const address = `${socket.remoteAddress ?? ""}:${socket.remotePort ?? 0}`;
    socket.once("close", () => {
      this.#sockets.delete(socket);
      this.#refusals.delete(address);
    });
    const certificate = socket.getPeerCertificate();
    // Node.js gives an empty object where the peer has shown nothing.
    if (Object.keys(certificate).length === 0) return {};
    const identity = identityOfSubject(certificate.subject);
    const refusal = refusalOf(socket, identity);
    if (refusal === undefined && identity) {
      const notAfterMs = Date.parse(certificate.valid_to);
      this.#certified.set(certificate, { identity, notAfterMs, socket });
      // gRPC asks at every call; decoding it each time would cost more than the call.
      Object.defineProperty(socket, "getPeerCertificate", { value: () => certificate });
      return { identity };
    }
    if (refusal !== undefined) this.#refusals.set(address, refusal);
    return { ...(refusal === undefined ? {} : { refusal }) };
  }

  /** Whom a call comes from. Cuts a connection that has outlived its peer's certificate. */
  callerOf(call: Pick<grpc.ServerUnaryCall<never, never>, "getAuthContext">): Identity | undefined {
    // Shown by gRPC only when the cluster's root vouched for it in the handshake.
    const certificate = call.getAuthContext().sslPeerCertificate;
    const peer = certificate && this.#certified.get(certificate);
    if (!peer) return undefined;
    if (this.#clock.wallMs() <= peer.notAfterMs) return peer.identity;
    peer.socket.destroy(); // A peer that has renewed its certificate comes back with the new one.
    throw new OperationalError("unauthenticated", "The caller's certificate has expired");
  }

  /** Why the caller's certificate was not accepted, where it showed one. */
  refusalOf(call: Pick<grpc.ServerUnaryCall<never, never>, "getPeer">): string | undefined {
    return this.#refusals.get(call.getPeer());
  }

  /** Cuts connections of peers that the cluster's root does not vouch for any more. */
  cutUnlessCertifiedBy(rootPem: string): void {
    for (const socket of this.#sockets) {
      if (!socket.authorized) continue;
      try {
        inspectCertificate(this.#clock.wallMs(), chainOf(socket), rootPem);
      } catch (error) {
        socket.destroy(new Error(messageOf(error)));
      }
    }
  }
}

function refusalOf(socket: TLSSocket, identity: Identity | undefined): string | undefined {
  if (socket.authorized) {
    return identity ? undefined : "the certificate names no node of a cluster";
  }
  // An error's code, though Node.js types it as an Error.
  switch (String(socket.authorizationError)) {
    case "CERT_HAS_EXPIRED":
      return "the certificate has expired";
    case "CERT_NOT_YET_VALID":
      return "the certificate is not valid yet: compare the machines' clocks";
    default:
      return "the certificate was not issued by this cluster's root";
  }
}

/** The peer's certificate and those above it, as it sent them. */
function chainOf(socket: TLSSocket): string {
  // The class's own method, not the short answer that `add` has put before it. With `true` it gives
  // the detailed form, which Node.js's types do not say of a call like this one.
  let certificate = TLSSocket.prototype.getPeerCertificate.call(socket, true) as
    DetailedPeerCertificate | undefined;
  const seen = new Set<string>();
  const chain: string[] = [];
  while (certificate && !seen.has(certificate.fingerprint256)) {
    seen.add(certificate.fingerprint256);
    const body = certificate.raw.toString("base64");
    chain.push(`-----BEGIN CERTIFICATE-----\n${body}\n-----END CERTIFICATE-----\n`);
    // The last one is its own issuer, or has none.
    certificate = certificate.issuerCertificate;
  }
  return chain.join("");
}

/** A peer's `host:port` as gRPC writes it, as others can dial it. */
export function dialable(peer: string): string {
  const at = peer.lastIndexOf(":");
  const [host, port] = [peer.slice(0, at), peer.slice(at + 1)];
  if (!host.includes(":")) return peer; // Nearly always, and this is asked at every call.
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(host);
  if (mapped) return `${mapped[1] ?? ""}:${port}`;
  return isIPv6(host) ? `[${host}]:${port}` : peer;
}
