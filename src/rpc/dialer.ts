import grpc from "@grpc/grpc-js";
import { CA_SERVER_NAME, MANAGER_SERVER_NAME } from "../security/roles.ts";
import type { Channel, Dialer } from "../system/rpc.ts";
import { callUnary, readStream, writeStream } from "./calls.ts";
import type { NodeCredentials } from "./credentials.ts";
import { Way } from "./way.ts";

const OPTIONS: grpc.ClientOptions = {
  "grpc.max_receive_message_length": -1,
  "grpc.max_send_message_length": -1,
  "grpc.enable_channelz": 0,
  // Members reach each other directly, whatever proxy the machine uses for the world outside.
  "grpc.enable_http_proxy": 0,
  // A connection that hangs must not be shared with the channel that replaces it.
  "grpc.use_local_subchannel_pool": 1,
  // Failing over is waiting for a peer to come back: ask often.
  "grpc.initial_reconnect_backoff_ms": 100,
  "grpc.max_reconnect_backoff_ms": 1000,
  "grpc.enable_retries": 0,
  "grpc.service_config_disable_resolution": 1,
  // Finds a dead peer for a stream that only listens. Not more often: Docker's managers hang up on a
  // client that asks three times without having been sent anything. Source: gRPC for Go, keepalive.
  "grpc.keepalive_time_ms": 30_000,
  "grpc.keepalive_timeout_ms": 10_000,
};

/** Dials over TLS. `credentials` is asked at each call, so that a renewed certificate is used. */
export function grpcDialer(credentials: () => NodeCredentials): Dialer {
  const secured = securing();
  return {
    certified: (address) => open(address, () => secured(credentials()), MANAGER_SERVER_NAME),
    anonymous: dialAnonymously,
  };
}

/** Reads keys and certificates only when they have changed: that costs more than a handshake. */
function securing(): (credentials: NodeCredentials) => grpc.ChannelCredentials {
  let last: NodeCredentials | undefined;
  let secure: grpc.ChannelCredentials | undefined;
  return ({ root, certificate, key }) => {
    const isSame = last?.certificate === certificate && last.key === key && last.root === root;
    if (secure && isSame) return secure;
    last = { root, certificate, key };
    secure = grpc.credentials.createSsl(
      Buffer.from(root),
      Buffer.from(key),
      Buffer.from(certificate),
    );
    return secure;
  };
}

/** Dials without a certificate; without a root, whoever answers is believed. */
export function dialAnonymously(address: string, root?: string): Channel {
  const secure =
    root === undefined
      ? grpc.credentials.createSsl(null, null, null, {
          checkServerIdentity: () => undefined,
          rejectUnauthorized: false,
        })
      : grpc.credentials.createSsl(Buffer.from(root));
  return open(address, () => secure, CA_SERVER_NAME);
}

function open(
  address: string,
  credentials: () => grpc.ChannelCredentials,
  serverName: string,
): Channel {
  const options = {
    ...OPTIONS,
    "grpc.ssl_target_name_override": serverName,
    "grpc.default_authority": serverName,
  };
  const connect = (shown: grpc.ChannelCredentials): grpc.Client =>
    new grpc.Client(`dns:${address}`, shown, options);
  const way = new Way({ credentials, connect }, address);
  return {
    unary: (method, request, options) => callUnary(way, method, request, options),
    serverStream: (method, request, options) => readStream(way, method, request, options),
    clientStream: (method, options) => writeStream(way, method, options),
    close: () => way.close(),
  };
}
