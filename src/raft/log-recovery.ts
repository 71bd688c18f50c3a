import type { RaftMember } from "../model/generated/types.ts";
import type { Storage } from "../system/storage.ts";
import { JoinResponseCodec } from "../wire/generated/codecs.ts";
import {
  NO_ENTRY,
  type Entry,
  type EntryId,
  type HardState,
  type LogIndex,
  type RaftId,
  type SnapshotMeta,
  type StoredPieces,
} from "./core/messages.ts";
import { KEYS } from "./log-keys.ts";
import {
  checkFormat,
  damaged,
  unpackEntries,
  unpackEntryId,
  unpackHardState,
  unpackSnapshotMeta,
  unpackStored,
  unseal,
  type Batch,
} from "./records.ts";
import { adoptWhole, removeOrphans } from "./snapshot-store.ts";

/** Before the first vote and the first entry. */
export const NOTHING_YET: HardState = { term: 0, vote: undefined, commitIndex: 0 };

/** Which member the store belongs to, and whom it knew when it was made. */
export interface Identity {
  readonly raftId: RaftId;
  /** Those named by the leader that admitted it: where to send answers before the log says. */
  readonly introduced: readonly RaftMember[];
}

/** A log as it was left, whole. */
export interface Recovered {
  readonly identity: Identity;
  readonly hardState: HardState;
  readonly compacted: EntryId;
  readonly snapshot: SnapshotMeta | undefined;
  /** Where the snapshot's bytes are. */
  readonly stored: StoredPieces | undefined;
  /** First indexes of the stored batches, ascending. */
  readonly batches: readonly LogIndex[];
  readonly entries: readonly Entry[];
}

/**
 * Reads the log in `storage` and checks that it is whole; undefined where there never was one. What is
 * not whole is `dataLoss`, and the record is named: whatever a crash may cut short, the storage has cut
 * already, and a batch of changes is there as a whole or not at all.
 */
export async function recover(storage: Storage): Promise<Recovered | undefined> {
  const own = await storage.get(KEYS.identity);
  if (!own) {
    await refuseWithoutIdentity(storage);
    return undefined;
  }
  const { raftId, members } = JoinResponseCodec.decode(unseal(own, "the member's identity"));
  const format = await storage.get(KEYS.format);
  if (format) checkFormat(format);
  const compacted = await storage.get(KEYS.compacted);
  const mark = compacted ? unpackEntryId(compacted, "the compaction mark") : NO_ENTRY;
  const meta = await storage.get(KEYS.snapshotMeta);
  const snapshot = meta ? unpackSnapshotMeta(meta, "the snapshot's description") : undefined;
  const stored = snapshot && (await findPieces(storage, snapshot.index));
  const { batches, entries } = await readEntries(storage, mark);
  const hardState = await storage.get(KEYS.hardState);
  // The first version stored none before there was something to say.
  if (!hardState && (format || snapshot || entries.length > 0)) {
    throw damaged("the hard state (term, vote and commit index)", "it is missing");
  }
  const found: Recovered = {
    identity: { raftId, introduced: members },
    hardState: hardState ? unpackHardState(hardState, "the hard state") : NOTHING_YET,
    compacted: mark,
    snapshot,
    stored,
    batches,
    entries,
  };
  check(found);
  await removeOrphans(storage, stored);
  return found;
}

async function findPieces(storage: Storage, index: LogIndex): Promise<StoredPieces> {
  const place = await storage.get(KEYS.snapshotPlace);
  if (!place) return adoptWhole(storage, index);
  return unpackStored(place, index, "where the snapshot's bytes are");
}

async function refuseWithoutIdentity(storage: Storage): Promise<void> {
  for await (const [key] of storage.range({ gte: KEYS.all, lt: KEYS.allEnd, limit: 1 })) {
    throw damaged("the member's identity", `it is missing, and there is ${key}`);
  }
}

async function readEntries(
  storage: Storage,
  compacted: EntryId,
): Promise<Pick<Recovered, "batches" | "entries">> {
  const batches: LogIndex[] = [];
  const entries: Entry[] = [];
  const before = compacted.index;
  for await (const [key, value] of storage.range({ gte: KEYS.log, lt: KEYS.logEnd })) {
    const first = Number(key.slice(KEYS.log.length));
    const batch = unpackEntries(value, `entries from ${first}`);
    checkPlaces(batch, first);
    batches.push(first);
    const last = before + entries.length;
    if (first > last + 1) {
      throw damaged(`entries ${last + 1} to ${first - 1}`, "they are missing");
    }
    entries.length = Math.max(0, first - before - 1); // The rest of older batches was overwritten.
    checkJoint(batch, first === before + 1 ? compacted : entries.at(-1));
    entries.push(...batch.entries.filter(({ index }) => index > before));
  }
  return { batches, entries };
}

function checkPlaces({ entries }: Batch, first: LogIndex): void {
  entries.forEach(({ index }, at) => {
    if (index === first + at) return;
    throw damaged(`entry ${first + at}`, `in its place is entry ${index}`);
  });
}

/** A batch that was written behind another entry than the one before it misses what was between. */
function checkJoint({ previous }: Batch, before: EntryId | undefined): void {
  if (!previous || !before || previous.term === before.term) return;
  const index = previous.index;
  throw damaged(
    `entry ${index}`,
    `it is of term ${before.term}, and the one that its successor was written behind was of term ${previous.term}: a batch is missing`,
  );
}

function check({ compacted, entries, hardState, snapshot }: Recovered): void {
  const last = compacted.index + entries.length;
  const { commitIndex } = hardState;
  const snapshotIndex = snapshot?.index ?? 0;
  if (commitIndex > last) {
    throw damaged(`entries ${last + 1} to ${commitIndex}`, "they were committed and are missing");
  }
  if (compacted.index > snapshotIndex) {
    throw damaged(
      `the snapshot of entries up to ${compacted.index}`,
      snapshot ? `the newest snapshot ends at ${snapshotIndex}` : "it is missing",
    );
  }
  let previous = compacted.term;
  for (const { term, index } of entries) {
    if (term < previous) throw damaged(`entry ${index}`, `its term ${term} is below ${previous}`);
    previous = term;
  }
  if (previous > hardState.term) {
    throw damaged("the hard state", `its term is below ${previous}, the last entry's`);
  }
}
