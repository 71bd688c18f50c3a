import { joined, malformed } from "./bytes.ts";
import { MESSAGE, aliveFields, decodeAlive, type Alive } from "./messages.ts";
import { Fields, packMap } from "./msgpack.ts";
import { decompress } from "./packets.ts";

/** How one member stands, as another one sees it. The numbers are memberlist's. */
export const STATES = ["alive", "suspect", "dead", "left"] as const;
export type MemberState = (typeof STATES)[number];

/** All that a member knows, which two members tell each other over one stream. */
export interface PushPull {
  readonly members: readonly (Alive & { readonly state: MemberState })[];
  /** The sender is new, or has been away. */
  readonly join: boolean;
  readonly userState: Uint8Array;
}

const MAX_MEMBERS = 20_000;
/** What one stream may become. */
export const MAX_STREAM = 16 * 1024 * 1024;

/** The message on a stream, out of its compression. */
export function streamMessage(plain: Uint8Array): Uint8Array {
  return plain[0] === MESSAGE.compress ? decompress(plain, MAX_STREAM) : plain;
}

/** Throws `invalidArgument` where `message` is none. */
export function decodePushPull(message: Uint8Array): PushPull {
  if (message[0] !== MESSAGE.pushPull) throw malformed("no push/pull");
  const header = new Fields(message, 1);
  const count = header.number("Nodes");
  if (count > MAX_MEMBERS) throw malformed(`${count} members`);
  let at = header.end;
  const members = Array.from({ length: count }, () => {
    const fields = new Fields(message, at);
    at = fields.end;
    const state = STATES[fields.number("State")];
    if (state === undefined) throw malformed("a member in no known state");
    return { ...decodeAlive(fields, "Name"), state };
  });
  const length = header.number("UserStateLen");
  if (at + length > message.length) throw malformed("it ends too early");
  return { members, join: header.flag("Join"), userState: message.subarray(at, at + length) };
}

export function encodePushPull({ members, join, userState }: PushPull): Uint8Array {
  return joined([
    Uint8Array.of(MESSAGE.pushPull),
    packMap({ Nodes: members.length, UserStateLen: userState.length, Join: join }),
    ...members.map((member) =>
      packMap({
        Name: member.node,
        State: STATES.indexOf(member.state),
        ...aliveFields(member),
      }),
    ),
    userState,
  ]);
}
