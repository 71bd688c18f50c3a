import test from "ava";
import {
  makeRaftFrame,
  makeRaftpbEntry,
  makeRaftpbMessage,
} from "../../src/model/generated/types.ts";
import { RaftFrameCodec } from "../../src/wire/generated/codecs.ts";
import { CARRY } from "../../src/wire/raft-transport.ts";

const frame = makeRaftFrame({
  messages: [
    makeRaftpbMessage({
      entries: [
        makeRaftpbEntry({ index: 1, data: Uint8Array.of(1, 2) }),
        makeRaftpbEntry({ index: 2, data: Uint8Array.of(3) }),
      ],
    }),
  ],
});

test("CARRY: the entries of a frame share its memory, and not the transport's", (t) => {
  const bytes = CARRY.request.encode(frame);
  const copied = RaftFrameCodec.decode(bytes);
  const decoded = CARRY.request.decode(bytes);
  bytes.fill(0);
  t.deepEqual(decoded, copied);
  const [first, second] = decoded.messages[0]?.entries ?? [];
  t.is(first?.data.buffer, second?.data.buffer);
});

test("CARRY: a damaged frame is refused by name", (t) => {
  t.throws(() => CARRY.request.decode(Uint8Array.of(10, 5, 1)), { message: /Malformed RaftFrame/ });
});
