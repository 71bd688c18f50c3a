import type { LogIndex } from "./core/messages.ts";

/**
 * Keys of the log on disk. An append batch is one value under its first index; a later batch that
 * begins inside an earlier one replaces its tail.
 */
export const KEYS = {
  /** Which layout the rest has; absent in what the first version wrote. */
  format: "raft/format",
  identity: "raft/identity",
  hardState: "raft/hard-state",
  compacted: "raft/compacted",
  snapshotMeta: "raft/snapshot-meta",
  snapshotPlace: "raft/snapshot-place",
  snapshotData: "raft/snapshot-data/",
  snapshotDataEnd: "raft/snapshot-data0",
  log: "raft/log/",
  logEnd: "raft/log0", // The character after "/".
  all: "raft/",
  allEnd: "raft0",
} as const;

/** A piece of a snapshot. */
export function pieceKey(place: number, at: number): string {
  return `${placeKey(place)}${String(at).padStart(8, "0")}`;
}

/** What the keys of all pieces in one place begin with. */
export function placeKey(place: number): string {
  return `${KEYS.snapshotData}${String(place).padStart(16, "0")}/`;
}

/** The whole of a snapshot as the first layouts had it. */
export function wholeSnapshotKey(index: LogIndex): string {
  return `${KEYS.snapshotData}${index}`;
}

export function logKey(firstIndex: LogIndex): string {
  return `${KEYS.log}${String(firstIndex).padStart(16, "0")}`;
}
