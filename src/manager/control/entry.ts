import type { Action } from "../store/action.ts";
import { fromStoreAction, toStoreAction } from "../store/action.ts";
import { makeInternalRaftRequest } from "../../model/generated/types.ts";
import { InternalRaftRequestCodec } from "../../wire/generated/codecs.ts";

/** The data of an entry that holds these actions, without the request's id. */
export function encodeActions(actions: readonly Action[]): Uint8Array {
  return InternalRaftRequestCodec.encode(
    makeInternalRaftRequest({ action: actions.map(toStoreAction) }),
  );
}

/**
 * One entry's data from several transactions' and the request's id. Protobuf messages written one
 * after the other are one message with the lists of all of them, so nothing is encoded twice.
 */
export function joinEntry(id: bigint, parts: readonly Uint8Array[]): Uint8Array {
  const head = InternalRaftRequestCodec.encode(makeInternalRaftRequest({ id }));
  const size = parts.reduce((sum, part) => sum + part.length, head.length);
  const joined = new Uint8Array(size);
  joined.set(head);
  let at = head.length;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

/** What an entry asks for; throws `invalidArgument` or `unimplemented`. */
export function decodeActions(data: Uint8Array): readonly Action[] {
  return InternalRaftRequestCodec.decode(data).action.map(fromStoreAction);
}
