import { OperationalError } from "../base/errors.ts";
import { decodeMembershipChange, encodeMembershipChange } from "../wire/raft.ts";
import type { MembershipChange } from "./core/membership.ts";
import type { Entry, LogIndex, RaftId } from "./core/messages.ts";
import type { LogStore } from "./log-store.ts";
import { memberToWire } from "./member-wire.ts";
import type { Member } from "./state-machine.ts";

/**
 * Makes a member the only one of its cluster, from what its disk holds: for when the majority is lost
 * for ever. Everything in its log becomes committed, as some of it may have been acknowledged; then
 * all others are removed, which nobody but this member has agreed to. The others must never run again.
 * Source: swarmkit manager/state/raft/storage.go, which drops what it does not know to be committed.
 */
export async function forceNewCluster(store: LogStore, self: Member): Promise<void> {
  const { snapshot, compacted, entries } = store.peekLog();
  const last = entries.at(-1)?.index ?? compacted.index;
  const voters = votersAfter(snapshot?.conf.voters ?? [], entries);
  if (!voters.has(self.raftId)) {
    throw new OperationalError(
      "failedPrecondition",
      "Cannot make a new cluster of this manager: by its own log it is not a member, and was removed or never admitted",
    );
  }
  const term = store.hardState.term + 1;
  const changes: MembershipChange[] = [...voters]
    .filter((raftId) => raftId !== self.raftId)
    .map((raftId) => ({ kind: "remove", raftId }));
  changes.push({ kind: "update", raftId: self.raftId });
  const forced = changes.map((change, at) => entryOf(change, self, term, last + 1 + at));
  await store.append(forced, { term, vote: self.raftId, commitIndex: last + forced.length });
}

function entryOf(change: MembershipChange, self: Member, term: number, index: LogIndex): Entry {
  const member = change.kind === "update" ? memberToWire(self) : undefined;
  return { term, index, type: "confChange", data: encodeMembershipChange(change, member) };
}

function votersAfter(voters: readonly RaftId[], entries: readonly Entry[]): Set<RaftId> {
  const after = new Set(voters);
  for (const { type, data } of entries) {
    if (type !== "confChange") continue;
    const { change } = decodeMembershipChange(data);
    if (change.kind === "addVoter") after.add(change.raftId);
    else if (change.kind === "remove") after.delete(change.raftId);
  }
  return after;
}
