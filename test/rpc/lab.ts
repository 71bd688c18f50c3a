import { connect, constants, type ClientHttp2Session } from "node:http2";
import type { ExecutionContext } from "ava";
import { NodeRole } from "../../src/model/generated/types.ts";
import type { NodeCredentials } from "../../src/rpc/credentials.ts";
import { grpcDialer } from "../../src/rpc/dialer.ts";
import { RpcServer, type RpcServerOptions } from "../../src/rpc/server.ts";
import { x509Certificates } from "../../src/security/certificates.ts";
import type { SigningRoot } from "../../src/system/certificates.ts";
import { realClock } from "../../src/system/real/clock.ts";
import { realLog } from "../../src/system/real/log.ts";
import type { Channel } from "../../src/system/rpc.ts";

export const CLUSTER = "cluster1";
export const never = new AbortController().signal;
export const certificates = x509Certificates(realClock);
export const root = await certificates.createRoot();

export interface CredentialOptions {
  readonly organization?: string;
  readonly signer?: SigningRoot;
  readonly trusts?: string;
  readonly validityMs?: number;
}

export async function credentials(
  nodeId: string,
  role: NodeRole,
  options: CredentialOptions = {},
): Promise<NodeCredentials> {
  const { organization = CLUSTER, signer = root, validityMs = 3_600_000 } = options;
  const { csr, key } = await certificates.createRequest();
  const subject = { nodeId, role, organization };
  const certificate = await certificates.sign(signer, csr, subject, validityMs);
  return { root: options.trusts ?? root.certificate, certificate, key };
}

export const manager = await credentials("manager1", NodeRole.MANAGER);
export const worker = await credentials("worker1", NodeRole.WORKER);

/** A server on a port of its own, gone with the test. */
export async function listen(
  t: ExecutionContext,
  options: Partial<RpcServerOptions> & Pick<RpcServerOptions, "routes">,
  address = "127.0.0.1:0",
): Promise<{ readonly server: RpcServer; readonly address: string }> {
  const server = await RpcServer.listen(address, {
    credentials: manager,
    log: realLog({ level: "silent" }),
    clock: realClock,
    organization: CLUSTER,
    isRemoved: () => false,
    ...options,
  });
  t.teardown(() => server.close());
  return { server, address: `127.0.0.1:${server.port}` };
}

export function dial(t: ExecutionContext, from: NodeCredentials, address: string): Channel {
  const channel = grpcDialer(() => from).certified(address);
  t.teardown(() => channel.close());
  return channel;
}

/** A connection that says what a gRPC library would not. */
export function rawSession(
  t: ExecutionContext,
  address: string,
  from?: NodeCredentials,
): ClientHttp2Session {
  const session = connect(`https://${address}`, {
    ca: root.certificate,
    servername: "swarm-manager",
    ...(from && { cert: from.certificate, key: from.key }),
  });
  session.on("error", () => undefined);
  t.teardown(() => session.destroy());
  return session;
}

/** Sends bytes as a call's body; gives the call's gRPC status. */
export function rawCall(
  session: ClientHttp2Session,
  path: string,
  body: Buffer,
  headers: Readonly<Record<string, string>> = {},
): Promise<{ readonly status: string; readonly message: string }> {
  return new Promise((resolve, reject) => {
    const call = session.request({
      [constants.HTTP2_HEADER_METHOD]: "POST",
      [constants.HTTP2_HEADER_PATH]: path,
      "content-type": "application/grpc",
      te: "trailers",
      ...headers,
    });
    const note = (found: Record<string, unknown>): void => {
      const status = found["grpc-status"];
      const message = found["grpc-message"];
      const text = typeof message === "string" ? decodeURIComponent(message) : "";
      if (typeof status === "string") resolve({ status, message: text });
    };
    call.on("response", note).on("trailers", note).on("error", reject).resume();
    call.end(body);
  });
}

/** A message as gRPC frames it. */
export function framed(bytes: Uint8Array, compressed = 0): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt8(compressed, 0);
  head.writeUInt32BE(bytes.length, 1);
  return Buffer.concat([head, bytes]);
}

/** Real events, not our timers, decide when something happens here. */
export async function until(condition: () => boolean, what: string): Promise<void> {
  for (let turn = 0; turn < 500; turn++) {
    if (condition()) return;
    await realClock.sleep(10, never);
  }
  throw new Error(`Waited in vain for ${what}`);
}
