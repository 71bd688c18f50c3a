import protobuf from "protobufjs/minimal.js";
import { NodeRole } from "../../src/model/generated/types.ts";
import type { Codec, UnaryMethod } from "../../src/system/rpc.ts";

/** etcd's own Put, so that one client can ask both; only what the benchmark needs of it. */
export const PUT_PATH = "/etcdserverpb.KV/Put";

const bytes: Codec<Uint8Array> = { encode: (message) => message, decode: (message) => message };

export const PUT: UnaryMethod<Uint8Array, Uint8Array> = {
  path: PUT_PATH,
  kind: "unary",
  request: bytes,
  response: bytes,
  authorized: [NodeRole.MANAGER],
};

/** PutRequest: the key, then the value. */
export function putRequest(key: string, value: Uint8Array): Uint8Array {
  return protobuf.Writer.create().uint32(10).string(key).uint32(18).bytes(value).finish();
}

/** PutResponse with a header that says at which revision. */
export function putResponse(revision: number): Uint8Array {
  return protobuf.Writer.create().uint32(10).fork().uint32(24).int64(revision).ldelim().finish();
}
