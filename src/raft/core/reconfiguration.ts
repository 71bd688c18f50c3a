import { unreachable } from "../../base/assert.ts";
import { err, ok, type Result } from "../../base/result.ts";
import { isJoint, simple, type Configuration } from "./membership.ts";
import type { RaftId } from "./messages.ts";

/** What becomes of one member. `addVoter` also promotes a learner, `addLearner` demotes a voter. */
export interface MembershipChange {
  readonly kind: "addVoter" | "addLearner" | "remove" | "update";
  readonly raftId: RaftId;
}

/**
 * Several changes at once, by way of a joint state when more than one voter differs. `auto` is joint
 * where it must be, and like `implicit` ends the joint state by itself; `explicit` waits for
 * `LEAVE_JOINT`. Source: raft.proto, ConfChangeV2.
 */
export interface JointChange {
  readonly transition: "auto" | "implicit" | "explicit";
  readonly changes: readonly MembershipChange[];
}

/** Ends a joint state: from now on the new voters alone decide. */
export const LEAVE_JOINT: JointChange = { transition: "auto", changes: [] };

/**
 * The configuration after `change`, or why there is none. The same function decides whether a
 * change may be proposed and what it does when applied: two predicates would one day disagree.
 * Removing an absent member, and any change of member 0, changes nothing.
 */
export function nextConfiguration(
  from: Configuration,
  change: MembershipChange | JointChange,
): Result<Configuration, string> {
  if ("kind" in change) return changeOne(from, [change]);
  const { transition, changes } = change;
  if (transition === "auto" && changes.length === 0) return leave(from);
  if (transition === "auto" && changes.length === 1) return changeOne(from, changes);
  return enter(from, changes, { autoLeave: transition !== "explicit" });
}

/** At most one voter more or less: every two majorities share a member. Source: Raft thesis §4.1. */
function changeOne(
  from: Configuration,
  changes: readonly MembershipChange[],
): Result<Configuration, string> {
  if (isJoint(from)) return err("an earlier change is not finished: the membership is joint");
  return applyAll(from, changes);
}

function enter(
  from: Configuration,
  changes: readonly MembershipChange[],
  { autoLeave }: { readonly autoLeave: boolean },
): Result<Configuration, string> {
  if (isJoint(from)) return err("an earlier change is not finished: the membership is joint");
  if (from.voters.size === 0) return err("there are no voters that could decide on it");
  return applyAll({ ...from, outgoing: from.voters, autoLeave }, changes);
}

function leave(from: Configuration): Result<Configuration, string> {
  if (!isJoint(from)) return err("there is no joint membership to leave");
  return ok(simple(from.voters, new Set([...from.learners, ...from.learnersNext])));
}

function applyAll(
  from: Configuration,
  changes: readonly MembershipChange[],
): Result<Configuration, string> {
  const next = {
    ...from,
    voters: new Set(from.voters),
    learners: new Set(from.learners),
    learnersNext: new Set(from.learnersNext),
  };
  for (const change of changes) if (change.raftId !== 0n) applyOne(next, change);
  if (next.voters.size === 0 && from.voters.size > 0) return err("it would remove the last voter");
  return ok(next);
}

interface Draft extends Configuration {
  readonly voters: Set<RaftId>;
  readonly learners: Set<RaftId>;
  readonly learnersNext: Set<RaftId>;
}

function applyOne(draft: Draft, { kind, raftId }: MembershipChange): void {
  switch (kind) {
    case "update":
      return;
    case "addVoter":
      forget(draft, raftId);
      draft.voters.add(raftId);
      return;
    case "addLearner":
      forget(draft, raftId);
      // Whoever still votes in the old set cannot be a learner yet.
      (draft.outgoing.has(raftId) ? draft.learnersNext : draft.learners).add(raftId);
      return;
    case "remove":
      forget(draft, raftId);
      return;
    default:
      unreachable(kind);
  }
}

function forget({ voters, learners, learnersNext }: Draft, raftId: RaftId): void {
  voters.delete(raftId);
  learners.delete(raftId);
  learnersNext.delete(raftId);
}
