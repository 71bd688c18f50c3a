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
  snapshotData: "raft/snapshot-data/",
  log: "raft/log/",
  logEnd: "raft/log0", // The character after "/".
  all: "raft/",
  allEnd: "raft0",
} as const;

export function snapshotKey(index: LogIndex): string {
  return `${KEYS.snapshotData}${index}`;
}

export function logKey(firstIndex: LogIndex): string {
  return `${KEYS.log}${String(firstIndex).padStart(16, "0")}`;
}
