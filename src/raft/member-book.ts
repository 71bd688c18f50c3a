import { compareIds, type MembershipChange } from "./core/membership.ts";
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

  apply(change: MembershipChange, member: Member | undefined): void {
    const { kind, raftId } = change;
    this.#version++;
    if (kind === "remove") {
      this.#members.delete(raftId);
      this.#removed.add(raftId);
    } else if (member && (kind === "addVoter" || this.#members.has(raftId))) {
      this.#members.set(raftId, member);
    }
  }
}
