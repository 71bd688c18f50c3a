import {
  makeClusterSnapshot,
  makeRaftMember,
  makeSnapshot,
  makeStoreSnapshot,
  type StoreSnapshot,
} from "../../model/generated/types.ts";
import { SnapshotCodec, StoreSnapshotCodec } from "../../wire/generated/codecs.ts";
import type { RaftMembership } from "./raft-seam.ts";

/** How many objects are encoded in one step: a few milliseconds of work. */
const STEP_OBJECTS = 200;

/** The field `store` of the message Snapshot: number 3, with a length before it. */
const STORE_TAG = (3 << 3) | 2;

const LISTS = [
  "nodes",
  "services",
  "networks",
  "tasks",
  "clusters",
  "secrets",
  "resources",
  "extensions",
  "configs",
  "volumes",
] as const satisfies readonly (keyof StoreSnapshot)[];

/**
 * Encodes a snapshot part by part, so that whoever takes the parts can let others have their turn in
 * between: `store` must not change meanwhile, which frozen lists do not. The parts one after the other
 * are one message: what comes several times in it is one with the lists of all. Source: protobuf
 * encoding, "last one wins".
 */
export function* encodeSnapshot(
  store: StoreSnapshot,
  { members, removed }: RaftMembership,
): Generator<Uint8Array, void> {
  yield SnapshotCodec.encode(
    makeSnapshot({
      membership: makeClusterSnapshot({
        members: members.map(({ raftId, nodeId, address }) =>
          makeRaftMember({ raftId, nodeId, addr: address }),
        ),
        removed,
      }),
    }),
  );
  for (const list of LISTS) {
    for (let at = 0; at < store[list].length; at += STEP_OBJECTS) {
      const objects = store[list].slice(at, at + STEP_OBJECTS);
      const part = StoreSnapshotCodec.encode(makeStoreSnapshot({ [list]: objects }));
      yield join(Uint8Array.of(STORE_TAG, ...varint(part.length)), part);
    }
  }
}

function join(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const joined = new Uint8Array(head.length + tail.length);
  joined.set(head);
  joined.set(tail, head.length);
  return joined;
}

/** Seven bits a byte, low ones first. Source: protobuf encoding. */
function varint(value: number): readonly number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest % 0x80) + 0x80);
    rest = Math.floor(rest / 0x80);
  }
  return [...bytes, rest];
}
