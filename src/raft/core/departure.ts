import { must } from "../../base/assert.ts";
import type { HeartbeatResponse, LogIndex, RaftId } from "./messages.ts";
import { isJointQuorum, type Voters } from "./quorum.ts";

/** Marks a heartbeat that tells its receiver that the leader's removal is committed: "leaving". */
const MARK = Uint8Array.of(0x6c, 0x65, 0x61, 0x76, 0x69, 0x6e, 0x67);
const NO_CONTEXT = new Uint8Array(0);

/**
 * A leader that was removed from the membership, on its way out.
 *
 * It must not go at once: the others may hold its removal and not know that it is committed; then
 * they need its vote to elect anybody, and two members are stuck for ever. So it leads on, without
 * a vote and without taking proposals, until a majority of the members that stay has answered a
 * heartbeat that carried the commit of its removal. Source: etcd-io/etcd#10563.
 */
export class Departure {
  readonly #removalIndex: LogIndex;
  readonly #informed = new Set<RaftId>();

  constructor(removalIndex: LogIndex) {
    this.#removalIndex = removalIndex;
  }

  /** A heartbeat carries min(match, commit): only from here on does it carry the removal. */
  contextFor(match: LogIndex): Uint8Array {
    return match >= this.#removalIndex ? MARK : NO_CONTEXT;
  }

  onHeartbeatResponse(response: HeartbeatResponse): void {
    const { context, from } = response;
    const isMark =
      context.length === MARK.length && MARK.every((byte, index) => context[index] === byte);
    if (isMark) this.#informed.add(from);
  }

  isComplete(voters: Voters): boolean {
    return isJointQuorum(voters, (voter) => this.#informed.has(voter));
  }

  /** The informed voter with the longest log. */
  successor({ voters }: Voters, matchOf: (member: RaftId) => LogIndex): RaftId {
    const candidates = [...this.#informed].filter((member) => voters.has(member));
    const [best] = candidates.sort((a, b) => matchOf(b) - matchOf(a));
    return must(best, "Departure: complete, and nobody is informed");
  }
}
