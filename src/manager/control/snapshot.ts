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
const STEP_OBJECTS = 500;

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
 * Encodes a snapshot step by step, so that whoever drives it can let others have their turn in
 * between: `store` must not change meanwhile, which frozen lists do not. Returns the bytes.
 */
export function* encodeSnapshot(
  store: StoreSnapshot,
  { members, removed }: RaftMembership,
): Generator<undefined, Uint8Array> {
  const head = SnapshotCodec.encode(
    makeSnapshot({
      membership: makeClusterSnapshot({
        members: members.map(({ raftId, nodeId, address }) =>
          makeRaftMember({ raftId, nodeId, addr: address }),
        ),
        removed,
      }),
    }),
  );
  const parts: Uint8Array[] = [];
  let size = 0;
  for (const list of LISTS) {
    for (let at = 0; at < store[list].length; at += STEP_OBJECTS) {
      const objects = store[list].slice(at, at + STEP_OBJECTS);
      // Messages written one after the other are one message with the lists of all of them.
      const part = StoreSnapshotCodec.encode(makeStoreSnapshot({ [list]: objects }));
      parts.push(part);
      size += part.length;
      yield;
    }
  }
  return join([head, Uint8Array.of(STORE_TAG, ...varint(size)), ...parts]);
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
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
