import { OperationalError } from "../base/errors.ts";
import { decodeMembershipChange, encodeMembershipChange } from "../wire/raft-membership.ts";
import { configurationOf, isJoint, membersOf, type Configuration } from "./core/membership.ts";
import type { Entry, LogIndex, SnapshotMeta } from "./core/messages.ts";
import {
  LEAVE_JOINT,
  nextConfiguration,
  type JointChange,
  type MembershipChange,
} from "./core/reconfiguration.ts";
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
  const configuration = configurationAfter(snapshot, entries);
  const members = membersOf(configuration);
  if (!members.includes(self.raftId)) {
    throw new OperationalError(
      "failedPrecondition",
      "Cannot make a new cluster of this manager: by its own log it is not a member, and was removed or never admitted",
    );
  }
  const term = store.hardState.term + 1;
  const others = members.filter((raftId) => raftId !== self.raftId);
  const changes: (MembershipChange | JointChange)[] = [
    ...(isJoint(configuration) ? [LEAVE_JOINT] : []),
    // It may have been a learner, or on its way out.
    { kind: "addVoter", raftId: self.raftId },
    ...others.map((raftId) => ({ kind: "remove" as const, raftId })),
  ];
  const forced = changes.map((change, at) => entryOf(change, self, term, last + 1 + at));
  await store.append(forced, { term, vote: self.raftId, commitIndex: last + forced.length });
}

function entryOf(
  change: MembershipChange | JointChange,
  self: Member,
  term: number,
  index: LogIndex,
): Entry {
  const named = "kind" in change && change.kind === "addVoter" ? [memberToWire(self)] : [];
  return { term, index, ...encodeMembershipChange(change, named) };
}

/** Who takes part when everything in the log counts as committed. */
function configurationAfter(
  snapshot: SnapshotMeta | undefined,
  entries: readonly Entry[],
): Configuration {
  let configuration = configurationOf(snapshot?.conf ?? { voters: [] });
  for (const { index, type, data } of entries) {
    if (type === "normal" || index <= (snapshot?.index ?? 0)) continue;
    const next = nextConfiguration(configuration, decodeMembershipChange({ type, data }).change);
    if (next.ok) configuration = next.value;
  }
  return configuration;
}
