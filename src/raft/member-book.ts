import { compareIds } from "./core/membership.ts";
import type { JointChange, MembershipChange } from "./core/reconfiguration.ts";
import type { RaftId } from "./core/messages.ts";
import type { Member, Membership } from "./state-machine.ts";

/** Names and addresses of the members, as the applied entries say, and the ids never to be used again. */
export class MemberBook {
  #members = new Map<RaftId, Member>();
  #removed = new Set<RaftId>();
  #version = 0;

  /** Grows with every change. */
  get version(): number {
    return this.#version;
  }

  get members(): ReadonlyMap<RaftId, Member> {
    return this.#members;
  }

  isRemoved(raftId: RaftId): boolean {
    return this.#removed.has(raftId);
  }

  membership(): Membership {
    return {
      members: [...this.#members.values()].sort((a, b) => compareIds(a.raftId, b.raftId)),
      removed: [...this.#removed].sort(compareIds),
    };
  }

  restore({ members, removed }: Membership): void {
    this.#members = new Map(members.map((member) => [member.raftId, member]));
    this.#removed = new Set(removed);
    this.#version++;
  }

  /**
   * Follows a change that was applied: `named` are those it adds or changes, `takesPart` says who is
   * a member afterwards. In a joint state that is also who will be removed at its end.
   */
  apply(
    change: MembershipChange | JointChange,
    named: readonly Member[],
    takesPart: (raftId: RaftId) => boolean,
  ): void {
    this.#version++;
    for (const member of named)
      if (takesPart(member.raftId)) this.#members.set(member.raftId, member);
    const changes = "kind" in change ? [change] : change.changes;
    const removed = changes.filter(({ kind }) => kind === "remove").map(({ raftId }) => raftId);
    for (const raftId of [...removed, ...this.#members.keys()]) {
      if (takesPart(raftId)) continue;
      this.#members.delete(raftId);
      this.#removed.add(raftId);
    }
  }
}
