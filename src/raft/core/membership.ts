import { err, ok, type Result } from "../../base/result.ts";
import { unreachable } from "../../base/assert.ts";
import type { ConfState, RaftId } from "./messages.ts";

/** Who takes part in consensus at one point of the log. */
export interface Configuration {
  readonly voters: ReadonlySet<RaftId>;
}

/** One step from a configuration to the next: at most one voter more or less. */
export interface MembershipChange {
  readonly kind: "addVoter" | "remove" | "update";
  readonly raftId: RaftId;
}

export const NO_MEMBERS: Configuration = { voters: new Set() };

/** Voters in ascending order, so that snapshots taken anywhere are equal. */
export function confStateOf(configuration: Configuration): ConfState {
  return { voters: [...configuration.voters].sort(compareIds) };
}

export function configurationOf(conf: ConfState): Configuration {
  return { voters: new Set(conf.voters) };
}

export function compareIds(a: RaftId, b: RaftId): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/**
 * The configuration after `change`, or why there is none. The same function decides whether a
 * change may be proposed and what it does when applied: two predicates would one day disagree.
 * Removing an absent member, and any change of member 0, changes nothing.
 */
export function nextConfiguration(
  from: Configuration,
  change: MembershipChange,
): Result<Configuration, string> {
  const voters = new Set(from.voters);
  switch (change.kind) {
    case "addVoter":
      if (change.raftId !== 0n) voters.add(change.raftId);
      break;
    case "remove":
      voters.delete(change.raftId);
      break;
    case "update":
      break;
    default:
      return unreachable(change.kind);
  }
  if (voters.size === 0 && from.voters.size > 0) {
    return err("it would remove the last voter");
  }
  return ok({ voters });
}
