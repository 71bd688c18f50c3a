import type { RaftId } from "./messages.ts";
import type { Progress } from "./progress.ts";
import { isJointQuorum, type Voters } from "./quorum.ts";

/**
 * The followers of one leadership in the order in which they acknowledge. Whoever is first is fed at
 * once and so stays first, until another has acknowledged more: then it falters, or cannot be reached.
 */
export class Ranking {
  #order: RaftId[] = [];

  /** Those who, with `leader`, are the first majority in this order: whose answers are waited for. */
  needed(
    followers: ReadonlyMap<RaftId, Progress>,
    leader: RaftId,
    voters: Voters,
  ): ReadonlySet<RaftId> {
    const known = this.#order.filter((follower) => followers.has(follower));
    const added = [...followers.keys()].filter((follower) => !known.includes(follower));
    const rank = (follower: RaftId): number => {
      const progress = followers.get(follower);
      return progress?.mode === "replicate" ? progress.match : -1;
    };
    this.#order = [...known, ...added].sort((a, b) => rank(b) - rank(a));
    const needed = new Set([leader]);
    for (const follower of this.#order) {
      if (isJointQuorum(voters, (member) => needed.has(member))) break;
      needed.add(follower);
    }
    return needed;
  }
}
