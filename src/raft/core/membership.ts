import type { ConfState, RaftId } from "./messages.ts";

/**
 * Who takes part in consensus at one point of the log.
 *
 * Simple: only `voters`, and `learners`, who get the log and have no vote. Joint, between two sets of
 * voters: `outgoing` is the old set, and whatever is decided needs a majority of both. Source: Raft
 * thesis §4.2.1 and §4.3.
 */
export interface Configuration {
  readonly voters: ReadonlySet<RaftId>;
  readonly outgoing: ReadonlySet<RaftId>;
  readonly learners: ReadonlySet<RaftId>;
  /** Voters of the old set that become learners when it ends. */
  readonly learnersNext: ReadonlySet<RaftId>;
  /** The leader ends the joint state as soon as it is applied. */
  readonly autoLeave: boolean;
}

const NOBODY: ReadonlySet<RaftId> = new Set();

export const NO_MEMBERS: Configuration = simple(NOBODY);

/** Voters and nobody else. */
export function simple(
  voters: ReadonlySet<RaftId>,
  learners: ReadonlySet<RaftId> = NOBODY,
): Configuration {
  return { voters, learners, outgoing: NOBODY, learnersNext: NOBODY, autoLeave: false };
}

export function isJoint({ outgoing }: Configuration): boolean {
  return outgoing.size > 0;
}

/** Whether `member` has a vote, in either set. */
export function isVoter({ voters, outgoing }: Configuration, member: RaftId): boolean {
  return voters.has(member) || outgoing.has(member);
}

export function votersOf({ voters, outgoing }: Configuration): ReadonlySet<RaftId> {
  return outgoing.size === 0 ? voters : new Set([...voters, ...outgoing]);
}

/** Everybody who gets the log, in ascending order. */
export function membersOf(configuration: Configuration): readonly RaftId[] {
  return sorted(new Set([...votersOf(configuration), ...configuration.learners]));
}

/** In ascending order, so that snapshots taken anywhere are equal. What is empty is absent. */
export function confStateOf(configuration: Configuration): ConfState {
  const { voters, learners, outgoing, learnersNext, autoLeave } = configuration;
  return {
    voters: sorted(voters),
    ...(learners.size > 0 && { learners: sorted(learners) }),
    ...(outgoing.size > 0 && { outgoing: sorted(outgoing) }),
    ...(learnersNext.size > 0 && { learnersNext: sorted(learnersNext) }),
    ...(autoLeave && { autoLeave }),
  };
}

export function configurationOf(conf: ConfState): Configuration {
  return {
    voters: new Set(conf.voters),
    learners: new Set(conf.learners),
    outgoing: new Set(conf.outgoing),
    learnersNext: new Set(conf.learnersNext),
    autoLeave: conf.autoLeave ?? false,
  };
}

/** Whether a snapshot with this membership may be given to `member`: others would shut it out. */
export function isInConf({ voters, learners, outgoing }: ConfState, member: RaftId): boolean {
  return [voters, learners ?? [], outgoing ?? []].some((set) => set.includes(member));
}

export function compareIds(a: RaftId, b: RaftId): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sorted(ids: ReadonlySet<RaftId>): readonly RaftId[] {
  return [...ids].sort(compareIds);
}
