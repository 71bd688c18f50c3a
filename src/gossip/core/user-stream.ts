import { joined, malformed } from "./bytes.ts";
import { MESSAGE } from "./messages.ts";
import { Fields, packMap } from "./msgpack.ts";

/** What rides on the gossip, as a message on a stream: its length goes before it. Source: memberlist. */
export function userStreamMessage(payload: Uint8Array): Uint8Array {
  const head = packMap({ UserMsgLen: payload.length });
  return joined([Uint8Array.of(MESSAGE.user), head, payload]);
}

/** Throws `invalidArgument` where it ends too early. */
export function userMessageOn(message: Uint8Array): Uint8Array {
  const header = new Fields(message, 1);
  const end = header.end + header.number("UserMsgLen");
  if (end > message.length) throw malformed("it ends too early");
  return message.subarray(header.end, end);
}
